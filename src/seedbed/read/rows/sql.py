"""The rows of an SQL script: INSERTs and COPY blocks as people and dump tools write them.

Compiled expressions walk over the mapped file: one match a statement's head, one match a row. Whatever is no
row (DDL, settings, functions, triggers) is stepped over by its quotes and its semicolon.
"""

from __future__ import annotations

import mmap
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from seedbed.errors import Note, Problem, ReadError
from seedbed.read.rows.blocks import Block, block, csv_batch
from seedbed.read.rows.copy import copy_batch
from seedbed.read.rows.names import Names
from seedbed.read.rows.steps import Steps, names_in, steps
from seedbed.read.rows.values import Unread, column_texts, value_texts
from seedbed.schema.model import Schema, Table
from seedbed.schema.rows import Rows

__all__ = ["sql_rows"]

_BATCH = 1 << 15  # rows
_BYTES = 1 << 22  # of blocks that are read together


@dataclass(slots=True)
class _Pile:
    """The rows of one table as they come, each batch under the columns that its statement named.

    What is not yet a batch is either `held`, a row at a time, or in `blocks`.
    """

    table: Table
    batches: list[pa.RecordBatch] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    held: list[tuple[bytes, ...]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


class _Reader:
    """The rows and the remarks of one script."""

    def __init__(self, schema: Schema, names: Names, path: Path) -> None:
        self.schema = schema
        self.names = names
        self.path = path
        self.steps: Steps = steps(schema.dialect)
        self.piles: dict[str, _Pile] = {}
        self.heads: dict[bytes, tuple[_Pile | None, tuple[str, ...]]] = {}
        self.left_out: Counter[str] = Counter()
        self.unread: dict[tuple[str, str], int] = {}

    def read(self, data: mmap.mmap | bytes) -> None:
        """Takes every row of the script."""
        at, end = 0, len(data)
        while (at := self.steps.space(data, at)) < end:
            at = self._statement(data, at)
        for pile in self.piles.values():
            self._flush(pile)

    def _statement(self, data: mmap.mmap | bytes, at: int) -> int:
        """Takes the statement that begins at `at`, and gives the place behind it."""
        if head := self.steps.insert.match(data, at):
            return self._insert(data, head)
        if head := self.steps.copy.match(data, at):
            return self._copy(data, head)
        if kind := self.steps.change.match(data, at):
            self.left_out[f"{kind[1].decode().upper()} statements"] += 1
        return self.steps.over(data, at)

    def _insert(self, data: mmap.mmap | bytes, head: re.Match[bytes]) -> int:
        """Takes the rows of an INSERT; equal heads, as in one INSERT a row, are understood once."""
        words = head.group()
        if (place := self.heads.get(words)) is None:
            place = self.heads[words] = self._place(head)
        pile, columns = place
        at = head.end()
        if not head["values"]:
            if pile:
                self.left_out["INSERT ... SELECT or SET"] += 1
            return self.steps.over(data, at)
        if pile is None:
            self.left_out[f"rows of {'.'.join(names_in(head['table']))}, no table of the schema"] += 1
            return self.steps.over(data, at)
        width = len(columns) or self.steps.width(data, at)
        columns = columns or self._all_columns(pile.table, width, data, at)
        if columns != pile.columns:
            self._flush(pile)
            pile.columns = columns
        return self._rows(data, at, width, pile)

    def _rows(self, data: mmap.mmap | bytes, at: int, width: int, pile: _Pile) -> int:
        """Takes the rows of one INSERT; gives the place behind the statement."""
        while found := block(data, at, width, self.steps.backslashes):
            at = found.end
            self._keep(found, pile)
            if found.last:
                return at
        return self._single_rows(data, at, width, pile)

    def _keep(self, found: Block, pile: _Pile) -> None:
        if pile.held:
            self._flush(pile)
        pile.blocks.append(found)
        if sum(len(block.text) for block in pile.blocks) >= _BYTES:
            self._flush(pile)

    def _single_rows(self, data: mmap.mmap | bytes, at: int, width: int, pile: _Pile) -> int:
        """Takes the rows that are not all plain, by an expression; gives the place behind the statement."""
        if pile.blocks:
            self._flush(pile)
        held, fast = pile.held, self.steps.row(width)
        more = True
        while more:
            for row in fast.finditer(data, at):
                if row.start() != at:
                    break
                at = row.end()
                values = row.groups()
                held.append(values)
                if len(held) >= _BATCH:
                    self._flush(pile)
                if values[-1] != b",":
                    # what may follow the last row: ON CONFLICT, ON DUPLICATE KEY, RETURNING
                    return at if values[-1] == b";" else self.steps.over(data, at)
            values, at, more = self._slow(data, at, width)
            held.append(values)
        return self.steps.over(data, at)

    def _slow(self, data: mmap.mmap | bytes, at: int, width: int) -> tuple[tuple[bytes, ...], int, bool]:
        """A row with an expression in it; also whether another follows."""
        values, after = self.steps.values(data, at)
        if values is None or len(values) != width:
            what = (
                "the row cannot be read"
                if values is None
                else f"a row has {len(values)} values where {width} are wanted"
            )
            raise ReadError(
                Problem(what, self._where(data, at), bytes(data[at : at + 80]).decode(errors="replace").strip())
            )
        after = self.steps.space(data, after)
        more = data[after : after + 1] == b","
        return (*values, b""), after + more, more

    def _copy(self, data: mmap.mmap | bytes, head: re.Match[bytes]) -> int:
        """Takes a COPY block, which ends with a line of its own: backslash, full stop."""
        pile, columns = self._place(head)
        start = data.find(b"\n", head.end()) + 1 or len(data)
        stop = start if data[start : start + 2] == b"\\." else data.find(b"\n\\.", start) + 1 or len(data)
        if pile is not None and stop > start:
            self._flush(pile)
            width = data[start : data.find(b"\n", start)].count(b"\t") + 1
            columns = columns or self._all_columns(pile.table, width, data, start)
            pile.batches.extend(copy_batch(data[start:stop], columns, self._where(data, start)))
        elif pile is None:
            self.left_out[f"COPY of {'.'.join(names_in(head['table']))}, no table of the schema"] += 1
        line_end = data.find(b"\n", stop)
        return len(data) if line_end < 0 else line_end + 1

    def _place(self, head: re.Match[bytes]) -> tuple[_Pile | None, tuple[str, ...]]:
        """The pile of the table that a head names, None where it is no table of ours; and the columns it names."""
        name = ".".join(names_in(head["table"]))
        columns = tuple(names_in(head["columns"])) if head["columns"] else ()
        id = self.names.find(name)
        if id is None:
            return None, columns
        pile = self.piles.get(id) or self.piles.setdefault(id, _Pile(self.schema.table(id)))
        return pile, tuple(_exact(pile.table, column) for column in columns)

    def _all_columns(self, table: Table, width: int, data: mmap.mmap | bytes, at: int) -> tuple[str, ...]:
        """The columns of rows without a column list: all of them, or all that are not generated."""
        every = tuple(column.name for column in table.columns)
        stored = tuple(column.name for column in table.columns if column.generated is None)
        if width in (len(every), len(stored)):
            return every if width == len(every) else stored
        what = f"a row of {table.id} has {width} values, the table {len(every)} columns"
        raise ReadError(Problem(what, self._where(data, at), help="name the columns in the statement"))

    def _flush(self, pile: _Pile) -> None:
        """Turns the rows that are held, or in blocks, into batches of text columns."""
        if pile.blocks:
            pile.batches.extend(csv_batch([block.text for block in pile.blocks], pile.columns))
            pile.blocks.clear()
        if not pile.held:
            return
        arrays = []  # the last value of a row is the mark behind it, and belongs to no column
        for name, values in zip(pile.columns, zip(*pile.held, strict=True), strict=False):
            try:
                arrays.append(column_texts(values, self.steps.backslashes))
            except Unread:
                texts, unread = value_texts(values, self.steps.backslashes)
                arrays.append(texts)
                key = (pile.table.id, name)
                if unread:
                    self.unread[key] = self.unread.get(key, 0) + unread
        pile.batches.append(pa.record_batch(arrays, names=list(pile.columns)))
        pile.held.clear()

    def _where(self, data: mmap.mmap | bytes, at: int) -> str:
        line = data[:at].count(b"\n") + 1
        return f"{self.path}:{line}"

    def notes(self) -> tuple[Note, ...]:
        """What was left out, and how often."""
        why = f"{self.path.name}: rows are read from INSERTs with VALUES and from COPY"
        return tuple(
            Note(
                f"{count} × {what} left out",
                why=why,
                grave="no table" not in what,
            )
            for what, count in sorted(self.left_out.items())
        )


def sql_rows(path: Path, schema: Schema, names: Names) -> Rows:
    """The rows of a script for the tables of a schema; raises ReadError, with file:line, for rows that are broken."""
    reader = _Reader(schema, names, path)
    if path.stat().st_size:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            reader.read(data)
    tables = {id: _joined(pile, reader.unread) for id, pile in reader.piles.items()}
    return Rows(dict(tables), reader.notes(), reader.unread)


def _joined(pile: _Pile, unread: dict[tuple[str, str], int]) -> pa.Table:
    """One table of all batches; a column that a statement does not name is NULL, or unread where it has a default."""
    names = list(dict.fromkeys(name for batch in pile.batches for name in batch.schema.names))
    for column in pile.table.columns:
        missing = sum(len(batch) for batch in pile.batches if column.name not in batch.schema.names)
        if missing and column.name in names and (column.default is not None or column.identity):
            key = (pile.table.id, column.name)
            unread[key] = unread.get(key, 0) + missing
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_batches([_under(batch, schema) for batch in pile.batches], schema)


def _under(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The batch with all columns of the schema."""
    if batch.schema.names == schema.names:
        return batch
    held = dict(zip(batch.schema.names, batch.columns, strict=True))
    arrays = [held.get(name, pa.nulls(len(batch), pa.string())) for name in schema.names]
    return pa.record_batch(arrays, schema=schema)


def _exact(table: Table, name: str) -> str:
    """The column's own spelling, where the statement spelled it in other case."""
    exact = {column.name for column in table.columns}
    loose = {column.name.lower(): column.name for column in table.columns}
    return name if name in exact else loose.get(name.lower(), name)
