"""Writes what Tortoise's models create, as JSON: run by the project's own interpreter, it imports nothing of ours.

    python tortoise_tables.py ROOT DIALECT MODULE...

DIALECT may be "": then that of the project's own configuration, else PostgreSQL. No database is asked.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
import sys
from types import SimpleNamespace
from typing import Any, Dict, Iterator, List, Optional, Tuple  # noqa: UP035 - a project's Python may be an old one

drawn_defaults: Any = importlib.import_module("drawn_defaults")  # it lies beside this file

GENERATORS = {
    "postgres": ("tortoise.backends.base_postgres.schema_generator", "BasePostgresSchemaGenerator"),
    "sqlite": ("tortoise.backends.sqlite.schema_generator", "SqliteSchemaGenerator"),
    "mysql": ("tortoise.backends.mysql.schema_generator", "MySQLSchemaGenerator"),
}
FAMILIES = (("sqlite", "sqlite"), ("mysql", "mysql"), ("asyncpg", "postgres"), ("psycopg", "postgres"))
MATCHES = {"postgres": "~", "sqlite": "REGEXP", "mysql": "REGEXP"}
UUIDS = {"sqlite": "{} REGEXP '{}'", "mysql": "{} REGEXP '{}'"}
OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
ADDRESSES = {
    "validate_ipv4_address": f"^({OCTET}[.]){{3}}{OCTET}$",
    "validate_ipv6_address": "^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$",  # written out, which is narrower
    "validate_ipv46_address": f"^({OCTET}[.]){{3}}{OCTET}$",
}
UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def told(root: str, dialect: str, *names: str) -> Dict[str, Any]:  # noqa: UP006
    """The statements, where each is from, what only the code knows of the rows, and what could not be written."""
    sys.path[0] = root  # in place of the folder of this file
    modules = [importlib.import_module(name) for name in names]
    from tortoise import Tortoise

    config = _configured()
    apps = _apps(config, modules)
    for label, of in apps.items():
        last = label == list(apps)[-1]  # models of all apps may refer to one another
        try:
            Tortoise.init_models(of, label, last)
        except Exception:  # noqa: BLE001 - the configuration names modules from another folder than this one
            Tortoise.init_models(modules, label, last)
    dialect = dialect or _family(config)
    models = list(dict.fromkeys(model for module in modules for model in _models(module)))
    statements: List[str] = []  # noqa: UP006
    failed: List[Tuple[str, str]] = []  # noqa: UP006
    generator = _generator(dialect)
    for model in models:  # fields ask for the dialect of their model's connection, of which none is opened
        type(model._meta).db = property(lambda _: generator.client)
    for model in models:
        try:
            made = generator._get_table_sql(model, safe=False)
        except Exception as error:  # noqa: BLE001 - a field of the project's own may raise anything
            failed.append((model._meta.db_table, f"{type(error).__name__}: {error}".splitlines()[0]))
            continue
        statements += [part.strip().rstrip(";") for part in (made["table_creation_string"], *made["m2m_tables"])]
    return {
        "dialect": dialect,
        "statements": list(dict.fromkeys(statements)),
        "places": {model._meta.db_table: _place(model) for model in models if _place(model)},
        "checks": [(model._meta.db_table, check) for model in models for check in _checks(model, dialect)],
        "drawn": {model._meta.db_table: drawn_defaults.drawn(_calls(model)) for model in models},
        "failed": failed,
    }


def _configured() -> Dict[str, Any]:  # noqa: UP006
    """The configuration of Tortoise that one of the modules holds."""
    for module in list(sys.modules.values()):
        for value in list(getattr(module, "__dict__", {}).values()):
            if isinstance(value, dict) and isinstance(value.get("apps"), dict) and "connections" in value:
                return value
    return {}


def _apps(config: Any, modules: Any) -> Dict[str, Any]:  # noqa: UP006
    """The modules of each app: as configured, else by the label that references between the models use."""
    found = {
        label: [name for name in app.get("models", ()) if not str(name).startswith("aerich")]
        for label, app in config.get("apps", {}).items()
    }
    if found:
        return found
    labels: Dict[str, int] = {}  # noqa: UP006
    for model in (model for module in modules for model in _models(module)):
        for field in model._meta.fields_map.values():
            name = getattr(field, "model_name", None)
            if isinstance(name, str) and "." in name:
                labels[name.split(".")[0]] = labels.get(name.split(".")[0], 0) + 1
    usual = sorted(labels, key=lambda label: (-labels[label], label))  # the first takes the models that name no app
    homes = list(_homes(modules))
    return dict.fromkeys(usual or ["models"], homes)


def _homes(modules: Any) -> Iterator[Any]:
    """The modules in which models stand: those that only import some may not be importable by themselves."""
    names = {module.__name__ for module in modules}
    for module in modules:
        if any(model.__module__ == module.__name__ or model.__module__ not in names for model in _models(module)):
            yield module


def _calls(model: Any) -> Iterator[Tuple[str, Any, Tuple[()]]]:  # noqa: UP006
    """The functions that fill columns."""
    for name, field in model._meta.fields_map.items():
        if callable(getattr(field, "default", None)):
            yield field.source_field or name, field.default, ()


def _models(module: Any) -> Iterator[Any]:
    from tortoise.models import Model

    for value in list(vars(module).values()):
        if inspect.isclass(value) and issubclass(value, Model) and value is not Model and not value._meta.abstract:
            yield value


def _family(config: Any) -> str:
    """The dialect of the configured connections."""
    for connection in config.get("connections", {}).values():
        text = connection if isinstance(connection, str) else str(connection.get("engine", ""))
        for word, dialect in FAMILIES:
            if word in text:
                return dialect
    return "postgres"


def _generator(dialect: str) -> Any:
    from tortoise.backends.base.client import Capabilities

    module, name = GENERATORS[dialect]
    inline = {} if dialect == "postgres" else {"inline_comment": True}
    client = SimpleNamespace(capabilities=Capabilities(dialect, **inline), charset="")
    return getattr(importlib.import_module(module), name)(client)


def _place(model: Any) -> Optional[Tuple[Optional[str], int]]:  # noqa: UP006, UP045
    try:
        return inspect.getsourcefile(model), inspect.getsourcelines(model)[1]
    except (OSError, TypeError):  # made at run time: there is no source to name
        return None


def _checks(model: Any, dialect: str) -> Iterator[str]:
    """What fields ask of their values that no column says: enums, and validators of bounds, lengths and patterns."""
    for name, plain in model._meta.fields_db_projection.items():
        field = model._meta.fields_map[name]
        column = f"`{plain}`" if dialect == "mysql" else f'"{plain}"'
        kind = getattr(field, "enum_type", None)
        if kind is not None:
            yield f"{column} IN ({', '.join(_literal(one.value, dialect) for one in kind)})"
        if type(field).__name__ == "UUIDField" and dialect in UUIDS:
            yield UUIDS[dialect].format(column, UUID)
        if type(field).__name__ == "DecimalField" and dialect == "sqlite":  # which keeps it as a text
            yield f"{column} REGEXP '{_decimal(field)}'"
        number = f"CAST({column} AS REAL)" if type(field).__name__ == "DecimalField" and dialect == "sqlite" else column
        for validator in field.validators:
            check = _check(validator, field, number, dialect)
            if check:
                yield check


def _decimal(field: Any) -> str:
    """The pattern of a decimal as a text, of no more digits than the validators let in."""
    most = field.max_digits - field.decimal_places
    for validator in field.validators:
        if type(validator).__name__ == "MaxValueValidator":
            most = min(most, len(str(int(abs(validator.max_value)))))
    whole = "0" if most < 1 else "(0|[1-9]" + "[0-9]?" * (most - 1) + ")"
    return f"^{whole}" + (f"[.][0-9]{{{field.decimal_places}}}" if field.decimal_places else "") + "$"


def _check(validator: Any, field: Any, column: str, dialect: str) -> str:
    kind = type(validator).__name__
    known = ADDRESSES.get(getattr(validator, "__name__", ""))
    if known:
        return f"{column} {MATCHES[dialect]} {_literal(known, dialect)}"
    if kind in ("MinValueValidator", "MaxValueValidator"):
        least = kind == "MinValueValidator"
        return f"{column} {'>=' if least else '<='} {validator.min_value if least else validator.max_value}"
    if kind == "MinLengthValidator":
        return f"length({column}) >= {validator.min_length}"
    if kind == "RegexValidator":
        pattern = validator.regex.pattern
        if not pattern.startswith("^"):  # it matches from the start
            pattern = f"^(?:{pattern})" if "|" in pattern else f"^{pattern}"
        flag = "(?i)" if validator.regex.flags & re.IGNORECASE else ""
        return f"{column} {MATCHES[dialect]} {_literal(flag + pattern, dialect)}"
    return ""


def _literal(value: Any, dialect: str) -> str:
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value).replace("'", "''")
    return "'" + (text.replace("\\", "\\\\") if dialect == "mysql" else text) + "'"


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(told(*sys.argv[1:])) + "\n")
