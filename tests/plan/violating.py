"""Asking a real database: it takes the valid rows, and refuses each counter-example with the error foretold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import parse_dsn
from seedbed.schema.model import Dialect
from tests.servers import Server

STRICT = "STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION"
SETTINGS: dict[Dialect, tuple[str, ...]] = {
    "postgres": ("SET standard_conforming_strings = on", "SET DateStyle = 'ISO, YMD'", "SET TimeZone = 'UTC'"),
    "mysql": ("SET NAMES utf8mb4", f"SET sql_mode = '{STRICT}'", "SET time_zone = '+00:00'"),
    "sqlite": (),
}
Answer = tuple[str, str]


def disagreements(server: Server, db: str, folder: Path) -> list[str]:
    """What a database that holds the schema says otherwise than violations.json; it is given valid.sql first."""
    loaded = server.load(db, folder / "valid.sql")
    if loaded.returncode:
        return [f"valid.sql: {loaded.stderr.strip()[:300]}"]
    found = json.loads((folder / "violations.json").read_text(encoding="utf-8"))
    with connect(parse_dsn(server.dsn(found["database"] or db))) as connection:
        for setting in SETTINGS[connection.dialect]:
            connection.run(setting)
        return [*_refused(connection, found["violations"]), *_taken(connection, found["violations"])]


def _refused(connection: Connection, violations: list[dict[str, Any]]) -> Iterator[str]:
    for each in violations:
        with undone(connection):
            for row in each["before"]:
                if (answer := asked(connection, row)) is not None:
                    yield f"{each['table']}: {each['constraint']}: before: {answer}\n  {row}"
            answer = asked(connection, each["statement"], late=each["error"]["at"] == "commit")
        if answer is None or not _foretold(connection.dialect, answer, each["error"]):
            yield f"{each['table']}: {each['constraint']}: {each['error']} but {answer}\n  {each['statement'][:600]}"


def _foretold(dialect: Dialect, answer: Answer, error: dict[str, Any]) -> bool:
    code, words = answer
    if code not in (error["code"], str(error["number"]), *error["or_code"]):
        return False
    if dialect == "postgres":
        return error["constraint"] in (None, words)
    return dialect == "sqlite" or (error["constraint"] or "") in words


def _taken(connection: Connection, violations: list[dict[str, Any]]) -> Iterator[str]:
    """The same rows without the change."""
    rows = dict.fromkeys((tuple(each["before"]), each["valid"]) for each in violations if each["valid"])
    for before, valid in rows:
        with undone(connection):
            for row in (*before, valid):
                if (answer := asked(connection, row, late=True)) is not None:
                    yield f"a valid row is refused: {answer}\n  {row[:600]}"


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """A transaction that is taken back."""
    run = connection.raw.cursor().execute
    run("BEGIN")
    try:
        yield
    finally:
        if connection.dialect != "sqlite" or connection.raw.in_transaction:
            run("ROLLBACK")


def asked(connection: Connection, statement: str, *, late: bool = False) -> Answer | None:
    """The code and the words of the error that answers a statement; `late` asks what waits for the commit too."""
    run: Callable[[str], object] = connection.raw.cursor().execute
    try:
        run(statement)
        if late and connection.dialect == "postgres":
            run("SET CONSTRAINTS ALL IMMEDIATE")
    except Exception as error:  # noqa: BLE001 - three drivers have three roots
        return _answer(connection.dialect, error)
    return None


def _answer(dialect: Dialect, error: Any) -> Answer:
    if dialect == "postgres":
        return str(error.sqlstate), error.diag.constraint_name or ""
    if isinstance(error, sqlite3.Error):
        return str(error.sqlite_errorcode), str(error)
    return str(error.args[0]), str(error.args[1])
