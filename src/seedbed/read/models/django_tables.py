"""Writes what Django's models create, as JSON: run by the project's own interpreter, it imports nothing of ours.

    python django_tables.py ROOT DIALECT SETTINGS

DIALECT may be "": then that of the project's default database. No database is asked: SQLite's own is an empty one.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import sys
from decimal import Decimal
from typing import Any, Dict, Iterator, List, Optional, Tuple  # noqa: UP035 - a project's Python may be an old one

ENGINES = {
    "mysql": "mysql",
    "postgis": "postgres",
    "postgresql": "postgres",
    "psycopg2": "postgres",
    "spatialite": "sqlite",
    "sqlite3": "sqlite",
}
BACKENDS = {"postgres": ("postgresql", "nobody"), "mysql": ("mysql", "nobody"), "sqlite": ("sqlite3", ":memory:")}
UUIDS = {"sqlite": "{} GLOB '" + "[0-9a-f]" * 32 + "'", "mysql": "{} REGEXP '^[0-9a-f]{{32}}$'"}
MATCHES = {"postgresql": "~", "mysql": "REGEXP", "sqlite": "REGEXP"}
EMAIL = "^[A-Za-z0-9_+-]+([.][A-Za-z0-9_+-]+)*@[a-z0-9]+(-[a-z0-9]+)*([.][a-z0-9]+(-[a-z0-9]+)*)*[.][a-z]{2,12}$"
URL = "://[a-z0-9]+(-[a-z0-9]+)*([.][a-z0-9]+(-[a-z0-9]+)*)*[.][a-z]{2,12}(:[0-9]{2,4})?(/[A-Za-z0-9._~/-]*)?$"
NEWEST = 170000  # the version of PostgreSQL that nobody is asked for


def told(root: str, dialect: str, settings_module: str) -> Dict[str, Any]:  # noqa: UP006
    """The statements, where each is from, what only the code knows of the rows, and what could not be written."""
    drawn_defaults: Any = importlib.import_module("drawn_defaults")  # it lies beside this file
    sys.path[0] = root  # in place of the folder of this file
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    connection, dialect = _connection(dialect)
    from django.apps import apps

    statements: List[str] = []  # noqa: UP006
    deferred: List[str] = []  # noqa: UP006
    failed: List[Tuple[str, str]] = []  # noqa: UP006
    checks: List[Tuple[str, str]] = []  # noqa: UP006
    places: Dict[str, Any] = {}  # noqa: UP006
    names: Dict[str, Any] = {}  # noqa: UP006
    drawn: Dict[str, Any] = {}  # noqa: UP006
    for model in apps.get_models():  # those between two models come with them
        meta = model._meta
        if not meta.managed or meta.proxy or meta.swapped:
            continue
        places[meta.db_table] = _place(model)
        names[meta.db_table] = [meta.label_lower, {field.column: field.attname for field in meta.local_concrete_fields}]
        calls = ((field.column, field.default, ()) for field in meta.local_concrete_fields if callable(field.default))
        drawn[meta.db_table] = drawn_defaults.drawn(calls)
        for field in meta.local_many_to_many:
            link = field.remote_field.through._meta
            if link.auto_created:
                names[link.db_table] = [
                    link.label_lower,
                    {one.column: one.attname for one in link.local_concrete_fields},
                ]
        try:
            made, later = _created(connection, model)
        except Exception as error:  # noqa: BLE001 - a field of the project's own may raise anything
            failed.append((meta.db_table, f"{type(error).__name__}: {error}".splitlines()[0]))
            continue
        statements += made
        deferred += later
        checks += ((meta.db_table, check) for check in _checks(model, connection))
    return {
        "dialect": dialect,
        "statements": statements + deferred,
        "places": {name: place for name, place in places.items() if place},
        "checks": checks,
        "failed": failed,
        "names": names,
        "drawn": drawn,
    }


def _connection(dialect: str) -> Tuple[Any, str]:  # noqa: UP006
    """A connection of the dialect's kind that is never opened, or to an empty database; and the dialect."""
    import django
    from django.conf import settings

    engine = settings.DATABASES.get("default", {}).get("ENGINE", "").rpartition(".")[2]
    dialect = dialect or ENGINES.get(engine, "sqlite")
    backend, name = BACKENDS[dialect]
    settings.DATABASES = {"default": {"ENGINE": f"django.db.backends.{backend}", "NAME": name}}
    settings.DATABASE_ROUTERS = []
    django.setup()
    from django.db import connection

    connection.__dict__["pg_version"] = NEWEST
    if connection.vendor == "sqlite":  # which keeps any number there; the field takes only those of its digits
        kinds = {"DecimalField": "decimal(%(max_digits)s, %(decimal_places)s)"}
        connection.__dict__["data_types"] = {**connection.data_types, **kinds}
    return connection, dialect


def _created(connection: Any, model: Any) -> Tuple[List[str], List[str]]:  # noqa: UP006
    """The statements that create a model's table, and those that have to wait for other tables."""
    editor = connection.SchemaEditorClass(connection, collect_sql=True, atomic=False)
    editor.deferred_sql = []
    editor.create_model(model)
    later = [str(statement) for statement in editor.deferred_sql]
    return [text.rstrip(";") for text in editor.collected_sql], later


def _place(model: Any) -> Optional[Tuple[Optional[str], int]]:  # noqa: UP006, UP045
    try:
        return inspect.getsourcefile(model), inspect.getsourcelines(model)[1]
    except (OSError, TypeError):  # made at run time: there is no source to name
        return None


def _checks(model: Any, connection: Any) -> Iterator[str]:
    """What fields ask of their values that no column says: UUIDs of text, choices, validators of bounds and length."""
    for field in model._meta.local_concrete_fields:
        name = connection.ops.quote_name(field.column)
        if field.get_internal_type() == "UUIDField" and not connection.features.has_native_uuid_field:
            yield UUIDS[connection.vendor].format(name)
        values = [value for value, _ in field.flatchoices if value is not None]
        if values and field.remote_field is None:
            yield f"{name} IN ({', '.join(map(_literal, values))})"
        for validator in [*field.default_validators, *field._validators]:  # without those of the column's own range
            check = _bound(validator, name) or _pattern(validator, name, connection.vendor)
            if check:
                yield check


def _pattern(validator: Any, name: str, vendor: str) -> str:
    """What a validator of texts asks for, as a pattern; "" for one that no pattern tells."""
    from django.core import validators

    word = MATCHES[vendor]
    if isinstance(validator, validators.EmailValidator):
        return f"{name} {word} '{EMAIL}'"
    if isinstance(validator, validators.URLValidator):
        return f"{name} {word} '^({'|'.join(validator.schemes)}){URL}'"
    if isinstance(validator, validators.ProhibitNullCharactersValidator):
        return ""
    if not isinstance(validator, validators.RegexValidator):
        return ""
    regex = validator.regex
    pattern = regex.pattern.replace("\\Z", "$").replace("\\A", "^")
    pattern = ("(?i)" if regex.flags & re.IGNORECASE else "") + pattern
    no = "NOT " if validator.inverse_match else ""
    if vendor == "postgresql":
        return f"{name} {'!' if no else ''}~ {_literal(pattern)}"
    text = _literal(pattern.replace("\\", "\\\\") if vendor == "mysql" else pattern)
    return f"{name} {no}{word} {text}"


def _bound(validator: Any, name: str) -> str:
    from django.core import validators

    steps: Any = getattr(validators, "StepValueValidator", ())  # Django 4.1 brought it, 5.0 its offset
    limit = getattr(validator, "limit_value", None)
    limit = limit() if callable(limit) else limit
    if isinstance(validator, steps) and isinstance(limit, int) and not getattr(validator, "offset", None):
        return f"{name} % {limit} = 0"
    if isinstance(limit, bool) or not isinstance(limit, (int, float, Decimal)):
        return ""
    if isinstance(validator, validators.MinLengthValidator):
        return f"length({name}) >= {limit}"
    if isinstance(validator, validators.MaxLengthValidator):
        return f"length({name}) <= {limit}"
    if isinstance(validator, validators.MinValueValidator):
        return f"{name} >= {limit}"
    return f"{name} <= {limit}" if isinstance(validator, validators.MaxValueValidator) else ""


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value) if isinstance(value, (int, float)) else "'" + str(value).replace("'", "''") + "'"


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(told(*sys.argv[1:])) + "\n")
