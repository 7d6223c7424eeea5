"""Writes what Django's models are, as JSON: run by the project's own interpreter, it imports nothing of ours.

    python django_models.py TABLES ROOT SETTINGS

TABLES is the folder of the script that tells what the models create: that is told too. No database is asked.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
import sys
from typing import Any, Dict, Iterator, List, Optional  # noqa: UP035 - a project's Python may be an old one

source_fields: Any = importlib.import_module("source_fields")  # it lies beside this file

PYTHON = {
    "AutoField": "int",
    "BigAutoField": "int",
    "SmallAutoField": "int",
    "BooleanField": "bool",
    "NullBooleanField": "bool",
    "DateField": "date",
    "DateTimeField": "datetime",
    "DecimalField": "Decimal",
    "DurationField": "timedelta",
    "FloatField": "float",
    "BinaryField": "bytes",
    "JSONField": "document",
    "TimeField": "time",
    "HStoreField": "dict",
    "ArrayField": "list",
    "UUIDField": "UUID",
    "FileField": "file",
}
TREES = ("path", "depth", "numchild", "lft", "rgt", "rght", "tree_id", "level")
VENDORS = {"postgresql": "postgres", "mysql": "mysql"}
UUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$")


def told(tables: str, root: str, settings: str) -> Dict[str, Any]:  # noqa: UP006
    """The models in the order of their apps, and what they create."""
    sys.path[0] = tables
    makers: Any = importlib.import_module("django_tables")
    made = makers.told(root, "", settings)  # from here on Django is set up
    from django.apps import apps

    every = [model for model in apps.get_models() if _is_ours(model._meta)]
    return {"models": [_model(model) for model in every], "failed": [], "tables": made, "needs": _needs(every)}


def _needs(models: Any) -> str:
    """The database that the models cannot do without: that of their fields and constraints, or the one they name."""
    for meta in (model._meta for model in models):
        parts = [type(each) for each in (*meta.local_fields, *meta.constraints)]
        if any(cls.__module__.startswith("django.contrib.postgres") for part in parts for cls in part.__mro__):
            return "postgres"
        if meta.required_db_vendor in VENDORS:
            return str(VENDORS[meta.required_db_vendor])
    return ""


def _is_ours(meta: Any) -> bool:
    return bool(meta.managed and not meta.proxy and not meta.swapped and not meta.auto_created)


def _model(model: Any) -> Dict[str, Any]:  # noqa: UP006
    meta = model._meta
    file, line = _place(model)
    sources = source_fields.of_class(model)
    parent = next((link for link in meta.parents if not link._meta.abstract and not link._meta.proxy), None)
    fields = [_field(each, meta, sources) for each in meta.concrete_fields]
    return {
        "module": _home(model),
        "name": model.__qualname__,
        "file": file,
        "line": line,
        "table": meta.db_table.strip('"'),
        "namespace": None,
        "inherits": f"{_home(parent)}.{parent.__qualname__}" if parent is not None else "",
        "primary": [meta.pk.attname],
        "fields": fields,
        "relations": list(_relations(model)),
        "accepts": None,
        "document": (model.__dict__.get("__doc__") or "").strip(),
    }


def _field(field: Any, meta: Any, sources: Any) -> Dict[str, Any]:  # noqa: UP006
    source = sources.get(field.name, {})
    target: Any = field.target_field if field.remote_field is not None else None
    linked = field.remote_field is not None and bool(getattr(field.remote_field, "parent_link", False))
    kind = field.get_internal_type()
    owner = field.model._meta
    columns = [[owner.db_table.strip('"'), field.column]]
    if linked:
        columns.append([target.model._meta.db_table.strip('"'), target.column])
    stamped = bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))
    return {
        "name": field.attname,
        "column": field.column,
        "columns": columns,
        "kind": type(field).__name__,
        "python": "str" if target is not None else _python(field, kind),
        "zone": kind == "DateTimeField" and _zoned(),
        "nullable": bool(field.null),
        "primary": bool(field.primary_key),
        "counted": kind.endswith("AutoField") or linked,
        "filled": stamped or bool(getattr(field, "generated", False)) or _by_itself(field) or _is_measure(field),
        "endings": [each for one in field.validators for each in getattr(one, "allowed_extensions", None) or ()],
        "defaulted": field.has_default() or (bool(field.blank) and kind in ("CharField", "TextField", "FileField")),
        "default": _default(field),
        "enum": _choices(field),
        "named": None,
        "line": source.get("line", 0),
        "foreign": [[target.model._meta.db_table.strip('"'), target.column]] if target is not None else [],
        "length": getattr(field, "max_length", None),
        "digits": getattr(field, "max_digits", None),
        "places": getattr(field, "decimal_places", None),
        "text": str(field.help_text or source.get("comment", "")),
    }


def _by_itself(field: Any) -> bool:
    """Whether a field of another package fills itself when a row is saved: positions, slugs, trees."""
    if field.primary_key or field.remote_field is not None:
        return False
    if field.name in TREES and (hasattr(field.model, "add_root") or hasattr(field.model, "_mptt_meta")):
        return True
    own = type(field).__module__.partition(".")[0] != "django" and "pre_save" in vars(type(field))
    return own and not field.editable


def _is_measure(field: Any) -> bool:
    """Whether an image of the same row says what a field holds: its width or its height."""
    images = [each for each in field.model._meta.concrete_fields if hasattr(each, "update_dimension_fields")]
    return any(field.name in (each.width_field, each.height_field) for each in images)


def _python(field: Any, kind: str) -> str:
    if hasattr(field, "update_dimension_fields"):
        return "image"
    return PYTHON.get(kind, "int" if kind.endswith("IntegerField") else "str")


def _zoned() -> bool:
    from django.conf import settings

    return bool(settings.USE_TZ)


def _default(field: Any) -> Any:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import NOT_PROVIDED

    default = field.default
    if field.name == "password" and issubclass(field.model, AbstractBaseUser):
        return "made:password"
    if default is NOT_PROVIDED:
        return None
    if callable(default):
        try:
            value = default()
        except Exception:  # noqa: BLE001 - it may need more than we have
            return None
        return "made:uuid" if UUID.match(str(value)) else f"made:{type(value).__name__}"
    value = getattr(default, "value", default)
    return value if isinstance(value, (bool, int, float, str)) else None


def _choices(field: Any) -> Optional[Dict[str, Any]]:  # noqa: UP006, UP045
    """The choices of a field: of the class that lists them, or their plain values."""
    values = [value for value, _ in field.flatchoices if value is not None and value != ""]
    if not values or field.remote_field is not None:
        return None
    return {"module": "", "name": "", "members": [[str(value), _plain(value)] for value in values]}


def _plain(value: Any) -> Any:
    value = getattr(value, "value", value)
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def _relations(model: Any) -> Iterator[Dict[str, Any]]:  # noqa: UP006
    for field in model._meta.get_fields():
        concrete = getattr(field, "concrete", False)
        if getattr(field, "many_to_many", False) and not field.auto_created:
            through = field.remote_field.through
            own = "" if through._meta.auto_created else f"{_home(through)}.{through.__qualname__}"
            yield _relation(field, "MANYTOMANY", [], through._meta.db_table, own)
        elif concrete and (field.many_to_one or field.one_to_one) and field.remote_field is not None:
            linked = bool(getattr(field.remote_field, "parent_link", False))
            yield dict(_relation(field, "MANYTOONE", [field.attname], "", ""), viewed=linked)
        elif type(field).__name__ == "GenericForeignKey":
            local = [model._meta.get_field(field.ct_field).attname, field.fk_field]
            yield {
                "name": field.name,
                "direction": "MANYTOONE",
                "target": "",
                "local": local,
                "remote": [],
                "many": False,
                "through": "",
                "viewed": False,
                "generic": True,
            }


def _relation(field: Any, direction: str, local: List[str], through: str, own: str) -> Dict[str, Any]:  # noqa: UP006
    target = field.related_model
    return {
        "name": field.name,
        "direction": direction,
        "target": f"{_home(target)}.{target.__qualname__}",
        "local": local,
        "remote": [field.target_field.attname] if local else [],
        "many": not local,
        "through": through,
        "own_through": own,
        "viewed": False,
    }


def _home(model: Any) -> str:
    """The module from which a model is imported: of its app where the one that it names does not have it."""
    app, named = model._meta.app_config, model.__qualname__.partition(".")[0]
    models = [app.models_module.__name__] if app.models_module is not None else []
    near = sorted(name for name in sys.modules if name.startswith(f"{app.name}."))
    homes = (name for name in (model.__module__, *models, *near) if hasattr(sys.modules.get(name), named))
    return str(next(homes, model.__module__))


def _place(cls: Any) -> Any:
    try:
        return inspect.getsourcefile(cls) or "", inspect.getsourcelines(cls)[1]
    except (OSError, TypeError):  # made at run time: there is no source to name
        return "", 0


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(told(*sys.argv[1:]), default=str) + "\n")
