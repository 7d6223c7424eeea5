"""How a column looks between the commas of an INSERT, in each dialect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.database.quoting import literal
from seedbed.errors import Problem, WriteError
from seedbed.schema.model import Column, Dialect
from seedbed.write.text.forms import Field, Form
from seedbed.write.text.words import brace_lists, bracket_lists, hexadecimal, local, words

__all__ = ["SHAPES", "finite", "refused", "sql_field", "zoned"]

_NULL = b"NULL"
SHAPES = ("geometry", "geography", "point", "line", "lseg", "box", "path", "polygon", "circle")
_MYSQL_ESCAPES = (("\\", "\\\\"), ("'", "''"), ("\n", "\\n"), ("\r", "\\r"))
_ODD = ("NaN", "Infinity", "-Infinity", "-0")  # the last would be the whole number 0
_WORDS: Mapping[Dialect, tuple[str, str, str, str]] = MappingProxyType(
    {
        "postgres": ("'NaN'", "'Infinity'", "'-Infinity'", "'-0'"),
        "sqlite": ("", "9e999", "-9e999", "-0.0"),
        "mysql": ("", "", "", "-0"),
    }
)


def sql_field(column: Column, type: pa.DataType, dialect: Dialect, where: str) -> Field:
    """The field of a column; `where` names it in a complaint.

    Raises WriteError, once rows come, where the dialect has no word for a value (NUL in a PostgreSQL text,
    infinity in MySQL).
    """
    trim = column.type.kind == "decimal" and column.type.precision is None
    if pa.types.is_boolean(type):
        yes, no = (b"TRUE", b"FALSE") if dialect == "postgres" else (b"1", b"0")
        return Field(column, Form(_NULL, true=yes, false=no))
    if pa.types.is_floating(type):
        return Field(column, Form(_NULL), partial(finite, dialect, where), free=True)
    if pa.types.is_integer(type) or pa.types.is_decimal(type):
        return Field(column, Form(_NULL), partial(words, trim=trim), trim=trim, free=True)
    if pa.types.is_binary(type):
        return Field(column, Form(_NULL, b"'\\x" if dialect == "postgres" else b"x'", b"'"), hexadecimal, free=True)
    if pa.types.is_temporal(type):
        close = b"+00:00'" if zoned(column, type) and dialect != "mysql" else b"'"
        return Field(column, Form(_NULL, b"'", close), local)
    if pa.types.is_list(type):
        lists = brace_lists if dialect == "postgres" else bracket_lists
        return Field(column, _text(dialect, where), partial(lists, zone=column.type.zone))
    return _text_field(column, dialect, where)


def zoned(column: Column, type: pa.DataType) -> bool:
    """Whether the values of a column carry a time zone."""
    return type.tz is not None if pa.types.is_timestamp(type) else column.type.zone


def _text_field(column: Column, dialect: Dialect, where: str) -> Field:
    """Texts, and what Arrow carries as text."""
    if dialect == "mysql" and column.type.kind in ("bit", "varbit"):
        return Field(column, Form(_NULL, b"b'", b"'"), free=True)
    form = _text(dialect, where)
    if dialect == "mysql" and column.type.kind in SHAPES:
        srid = f", {column.type.length}" if column.type.length else ""
        close = f"'{srid})".encode()
        return Field(column, Form(_NULL, b"ST_GeomFromText('", close, escapes=form.escapes))
    return Field(column, form)


def _text(dialect: Dialect, where: str) -> Form:
    """Quoted text. What is rare goes through `literal`, which knows the ways around it."""
    if dialect == "mysql":
        return Form(_NULL, b"'", b"'", escapes=_MYSQL_ESCAPES, rare="\0\x1a", exotic=_exotic(dialect))
    if dialect == "sqlite":
        return Form(_NULL, b"'", b"'", escapes=(("'", "''"),), rare="\0\r", exotic=_exotic(dialect))
    return Form(_NULL, b"'", b"'", escapes=(("'", "''"),), rare="\0", exotic=partial(refused, where))


def _exotic(dialect: Dialect) -> Callable[[str], str]:
    def written(text: str) -> str:
        return literal(text, dialect)

    return written


def refused(where: str, text: str) -> str:
    """Raises WriteError: PostgreSQL takes no NUL."""
    what = f"the text {text[:40]!r} holds a NUL character"
    raise WriteError(Problem(what, where=where, why="PostgreSQL keeps none in a text", help="use bytea, or other text"))


def finite(dialect: Dialect, where: str, array: pa.Array) -> pa.Array:
    """Numbers, and each dialect's words for those that are none and for minus zero."""
    texts = words(array)
    for value, written in zip(_ODD, _WORDS[dialect], strict=True):
        same = pc.equal(texts, value)
        if not pc.any(same).as_py():
            continue
        if not written:
            raise WriteError(Problem(f"{value} has no place in a column of {dialect}", where=where))
        texts = pc.if_else(same, written, texts)
    return texts
