"""Types as DDL: how each dialect spells one, and the statements that make PostgreSQL's own ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from seedbed.database.quoting import identifier, literal
from seedbed.schema.model import Dialect, Schema
from seedbed.schema.types import Type

__all__ = ["extensions", "named_types", "spelling"]

_MARKED: Mapping[str, str] = MappingProxyType({"hstore": "hstore", "ltree": "ltree", "vector": "vector"})
_INTEGERS: Mapping[Dialect, Mapping[int, str]] = MappingProxyType(
    {
        "postgres": {8: "smallint", 16: "smallint", 24: "integer", 32: "integer", 63: "bigint", 64: "bigint"},
        "mysql": {8: "tinyint", 16: "smallint", 24: "mediumint", 32: "int", 63: "bigint", 64: "bigint"},
        "sqlite": {8: "TINYINT", 16: "SMALLINT", 24: "MEDIUMINT", 32: "INT4", 63: "UNSIGNED INTEGER", 64: "INTEGER"},
    }
)
_PLAIN: Mapping[Dialect, Mapping[str, str]] = MappingProxyType(
    {
        "postgres": {"bytes": "bytea", "varbit": "bit varying", "year": "integer", "set": "text", "json": "jsonb"},
        "mysql": {"uuid": "char(36)", "xml": "text", "interval": "varchar(64)", "money": "decimal(19,2)"},
        "sqlite": {
            "bytes": "BLOB",
            "timestamp": "DATETIME",
            "char": "VARCHAR",
            "year": "YEAR",
            "set": "TEXT",
            "enum": "TEXT",
        },
    }
)
_TEXT_SIZES = ((255, "tinytext"), (65_535, "text"), (16_777_215, "mediumtext"))
_BLOB_SIZES = ((255, "tinyblob"), (65_535, "blob"), (16_777_215, "mediumblob"))


def spelling(type: Type, dialect: Dialect) -> str:
    """The type as its source wrote it, or else the dialect's usual word for it."""
    if type.raw or (dialect == "sqlite" and type.kind == "text"):
        return type.raw
    if dialect == "postgres" and (type.domain or type.name) and type.kind != "geometry":
        return _named(type.domain or type.name or "")
    if type.kind == "integer":
        return _INTEGERS[dialect][type.bits or 32] + (" unsigned" if type.unsigned and dialect == "mysql" else "")
    if dialect == "mysql" and type.kind in ("enum", "set"):
        return f"{type.kind}({', '.join(literal(value, dialect) for value in type.values)})"
    if dialect == "mysql" and type.kind in ("text", "bytes"):
        return _sized(type)
    written = _BY_KIND.get(type.kind)
    return written(type, dialect) if written else _with_length(type, dialect)


def _sized(type: Type) -> str:
    """MySQL's words for texts and bytes, each with a limit of its own."""
    if type.kind == "bytes" and type.length is not None and type.length < 65_535 and (type.fixed or type.length != 255):
        return f"{'' if type.fixed else 'var'}binary({type.length})"
    sizes, largest = (_TEXT_SIZES, "longtext") if type.kind == "text" else (_BLOB_SIZES, "longblob")
    return next((word for size, word in sizes if (type.length or 65_535) <= size), largest)


def _decimal(type: Type, dialect: Dialect) -> str:
    if type.precision is None:
        return "decimal(10,0)" if dialect == "mysql" else "numeric"
    return f"numeric({type.precision},{type.scale or 0})"


def _float(type: Type, dialect: Dialect) -> str:
    single = "float" if dialect == "mysql" else "real"
    return single if type.bits == 32 else "double precision"


def _clock(type: Type, dialect: Dialect) -> str:
    precision = "" if type.precision is None else f"({type.precision})"
    if dialect == "postgres":
        return f"{type.kind}{precision} {'with' if type.zone else 'without'} time zone"
    if type.kind == "time":
        return f"time{precision}"
    if dialect == "sqlite":
        return f"TIMESTAMPTZ{precision}" if type.zone else f"DATETIME{precision}"
    return f"timestamp{precision}" if type.zone else f"datetime{precision}"


def _array(type: Type, dialect: Dialect) -> str:
    if dialect != "postgres" or type.element is None:
        return "JSON"
    return f"{spelling(type.element, dialect)}[]"


def _range(type: Type, dialect: Dialect) -> str:
    element = type.element or Type("integer", bits=32)
    words = {"integer": f"int{(element.bits or 32) // 8}", "decimal": "num", "date": "date"}
    return words.get(element.kind, "tstz" if element.zone else "ts") + type.kind


def _mac(type: Type, dialect: Dialect) -> str:
    return {"postgres": "macaddr8" if type.length == 8 else "macaddr"}.get(dialect, "varchar(23)")


def _shape(type: Type, dialect: Dialect) -> str:
    if dialect == "mysql":
        return type.name or "geometry"
    inside = ", ".join(str(part) for part in (type.name, type.length) if part is not None)
    return f"{type.kind}({inside})" if inside else type.kind


_BY_KIND: Mapping[str, Callable[[Type, Dialect], str]] = MappingProxyType(
    {
        "decimal": _decimal,
        "float": _float,
        "time": _clock,
        "timestamp": _clock,
        "array": _array,
        "range": _range,
        "multirange": _range,
        "macaddr": _mac,
        "geometry": _shape,
        "geography": _shape,
    }
)


def _with_length(type: Type, dialect: Dialect) -> str:
    if dialect == "postgres" and type.kind == "text" and type.folds_case:
        return "citext"
    if dialect == "mysql" and type.kind == "varchar" and type.length is None:
        return "varchar(255)"
    word = _PLAIN[dialect].get(type.kind, type.kind)
    limited = type.length is not None and type.kind in ("char", "varchar", "bit", "varbit", "vector", "bytes")
    return f"{word}({type.length})" if limited and word != "bytea" else word


def _named(name: str) -> str:
    """A user's type by its name, which is `schema.name` where it lives elsewhere."""
    return ".".join(identifier(part, "postgres") for part in name.split("."))


# ---------------------------------------------------------------- PostgreSQL's own types


def extensions(schema: Schema) -> tuple[str, ...]:
    """The extensions whose types and operators a PostgreSQL schema uses."""
    if schema.dialect != "postgres":
        return ()
    types = [type for table in schema for column in table.columns for type in _parts(column.type)]
    found = {_MARKED[type.kind] for type in types if type.kind in _MARKED}
    found |= {"citext" for type in types if type.kind == "text" and type.folds_case}
    found |= {"postgis" for type in types if type.kind in ("geometry", "geography")}
    mixed = any(operator == "=" for table in schema for part in table.exclusions for _, operator in part.parts)
    return tuple(sorted(found | ({"btree_gist"} if mixed else set())))


def named_types(schema: Schema) -> Iterator[str]:
    """The statements that make the enums, domains, composites and ranges of a PostgreSQL schema, each once."""
    if schema.dialect != "postgres":
        return
    made = {table.id for table in schema}  # the row type of a table comes with the table
    for table in schema:
        for column in table.columns:
            yield from _made(column.type, made)


def _made(type: Type, made: set[str]) -> Iterator[str]:
    """What makes a type, after what makes its parts."""
    for part in _inner(type):
        yield from _made(part, made)
    name = type.domain or type.name
    if not name or name in made or type.kind in ("geometry", "geography"):
        return
    if type.domain:
        yield from _made(_base(type), made)
    made.add(name)
    yield _creation(type, type.raw or _named(name))


def _creation(type: Type, name: str) -> str:
    """The CREATE of one user's type."""
    if type.domain:
        checks = "".join(f" CHECK ({check.sql})" for check in type.checks)
        not_null = " NOT NULL" if type.not_null else ""
        return f"CREATE DOMAIN {name} AS {spelling(_base(type), 'postgres')}{not_null}{checks};"
    if type.kind == "enum":
        return f"CREATE TYPE {name} AS ENUM ({', '.join(literal(value, 'postgres') for value in type.values)});"
    if type.kind in ("range", "multirange") and type.element:
        return f"CREATE TYPE {name} AS RANGE (subtype = {spelling(type.element, 'postgres')});"
    fields = ", ".join(f"{identifier(field, 'postgres')} {spelling(of, 'postgres')}" for field, of in type.fields)
    return f"CREATE TYPE {name} AS ({fields});"


def _base(type: Type) -> Type:
    """What a domain is made of."""
    return replace(type, domain=None, raw="", checks=(), not_null=False)


def _inner(type: Type) -> tuple[Type, ...]:
    return (*([type.element] if type.element else []), *(of for _, of in type.fields))


def _parts(type: Type) -> Iterator[Type]:
    yield type
    for part in _inner(type):
        yield from _parts(part)
