"""Comma-separated values as RFC 4180 has them: NULL is nothing, the empty text is `""`.

A text with a backslash is quoted: some programs write NULL as an unquoted backslash and N.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pyarrow as pa

from seedbed.schema.model import Column, Dialect, Table
from seedbed.write.options import Options
from seedbed.write.table_files import TableFiles
from seedbed.write.text.forms import Field, Form
from seedbed.write.text.rows import RowText, Template
from seedbed.write.text.words import brace_lists, bracket_lists, local, words

__all__ = ["Csv"]

_TEXT = Form(b"", special=",\n\r\\", escapes=(('"', '""'),), on_need=True)


class Csv(TableFiles):
    """One file a table, with a header."""

    def __init__(self, dialect: Dialect, names: Mapping[str, str], folder: Path, options: Options) -> None:
        super().__init__(names, folder)
        self._dialect = dialect
        self._line_end = options.line_end.encode()
        self._first = options.first

    def begin(self, table: Table, columns: pa.Schema) -> None:
        """Opens the table's file and writes the header."""
        fields = [_field(table.column(column.name), column.type, self._dialect) for column in columns]
        before = tuple(b"," if number else b"" for number in range(len(fields)))
        self.open(table, partial(RowText, fields, columns.types, Template(before, self._line_end)))
        if self._first:
            self.files.write(b",".join(_header(name) for name in columns.names) + self._line_end)


def _header(name: str) -> bytes:
    plain = name and name.strip(" ") == name and not set(name) & set('",\r\n')
    return name.encode() if plain else _TEXT.whole(name)


def _field(column: Column, type: pa.DataType, dialect: Dialect) -> Field:
    """How a column looks in CSV."""
    zone = column.type.zone
    trim = column.type.kind == "decimal" and column.type.precision is None
    if pa.types.is_string(type):
        return Field(column, _TEXT)
    if pa.types.is_list(type):
        lists = brace_lists if dialect == "postgres" else bracket_lists
        return Field(column, _TEXT, partial(lists, zone=zone))
    if pa.types.is_timestamp(type):
        return Field(column, Form(b"", close=b"+00:00" if type.tz else b""), local)
    if pa.types.is_time(type):
        return Field(column, Form(b"", close=b"+00:00" if zone else b""))
    return Field(column, Form(b""), partial(words, trim=trim), trim=trim, free=True)
