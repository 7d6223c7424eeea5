"""How the fields of a Prisma schema are stored: the column types of each data source."""

from __future__ import annotations

import re
from collections.abc import Mapping

from seedbed.classes import dataclass
from seedbed.read.prisma.blocks import Attribute, Number
from seedbed.schema.model import Dialect

__all__ = ["PROVIDERS", "SCALARS", "counting", "native", "natives"]

PROVIDERS: Mapping[str, Dialect] = {
    "postgresql": "postgres",
    "postgres": "postgres",
    "cockroachdb": "postgres",
    "mysql": "mysql",
    "sqlite": "sqlite",
}
"""The data sources that are read, each with the dialect of its tables."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """The types of the plain fields, and the names that `@db.` may have."""

    scalars: Mapping[str, str]
    natives: frozenset[str]


def _stored(scalars: str, natives: str) -> _Stored:
    names = ("String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes")
    return _Stored(dict(zip(names, scalars.split("; "), strict=True)), frozenset(natives.split()))


_DIALECTS: Mapping[Dialect, _Stored] = {
    "postgres": _stored(
        "text; boolean; integer; bigint; double precision; decimal(65,30); timestamp(3); jsonb; bytea",
        "Text Char VarChar Bit VarBit Uuid Xml Inet Citext Integer SmallInt BigInt Oid DoublePrecision Real Decimal "
        "Money Timestamp Timestamptz Date Time Timetz Boolean Json JsonB ByteA",
    ),
    "mysql": _stored(
        "varchar(191); boolean; int; bigint; double; decimal(65,30); datetime(3); json; longblob",
        "Text Char VarChar TinyText MediumText LongText Bit TinyInt Int SmallInt MediumInt BigInt UnsignedInt "
        "UnsignedTinyInt UnsignedSmallInt UnsignedMediumInt UnsignedBigInt Float Double Decimal Year Date Time "
        "DateTime Timestamp Json Binary VarBinary TinyBlob Blob MediumBlob LongBlob",
    ),
    "sqlite": _stored("TEXT; BOOLEAN; INTEGER; BIGINT; REAL; DECIMAL; DATETIME; JSONB; BLOB", ""),
}
_COUNTING = {"integer": "serial", "int": "serial", "bigint": "bigserial", "smallint": "smallserial"}

SCALARS = frozenset(_DIALECTS["postgres"].scalars)
"""The types of fields that are no model and no enum."""


def natives(dialect: Dialect) -> frozenset[str]:
    """The names that may stand behind `@db.`."""
    return _DIALECTS[dialect].natives


def native(scalar: str, asked: Attribute | None, dialect: Dialect) -> str:
    """The SQL type of a plain field, as its `@db.` attribute has it or as is usual."""
    if asked is None:
        return _DIALECTS[dialect].scalars[scalar]
    name = asked.name.removeprefix("db.")
    given = ",".join(one.value.text for one in asked.arguments if isinstance(one.value, Number))
    arguments = f"({given})" if given else ""
    if name == "DoublePrecision":
        return "double precision"
    if unsigned := re.fullmatch("Unsigned(.+)", name):
        return f"{unsigned[1].lower()}{arguments} unsigned"
    return f"{name.lower()}{arguments}"


def counting(type: str, dialect: Dialect) -> str:
    """The type of a column that the database counts up, as it is written before its constraints."""
    if dialect == "postgres":
        return _COUNTING.get(type, "serial")
    return "INTEGER" if dialect == "sqlite" else f"{type} auto_increment"
