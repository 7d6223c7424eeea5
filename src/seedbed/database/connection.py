"""`Connection`: one session with a living database, the same words for all three; a driver's errors never leak."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from seedbed.database.dsn import Dsn
from seedbed.errors import DatabaseError, Problem
from seedbed.schema.model import Dialect

__all__ = ["Connection", "connect"]

_CONNECT_SECONDS = 10
_POSTGRES = "-c client_encoding=UTF8 -c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex"
_MYSQL = (
    "SET SESSION time_zone = '+00:00', "
    "sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION', "
    "group_concat_max_len = 4294967295"
)


@dataclass(slots=True)
class Connection:
    """A session in which every statement commits by itself, unless a transaction was begun in SQL.

    `raw` is the driver's own connection, for what only it can do (COPY, LOAD DATA); wrap that in `refusals`.
    `host` is where the session really leads, "" for a socket or a file.
    """

    dsn: Dsn
    raw: Any
    host: str
    _error: type[Exception]

    @property
    def dialect(self) -> Dialect:
        """Which of the three databases this is."""
        return self.dsn.dialect

    @property
    def local(self) -> bool:
        """Whether the database is on this machine."""
        return self.host in {"", "localhost", "127.0.0.1", "::1"} or self.host.startswith(("/", "127."))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises DatabaseError."""
        with self.refusals(), contextlib.closing(self.raw.cursor()) as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def run(self, sql: str) -> None:
        """Runs one statement whose rows, if any, do not matter. Raises DatabaseError."""
        with self.refusals(), contextlib.closing(self.raw.cursor()) as cursor:
            cursor.execute(sql)

    @contextlib.contextmanager
    def refusals(self, what: str = "the database refused") -> Iterator[None]:
        """Turns the driver's errors into DatabaseError, with the database's own words."""
        try:
            yield
        except self._error as error:
            raise _refused(what, self.dsn, error) from error

    def close(self) -> None:
        """Ends the session; an open transaction is taken back."""
        self.raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(dsn: Dsn, *, read_only: bool = False, bulk: bool = False) -> Connection:
    """A session with the database. Raises DatabaseError where it is not to be had, or its driver is missing.

    A `read_only` session cannot change the database, whatever is asked of it. Only in a `bulk` session may LOAD DATA
    LOCAL be used: there a MySQL server could ask for any file that we may read, so it must be one we trust.
    """
    return _DRIVERS[dsn.dialect](dsn, read_only, bulk)


def _postgres(dsn: Dsn, read_only: bool, bulk: bool) -> Connection:
    try:
        import psycopg
    except ImportError as error:
        raise _missing("psycopg", "postgres") from error
    given = dict(dsn.options)
    settings = [given.pop("options", ""), _POSTGRES, "-c default_transaction_read_only=on" if read_only else ""]
    words = {"host": dsn.host, "port": dsn.port, "user": dsn.user, "password": dsn.secret, "dbname": dsn.database}
    words = {"connect_timeout": _CONNECT_SECONDS, "application_name": "seedbed", **given, **words}
    told = {name: str(value) for name, value in words.items() if value}
    try:
        info = psycopg.conninfo.make_conninfo(options=" ".join(filter(None, settings)), **told)
        raw = psycopg.connect(info, autocommit=True)
    except psycopg.Error as error:
        raise _refused("the database cannot be reached", dsn, error) from error
    return Connection(dsn, raw, raw.info.host or "", psycopg.Error)


def _mysql(dsn: Dsn, read_only: bool, bulk: bool) -> Connection:
    try:
        import pymysql
    except ImportError as error:
        raise _missing("pymysql", "mysql") from error
    given = dict(dsn.options)
    socket = given.get("unix_socket") or given.get("socket")
    try:
        raw = pymysql.connect(
            host=dsn.host or "localhost",
            port=dsn.port or 3306,
            user=dsn.user or None,
            password=dsn.secret,
            database=dsn.database or None,
            unix_socket=socket,
            charset="utf8mb4",
            autocommit=True,
            local_infile=bulk,
            connect_timeout=_CONNECT_SECONDS,
            init_command=_MYSQL,
        )
    except (pymysql.Error, OSError) as error:
        raise _refused("the database cannot be reached", dsn, error) from error
    connection = Connection(dsn, raw, "" if socket else dsn.host, pymysql.Error)
    if read_only:
        connection.run("SET SESSION TRANSACTION READ ONLY")
    return connection


def _sqlite(dsn: Dsn, read_only: bool, bulk: bool) -> Connection:
    path = Path(dsn.database)
    if not path.is_file():
        help = "check the name; a new database is made by its own client: sqlite3 FILE < schema.sql"
        raise DatabaseError(Problem("there is no such database", str(dsn), help=help))
    uri = f"file:{quote(str(path.absolute()))}?mode={'ro' if read_only else 'rw'}"
    try:
        raw = sqlite3.connect(uri, uri=True, isolation_level=None)
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        raise _refused("the database cannot be opened", dsn, error) from error
    return Connection(dsn, raw, "", sqlite3.Error)


_DRIVERS: Mapping[Dialect, Callable[[Dsn, bool, bool], Connection]] = {
    "postgres": _postgres,
    "mysql": _mysql,
    "sqlite": _sqlite,
}


def _refused(what: str, dsn: Dsn, error: Exception) -> DatabaseError:
    """The error in the database's own words; MySQL's come as (number, words)."""
    words = error.args[1] if len(error.args) == 2 and isinstance(error.args[0], int) else str(error)
    return DatabaseError(Problem(what, str(dsn), dsn.hidden(str(words).strip())))


def _missing(driver: str, extra: str) -> DatabaseError:
    return DatabaseError(Problem(f"the driver {driver} is not installed", help=f'pip install "seedbed[{extra}]"'))
