"""DDL of SQLite into a schema: SQLite executes it in memory and is then asked what it made of it.

Works on files as people write them and on what `.schema` and `.dump` print. Statements on rows are skipped.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from seedbed.errors import Note, Origin
from seedbed.read.notes import Skipped, unread
from seedbed.read.reading import Reading
from seedbed.read.sqlite.court import execute, opened
from seedbed.read.sqlite.search import search_table
from seedbed.read.sqlite.tables import tables
from seedbed.read.statements import Statement, statements
from seedbed.schema.model import Schema, Table

__all__ = ["read", "read_files"]

_DEFINING = re.compile(r"(?:create|drop) (?:table|index)|alter table")
_TEMPORARY = re.compile(r"create\s+temp(?:orary)?\b", re.I)
_VIRTUAL = re.compile(r"create\s+virtual\s+table\s+(?:if\s+not\s+exists\s+)?(\S+?)[\s(]+.*?using\s+(\w+)", re.I | re.S)
_NEAR = re.compile(r'near "(.+)": syntax error')
_SHADOWS = (
    "content", "segments", "segdir", "docsize", "stat", "data", "idx", "config", "node", "rowid", "parent", "vocab",
    "chunks", "vector_chunks00", "info",
)  # fmt: skip


@dataclass(slots=True)
class _Session:
    """One text on its way through SQLite."""

    file: str
    connection: sqlite3.Connection
    notes: list[Note] = field(default_factory=list)
    skipped: Skipped = field(default_factory=Skipped)
    origins: dict[str, Origin] = field(default_factory=dict)  # by lower-case table name
    virtual: dict[str, str] = field(default_factory=dict)  # lower-case name: module
    search: list[Table] = field(default_factory=list)


def read(text: str, name: str) -> Reading:
    """The schema that the text creates; `name` is what notes and problems call the text.

    Raises ReadError for foreign keys to tables or columns that are not there.
    """
    return read_files({name: text})


def read_files(texts: Mapping[str, str]) -> Reading:
    """The schema that texts create one after another; each under its name. Raises ReadError as `read` does."""
    with opened() as connection:
        session = _Session("", connection)
        for session.file, text in texts.items():
            for statement in statements(text, "sqlite"):
                _take(statement, session)
        _drop_shadows(session)
        found = tables(connection, session.file, session.origins, session.notes)
    filled = {table.name.lower() for table in session.search}
    unfilled = {name: module for name, module in session.virtual.items() if name not in filled}
    notes = (*session.notes, *_virtual_notes(unfilled), *session.skipped.notes())
    return Reading(Schema((*found, *session.search), "sqlite"), notes)


def _take(statement: Statement, session: _Session) -> None:
    """Executes one statement, or counts it."""
    virtual = _VIRTUAL.search(statement.text) if "virtual" in statement.text.lower() else None
    if virtual and statement.kind in ("create table", "insert"):  # .dump inserts them into sqlite_schema
        _take_virtual(virtual[1].strip("'\"`[]").lower(), virtual[2].lower(), statement, session)
    elif not statement.kind:
        session.notes.append(unread(statement, session.file, "it does not start with a word of SQL"))
    elif not _DEFINING.fullmatch(statement.kind) or _TEMPORARY.match(statement.text):
        session.skipped.add(statement.kind)
    else:
        _execute(statement, session)


def _take_virtual(name: str, module: str, statement: Statement, session: _Session) -> None:
    """Remembers a virtual table, which is never executed: its module may be missing here."""
    if name not in session.virtual:
        session.virtual[name] = module
        table = search_table(statement.text, Origin(session.file, statement.line))
        session.search += [table] if table is not None else []


def _execute(statement: Statement, session: _Session) -> None:
    before = _names(session.connection)
    why = execute(session.connection, statement.text)
    if why and statement.kind == "drop table" and "no such table" in why:
        return
    if why:
        session.notes.append(unread(statement, session.file, f"SQLite refuses it: {why}", _place(why, statement.text)))
    for name in _names(session.connection) - before:
        session.origins[name.lower()] = Origin(session.file, statement.line)


def _place(why: str, text: str) -> int | None:
    """Where in a statement stands what SQLite names, where it stands there once: SQLite tells no place."""
    named = _NEAR.match(why)
    return text.find(named[1]) if named and text.count(named[1]) == 1 else None


def _names(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def _drop_shadows(session: _Session) -> None:
    """A dump brings the tables that a virtual table keeps its data in: they are its own affair."""
    for name in sorted(_names(session.connection)):
        owner, _, suffix = name.lower().rpartition("_")
        if owner in session.virtual and suffix in _SHADOWS:
            quoted = name.replace('"', '""')
            execute(session.connection, f'DROP TABLE "{quoted}"')


def _virtual_notes(virtual: Mapping[str, str]) -> tuple[Note, ...]:
    if not virtual:
        return ()
    listed = ", ".join(f"{name} ({module})" for name, module in sorted(virtual.items()))
    count = len(virtual)
    what = f"skipped {count} virtual table{'s' if count > 1 else ''}: {listed}"
    return (Note(what, why="what rows they take is up to their modules", help="fill them from the tables they index"),)
