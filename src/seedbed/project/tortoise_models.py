"""Writes what Tortoise's models are, as JSON: run by the project's own interpreter, it imports nothing of ours.

    python tortoise_models.py TABLES ROOT MODULE...

TABLES is the folder of the script that tells what the models create: that is told too, and the configuration by which
the project starts Tortoise. No database is asked. Modules that cannot be imported are told beside the others' models.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
import sys
from typing import Any, Dict, Iterator, List, Optional  # noqa: UP035 - a project's Python may be an old one

source_fields: Any = importlib.import_module("source_fields")  # it lies beside this file

UUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$")


def told(tables: str, root: str, *names: str) -> Dict[str, Any]:  # noqa: UP006
    """The models in the order of their source, what they create, and how Tortoise is started."""
    sys.path[0] = tables
    makers: Any = importlib.import_module("tortoise_tables")
    sys.path[0] = root  # in place of the folder of this file
    failed: List[Any] = []  # noqa: UP006
    modules = []
    for name in names:
        try:
            modules.append(importlib.import_module(name))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a project's code may raise anything
            failed.append((name, " ".join(f"{type(error).__name__}: {error}".split())[:300]))
    models = list(dict.fromkeys(model for module in modules for model in makers._models(module)))
    if not models:
        return {"models": [], "failed": failed, "tables": None, "needs": ""}
    made = makers.told(root, "", *(module.__name__ for module in modules))  # from here on the models know each other
    config = makers._configured()
    zoned = config.get("use_tz", _zoned())
    own = {model._meta.db_table: _path(model) for model in models}
    return {
        "models": [_model(model, zoned, own) for model in sorted(models, key=_order)],
        "failed": failed,
        "tables": made,
        "needs": _needs(models),
        "apps": {label: list(map(_name, of)) for label, of in makers._apps(config, modules).items()},
        "config": _named(config),
    }


def _needs(models: Any) -> str:
    """The database that the models cannot do without: that of their fields and indexes."""
    for meta in (model._meta for model in models):
        for part in (*meta.fields_map.values(), *getattr(meta, "indexes", ())):
            for cls in type(part).__mro__:
                if cls.__module__.startswith(("tortoise.contrib.postgres", "tortoise.contrib.mysql")):
                    return cls.__module__.split(".")[2]
    return ""


def _order(model: Any) -> Any:
    return model.__module__, _place(model)[1], model.__name__


def _name(module: Any) -> str:
    return module if isinstance(module, str) else str(module.__name__)


def _zoned() -> bool:
    """Whether moments have a zone where no configuration says so: it depends on the release."""
    from tortoise import Tortoise

    parameter = inspect.signature(Tortoise.init).parameters.get("use_tz")
    return bool(parameter is not None and parameter.default)


def _named(config: Any) -> str:
    """The module and the name by which a configuration is imported, "" where there is none."""
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if value is config and config and name.isidentifier():
                return f"{module.__name__}.{name}"
    return ""


def _path(model: Any) -> str:
    return f"{model.__module__}.{model.__qualname__}"


def _model(model: Any, zoned: bool, own: Any) -> Dict[str, Any]:  # noqa: UP006
    meta = model._meta
    file, line = _place(model)
    sources = source_fields.of_class(model)
    names = [name for name in meta.fields_map if name in meta.fields_db_projection]
    return {
        "module": model.__module__,
        "name": model.__qualname__,
        "file": file,
        "line": line,
        "table": meta.db_table,
        "namespace": getattr(meta, "schema", None),
        "inherits": "",
        "primary": [meta.pk_attr],
        "fields": [_field(meta.fields_map[name], name, meta, sources, zoned) for name in names],
        "relations": list(_relations(meta, own)),
        "accepts": None,
        "document": (model.__dict__.get("__doc__") or "").strip(),
    }


def _field(field: Any, name: str, meta: Any, sources: Any, zoned: bool) -> Dict[str, Any]:  # noqa: UP006
    link = getattr(field, "reference", None)
    source = sources.get(link.model_field_name if link is not None else name, {})
    column = meta.fields_db_projection[name]
    python = _python(field)
    in_database = getattr(field, "has_db_default", None)
    return {
        "name": name,
        "column": column,
        "columns": [[meta.db_table, column]],
        "kind": type(field).__name__,
        "python": python,
        "zone": python in ("datetime", "time") and bool(zoned),
        "nullable": bool(field.null),
        "primary": bool(field.pk),
        "counted": bool(field.generated),
        "filled": bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)),
        "defaulted": field.default is not None or bool(in_database is not None and in_database()),
        "default": _default(field),
        "enum": _enum(getattr(field, "enum_type", None)),
        "named": source.get("enum"),
        "line": source.get("line", 0),
        "length": getattr(field, "max_length", None),
        "digits": getattr(field, "max_digits", None),
        "places": getattr(field, "decimal_places", None),
        "foreign": [_referred(link)] if link is not None else [],
        "text": str(field.description or source.get("comment", "")),
    }


def _python(field: Any) -> str:
    kind = field.field_type
    kind = kind[0] if isinstance(kind, tuple) else kind
    if getattr(field, "enum_type", None) is not None:
        return "int" if issubclass(field.enum_type, int) else "str"
    return str(getattr(kind, "__name__", ""))


def _referred(link: Any) -> List[str]:  # noqa: UP006
    meta = link.related_model._meta
    return [meta.db_table, meta.fields_db_projection[_key(link)]]


def _key(link: Any) -> str:
    """The attribute of the other model that a reference holds."""
    target = getattr(link, "to_field_instance", None)
    return str(getattr(target, "model_field_name", "") or link.related_model._meta.pk_attr)


def _default(field: Any) -> Any:
    """A default's value, and of what a callable makes only its kind; None where it needs more than we have."""
    default = field.default
    if not callable(default):
        value = getattr(default, "value", default)
        return value if isinstance(value, (bool, int, float, str)) else None
    if inspect.iscoroutinefunction(default):
        return None
    try:
        value = default()
    except Exception:  # noqa: BLE001 - it may need more than we have
        return None
    return "made:uuid" if UUID.match(str(value)) else f"made:{type(value).__name__}"


def _enum(kind: Any) -> Optional[Dict[str, Any]]:  # noqa: UP006, UP045
    if kind is None:
        return None
    members = [[member.name, _plain(member.value)] for member in kind]
    return {
        "module": kind.__module__,
        "name": kind.__qualname__,
        "members": members,
        "stored": [value for _, value in members],
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def _relations(meta: Any, own: Any) -> Iterator[Dict[str, Any]]:  # noqa: UP006
    for name, field in meta.fields_map.items():
        if name in meta.m2m_fields and not field._generated:
            yield {**_relation(name, field, "MANYTOMANY"), "through": field.through, "own_through": _own(field, own)}
        elif name in meta.fk_fields or name in meta.o2o_fields:
            link = {"local": [field.source_field], "remote": [_key(field)], "nullable": bool(field.null)}
            yield {**_relation(name, field, "MANYTOONE"), **link}


def _own(field: Any, own: Any) -> str:
    """The model that the table between two others has, "" where it has none."""
    return str(own.get(field.through, ""))


def _relation(name: str, field: Any, direction: str) -> Dict[str, Any]:  # noqa: UP006
    return {
        "name": name,
        "target": _path(field.related_model),
        "direction": direction,
        "local": [],
        "remote": [],
        "many": direction == "MANYTOMANY",
        "through": "",
        "viewed": False,
    }


def _place(model: Any) -> Any:
    try:
        return inspect.getsourcefile(model) or "", inspect.getsourcelines(model)[1]
    except (OSError, TypeError):  # made at run time: there is no source to name
        return "", 0


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(told(*sys.argv[1:]), default=str) + "\n")
