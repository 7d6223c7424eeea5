"""JSON documents and JSON Lines into text columns, row by row, with every number as it was written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from seedbed.errors import Note, Problem, ReadError
from seedbed.read.rows.fixtures import by_columns, django_objects
from seedbed.read.rows.names import Names
from seedbed.schema.model import Schema, Table
from seedbed.schema.rows import Report, Rows, Source

__all__ = ["json_rows", "json_table", "lines_rows"]

_BATCH = 1 << 14  # rows
_SPACE = re.compile(r"[ \t\r\n]*")


class _Number(str):
    """A number as its author wrote it; JSON knows it from a text by this class."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_float=_Number, parse_int=_Number, parse_constant=_Number)


def json_rows(path: Path, schema: Schema, names: Names, table: str | None) -> Rows:
    """The rows of a document: `{"tables": {table: [row, ...]}}`, `{table: [row, ...]}`, or an array.

    An array holds the rows of `table`, the one that the file is named after.
    """
    text = _text(path)
    notes: list[Note] = []
    found: dict[str, pa.Table] = {}
    for name, rows in _arrays(text, path):
        id = table if name is None else names.find(name)
        if name is None and table is None:
            objects, strange = django_objects(rows, schema)
            found |= {id: json_table(iter(each), schema.table(id)) for id, each in objects.items()}
            notes += strange
            continue
        if id is None:
            notes.append(Note(f"{name or path.name} is no table of the schema", why=f"in {path.name}: left out"))
            for _ in rows:
                pass  # the text behind these rows is still to be read
            continue
        found[id] = json_table(by_columns(rows, schema.table(id)), schema.table(id))
    if not found and not notes:
        help = 'give {"table": [{"column": value}, ...]}, or an array in a file named after its table'
        raise ReadError(Problem("the document holds no rows", str(path), help=help))
    return Rows(dict(found), tuple(notes))


def lines_rows(path: Path, table: Table) -> Source:
    """The rows of a JSON Lines file, read when asked for; a line that is no object is reported and left out."""

    def opened(report: Report) -> pa.RecordBatchReader:
        return json_table(_lines(path, report), table).to_reader()

    return opened


def _lines(path: Path, report: Report) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig") as file:
        try:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    row = _DECODER.decode(line)
                except ValueError as error:
                    report(Problem("the line is no JSON", f"{path}:{number}", str(error)))
                    continue
                if isinstance(row, dict):
                    yield row
                else:
                    report(Problem("the line is no object", f"{path}:{number}", line.strip()[:80]))
        except UnicodeDecodeError as error:
            raise ReadError(Problem("the file is not UTF-8", str(path), str(error))) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(Problem("the file is not UTF-8", str(path), str(error))) from error


class _Cursor:
    """A place in a JSON text that moves on value by value, so that no document is ever held as objects."""

    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self.path = path
        self.at = 0

    def peek(self) -> str:
        """The next character that is no space, "" at the end."""
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
        return self.text[self.at : self.at + 1]

    def take(self, marks: str) -> str:
        """The next character, which must be one of `marks`."""
        mark = self.peek()
        if not mark or mark not in marks:
            raise self.broken(f"{' or '.join(marks)} is wanted here")
        self.at += 1
        return mark

    def value(self) -> Any:
        """The next whole value."""
        self.peek()
        try:
            value, self.at = _DECODER.raw_decode(self.text, self.at)
        except (ValueError, RecursionError) as error:
            raise self.broken(str(error)) from error
        return value

    def items(self) -> Iterator[dict[str, Any]]:
        """The objects of the array that begins here."""
        self.take("[")
        if self.peek() == "]":
            self.at += 1
            return
        while True:
            row = self.value()
            if not isinstance(row, dict):
                raise self.broken("a row is an object: {column: value}")
            yield row
            if self.take(",]") == "]":
                return

    def broken(self, why: str) -> ReadError:
        """The error that the text is broken here."""
        line = self.text.count("\n", 0, self.at) + 1
        return ReadError(Problem("the document cannot be read as JSON", f"{self.path}:{line}", why))


def _arrays(text: str, path: Path) -> Iterator[tuple[str | None, Iterator[dict[str, Any]]]]:
    """The arrays of rows in a document, each with its name; each must be read to its end before the next."""
    cursor = _Cursor(text, path)
    if cursor.peek() == "[":
        yield None, cursor.items()
        return
    yield from _named(cursor, nested=True)


def _named(cursor: _Cursor, *, nested: bool) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    cursor.take("{")
    if cursor.peek() == "}":
        return
    while True:
        name = str(cursor.value())
        cursor.take(":")
        mark = cursor.peek()
        if mark == "[":
            yield name, cursor.items()
        elif mark == "{" and name == "tables" and nested:
            yield from _named(cursor, nested=False)
        else:
            cursor.value()  # metadata and the like
        if cursor.take(",}") == "}":
            return


def json_table(rows: Iterator[dict[str, Any]], table: Table) -> pa.Table:
    """Rows as text columns: those of the table that occur, then others in order of appearance; all where none do."""
    documents = frozenset(column.name for column in table.columns if column.type.kind == "json")
    first = [column.name for column in table.columns]
    batches: list[dict[str, pa.Array]] = []
    held: list[dict[str, Any]] = []
    lengths: list[int] = []
    for row in rows:
        held.append(row)
        if len(held) == _BATCH:
            batches.append(_columns(held, documents))
            lengths.append(len(held))
            held = []
    batches.append(_columns(held, documents))
    lengths.append(len(held))
    seen = dict.fromkeys((name for batch in batches for name in batch) if any(lengths) else first)
    names = [name for name in first if name in seen] + [name for name in seen if name not in first]
    empty = [pa.nulls(length, pa.string()) for length in lengths]
    columns = [
        pa.chunked_array([batch.get(name, gap) for batch, gap in zip(batches, empty, strict=True)], pa.string())
        for name in names
    ]
    return pa.table(dict(zip(names, columns, strict=True)))


def _columns(rows: list[dict[str, Any]], documents: frozenset[str]) -> dict[str, pa.Array]:
    return {
        name: _texts([row.get(name) for row in rows], is_document=name in documents)
        for name in dict.fromkeys(chain.from_iterable(rows))
    }


def _texts(values: list[Any], *, is_document: bool) -> pa.Array:
    """The values of a column as texts; most columns hold nothing but texts and numbers, and need no look at each."""
    if is_document:
        return pa.array(map(_json_word, values), pa.string())
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return pa.array(map(_word, values), pa.string())


def _json_word(value: Any) -> str | None:
    """A value of a JSON column: a text that is itself a document was written twice over, any other is a JSON text."""
    if not isinstance(value, str) or isinstance(value, _Number):
        return _word(value)
    try:
        json.loads(value)
    except ValueError:
        return json.dumps(value, ensure_ascii=False)
    return value


def _word(value: Any) -> str | None:
    """A value as text: NULL, texts and numbers as they are, true and false, documents as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return _document(value)


def _document(value: Any) -> str:
    """JSON text of a nested value, numbers as they were written."""
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_document(item)}" for key, item in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(_document, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
