"""Fixtures: the rows as Django's `loaddata` takes them, or as those of Rails, a file of YAML for each table."""

from __future__ import annotations

import base64
from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import pyarrow as pa

from seedbed.schema.labels import django_fields, django_labels, rails_labels
from seedbed.schema.model import Column, Schema, Table
from seedbed.write.files.names import file_stems
from seedbed.write.files.temporary import Files
from seedbed.write.json import json_field, json_text
from seedbed.write.options import Options
from seedbed.write.text.forms import Field, Form
from seedbed.write.text.rows import RowText, Template
from seedbed.write.text.words import words

__all__ = ["DJANGO", "Django", "Rails", "rails_files"]

DJANGO = "fixture.json"
"""The file of Django's fixtures, where no name is asked for."""

_QUOTED = Form(b"null", b'"', b'"')


class Django:
    """One document, `[{"model": ..., "pk": ..., "fields": {...}}, ...]`, in an order that its keys allow."""

    def __init__(self, schema: Schema, folder: Path, options: Options) -> None:
        self.files = Files(folder)
        self._labels = django_labels(schema)
        self._name = options.file or DJANGO
        self._form: Callable[[pa.RecordBatch, bool], bytes]
        self._first = True

    def begin(self, table: Table, columns: pa.Schema) -> None:
        """Turns to the objects of a table."""
        self._start()
        self._form = _objects(table, columns, self._labels[table.id])

    def batch(self, batch: pa.RecordBatch) -> None:
        """Writes rows."""
        self.files.write(self._form(batch, self._first))
        self._first = self._first and batch.num_rows == 0

    def end(self) -> None:
        """Goes on with the same document."""

    def close(self) -> tuple[Path, ...]:
        """Ends the document."""
        self._start()
        self.files.write("\n]\n")
        return self.files.close()

    def abandon(self) -> None:
        """Takes the file back."""
        self.files.abandon()

    def _start(self) -> None:
        if not self.files.begun:
            self.files.open(self._name)
            self.files.write("[")


def _objects(table: Table, columns: pa.Schema, label: str) -> Callable[[pa.RecordBatch, bool], bytes]:
    """The writer of a table's objects. What the database computes is left out."""
    names = [name for name in columns.names if table.column(name).generated is None]
    key = [name for name in (table.primary.columns if table.primary else ()) if name in names]
    fields = django_fields(table)
    own = [name for name in names if len(key) != 1 or name not in key]
    order = [*key, *own]
    before = []
    for number, name in enumerate(order):
        start = f'{{"model": {json_text(label)}, "pk": {"[" * (len(key) > 1)}' if not number else ", "
        if number == len(key):
            ends = "]" * (len(key) > 1) if key else "null"
            start = f'{ends if number else start + ends}, "fields": {{'
        before.append(f"{start}{json_text(fields[name]) + ': ' if number >= len(key) else ''}".encode())
    after = b"}}" if own else b', "fields": {}}'
    types = [columns.field(name).type for name in order]
    forms = [_django(table.column(name), type) for name, type in zip(order, types, strict=True)]
    rows = RowText(forms, types, Template(tuple(before), after, b",\n"))
    return lambda batch, first: rows.of(batch.select(order), {0: b"\n"} if first else None)


def _django(column: Column, type: pa.DataType) -> Field:
    """How a column looks to Django: decimals are texts, bytes in base 64."""
    if pa.types.is_decimal(type):
        return Field(column, _QUOTED, words, trim=column.type.precision is None, free=True)
    if pa.types.is_binary(type):
        return Field(column, _QUOTED, _base64, free=True)
    return json_field(column, type)


def _base64(array: pa.Array) -> pa.Array:
    return pa.array(
        [None if value is None else base64.b64encode(value).decode() for value in array.to_pylist()], pa.string()
    )


# ---------------------------------------------------------------- Rails

_STRANGE = "".join(map(chr, (*range(32), *range(127, 160), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)))
_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("<%", "\\u003c%"))


def _strange(text: str) -> str:
    """A text in quotes whose letters are not all for the eye."""
    for mark, escaped in _ESCAPES:
        text = text.replace(mark, escaped)
    return '"' + "".join(f"\\u{ord(each):04x}" if each in _STRANGE else each for each in text) + '"'


_TEXT = Form(
    b"null", b'"', b'"', escapes=_ESCAPES, rare=_STRANGE.translate({9: None, 10: None, 13: None}), exotic=_strange
)
_BINARY = Form(b"null", b'!!binary "', b'"')
_DOCUMENT = Form(b"null", escapes=(("\n", " "), ("\r", " "), ("<%", "\\u003c%")))


def rails_files(schema: Schema) -> dict[str, str]:
    """The file of each table."""
    return {id: f"{stem}.yml" for id, stem in file_stems(table.id for table in schema).items()}


class Rails:
    """One file of YAML a table, each row under a label of its own: `orders_1`."""

    def __init__(self, schema: Schema, folder: Path) -> None:
        self.files = Files(folder)
        self._names = rails_files(schema)
        self._labels = rails_labels(schema)
        self._rows: RowText
        self._number = count(1)
        self._empty = True

    def begin(self, table: Table, columns: pa.Schema) -> None:
        """Opens the table's file."""
        self.files.open(self._names[table.id])
        self._names_of = [name for name in columns.names if table.column(name).generated is None]
        types = [columns.field(name).type for name in self._names_of]
        before = tuple(f"  {_key(name)}: ".encode() for name in self._names_of)
        before = (b"", *(b":\n" + mark if not number else b"\n" + mark for number, mark in enumerate(before)))
        label = Field(table.columns[0], Form(b"null"), free=True)
        forms = [label, *(_rails(table.column(name), type) for name, type in zip(self._names_of, types, strict=True))]
        after = b"\n" if self._names_of else b": {}\n"
        template = Template(before, after, f"{self._labels[table.id]}_".encode())
        self._rows = RowText(forms, [pa.int64(), *types], template)
        self._number = count(1)
        self._empty = True

    def batch(self, batch: pa.RecordBatch) -> None:
        """Writes rows."""
        if batch.num_rows:
            first = next(self._number)
            numbers = pa.array(np.arange(first, first + batch.num_rows, dtype=np.int64))
            self._number, self._empty = count(first + batch.num_rows), False
            columns = [numbers, *(batch.column(name) for name in self._names_of)]
            self.files.write(self._rows.of(pa.RecordBatch.from_arrays(columns, [str(n) for n in range(len(columns))])))

    def end(self) -> None:
        """Ends the table's file."""
        if self._empty:
            self.files.write("{}\n")
        self.files.shut()

    def close(self) -> tuple[Path, ...]:
        """The names of the files."""
        return self.files.close()

    def abandon(self) -> None:
        """Takes the files back."""
        self.files.abandon()


def _key(name: str) -> str:
    plain = name.isidentifier() and name.lower() not in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
    return name if plain else _strange(name)


def _rails(column: Column, type: pa.DataType) -> Field:
    """How a column looks in YAML: texts and moments in quotes, so that Rails gives them the type of the column."""
    if pa.types.is_decimal(type):
        return Field(column, _QUOTED, words, trim=column.type.precision is None, free=True)
    if pa.types.is_binary(type):
        return Field(column, _BINARY, _base64, free=True)
    if column.type.kind == "json" and pa.types.is_string(type):
        return Field(column, _DOCUMENT)
    if pa.types.is_string(type):
        return Field(column, _TEXT)
    return json_field(column, type)
