"""A living database into a schema: what its catalogs say, in its own words, goes through the readers of DDL.

So a schema read from its file and the same schema read from a database meet one reader, and come out alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from seedbed.classes import dataclass
from seedbed.database.connection import Connection
from seedbed.errors import Note, Origin, Problem, ReadError
from seedbed.read.live.mysql import told_by_mysql
from seedbed.read.live.postgres import told_by_postgres
from seedbed.read.live.sqlite import told_by_sqlite
from seedbed.read.notes import tableless
from seedbed.read.reading import Reading
from seedbed.read.sql import read_sql
from seedbed.schema.expression import Call
from seedbed.schema.model import Dialect

__all__ = ["read_database"]

T = TypeVar("T")

Teller = Callable[[Connection], tuple[str, tuple[Note, ...]]]
_TELLERS: Mapping[Dialect, Teller] = {
    "postgres": told_by_postgres,
    "mysql": told_by_mysql,
    "sqlite": told_by_sqlite,
}


def read_database(connection: Connection, name: str = "") -> Reading:
    """The schema of the database behind a session; `name` is what notes and problems call it, else its address.

    Nothing is changed there. Raises DatabaseError, and ReadError where there are no tables, or one refers to nowhere.
    """
    name = name or str(connection.dsn)
    text, notes = _TELLERS[connection.dialect](connection)
    source = _Source(name)
    try:
        reading = read_sql(text, name, connection.dialect)
    except ReadError as error:
        raise ReadError(*(source.problem(problem) for problem in error.problems)) from error
    found = tuple(note for note in map(source.note, reading.notes) if not note.what.startswith("skipped "))
    if not reading.schema.tables:
        raise ReadError(tableless(name))
    return Reading(source.placed(reading.schema), (*notes, *found))


@dataclass(frozen=True, slots=True)
class _Source:
    """Says where things are in terms of a database: the lines of the text that was made from it mean nothing."""

    name: str

    def text(self, text: str) -> str:
        words = re.sub(re.escape(self.name) + r"(?::\d+){1,2}", self.name, text)
        return words.replace("no statement of the file creates", "the database has no table").replace(
            "no statement creates", "the database has no table"
        )

    def problem(self, problem: Problem) -> Problem:
        return Problem(*(self.text(part) for part in (problem.what, problem.where, problem.why, problem.help)))

    def note(self, note: Note) -> Note:
        what, why, help = (self.text(part) for part in (note.what, note.why, note.help))
        return replace(note, what=what, why=why, help=help, origin=Origin(self.name) if note.origin else None)

    def placed(self, value: T) -> T:
        """A part of a schema with every origin at the database as a whole."""
        placed: Any = value
        if isinstance(value, Origin):
            placed = Origin(self.name)
        elif isinstance(value, tuple):
            placed = tuple(self.placed(item) for item in value)
        elif is_dataclass(value) and not isinstance(value, type | Call):
            placed = replace(value, **{part.name: self.placed(getattr(value, part.name)) for part in fields(value)})
        return placed  # type: ignore[no-any-return]  # of the type that came in
