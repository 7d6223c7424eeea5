"""The `Type` that a cast names: sqlglot's data types in our words, for every dialect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from seedbed.schema.types import Type

if TYPE_CHECKING:
    from seedbed.schema.model import Dialect

__all__ = ["parameters", "type_of"]

_D = exp.DataType.Type

# What a sqlglot type is before its parameters are known; one line per word family.
_PLAIN: Mapping[object, Type] = {
    _D.TINYINT: Type("integer", bits=8),
    _D.UTINYINT: Type("integer", bits=8, unsigned=True),
    _D.SMALLINT: Type("integer", bits=16),
    _D.USMALLINT: Type("integer", bits=16, unsigned=True),
    _D.MEDIUMINT: Type("integer", bits=24),
    _D.UMEDIUMINT: Type("integer", bits=24, unsigned=True),
    _D.INT: Type("integer", bits=32),
    _D.UINT: Type("integer", bits=32, unsigned=True),
    _D.BIGINT: Type("integer", bits=64),
    _D.UBIGINT: Type("integer", bits=64, unsigned=True),
    _D.DECIMAL: Type("decimal"),
    _D.UDECIMAL: Type("decimal", unsigned=True),
    _D.FLOAT: Type("float", bits=32),
    _D.DOUBLE: Type("float", bits=64),
    _D.UDOUBLE: Type("float", bits=64, unsigned=True),
    _D.BOOLEAN: Type("boolean"),
    _D.CHAR: Type("char"),
    _D.BPCHAR: Type("char"),
    _D.NCHAR: Type("char"),
    _D.VARCHAR: Type("varchar"),
    _D.NVARCHAR: Type("varchar"),
    _D.NAME: Type("varchar", length=63),
    _D.TEXT: Type("text"),
    _D.TINYTEXT: Type("text", length=2**8 - 1),
    _D.MEDIUMTEXT: Type("text", length=2**24 - 1),
    _D.LONGTEXT: Type("text", length=2**32 - 1),
    _D.BINARY: Type("bytes"),
    _D.VARBINARY: Type("bytes"),
    _D.BLOB: Type("bytes"),
    _D.TINYBLOB: Type("bytes", length=2**8 - 1),
    _D.MEDIUMBLOB: Type("bytes", length=2**24 - 1),
    _D.LONGBLOB: Type("bytes", length=2**32 - 1),
    _D.DATE: Type("date"),
    _D.TIME: Type("time"),
    _D.TIMETZ: Type("time", zone=True),
    _D.TIMESTAMP: Type("timestamp"),
    _D.TIMESTAMPNTZ: Type("timestamp"),
    _D.TIMESTAMPTZ: Type("timestamp", zone=True),
    _D.TIMESTAMPLTZ: Type("timestamp", zone=True),
    _D.DATETIME: Type("timestamp"),
    _D.INTERVAL: Type("interval"),
    _D.YEAR: Type("year"),
    _D.UUID: Type("uuid"),
    _D.JSON: Type("json"),
    _D.JSONB: Type("json"),
    _D.XML: Type("xml"),
    _D.INET: Type("inet"),
    _D.BIT: Type("bit"),
    _D.MONEY: Type("money"),
    _D.HSTORE: Type("hstore"),
    _D.POINT: Type("point"),
    _D.GEOMETRY: Type("geometry"),
    _D.GEOGRAPHY: Type("geography"),
}

# PostgreSQL words that sqlglot has no type for, or that it folds into another one.
_BY_NAME: Mapping[str, Type] = {
    "citext": Type("text", folds_case=True),
    "cidr": Type("cidr"),
    "macaddr": Type("macaddr", length=6),
    "macaddr8": Type("macaddr", length=8),
    "tsvector": Type("tsvector"),
    "tsquery": Type("tsquery"),
    "ltree": Type("ltree"),
    "oid": Type("oid"),
    "line": Type("line"),
    "lseg": Type("lseg"),
    "box": Type("box"),
    "path": Type("path"),
    "polygon": Type("polygon"),
    "circle": Type("circle"),
}

_WITH_LENGTH = frozenset({"char", "varchar", "bytes", "bit", "varbit", "text"})


def type_of(data_type: exp.DataType, dialect: Dialect) -> Type:
    """Our type for sqlglot's; kind "unknown", named, where there is no word for it."""
    raw = data_type.sql(dialect)
    if data_type.this in (_D.ARRAY, _D.LIST):
        inner = data_type.expressions[0] if data_type.expressions else None
        element = type_of(inner, dialect) if isinstance(inner, exp.DataType) else Type("unknown")
        return Type("array", raw=raw, element=element)
    known = _PLAIN.get(data_type.this)
    if known is None:
        return _named(data_type, raw)
    return replace(_limited(known, parameters(data_type)), raw=raw)


def parameters(data_type: exp.DataType) -> tuple[int, ...]:
    """The whole numbers in the parentheses of a type: (10, 2) of DECIMAL(10, 2)."""
    words = (item.name for item in data_type.expressions if isinstance(item, exp.DataTypeParam))
    return tuple(int(word) for word in words if word.lstrip("-").isdigit())


def _named(data_type: exp.DataType, raw: str) -> Type:
    kind = data_type.args.get("kind")
    name = (kind.sql() if isinstance(kind, exp.Expression) else str(kind or raw)).replace('"', "")
    last = name.rpartition(".")[2]
    known = _BY_NAME.get(last.lower())
    return replace(known, raw=raw) if known else Type("unknown", raw=raw, name=last)


def _limited(plain: Type, numbers: tuple[int, ...]) -> Type:
    if not numbers:
        return plain
    if plain.kind == "decimal":
        return replace(plain, precision=numbers[0], scale=numbers[1] if len(numbers) > 1 else 0)
    if plain.kind in ("time", "timestamp"):
        return replace(plain, precision=numbers[0])
    if plain.kind in _WITH_LENGTH:
        return replace(plain, length=numbers[0])
    return plain
