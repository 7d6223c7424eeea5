"""Everything that is known of a project that sends its own SQL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import cast

import yaml

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.project.facts import Model, Needs, Stack
from seedbed.project.raw.sources import Piece, code, filled, joined, pieces, sources
from seedbed.project.raw.tables import models_of_tables
from seedbed.read.dialect import guess
from seedbed.read.sql import read_sql
from seedbed.schema.graph import components
from seedbed.schema.model import Dialect, Schema

__all__ = ["Raw", "raw_sql"]

_USUAL: Mapping[Dialect, str] = {"sqlite": "sqlite3", "postgres": "psycopg", "mysql": "pymysql"}
_WHOLE = "the project's statements"


@dataclass(frozen=True, slots=True)
class Raw:
    """The tables of a project as models, the statements that make them, and the driver that sends them.

    `package` is what has to be installed for the driver where the project itself uses one that is awaited, else "".
    """

    models: tuple[Model, ...]
    schema: Schema
    statements: tuple[Piece, ...]
    driver: str
    package: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def needs(self) -> Needs:
        """The server without which its tables cannot be made."""
        return "" if self.schema.dialect == "sqlite" else cast("Needs", self.schema.dialect)


def raw_sql(folder: Path, stack: Stack) -> Raw | None:
    """What a project says of its tables in SQL; None where it says nothing. Raises ReadError."""
    found, notes = sources(folder)
    if not found:
        return None
    name = _driver(folder, stack)
    dialect = cast("Dialect", _drivers()[name]["dialect"]) if name else guess("\n".join(each.text for each in found))[0]
    kept = pieces(found, dialect)
    reading = read_sql(_text(kept), _WHOLE, dialect)
    if not reading.schema.tables:
        return None
    places = _places(kept)
    order = tuple(name for group in components(_waits(reading.schema)) for name in group)
    if dialect != "sqlite" and all(piece.origin.file.endswith(".py") for piece in kept):
        kept = joined(kept, order)  # modules stand in the order of their names
    models = models_of_tables(_placed(reading.schema, places), _by_table(reading.schema, places))
    models, left = _without_filled(models, filled(kept))
    notes = (*notes, *left)
    told = _drivers().get(name, {})
    driver, package = told.get("stand_in") or name or _USUAL[dialect], told.get("package", "")
    if told.get("stand_in"):
        notes = (*notes, Note(f"{name} is awaited: rows are inserted by {driver}", "test data is made without waiting"))
    return Raw(models, reading.schema, kept, driver, package, (*notes, *_moved(reading.notes, places)))


def _without_filled(
    models: tuple[Model, ...], triggers: Mapping[str, Origin]
) -> tuple[tuple[Model, ...], tuple[Note, ...]]:
    """The models but for those of tables that triggers fill and no other one refers to: their keys would clash."""
    needed = {table for model in models for field in model.fields for table, _ in field.foreign}
    left = {each.table_id for each in models if each.table_id.lower() in triggers and each.table_id not in needed}
    notes = (
        Note("a trigger makes its rows", help="make those that it follows", table=name, origin=triggers[name.lower()])
        for name in sorted(left)
    )
    return tuple(each for each in models if each.table_id not in left), tuple(notes)


@lru_cache(maxsize=1)
def _drivers() -> Mapping[str, Mapping[str, str]]:
    text = files("seedbed.project.raw").joinpath("drivers.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(text)
    return found


def _driver(folder: Path, stack: Stack) -> str:
    """The driver that the code imports, else one of its packages, "" where there is none."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in code(folder)]
    for name in _drivers():
        top, _, inner = name.partition(".")
        within = rf"|from {top} import {inner}\b" if inner else ""
        imported = re.compile(rf"^\s*(?:(?:import|from) {re.escape(name)}\b{within})", re.MULTILINE)
        if any(imported.search(text) for text in texts):
            return name
    return next((name for name, told in _drivers().items() if any(map(stack.has, _packages(name, told)))), "")


def _packages(name: str, told: Mapping[str, str]) -> tuple[str, ...]:
    """The packages that have a driver."""
    return name, f"{name}-binary", *told.get("packaged", "").split()


def _waits(schema: Schema) -> dict[str, list[str]]:
    return {table.id: [key.table for key in table.foreign_keys] for table in schema}


def _text(kept: tuple[Piece, ...]) -> str:
    return "".join(f"{piece.text}\n;\n" for piece in kept)  # the last line of one may end in a comment


def _places(kept: tuple[Piece, ...]) -> tuple[Origin, ...]:
    """The place of each line of all statements together."""
    found: list[Origin] = []
    for piece in kept:
        found += (Origin(piece.origin.file, piece.origin.line + number) for number in range(piece.text.count("\n") + 2))
    return tuple(found)


def _at(origin: Origin | None, places: tuple[Origin, ...]) -> Origin | None:
    return places[origin.line - 1] if origin is not None and 0 < origin.line <= len(places) else None


def _by_table(schema: Schema, places: tuple[Origin, ...]) -> dict[str, Origin]:
    return {table.id: place for table in schema if (place := _at(table.origin, places)) is not None}


def _placed(schema: Schema, places: tuple[Origin, ...]) -> Schema:
    """The schema whose columns stand where the project has them."""
    tables = (
        replace(table, columns=tuple(replace(each, origin=_at(each.origin, places)) for each in table.columns))
        for table in schema
    )
    return replace(schema, tables=tuple(tables))


def _moved(notes: tuple[Note, ...], places: tuple[Origin, ...]) -> tuple[Note, ...]:
    return tuple(replace(note, origin=_at(note.origin, places)) for note in notes)
