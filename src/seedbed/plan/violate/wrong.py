"""Values that are none of a column's type, with the error that each dialect answers to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.plan.violate.cells import Cell, written
from seedbed.schema.model import Column, Dialect, Table
from seedbed.schema.types import Type

__all__ = ["Wrong", "taking_null", "wrong"]

_LONGEST = 10_000
"""Characters of a text that is written only to be too long."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value and the code of the error; `other` is the code of a sister product (MySQL beside MariaDB)."""

    cell: Cell
    code: str
    other: str = ""


Maker: TypeAlias = Callable[[Type, str], Iterator[Wrong]]


def wrong(table: Table, column: Column, dialect: Dialect, now: str = "") -> tuple[Wrong, ...]:
    """Values that the column's type refuses, beginning with the one that people run into; `now` is the cell's text.

    There is none where the type takes everything, or what it refuses is too long to be written down.
    """
    if column.generated is not None:
        return ()
    if dialect == "sqlite":
        return _sqlite(table, column)
    maker = (_POSTGRES if dialect == "postgres" else _MYSQL).get(column.type.kind)
    return tuple(maker(column.type, now)) if maker is not None else ()


def taking_null(column: Column, dialect: Dialect) -> str:
    """Why the database may take a NULL though the schema asks for a value; "" where it does not."""
    if dialect == "mysql" and column.type.raw.lower().startswith("timestamp"):
        return "MariaDB takes NULL for the present moment here, and MySQL may refuse it"
    if column.takes_null:
        return "SQLite takes NULL in a primary key where NOT NULL is not written"
    return ""


def _sqlite(table: Table, column: Column) -> tuple[Wrong, ...]:
    """STRICT tables alone look at types; a rowid is an integer in all of them."""
    primary, raw = table.primary, column.type.raw.upper()
    lonely = primary is not None and primary.columns == (column.name,) and "without rowid" not in table.options
    if lonely and raw == "INTEGER":
        return (Wrong(written("none"), "SQLITE_MISMATCH"),)
    if "strict" not in table.options or raw == "ANY":
        return ()
    zero = Cell(pa.array([b"\0"], pa.binary()), "\\x00")
    return (Wrong(zero if raw == "TEXT" else written("none"), "SQLITE_CONSTRAINT_DATATYPE"),)


def _text(text: str, code: str, other: str = "") -> Maker:
    return lambda type, now: iter((Wrong(written(text), code, other),))


def _number(text: str, code: str) -> Maker:
    return lambda type, now: iter((Wrong(written(text, number=True), code),))


def _integer(code: str, malformed: str, other: str = "") -> Maker:
    def made(type: Type, now: str) -> Iterator[Wrong]:
        yield Wrong(written(str(type.whole(64)[1] + 1), number=True), code)
        yield Wrong(written("none"), malformed, other)

    return made


def _decimal(code: str, malformed: str, other: str = "") -> Maker:
    def made(type: Type, now: str) -> Iterator[Wrong]:
        if type.precision is not None:
            digits = max(type.precision - (type.scale or 0), 0)
            yield Wrong(written("1" + "0" * digits, number=digits < 60), code)
        yield Wrong(written("none"), malformed, other)

    return made


def _long(code: str, mark: str = "x") -> Maker:
    def made(type: Type, now: str) -> Iterator[Wrong]:
        length = 1 if type.kind in ("char", "bit") and type.length is None else type.length
        if length is not None and length < _LONGEST:
            yield Wrong(written(mark * (length + 1)), code)
            for text in (now, now[-1:]) if now and mark == "x" else ():
                yield Wrong(written((now + text * length)[:length] + (text[-1:].strip() or "x")), code)

    return made


def _bytes(type: Type, now: str) -> Iterator[Wrong]:
    if type.length is not None and type.length < _LONGEST:
        value = b"x" * (type.length + 1)
        yield Wrong(Cell(pa.array([value], pa.binary()), "\\x" + value.hex()), "1406")


def _label(code: str) -> Maker:
    def made(type: Type, now: str) -> Iterator[Wrong]:
        text = "none"
        while text.lower() in {value.lower() for value in type.values}:
            text += " of these"
        yield Wrong(written(text), code)

    return made


_MALFORMED = "22P02"
_POSTGRES: Mapping[str, Maker] = MappingProxyType(
    {
        "integer": _integer("22003", _MALFORMED),
        "decimal": _decimal("22003", _MALFORMED),
        "char": _long("22001"),
        "varchar": _long("22001"),
        "varbit": _long("22001", "1"),
        "bit": _long("22026", "1"),
        "enum": _label(_MALFORMED),
        "date": _text("2026-02-30", "22008"),
        "timestamp": _text("2026-02-30 00:00:00", "22008"),
        "time": _text("25:00:00", "22008"),
        "interval": _text("none", "22007"),
        "json": _text("{", _MALFORMED),
        "array": _text("{", _MALFORMED),
        "bytes": _text("\\xzz", "22023"),
        **dict.fromkeys(
            ("float", "boolean", "uuid", "inet", "cidr", "macaddr", "money", "range", "multirange", "oid", "point"),
            _text("none", _MALFORMED),
        ),
    }
)
_MYSQL: Mapping[str, Maker] = MappingProxyType(
    {
        "integer": _integer("1264", "1366"),
        "decimal": _decimal("1264", "1366"),
        "boolean": _number("1000", "1264"),
        "float": _text("none", "1265", "1366"),
        "char": _long("1406"),
        "varchar": _long("1406"),
        "text": _long("1406"),
        "bit": _long("1406", "1"),
        "bytes": _bytes,
        "enum": _label("1265"),
        "set": _label("1265"),
        "year": _number("1800", "1264"),
        "json": _text("{", "4025", "3140"),
        **dict.fromkeys(("date", "timestamp"), _text("2026-02-30", "1292")),
        **dict.fromkeys(("time", "uuid", "inet"), _text("none", "1292")),
    }
)
