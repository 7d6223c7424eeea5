"""Anyone's rows: a file or a folder of SQL, CSV, JSON, JSON Lines or Parquet into `Rows`, as found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from seedbed.errors import Note, Problem, ReadError
from seedbed.read.rows.csv import csv_source
from seedbed.read.rows.fixtures import rails_rows
from seedbed.read.rows.json import json_rows, json_table, lines_rows
from seedbed.read.rows.names import Names, table_of
from seedbed.read.rows.parquet import parquet_source
from seedbed.read.rows.parts import parts
from seedbed.read.rows.sql import sql_rows
from seedbed.schema.model import Schema
from seedbed.schema.rows import Rows, Source

__all__ = ["read_rows"]

# Where a folder tells the same rows in several formats, the first of these that is complete is read.
_FORMATS: Mapping[str, str] = {
    ".parquet": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".sql": "sql",
    ".dump": "sql",
    ".yml": "yaml",
    ".yaml": "yaml",
}
_ORDER = ("parquet", "csv", "jsonl", "json", "sql", "yaml")
_OTHERS = ("manifest.json", "report.json", "edge-cases.json", "plan.json", "package.json", "testdatagen.config.json")
_BESIDE = tuple(f".{name}" for name in _OTHERS)  # of one file they are data.sql.report.json, ...


def read_rows(path: Path, schema: Schema) -> Rows:
    """The rows that a file or a folder holds for the tables of a schema, as text or as native columns.

    A folder of ours is read by its manifest.json, any other by file names. CSV and Parquet are opened here and
    read when the source is asked for; JSON and SQL are read here. What belongs to no table is a Note. Raises
    ReadError for a path that is missing, holds no data at all, or cannot be read.
    """
    names = Names(schema)
    if not path.exists():
        help = "check the name; it is looked for from the current folder"
        raise ReadError(Problem("there is no such file or folder", str(path), help=help))
    files = _files(path, names) if path.is_dir() else {path: None}
    return _together([_file(file, schema, names, tables) for file, tables in files.items()], path)


def _file(path: Path, schema: Schema, names: Names, tables: tuple[str, ...] | None) -> Rows:
    """The rows of one file; `tables` are those that a manifest says it holds."""
    kind = _FORMATS.get(path.suffix.lower())
    table = tables[0] if tables and len(tables) == 1 else table_of(path, names)
    try:
        if kind == "sql":
            return sql_rows(path, schema, names)
        if kind == "json":
            return json_rows(path, schema, names, table)
        if kind is None:
            help = "give .sql, .csv, .tsv, .json, .jsonl, .parquet or .yml"
            raise ReadError(Problem("this suffix names no format of rows", str(path), help=help))
        if table is None:
            return Rows({}, (Note(f"{path.name} belongs to no table", help="name the file after its table"),))
        if kind == "yaml":
            return Rows({table: json_table(rails_rows(path, schema.table(table)), schema.table(table))})
        if kind == "jsonl":
            return Rows({table: lines_rows(path, schema.table(table))})
        return Rows({table: csv_source(path) if kind == "csv" else parquet_source(path)})
    except OSError as error:
        raise ReadError(Problem("the file cannot be read", str(path), error.strerror or str(error))) from error


def _files(folder: Path, names: Names) -> dict[Path, tuple[str, ...] | None]:
    """The files of a folder that are to be read, each with the tables that its manifest names."""
    told = names.manifest(folder) or {
        folder / name: names.known(fact) for part in parts(folder) for name, fact in part.files.items()
    }
    files: dict[Path, tuple[str, ...] | None] = {file: tables for file, tables in told.items() if tables}
    files = files or {
        file: None
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.suffix.lower() in _FORMATS and _is_data(file, folder)
    }
    if not files:
        help = "name a folder with .sql, .csv, .json, .jsonl, .parquet or .yml files in it"
        raise ReadError(Problem("the folder holds no data", str(folder), help=help))
    kinds = {file: _FORMATS.get(file.suffix.lower(), "") for file in files}
    found = [kind for kind in _ORDER if kind in kinds.values()]
    if len(found) < 2:
        return files
    return {file: tables for file, tables in files.items() if kinds[file] == _fullest(found, kinds, names, files)}


def _is_data(file: Path, folder: Path) -> bool:
    """Whether a file tells rows: not of them, as reports do, and not in a hidden place, as those of a run cut short."""
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and not f".{file.name}".endswith(_BESIDE)


def _fullest(
    found: list[str], kinds: Mapping[Path, str], names: Names, files: Mapping[Path, tuple[str, ...] | None]
) -> str:
    """The format that tells of the most tables; a single document (SQL, JSON) may tell of all."""

    def tables(kind: str) -> int:
        mine = [file for file, other in kinds.items() if other == kind]
        told = {id for file in mine for id in files[file] or (table_of(file, names),) if id is not None}
        whole = kind in ("sql", "json") and any(files[file] is None and table_of(file, names) is None for file in mine)
        return len(names.ids) if whole else len(told)

    return max(found, key=lambda kind: (tables(kind), -_ORDER.index(kind)))


def _together(parts: list[Rows], path: Path) -> Rows:
    """One `Rows` of many; a table that two files hold is read from both."""
    found: dict[str, tuple[Source, ...]] = {}
    unread: dict[tuple[str, str], int] = {}
    for part in parts:
        for table, source in part.tables.items():
            found[table] = (*found.get(table, ()), *(source if isinstance(source, tuple) else (source,)))
        for key, count in part.unread.items():
            unread[key] = unread.get(key, 0) + count
    notes = tuple(note for part in parts for note in part.notes)
    if not found:
        notes += (Note(f"{path} holds no rows for any table of the schema"),)
    return Rows(found, notes, unread)
