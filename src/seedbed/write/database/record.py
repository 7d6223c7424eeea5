"""The record of a load: which rows were put where, in a folder with a manifest, so that they can be found again.

<folder>/manifest.json          what was loaded into which database; never a secret
<folder>/schema.json            the tables as they were understood
<folder>/<table>.parquet        of each row the columns that tell it apart
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.database.dsn import Dsn
from seedbed.errors import Problem, ReadError
from seedbed.schema.files import dump
from seedbed.schema.files import load as read_dump
from seedbed.schema.model import Schema, Table
from seedbed.write.database.identity import Identity, identity
from seedbed.write.edges import EDGES
from seedbed.write.files.names import file_stems
from seedbed.write.files.stored import recorded
from seedbed.write.files.temporary import refusals
from seedbed.write.parquet import Parquet

__all__ = ["REPORTS", "SCHEMA", "Record", "Recorder", "described", "forget", "read_record"]

MANIFEST = "manifest.json"
SCHEMA = "schema.json"
REPORTS = ("report.json", "report.html")
"""What is written for machines and for people; a record may lose them, or have them changed."""


class Recorder:
    """A sink that keeps, of each row, what tells it apart; `files` are the tables of each file."""

    def __init__(self, schema: Schema, folder: Path) -> None:
        stems = file_stems(table.id for table in schema)
        names = {id: f"{stem}.parquet" for id, stem in stems.items()}
        self._schema = schema
        self._folder = folder
        self._rows = Parquet(names, folder)
        self._columns: list[str] = []
        self.identities: dict[str, Identity] = {}
        self.files = {name: (id,) for id, name in names.items()}

    def begin(self, table: Table, columns: pa.Schema) -> None:
        """Starts a table; one that the database fills by itself leaves nothing to keep."""
        self.identities[table.id] = found = identity(table, columns.names)
        self._columns = list(found.columns)
        if self._columns:
            self._rows.begin(table, pa.schema([columns.field(name) for name in self._columns]))

    def batch(self, batch: pa.RecordBatch) -> None:
        """Keeps rows."""
        if self._columns:
            self._rows.batch(batch.select(self._columns))

    def end(self) -> None:
        """Ends the table's file."""
        if self._columns:
            self._rows.end()

    def close(self) -> tuple[Path, ...]:
        """Writes the schema; gives the names of the files."""
        with refusals(self._folder / SCHEMA):
            (self._folder / SCHEMA).write_text(dump(self._schema) + "\n", encoding="utf-8")
        return (*self._rows.close(), Path(SCHEMA))

    def abandon(self) -> None:
        """Takes the files back."""
        self._rows.abandon()


def described(dsn: Dsn, identities: Mapping[str, Identity]) -> dict[str, Any]:
    """What the manifest of a load says of the database and of the columns that tell rows apart."""
    keys = {id: {"columns": list(found.columns), "unique": found.unique} for id, found in identities.items()}
    return {"dialect": dsn.dialect, "database": dsn.name, "address": str(dsn), "keys": keys}


@dataclass(frozen=True, slots=True)
class Record:
    """What an earlier load put into a database: `identities` and `files` by table id, `rows` of every table."""

    manifest: Path
    dialect: str
    database: str
    schema: Schema
    identities: Mapping[str, Identity]
    files: Mapping[str, Path]
    rows: Mapping[str, int]

    @property
    def parts(self) -> Iterable[Path]:
        """All files of the record, the manifest last."""
        beside = (self.manifest.with_name(name) for name in (SCHEMA, EDGES, *REPORTS))
        return (*self.files.values(), *beside, self.manifest)


def read_record(path: Path) -> Record:
    """The record of a load, by its manifest or its folder. Raises ReadError where it is none, or was changed."""
    manifest = path / MANIFEST if path.is_dir() else path
    try:
        facts = json.loads(manifest.read_bytes())
        load = facts["load"]
        told = {name: stored for name, stored in recorded(manifest).items() if name not in REPORTS}
        changed = [name for name, stored in told.items() if not stored.fits(manifest.with_name(name))]
        if changed:
            raise ReadError(*(_changed(manifest.with_name(name)) for name in changed))
        tables = {name: file["tables"] for name, file in facts["files"].items()}
        return Record(
            manifest,
            load["dialect"],
            load["database"],
            read_dump(manifest.with_name(SCHEMA).read_text(encoding="utf-8")),
            {id: Identity(tuple(key["columns"]), key["unique"]) for id, key in load["keys"].items()},
            {ids[0]: manifest.with_name(name) for name, ids in tables.items() if ids},
            {id: table["rows"] for id, table in facts["tables"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        help = "name the manifest.json that seedbed load wrote, or its folder"
        raise ReadError(Problem("this is no record of a load", str(manifest), str(error), help)) from error


def _changed(file: Path) -> Problem:
    what = "a file of the record is not as the load left it"
    return Problem(what, str(file), "which rows were loaded is not certain any more", "restore the file")


def forget(record: Record) -> None:
    """Removes a record whose rows are gone, and its folder where nothing else is in it."""
    with refusals(record.manifest):
        for file in record.parts:
            file.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # not empty
        record.manifest.parent.rmdir()
