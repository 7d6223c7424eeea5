"""`Sink`: where the rows of a run go, a table after the other; and the formats that there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, runtime_checkable

import pyarrow as pa

from seedbed.errors import Problem, UsageError
from seedbed.schema.model import Schema, Table
from seedbed.write.csv import Csv
from seedbed.write.files.names import file_stems
from seedbed.write.files.temporary import Files
from seedbed.write.fixtures import DJANGO, Django, Rails, rails_files
from seedbed.write.json import Json, JsonLines
from seedbed.write.options import Options
from seedbed.write.order import load_order
from seedbed.write.parquet import Parquet
from seedbed.write.prisma import ROWS, SCRIPT, PrismaSeed
from seedbed.write.sql.script import Sql, sql_files
from seedbed.write.text.rows import Writer

__all__ = ["SINKS", "FileSink", "Options", "Sink", "TextSink", "file_names", "open_sink"]


class Sink(Protocol):
    """Takes tables in load order, and the batches of each in the order of its rows."""

    def begin(self, table: Table, columns: pa.Schema) -> None:
        """Starts a table whose batches will have these columns."""
        ...

    def batch(self, batch: pa.RecordBatch) -> None:
        """Takes rows of the table that was begun."""
        ...

    def end(self) -> None:
        """Ends the table that was begun."""
        ...

    def close(self) -> tuple[Path, ...]:
        """Ends all; gives the names of the files, relative to the folder and not yet published."""
        ...

    def abandon(self) -> None:
        """Takes everything back; never fails, may be called at any moment."""
        ...


class FileSink(Sink, Protocol):
    """A sink that writes files."""

    @property
    def files(self) -> Files:
        """The files, as far as they have grown."""
        ...


@runtime_checkable
class TextSink(Protocol):
    """A sink whose text may be made elsewhere, by several threads, and is handed to it in order."""

    def writer(self) -> Writer:
        """What gives the text of tiles of the table that was begun, for one thread."""
        ...

    def text(self, text: bytes, rows: int) -> None:
        """Takes the text of the next rows."""
        ...


Opener = Callable[[Schema, Path, Options], FileSink]


def _csv(schema: Schema, folder: Path, options: Options) -> FileSink:
    return Csv(schema.dialect, _names(schema, "csv", options), folder, options)


def _json(schema: Schema, folder: Path, options: Options) -> FileSink:
    return Json(folder, options)


def _jsonl(schema: Schema, folder: Path, options: Options) -> FileSink:
    return JsonLines(_names(schema, "jsonl", options), folder)


def _parquet(schema: Schema, folder: Path, options: Options) -> FileSink:
    return Parquet(_names(schema, "parquet", options), folder)


def _sql(schema: Schema, folder: Path, options: Options) -> FileSink:
    return Sql(schema, folder, options)


def _django(schema: Schema, folder: Path, options: Options) -> FileSink:
    return Django(schema, folder, options)


def _rails(schema: Schema, folder: Path, options: Options) -> FileSink:
    return Rails(schema, folder)


def _prisma(schema: Schema, folder: Path, options: Options) -> FileSink:
    return PrismaSeed(schema, folder, options)


SINKS: Mapping[str, Opener] = MappingProxyType(
    {
        "sql": _sql,
        "csv": _csv,
        "json": _json,
        "jsonl": _jsonl,
        "parquet": _parquet,
        "django": _django,
        "rails": _rails,
        "prisma": _prisma,
    }
)
_WHOLE = ("json", "django", "rails", "prisma")  # formats of which no part can stand alone


def open_sink(format: str, schema: Schema, folder: Path, options: Options | None = None) -> FileSink:
    """The sink of a format that writes its files into `folder` (a staging folder's `home`).

    Raises UsageError where there is no such format, or where `options.file` wants one file of a format that
    needs one for each table.
    """
    options = options or Options()
    file_names(format, schema, options)
    return SINKS[format](schema, folder, options)


def file_names(format: str, schema: Schema, options: Options | None = None) -> dict[str, tuple[str, ...]]:
    """The files that the sink of a format will make, and the ids of the tables that each holds."""
    options = options or Options()
    if format not in SINKS:
        known = ", ".join(SINKS)
        raise UsageError(Problem(f"there is no format {format!r}", help=f"the formats are {known}"))
    if options.mark and (format in _WHOLE or options.file is not None):
        help = "take jsonl, csv, parquet or sql, and name a folder with --output"
        raise UsageError(Problem("one file of all tables cannot be made in parts", "--part", help=help))
    ids = load_order(schema).tables
    if format in ("json", "django"):
        return {options.file or (DJANGO if format == "django" else "data.json"): ids}
    if format == "rails":
        return {name: (id,) for id, name in rails_files(schema).items()}
    if format == "prisma":
        return {ROWS: ids, SCRIPT: ()}
    if format == "sql":
        return sql_files(schema, options)
    return {name: (id,) for id, name in _names(schema, format, options).items()}


def _names(schema: Schema, suffix: str, options: Options) -> dict[str, str]:
    """The file of each table."""
    if options.file is None:
        suffix = f"{options.mark}.{suffix}" if options.mark else suffix
        return {id: f"{stem}.{suffix}" for id, stem in file_stems(table.id for table in schema).items()}
    if len(schema.tables) > 1:
        what = f"{suffix} needs a file for each of {len(schema.tables)} tables"
        raise UsageError(Problem(what, where=options.file, help="name a folder with --output"))
    return {table.id: options.file for table in schema}
