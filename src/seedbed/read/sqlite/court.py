"""An SQLite database in memory that executes definitions, and nothing that could reach out of it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["execute", "opened", "pragma"]

_STEPS = 2_000_000  # of SQLite's virtual machine, per statement: no definition needs a hundredth of it
_MISSING = re.compile(r"no such (function|collation sequence): (\S+)")
_DENIED = frozenset({sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_CREATE_VTABLE})
_DENIED_FUNCTIONS = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})


@contextmanager
def opened() -> Iterator[sqlite3.Connection]:
    """A database in memory: no ATTACH, no extensions, no virtual tables, and an end to endless queries."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.set_authorizer(_authorize)
        yield connection
    finally:
        connection.close()


def _authorize(action: int, first: str | None, second: str | None, database: str | None, origin: str | None) -> int:
    if action in _DENIED or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _DENIED_FUNCTIONS):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def execute(connection: sqlite3.Connection, sql: str) -> str:
    """Executes one statement and gives "", or says why SQLite refuses it.

    A function or collation that an application brings of its own is stood in for: a definition may name it.
    """
    connection.set_progress_handler(lambda: 1, _STEPS)
    try:
        return _execute(connection, sql)
    finally:
        connection.set_progress_handler(None, 0)


def _execute(connection: sqlite3.Connection, sql: str) -> str:
    supplied: set[str] = set()
    while True:
        try:
            connection.execute(sql)
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            missing = _MISSING.search(str(error))
            if missing is None or missing[2] in supplied:
                return str(error)
            supplied.add(missing[2])
            _supply(connection, missing[1], missing[2])
        else:
            return ""


def _supply(connection: sqlite3.Connection, kind: str, name: str) -> None:
    if kind == "function":
        connection.create_function(name, -1, lambda *args: None, deterministic=True)
    else:
        connection.create_collation(name, lambda left, right: (left > right) - (left < right))


def pragma(connection: sqlite3.Connection, name: str, argument: str) -> list[sqlite3.Row]:
    """The rows of a PRAGMA, each with its columns by name."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    # The table-valued form takes its argument as a parameter: no name needs quoting.
    return cursor.execute(f"SELECT * FROM pragma_{name}(?)", (argument,)).fetchall()  # noqa: S608 - names of ours
