"""JSON: one document `{"metadata": ..., "tables": {table: [row, ...]}}`, or JSON Lines, one file a table."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.schema.model import Column, Table
from seedbed.write.files.temporary import Files
from seedbed.write.options import Options
from seedbed.write.table_files import TableFiles
from seedbed.write.text.forms import Field, Form
from seedbed.write.text.rows import RowText, Template, Writer
from seedbed.write.text.words import bracket_lists, hexadecimal, local, words

__all__ = ["Json", "JsonLines", "json_field", "json_text"]

_CONTROLS = "".join(map(chr, range(32)))


def json_text(value: Any) -> str:
    """A value in JSON, its letters as they are."""
    return json.dumps(value, ensure_ascii=False)


_BARE = Form(b"null")
_DOCUMENT = Form(b"null", escapes=(("\n", " "), ("\r", " ")))  # outside of JSON's strings line ends mean nothing
_TEXT = Form(
    b"null",
    b'"',
    b'"',
    escapes=(("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")),
    rare=_CONTROLS.translate(str.maketrans("", "", "\n\r\t")),
    exotic=json_text,
)


class Json:
    """One document, written as the rows come; `metadata` first."""

    def __init__(self, folder: Path, options: Options) -> None:
        self.files = Files(folder)
        self._name = options.file or "data.json"
        self._metadata = dict(options.metadata)
        self._form: Callable[[], RowText]
        self._own: Writer
        self._tables = 0
        self._first = True

    def begin(self, table: Table, columns: pa.Schema) -> None:
        """Starts the table's array."""
        self._begin(table.id, partial(_rows, table, columns, b"}", b",\n"))

    def _begin(self, name: str, form: Callable[[], RowText]) -> None:
        self._start()
        self.files.write(f"{',' if self._tables else ''}\n{json_text(name)}: [")
        self._form = form
        self._own = self.writer()
        self._tables += 1
        self._first = True

    def batch(self, batch: pa.RecordBatch) -> None:
        """Writes rows."""
        self.text(self._own(batch, self._first), batch.num_rows)

    def writer(self) -> Writer:
        """What gives the text of the table's rows, for one thread."""
        rows = self._form()
        return lambda batch, first: rows.of(batch, {0: b"\n"} if first else None)

    def text(self, text: bytes, rows: int) -> None:
        """Takes rows whose text a writer made."""
        self.files.write(text)
        self._first = self._first and rows == 0

    def end(self) -> None:
        """Ends the table's array."""
        self.files.write("]" if self._first else "\n]")

    def close(self) -> tuple[Path, ...]:
        """Ends the document."""
        self._start()
        self.files.write("\n}}\n")
        return self.files.close()

    def abandon(self) -> None:
        """Takes the file back."""
        self.files.abandon()

    def _start(self) -> None:
        if not self.files.begun:
            self.files.open(self._name)
            head = json.dumps(self._metadata, ensure_ascii=False, sort_keys=True)
            self.files.write(f'{{"metadata": {head}, "tables": {{')


class JsonLines(TableFiles):
    """One file a table, one object a line."""

    def begin(self, table: Table, columns: pa.Schema) -> None:
        """Opens the table's file."""
        self.open(table, partial(_rows, table, columns, b"}\n", b""))


def _rows(table: Table, columns: pa.Schema, after: bytes, lead: bytes) -> RowText:
    """The writer of a table's objects."""
    fields = [json_field(table.column(column.name), column.type) for column in columns]
    before = tuple(
        f"{', ' if number else '{'}{json_text(name)}: ".encode() for number, name in enumerate(columns.names)
    )
    return RowText(fields, columns.types, Template(before, after if before else b"{" + after, lead))


def json_field(column: Column, type: pa.DataType) -> Field:
    """How a column looks in JSON: numbers and booleans bare, documents as they are, all else in quotes."""
    trim = column.type.kind == "decimal" and column.type.precision is None
    zone = column.type.zone
    if column.type.kind == "json" and pa.types.is_string(type):
        return Field(column, _DOCUMENT)
    if pa.types.is_string(type):
        return Field(column, _TEXT)
    if pa.types.is_binary(type):
        return Field(column, Form(b"null", b'"\\\\x', b'"'), hexadecimal, free=True)
    if pa.types.is_list(type):
        return Field(column, _BARE, partial(bracket_lists, zone=zone), free=True)
    if pa.types.is_floating(type):
        return Field(column, _BARE, _floats, free=True)
    if pa.types.is_temporal(type):
        ends_in_zone = type.tz is not None if pa.types.is_timestamp(type) else zone
        return Field(column, Form(b"null", b'"', b'+00:00"' if ends_in_zone else b'"'), local)
    return Field(column, _BARE, partial(words, trim=trim), trim=trim, free=True)


def _floats(array: pa.Array) -> pa.Array:
    """Numbers; what JSON has no number for is in quotes."""
    texts = words(array)
    odd = pc.invert(pc.is_finite(array))
    return pc.if_else(odd, pc.binary_join_element_wise('"', texts, '"', ""), texts)
