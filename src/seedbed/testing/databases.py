"""Databases for tests: a schema filled once, and a copy of it for each test.

The filled one is named by a digest of what is in it, so that processes of one run share it, and a change of the schema
or of the recipe makes another. SQLite copies a file, PostgreSQL a template database.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from seedbed.api.loading import load, session
from seedbed.api.source import Source, read
from seedbed.database.connection import Connection
from seedbed.errors import Problem, ReadError, UsageError, WriteError
from seedbed.plan.plan import Plan, dump_plan
from seedbed.schema.recipe import Recipe
from seedbed.write.ddl import ddl

try:
    import fcntl
except ImportError:  # Windows: there tests run in one process
    fcntl = None  # type: ignore[assignment]

__all__ = ["postgres_copy", "read_for", "sqlite_copy"]

_NAME = "seedbed_{}"
_HELP = {
    "postgres": 'name one: seedbed_database(..., server="postgresql://localhost/postgres")',
    "mysql": "MySQL has no way to copy a database: fill one with seedbed load, or take a schema of SQLite",
}


def read_for(server: str | None, source: str | Path, recipe: str | Path | Recipe | None) -> Source:
    """The schema for a database of a server, or for SQLite where none is named. Raises ReadError, UsageError."""
    if server is not None:
        return read(source, recipe=recipe)
    try:
        return read(source, recipe=recipe, dialect="sqlite")
    except ReadError:
        dialect = read(source, recipe=recipe).schema.dialect
        if dialect == "sqlite":
            raise
    raise UsageError(
        Problem(f"the schema is one of {dialect}, and no server was named", str(source), help=_HELP[dialect])
    )


def sqlite_copy(source: Source, folder: Path, copy: Path) -> str:
    """Puts a filled database to the path `copy`; gives its address. The one that is copied is kept in the folder.

    Raises PlanError, WriteError, and UsageError where the schema is none for SQLite.
    """
    made = _planned(source, "sqlite")
    kept = folder / f"{_NAME.format(_digest(made))}.db"
    with _alone(kept):
        if not kept.exists():
            new = kept.with_suffix(".new")
            new.unlink(missing_ok=True)
            with closing(sqlite3.connect(new)) as empty:
                empty.executescript(ddl(made.schema))
            with session(f"sqlite:///{new}") as connection:
                _fill(made, connection)
            new.rename(kept)
    shutil.copyfile(kept, copy)
    return f"sqlite:///{copy}"


@contextmanager
def postgres_copy(source: Source, server: str) -> Iterator[str]:
    """The address of a filled database of a server, which is dropped in the end; the one that is copied stays.

    `server` is the address of any database there that may create others. Raises DatabaseError, PlanError, and
    UsageError where the schema is none for PostgreSQL or the server is on another machine.
    """
    made = _planned(source, "postgres")
    kept = _NAME.format(_digest(made))
    copy = f"{kept}_{uuid4().hex[:12]}"
    with session(server) as connection:
        connection.run(f"SELECT pg_advisory_lock(hashtext('{kept}'))")  # until the session ends
        if not connection.rows(f"SELECT FROM pg_database WHERE datname = '{kept}'"):
            _make(made, connection, server, kept)
        connection.run(f'CREATE DATABASE "{copy}" TEMPLATE "{kept}"')
    try:
        yield _beside(server, copy)
    finally:
        with session(server) as connection:
            connection.run(f'DROP DATABASE "{copy}" WITH (FORCE)')


def _make(made: Plan, connection: Connection, server: str, kept: str) -> None:
    """Makes the database that is copied, under another name until it is whole."""
    new = f"{kept}_new"
    connection.run(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
    connection.run(f'CREATE DATABASE "{new}"')
    with session(_beside(server, new)) as inside:
        inside.run(ddl(made.schema))
        _fill(made, inside)
    connection.run(f'ALTER DATABASE "{new}" RENAME TO "{kept}"')


def _planned(source: Source, dialect: str) -> Plan:
    if source.schema.dialect != dialect:
        help = "read it with another dialect" if dialect == "sqlite" else "give the address of a server of its kind"
        raise UsageError(Problem(f"the schema is one of {source.schema.dialect}, not of {dialect}", help=help))
    return source.plan()


def _digest(made: Plan) -> str:
    return sha256(f"{dump_plan(made)}{ddl(made.schema)}".encode()).hexdigest()[:16]


def _fill(made: Plan, connection: Connection) -> None:
    done = load(made, connection)
    if not done.verdict.ok:
        told = "; ".join(f"{breach.constraint}: {breach.count}" for breach in done.verdict.breaches[:5])
        raise WriteError(Problem("the rows break constraints of the database", str(connection.dsn), told))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keeps other processes waiting that want the same file."""
    with path.with_suffix(".lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _beside(server: str, database: str) -> str:
    """The address of another database of a server."""
    return urlsplit(server)._replace(path=f"/{database}").geturl()
