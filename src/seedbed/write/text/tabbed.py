r"""How a column looks in the text that COPY and LOAD DATA read: tabs between cells, backslashes before what is odd."""

from __future__ import annotations

from functools import partial

import pyarrow as pa

from seedbed.database.quoting import identifier
from seedbed.schema.model import Column, Dialect, Table
from seedbed.write.text.forms import Field, Form
from seedbed.write.text.rows import RowText, Template
from seedbed.write.text.sql_fields import SHAPES, finite, refused, zoned
from seedbed.write.text.words import brace_lists, bracket_lists, hexadecimal, local, words

__all__ = ["mysql_assignments", "tabbed"]

_NULL = b"\\N"
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def tabbed(table: Table, columns: pa.Schema, dialect: Dialect) -> RowText:
    """The writer of a table's rows, a line each."""
    fields = [
        _field(table.column(name), type, dialect, f"{table.id}.{name}")
        for name, type in zip(columns.names, columns.types, strict=True)
    ]
    before = tuple(b"\t" if number else b"" for number in range(len(fields)))
    return RowText(fields, columns.types, Template(before, b"\n"))


def mysql_assignments(table: Table, columns: pa.Schema) -> tuple[list[str], list[str]]:
    """The targets of LOAD DATA, variables among them, and how columns are made from these variables."""
    targets, made = [], []
    for number, (name, type) in enumerate(zip(columns.names, columns.types, strict=True)):
        quoted = identifier(name, "mysql")
        value = _mysql_value(table.column(name), type, f"@seedbed_{number}")
        targets.append(f"@seedbed_{number}" if value else quoted)
        if value:
            made.append(f"{quoted} = {value}")
    return targets, made


def _mysql_value(column: Column, type: pa.DataType, given: str) -> str:
    """The value of a column whose text is not yet it, "" for all others."""
    if pa.types.is_binary(type):
        return f"UNHEX({given})"
    if column.type.kind in ("bit", "varbit"):
        return f"CAST(CONV({given}, 2, 10) AS UNSIGNED)"
    if column.type.kind in SHAPES and pa.types.is_string(type):
        return f"ST_GeomFromText({given}{f', {column.type.length}' if column.type.length else ''})"
    return ""


def _field(column: Column, type: pa.DataType, dialect: Dialect, where: str) -> Field:
    """The field of a column; `where` names it in a complaint. Raises WriteError once a value has no word."""
    postgres = dialect == "postgres"
    trim = column.type.kind == "decimal" and column.type.precision is None
    if pa.types.is_boolean(type):
        yes, no = (b"t", b"f") if postgres else (b"1", b"0")
        return Field(column, Form(_NULL, true=yes, false=no))
    if pa.types.is_floating(type):
        return Field(column, Form(_NULL), words if postgres else partial(finite, dialect, where), free=True)
    if pa.types.is_integer(type) or pa.types.is_decimal(type):
        return Field(column, Form(_NULL), partial(words, trim=trim), trim=trim, free=True)
    if pa.types.is_binary(type):
        return Field(column, Form(_NULL, rb"\\x" if postgres else b""), hexadecimal, free=True)
    if pa.types.is_temporal(type):
        return Field(column, Form(_NULL, close=b"+00:00" if postgres and zoned(column, type) else b""), local)
    if pa.types.is_list(type):
        lists = brace_lists if postgres else bracket_lists
        return Field(column, _text(dialect, where), partial(lists, zone=column.type.zone))
    return Field(column, _text(dialect, where))


def _text(dialect: Dialect, where: str) -> Form:
    exotic = partial(refused, where) if dialect == "postgres" else _with_nul
    return Form(_NULL, escapes=_ESCAPES, rare="\0", exotic=exotic)


def _with_nul(text: str) -> str:
    for mark, escaped in (*_ESCAPES, ("\0", "\\0")):
        text = text.replace(mark, escaped)
    return text
