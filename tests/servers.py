"""Private database servers for the tests: started from installed binaries, thrown away afterwards.

    Postgres    start_postgres()    psql
    MariaDB     start_mariadb()     the mariadb client
    Sqlite      Sqlite(folder)      the standard library

All three answer the same words: `dsn(db)`, `fresh()`, `execute(db, sql)`, `load(db, path)`. A service that
runs already (another version, MySQL itself) is used instead where SEEDBED_TEST_POSTGRES or SEEDBED_TEST_MYSQL
holds its DSN without a database. `Unavailable` says why a server cannot be had.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from seedbed.errors import DatabaseError
from seedbed.process.servers import EXTENSIONS, private, psql

Rows = list[tuple[str, ...]]
Finished = subprocess.CompletedProcess[str]

COMMAND_SECONDS = 300

Unavailable = DatabaseError
"""A server cannot be had on this machine; the text says why."""


class Server(Protocol):
    """What every database of the tests can do."""

    def dsn(self, db: str) -> str:
        """The address of one database, as a user would type it."""

    def fresh(self) -> str:
        """The name of a new, empty database."""

    def execute(self, db: str, sql: str) -> Rows:
        """The rows of a query as text; raises AssertionError with the server's words where it refuses."""

    def load(self, db: str, path: Path | str) -> Finished:
        """The outcome of feeding a script to the database's own client, which stops at the first error."""


def run(command: Sequence[str], *, stdin: Path | None = None, env: dict[str, str] | None = None) -> Finished:
    """The outcome of a command, its words kept as text."""
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(stdin.open("rb")) if stdin else subprocess.DEVNULL
        return subprocess.run(
            command,
            stdin=source,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=COMMAND_SECONDS,
            check=False,
            env={**os.environ, **(env or {})},
        )


def rows_of(done: Finished, separator: str) -> Rows:
    """The rows that a client printed; raises AssertionError where it failed."""
    assert done.returncode == 0, f"{done.args}\n{done.stderr}{done.stdout}"
    return [tuple(line.split(separator)) for line in done.stdout.split("\n") if line]


def fresh_names() -> Iterator[str]:
    """Names that no other test process uses."""
    return (f"seedbed_{os.getpid()}_{number}" for number in itertools.count(1))


@dataclass(slots=True)
class Postgres:
    """A PostgreSQL server, spoken to through psql."""

    address: str
    stop: Callable[[], None]
    names: Iterator[str] = field(default_factory=fresh_names)
    crash: Callable[[], None] | None = None  # dies at once and comes up again; None where it is not ours to kill
    extended: str = ""  # a database with extensions that others are copied from, once one was asked for

    def dsn(self, db: str) -> str:
        return f"{self.address}/{db}"

    def fresh(self, *, extensions: bool = False) -> str:
        """The name of a new database, with the usual contrib extensions where asked and installed."""
        if extensions and not self.extended:
            self.extended = self.fresh()
            for extension in EXTENSIONS:
                self._psql(self.extended, "-c", f'CREATE EXTENSION IF NOT EXISTS "{extension}"')
        name = next(self.names)
        template = f' TEMPLATE "{self.extended}"' if extensions else ""
        self.execute("postgres", f'CREATE DATABASE "{name}"{template}')
        return name

    def execute(self, db: str, sql: str) -> Rows:
        return rows_of(self._psql(db, "-A", "-t", "-F", "\t", "-c", sql), "\t")

    def load(self, db: str, path: Path | str) -> Finished:
        return self._psql(db, "-f", str(path))

    def _psql(self, db: str, *words: str) -> Finished:
        command = [psql(), "-X", "-q", "-v", "ON_ERROR_STOP=1", *words, self.dsn(db)]
        return run(command, env={"PGCLIENTENCODING": "UTF8", "PGOPTIONS": ""})


@dataclass(slots=True)
class MariaDB:
    """A MariaDB or MySQL server, spoken to through its command line client."""

    address: str
    stop: Callable[[], None]
    names: Iterator[str] = field(default_factory=fresh_names)
    crash: Callable[[], None] | None = None  # dies at once and comes up again; None where it is not ours to kill

    def dsn(self, db: str) -> str:
        return f"{self.address}/{db}"

    def fresh(self) -> str:
        name = next(self.names)
        self.execute("", f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        return name

    def execute(self, db: str, sql: str) -> Rows:
        return rows_of(run([*self.client(db), "-e", sql]), "\t")

    def load(self, db: str, path: Path | str) -> Finished:
        return run(self.client(db), stdin=Path(path))

    def client(self, db: str) -> list[str]:
        at = urlsplit(self.address)
        program = shutil.which("mariadb") or shutil.which("mysql") or "mariadb"
        command = [program, "--no-defaults", f"--user={unquote(at.username or 'root')}", "--protocol=TCP"]
        command += [f"--host={at.hostname}", f"--port={at.port or 3306}", "--default-character-set=utf8mb4"]
        command += [f"--password={unquote(at.password)}"] if at.password else []
        return [*command, "--local-infile=1", "-N", "-B", *([db] if db else [])]


@dataclass(slots=True)
class Sqlite:
    """SQLite files in one folder, with foreign keys on."""

    folder: Path
    names: Iterator[str] = field(default_factory=fresh_names)

    def dsn(self, db: str) -> str:
        return f"sqlite:///{self.path(db)}"

    def path(self, db: str) -> Path:
        """The file that holds a database."""
        return self.folder / f"{db}.db"

    def fresh(self) -> str:
        return next(self.names)

    def execute(self, db: str, sql: str) -> Rows:
        with contextlib.closing(self._connect(db)) as connection:
            try:
                rows = connection.execute(sql).fetchall()
            except sqlite3.Error as error:
                raise AssertionError(f"{sql}\n{error}") from error
        return [tuple("" if cell is None else str(cell) for cell in row) for row in rows]

    def load(self, db: str, path: Path | str) -> Finished:
        """The outcome of a script, as a client would report it; broken references count as a failure."""
        words = ["sqlite3", db, str(path)]
        with contextlib.closing(self._connect(db)) as connection:
            try:
                connection.executescript(Path(path).read_text(encoding="utf-8"))
                broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            except sqlite3.Error as error:
                return subprocess.CompletedProcess(words, 1, "", str(error))
        return subprocess.CompletedProcess(words, 1 if broken else 0, "", "".join(f"{row}\n" for row in broken))

    def _connect(self, db: str) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path(db), isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection


def start_postgres(*, durable: bool = False) -> Postgres:
    """A private PostgreSQL server on a free port; raises Unavailable. A `durable` one keeps what it has committed."""
    if service := os.environ.get("SEEDBED_TEST_POSTGRES"):
        return Postgres(service.rstrip("/"), _nothing)
    started = private("postgres", durable=durable)
    return Postgres(started.address, started.stop, crash=started.crash)


def start_mariadb(*, durable: bool = False) -> MariaDB:
    """A private MariaDB server on a free port; raises Unavailable. A `durable` one keeps what it has committed."""
    if service := os.environ.get("SEEDBED_TEST_MYSQL"):
        return MariaDB(service.rstrip("/"), _nothing)
    started = private("mysql", durable=durable)
    return MariaDB(started.address, started.stop, crash=started.crash)


def _nothing() -> None:
    """A service that was there before stays."""
