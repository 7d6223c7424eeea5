"""What the types of a schema ask of values that a database may hold all the same, in the database's SQL."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.database.quoting import literal
from seedbed.schema.model import Dialect
from seedbed.schema.types import Type
from seedbed.validate.cells import form
from seedbed.validate.live.table import Living
from seedbed.validate.question import Predicate

__all__ = ["stored_as", "typed"]

_NUMBERS = ("integer", "decimal", "float", "year")
_MOMENTS = ("date", "time", "timestamp")


def typed(living: Living) -> Iterator[Predicate]:
    """The columns whose values can be wrong though the database has taken them."""
    for column in living.table.columns:
        broken = _wrong(column.type, living.name(column.name), living.dialect)
        if broken and column.name in living.present:
            what = form(column.type, living.dialect).what
            name = f"{column.name} {column.type.raw or what}"
            yield Predicate("DATA_TYPE", living.table.id, name, (column.name,), what, (broken,))


def _wrong(type: Type, x: str, dialect: Dialect) -> str:
    """The SQL that is true for a value beyond the type; "" where nothing is to be asked."""
    if dialect == "sqlite":
        return _loose(type, x)
    if type.kind in ("enum", "set") and type.values:
        return _listed(type, x, dialect)
    if type.kind in ("char", "varchar") and type.length:
        return f"CHAR_LENGTH({x}) > {type.length}"
    if type.kind in ("text", "bytes") and type.length:
        return f"OCTET_LENGTH({x}) > {type.length}"
    if type.kind == "integer" and type.bits is not None and type.bits < 64:
        low, high = type.whole()
        return f"{x} NOT BETWEEN {low} AND {high}"
    if type.kind == "decimal" and type.precision is not None and (type.scale or 0) >= 0:
        scale = type.scale or 0
        wide = f"{x} <> ROUND({x}, {scale}) OR ABS({x}) >= 1{'0' * max(type.precision - scale, 0)}"
        return f"CAST({x} AS text) <> 'NaN' AND ({wide})" if dialect == "postgres" else wide
    return ""


def _listed(type: Type, x: str, dialect: Dialect) -> str:
    """A value that is none of an enum's; MySQL keeps '' for those that it could not take."""
    values = ", ".join(literal(value, dialect) for value in type.values)
    if type.kind == "enum":
        return f"CAST({x} AS {'text' if dialect == 'postgres' else 'CHAR'}) NOT IN ({values})"
    known = literal("," + ",".join(type.values) + ",", dialect)
    single = f"LOCATE(CONCAT(',', {x}, ','), {known}) = 0"
    return f"{x} <> '' AND {x} NOT LIKE '%,%' AND {single}"


def _loose(type: Type, x: str) -> str:
    """SQLite keeps a value of any kind in most columns."""
    if type.kind in _NUMBERS:
        whole = "" if type.kind in ("decimal", "float") else f" OR {x} <> CAST({x} AS INTEGER)"
        return f"typeof({x}) NOT IN ('null', 'integer', 'real'){whole}"
    if type.kind in _MOMENTS:
        return f"typeof({x}) = 'text' AND julianday({x}) IS NULL"
    return ""


def stored_as(type: Type, sql: str, dialect: Dialect) -> str:
    """An expression as a column of that type keeps it; SQLite's comparison does so by itself."""
    if dialect == "postgres":
        return f"CAST({sql} AS {type.raw})" if type.raw else sql
    if dialect == "mysql" and (cast := _cast(type)):
        return f"CAST({sql} AS {cast})"
    return sql


def _cast(type: Type) -> str:
    """MySQL's name for a conversion that rounds as the column does; "" where it needs none."""
    digits = f"({type.precision})" if type.precision else ""
    if type.kind == "decimal" and type.precision:
        return f"DECIMAL({type.precision}, {type.scale or 0})"
    if type.kind == "float":
        return "FLOAT" if type.bits == 32 else "DOUBLE"
    names = {"integer": "UNSIGNED" if type.unsigned else "SIGNED", "date": "DATE"}
    names |= {"timestamp": f"DATETIME{digits}", "time": f"TIME{digits}"}
    return names.get(type.kind, "")
