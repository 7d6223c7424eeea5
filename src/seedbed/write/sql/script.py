"""SQL: statements of the schema's own dialect that its client loads as they are, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.database.quoting import columns as quoted
from seedbed.database.quoting import table_name
from seedbed.errors import Problem, UsageError
from seedbed.schema.model import Dialect, Schema, Table
from seedbed.write.files.names import file_stems
from seedbed.write.files.temporary import Files
from seedbed.write.options import Options
from seedbed.write.order import Deferred, LoadOrder, load_order
from seedbed.write.sql.frame import frame
from seedbed.write.sql.updates import Updates
from seedbed.write.text.rows import RowText, Template, Writer
from seedbed.write.text.sql_fields import sql_field

__all__ = ["BLOCK", "Inserts", "Sql", "insert", "sql_files"]

_CLIENTS = {"postgres": "psql -v ON_ERROR_STOP=1 -f", "mysql": "mariadb <", "sqlite": "sqlite3 -bail <"}
BLOCK = 16_384
"""Rows after which a statement ends in any case, so that a block's text depends on no other."""
_BYTES = 500_000  # of values in a statement; quotes and hexadecimal digits may double them


def sql_files(schema: Schema, options: Options) -> dict[str, tuple[str, ...]]:
    """The files and the tables in each: one, or numbered ones in load order; a cycle is never cut."""
    order = load_order(schema, options.forward_references)
    if not options.split and not options.mark:
        return {options.file or "data.sql": order.tables}
    stems = file_stems(order.tables)
    units = _units(order)
    circle = next((unit for unit in units if len(unit) > 1), ())
    if circle and options.mark:
        why = f"rows of {', '.join(circle)} refer to each other, so that they stand in one file"
        raise UsageError(Problem("this SQL cannot be made in parts", "--part", why, "take csv, jsonl or parquet"))
    digits = max(3, len(str(len(units))))
    end = f"{options.mark}.sql" if options.mark else "sql"
    return {f"{number:0{digits}}-{stems[unit[0]]}.{end}": unit for number, unit in enumerate(units, 1)}


def _units(order: LoadOrder) -> list[tuple[str, ...]]:
    units: list[tuple[str, ...]] = []
    for table in order.tables:
        group = order.group_of(table)
        unit = group.tables if group else (table,)
        if unit not in units:
            units.append(unit)
    return units


class Sql:
    """Writes INSERT statements; tables come in load order."""

    def __init__(self, schema: Schema, folder: Path, options: Options) -> None:
        self._dialect: Dialect = schema.dialect
        self._options = options
        self._order = load_order(schema, options.forward_references)
        self._names = {id: name for name, ids in sql_files(schema, options).items() for id in ids}
        self._default = next(iter(sql_files(schema, options)), "data.sql")
        self._frame = frame(schema)
        self.files = Files(folder)
        self._file = ""
        self._group: Deferred | None = None
        self._inserts: Inserts | Updates | None = None

    def begin(self, table: Table, columns: pa.Schema, keys: int = 0) -> None:
        """Opens the table's file where it is not open, and defers what its rows cannot satisfy yet.

        With `keys` the batches change rows that are there: so many columns at their end tell the rows apart.
        """
        group = self._order.group_of(table.id)
        if group != self._group:
            self._settle()
        self._turn_to(self._names[table.id])
        if group is not None and self._group is None:
            self.files.write("".join(self._frame.defer(group)))
            self._group = group
        made = Inserts(table, columns, self._dialect, self._options)
        self._inserts = Updates(table, columns, self._dialect, keys) if keys else made

    def batch(self, batch: pa.RecordBatch) -> None:
        """Writes rows."""
        assert self._inserts is not None, "begin comes before batch"
        self.files.write(self._inserts.of(batch))

    def writer(self) -> Writer:
        """What gives the text of the table's blocks of rows, for one thread."""
        assert isinstance(self._inserts, Inserts), "rows that are there change one after the other"
        inserts = self._inserts
        return Inserts(inserts.table, inserts.columns, self._dialect, self._options).block

    def text(self, text: bytes, rows: int) -> None:
        """Takes rows whose text a writer made."""
        assert self._inserts is not None, "begin comes before text"
        self._inserts.rows += rows
        self.files.write(text)

    def end(self) -> None:
        """Ends the table's last statement and moves its sequences on."""
        assert self._inserts is not None, "begin comes before end"
        if self._options.last:
            self.files.write(self._inserts.end)
        if self._inserts.rows and self._options.last:
            self.files.write("".join(self._frame.moved(self._inserts.table, self._inserts.names)))
        self._inserts = None

    def close(self) -> tuple[Path, ...]:
        """Ends the last file; a run without tables leaves an empty transaction."""
        self._settle()
        self._turn_to(self._file or self._default)
        self._close()
        return self.files.close()

    def abandon(self) -> None:
        """Takes the files back."""
        self.files.abandon()

    def _settle(self) -> None:
        if self._group is not None:
            self.files.write("".join(self._frame.settle(self._group)))
            self._group = None

    def _turn_to(self, name: str) -> None:
        """Makes `name` the open file."""
        if name == self._file:
            return
        if self._file:
            self._close()
        self.files.open(name)
        self._file = name
        if self._options.first:
            opening = "".join(self._frame.opening)
            whole = name.replace(f".{self._options.mark}.", ".") if self._options.mark else name
            self.files.write(f"-- made by Seedbed; load with: {_CLIENTS[self._dialect]} {whole}\n{opening}")

    def _close(self) -> None:
        if self._options.last:
            self.files.write("".join(self._frame.closing))


class Inserts:
    """The INSERT statements of one table."""

    def __init__(self, table: Table, columns: pa.Schema, dialect: Dialect, options: Options) -> None:
        self.table = table
        self.columns = columns
        self.names = tuple(columns.names)
        self.rows = 0
        self._single = options.one_per_row or not columns.names
        self._head = _head(table, self.names, dialect)
        self._statements = _Statements(options.rows_per_statement, len(columns.names))
        fields = [
            sql_field(table.column(name), type, dialect, f"{table.id}.{name}")
            for name, type in zip(columns.names, columns.types, strict=True)
        ]
        before = tuple(b", " if number else b"(" for number in range(len(fields)))
        single = f"{self._head} ".encode()
        template = Template(before, b");\n", single) if self._single else Template(before, b")", b",\n")
        if not fields:
            template = Template((), _empty_row(dialect), single)
        self._text = RowText(fields, columns.types, template)

    def of(self, batch: pa.RecordBatch) -> bytes:
        """The text of rows; the last statement stays open."""
        self.rows += batch.num_rows
        if self._single:
            return self._text.of(batch)
        first = self.rows == batch.num_rows
        leads = {row: f";\n{self._head}\n".encode() for row in self._statements.starts(batch)}
        if first and batch.num_rows:
            leads[0] = f"{self._head}\n".encode()
        return self._text.of(batch, leads)

    def block(self, batch: pa.RecordBatch, first: bool) -> bytes:
        """The text of the rows of one block, the first or any other, whatever blocks were seen before."""
        self.rows = 0 if first else BLOCK
        self._statements = _Statements(self._statements.limit, len(self.names))
        return self.of(batch)

    def statements(self, batch: pa.RecordBatch) -> Iterator[bytes]:
        """The rows as whole statements, none left open."""
        edges = sorted({0, *self._statements.starts(batch), batch.num_rows})
        for start, stop in pairwise(edges):
            text = self._text.of(batch.slice(start, stop - start), {0: f"{self._head}\n".encode()})
            yield text.removesuffix(b",\n")

    @property
    def end(self) -> str:
        """What ends the last statement."""
        return ";\n" if self.rows and not self._single else ""


def insert(table: Table, row: pa.RecordBatch, dialect: Dialect) -> str:
    """The statement that inserts one row, without its line end; a column of texts is quoted whatever its type is."""
    one = Inserts(table, row.schema, dialect, Options(one_per_row=True))
    return one.of(row).decode().removesuffix("\n")


def _head(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    """An INSERT up to its rows."""
    into = f"INSERT INTO {table_name(table, dialect)}"
    if not names:
        return into
    always = dialect == "postgres" and any(table.column(name).identity == "always" for name in names)
    overriding = "OVERRIDING SYSTEM VALUE " if always else ""
    return f"{into} ({quoted(names, dialect)}) {overriding}VALUES"


def _empty_row(dialect: Dialect) -> bytes:
    """A row of a table all of whose columns fill themselves."""
    return b"() VALUES ();\n" if dialect == "mysql" else b"DEFAULT VALUES;\n"


class _Statements:
    """Where statements begin: after so many rows, or so many bytes, and where a block does.

    The same however the rows are cut; and a block is the same whatever came before it.
    """

    def __init__(self, rows: int, columns: int) -> None:
        self.limit = rows
        self._overhead = 16 * columns
        self._rows = rows  # as if a full statement had just ended
        self._bytes = 0
        self._block = BLOCK  # rows that are left of it

    def starts(self, batch: pa.RecordBatch) -> list[int]:
        """The rows of the batch at which a new statement begins."""
        sums = np.cumsum(self._sizes(batch))
        found: list[int] = []
        row, before = 0, -self._bytes
        while row < batch.num_rows:
            by_rows = row + min(self.limit - self._rows, self._block)
            by_bytes = int(np.searchsorted(sums, before + _BYTES, side="right"))
            stop = min(by_rows, max(by_bytes, row + (self._rows == 0)))
            if stop >= batch.num_rows:
                break
            found.append(stop)
            self._block = self._block - (stop - row) or BLOCK
            row, before, self._rows = stop, int(sums[stop - 1]) if stop else 0, 0
        self._rows += batch.num_rows - row
        self._block -= batch.num_rows - row
        self._bytes = int(sums[-1]) - before if len(sums) else self._bytes
        return found

    def _sizes(self, batch: pa.RecordBatch) -> NDArray[np.int64]:
        """About how many bytes each row takes."""
        sizes = np.full(batch.num_rows, self._overhead, np.int64)
        for column in batch.columns:
            sizes += _lengths(column)
        return sizes


def _lengths(column: pa.Array) -> NDArray[np.int64] | int:
    """The bytes of texts, and of the texts in lists; other cells are small."""
    kind = column.type
    if pa.types.is_list(kind):
        inner = _lengths(column.values)
        sums = np.concatenate([[0], np.cumsum(np.broadcast_to(inner + 16, len(column.values)))])
        edges = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
        return np.diff(sums[edges])
    if not (pa.types.is_string(kind) or pa.types.is_binary(kind)):
        return 0
    edges = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    return np.diff(edges).astype(np.int64)
