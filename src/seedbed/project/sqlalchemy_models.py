"""Writes what SQLAlchemy's models are, as JSON: run by the project's own interpreter, it imports nothing of ours.

    python sqlalchemy_models.py TABLES ROOT MODULE...

TABLES is the folder of the script that tells what the models create: that is told too. Modules that cannot be imported
are told beside the models that the others have.
"""

from __future__ import annotations

import gc
import importlib
import inspect
import json
import re
import sys
from typing import Any, Dict, Iterator, List, Optional  # noqa: UP035 - a project's Python may be an old one

source_fields: Any = importlib.import_module("source_fields")  # they lie beside this file
own_types: Any = importlib.import_module("own_types")

UUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$")


def told(tables: str, root: str, *modules: str) -> Dict[str, Any]:  # noqa: UP006
    """The models in the order of their tables, what they create, and the modules that did not import."""
    sys.path[0] = tables
    makers: Any = importlib.import_module("sqlalchemy_tables")
    sys.path[0] = root  # in place of the folder of this file
    failed: List[Any] = []  # noqa: UP006
    for module in modules:
        try:
            importlib.import_module(module)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a project's code may raise anything
            failed.append((module, " ".join(f"{type(error).__name__}: {error}".split())[:300]))
    from sqlalchemy.orm import Mapper, configure_mappers

    try:
        configure_mappers()
    except Exception:
        if failed:  # a class that is half made breaks its neighbours: what broke it is what matters
            return {"models": [], "failed": failed, "tables": None, "needs": ""}
        raise
    kept = makers.metadatas()
    mappers = [each for each in gc.get_objects() if isinstance(each, Mapper)]
    mappers = [each for each in mappers if any(getattr(each.local_table, "metadata", None) is one for one in kept)]
    mappers = [each for each in mappers if _is_whole(each.class_.__module__)]  # not of what failed half way
    unnamed = [mapper for mapper in mappers if not _has_name(mapper.class_)]
    why = "it is made at run time and has no name in its module"
    failed += [(each.class_.__module__ + "." + each.class_.__qualname__, why) for each in unnamed]
    mappers = [mapper for mapper in mappers if mapper not in unnamed]
    mappers.sort(key=lambda mapper: (mapper.class_.__module__, _place(mapper.class_)[1], mapper.class_.__name__))
    return {
        "models": [_model(mapper, kept) for mapper in mappers],
        "failed": failed,
        "tables": makers.made_by("") if mappers else None,
        "needs": makers.needed() if mappers else "",
    }


def _has_name(cls: Any) -> bool:
    """Whether a class can be imported by its name."""
    found: Any = sys.modules.get(cls.__module__)
    for part in cls.__qualname__.split("."):
        found = getattr(found, part, None)
    return found is cls


def _is_whole(module: str) -> bool:
    parts = module.split(".")
    return all(".".join(parts[:count]) in sys.modules for count in range(1, len(parts) + 1))


def _model(mapper: Any, kept: List[Any]) -> Dict[str, Any]:  # noqa: UP006
    cls = mapper.class_
    file, line = _place(cls)
    sources = source_fields.of_class(cls)
    inherits = mapper.inherits.class_ if mapper.inherits is not None else None
    return {
        "module": cls.__module__,
        "name": cls.__qualname__,
        "file": file,
        "line": line,
        "table": mapper.local_table.name if hasattr(mapper.local_table, "name") else "",
        "namespace": getattr(mapper.local_table, "schema", None),
        "inherits": f"{inherits.__module__}.{inherits.__qualname__}" if inherits is not None else "",
        "primary": [_attribute(mapper, column) for column in mapper.primary_key],
        "fields": [_field(mapper, prop, sources) for prop in mapper.column_attrs if _is_column(prop)],
        "relations": list(_relations(mapper)),
        "accepts": _accepts(mapper),
        "asks": _asks(mapper),
        "document": (cls.__dict__.get("__doc__") or "").strip(),
        "collection": next(place for place, each in enumerate(kept) if each is mapper.local_table.metadata),
    }


def _is_column(prop: Any) -> bool:
    from sqlalchemy import Column

    return bool(prop.columns) and all(isinstance(each, Column) for each in prop.columns)


def _attribute(mapper: Any, column: Any) -> str:
    return str(mapper.get_property_by_column(column).key)


def _field(mapper: Any, prop: Any, sources: Any) -> Dict[str, Any]:  # noqa: UP006
    column = prop.columns[0]
    first = prop.columns[-1]  # of the key of an heir's table that of the table of its oldest parent
    source = sources.get(prop.key, {})
    kind = column.type
    python, zone = _python(mapper, prop.key, kind)
    decided = prop.columns[0] is mapper.polymorphic_on or any(each is mapper.version_id_col for each in prop.columns)
    return {
        "name": prop.key,
        "column": column.name,
        "columns": [[each.table.name, each.name] for each in prop.columns if hasattr(each.table, "name")],
        "kind": type(kind).__name__,
        "python": python,
        "zone": zone,
        "schema": own_types.schema_of(kind) if python == own_types.REFUSED else None,
        "nullable": bool(column.nullable),
        "primary": bool(column.primary_key),
        "counted": any(each is getattr(each.table, "_autoincrement_column", None) for each in prop.columns),
        "filled": decided or column.computed is not None or getattr(column, "identity", None) is not None,
        "defaulted": first.default is not None or first.server_default is not None,
        "default": _default(first),
        "enum": _enum(kind),
        "length": _number(kind, "length"),
        "digits": _number(kind, "precision"),
        "places": _number(kind, "scale"),
        "named": source.get("enum"),
        "line": source.get("line", 0),
        "foreign": [[key.column.table.name, key.column.name] for key in first.foreign_keys if _resolves(key)],
        "text": str(column.comment or column.doc or source.get("comment", "")),
    }


def _number(kind: Any, name: str) -> Optional[int]:  # noqa: UP045
    value = getattr(kind, name, None)
    return value if isinstance(value, int) else None


def _resolves(key: Any) -> bool:
    try:
        return key.column is not None
    except Exception:  # noqa: BLE001 - a reference to a table that nobody defines
        return False


def _python(mapper: Any, name: str, kind: Any) -> Any:
    """The kind of Python value that a column takes, and whether its moments have a zone."""
    told = (
        own_types.python_of(kind) if own_types.is_own(kind) else (_told(kind), bool(getattr(kind, "timezone", False)))
    )
    return (_document(mapper, name), False) if told[0] == "document" or _is_json(kind) else told


def _told(kind: Any) -> str:
    """The kind of Python value that a type says it has, "" where it does not."""
    try:
        return str(kind.python_type.__name__)
    except Exception:  # noqa: BLE001 - not every type says so
        return ""


def _is_json(kind: Any) -> bool:
    from sqlalchemy import JSON

    return isinstance(kind, JSON) and not own_types.is_own(kind)


def _document(mapper: Any, name: str) -> str:
    """What a column of documents takes: "dict" or "list" where its model refuses the other one."""
    taken: List[str] = []  # noqa: UP006
    empty: List[Any] = [{}, []]  # noqa: UP006
    for value in empty:
        try:
            setattr(mapper.class_manager.new_instance(), name, value)
            taken.append(type(value).__name__)
        except Exception:  # noqa: BLE001, S112 - a project's code may raise anything
            continue
    return taken[0] if len(taken) == 1 else "document"


def _default(column: Any) -> Any:
    """A default's value, and of what a callable makes only its kind; None where it needs a database."""
    default = column.default
    try:
        if default is None or not (default.is_scalar or default.is_callable):
            return None
        value = default.arg if default.is_scalar else default.arg(None)
    except Exception:  # noqa: BLE001 - it may need more than we have
        return None
    value = getattr(value, "value", value)
    if default.is_callable:
        return "made:uuid" if UUID.match(str(value)) else f"made:{type(value).__name__}"
    return value if isinstance(value, (bool, int, float, str)) else None


def _enum(kind: Any) -> Optional[Dict[str, Any]]:  # noqa: UP006, UP045
    """The class of an enum with its members, or its plain values."""
    own = own_types.enum_of(kind) if own_types.is_own(kind) else None
    if own is not None:
        return _members(own, [str(own_types.written(kind, member)) for member in own])
    kind = getattr(kind, "impl", kind) if not hasattr(kind, "enums") else kind
    names = getattr(kind, "enums", None)
    if not names:
        return None
    cls = getattr(kind, "enum_class", None)
    if cls is None:
        return {"module": "", "name": "", "members": [[name, name] for name in names]}
    return _members(cls, list(names))


def _members(cls: Any, stored: List[str]) -> Dict[str, Any]:  # noqa: UP006
    members = [[member.name, _plain(member.value)] for member in cls]  # a second name of a value is no member
    return {"module": cls.__module__, "name": cls.__qualname__, "members": members, "stored": stored}


def _plain(value: Any) -> Any:
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def _relations(mapper: Any) -> Iterator[Dict[str, Any]]:  # noqa: UP006
    for relation in mapper.relationships:
        target = relation.mapper.class_
        yield {
            "name": relation.key,
            "direction": relation.direction.name,
            "target": f"{target.__module__}.{target.__qualname__}",
            "local": [_attribute(mapper, column) for column, _ in relation.local_remote_pairs if _has(mapper, column)],
            "remote": [
                _attribute(relation.mapper, column)
                for _, column in relation.local_remote_pairs
                if _has(relation.mapper, column)
            ],
            "many": bool(relation.uselist),
            "through": relation.secondary.name if relation.secondary is not None else "",
            "viewed": bool(relation.viewonly),
        }


def _has(mapper: Any, column: Any) -> bool:
    try:
        return mapper.get_property_by_column(column) is not None
    except Exception:  # noqa: BLE001 - it is of the table between two models
        return False


def _asks(mapper: Any) -> List[str]:  # noqa: UP006
    """What the constructor of a class cannot do without and that is no attribute of its rows."""
    try:
        parameters = list(inspect.signature(mapper.class_.__init__).parameters.values())[1:]
    except (TypeError, ValueError):
        return []
    named = [each for each in parameters if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)]
    return [each.name for each in named if each.default is each.empty and each.name not in mapper.attrs]


def _accepts(mapper: Any) -> Optional[List[str]]:  # noqa: UP006, UP045
    """The names that the constructor takes; None where it takes whatever the model has."""
    cls = mapper.class_
    try:
        parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
    except (TypeError, ValueError):
        return None
    if not any(each.kind is each.VAR_KEYWORD for each in parameters):
        return [each.name for each in parameters]
    refused = [relation.key for relation in mapper.relationships if _refuses(cls, relation)]
    return [each.key for each in mapper.attrs if each.key not in refused] if refused else None


def _refuses(cls: Any, relation: Any) -> bool:
    """Whether the constructor of a class takes no row for a relation, though it takes nothing at all."""
    try:
        cls()
    except Exception:  # noqa: BLE001 - then nothing can be said
        return False
    try:
        cls(**{relation.key: [] if relation.uselist else None})
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        return True
    return False


def _place(cls: Any) -> Any:
    try:
        return inspect.getsourcefile(cls) or "", inspect.getsourcelines(cls)[1]
    except (OSError, TypeError):  # made at run time: there is no source to name
        return "", 0


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(told(*sys.argv[1:]), default=str) + "\n")
