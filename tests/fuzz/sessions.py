"""Fast sessions with the three databases: a fresh namespace for each schema, scripts run in one go."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Any, Protocol

import psycopg
import pymysql
from pymysql.constants import CLIENT

from seedbed.schema.model import Dialect
from tests.fuzz.world import World
from tests.servers import start_mariadb, start_postgres

__all__ = ["Refused", "Session", "open_session", "session_of"]


class Refused(Exception):
    """A statement that the database refused, with its words."""


class Session(Protocol):
    """What the fuzzing asks of a database."""

    dialect: Dialect

    def fresh(self) -> None:
        """Forgets whatever there was."""

    def run(self, script: str) -> None:
        """Runs statements; raises Refused."""

    def proves(self, world: World) -> None:
        """Makes the tables and proves that they take the world's rows, then empties them; raises Refused."""

    def count(self, table: str) -> int:
        """The rows of a table."""

    def judge(self) -> None:
        """Asks what the database does not ask by itself; raises Refused for broken references."""

    def close(self) -> None:
        """Ends it."""


class SqliteSession:
    """A database in memory for each schema."""

    dialect: Dialect = "sqlite"

    def __init__(self) -> None:
        self._raw = sqlite3.connect(":memory:")

    def fresh(self) -> None:
        self._raw.close()
        self._raw = sqlite3.connect(":memory:", isolation_level=None)

    def run(self, script: str) -> None:
        try:
            self._raw.executescript(script)
        except sqlite3.Error as error:
            raise Refused(str(error)) from error

    def proves(self, world: World) -> None:
        self.run(_script([*world.made(), *world.inserts(), *world.late()]))
        self.judge()
        self.run(_script([*(f"DELETE FROM {table.name}" for table in world.tables), "PRAGMA foreign_keys = ON"]))

    def count(self, table: str) -> int:
        return int(self._raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def judge(self) -> None:
        try:
            broken = self._raw.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.Error as error:
            raise Refused(str(error)) from error
        if broken:
            raise Refused(f"broken references: {broken[:3]}")

    def close(self) -> None:
        self._raw.close()


class PostgresSession:
    """A schema of its own in one database."""

    dialect: Dialect = "postgres"

    def __init__(self, dsn: str) -> None:
        self._raw: psycopg.Connection[Any] = psycopg.connect(dsn, autocommit=True)
        self._number = 0
        self.run(
            "SET client_min_messages = error; SET timezone = 'UTC';"
            "CREATE EXTENSION IF NOT EXISTS citext; CREATE EXTENSION IF NOT EXISTS btree_gist"
        )

    def fresh(self) -> None:
        self._raw.rollback()
        self.run(f"SET search_path = public; DROP SCHEMA IF EXISTS f{self._number} CASCADE")
        self._number += 1
        self.run(f"CREATE SCHEMA f{self._number}; SET search_path = f{self._number}, public")

    def run(self, script: str) -> None:
        try:
            self._raw.execute(script.encode())
        except psycopg.Error as error:
            raise Refused(str(error)) from error

    def proves(self, world: World) -> None:
        self.run(
            _script(
                ["BEGIN", *world.made(), *world.inserts(), "SET CONSTRAINTS ALL IMMEDIATE", *world.late(), "COMMIT"]
            )
        )
        emptied = [f"DELETE FROM {table.name}" for table in world.tables]
        self.run(_script(["SET session_replication_role = replica", *emptied, "SET session_replication_role = origin"]))

    def count(self, table: str) -> int:
        row = self._raw.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
        assert row is not None
        return int(row[0])

    def judge(self) -> None:
        """Nothing: it asks everything itself."""

    def close(self) -> None:
        self._raw.close()


class MysqlSession:
    """A database of its own for each schema."""

    dialect: Dialect = "mysql"

    def __init__(self, host: str, port: int, user: str, password: str) -> None:
        self._raw = pymysql.connect(
            host=host,
            port=port,
            user=user,
            password=password,
            charset="utf8mb4",
            autocommit=True,
            client_flag=CLIENT.MULTI_STATEMENTS,
        )
        self._number = 0
        self.run("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'")

    def fresh(self) -> None:
        self._raw.rollback()
        self.run(f"DROP DATABASE IF EXISTS fuzz{self._number}")
        self._number += 1
        self.run(f"CREATE DATABASE fuzz{self._number} CHARACTER SET utf8mb4; USE fuzz{self._number}")

    def run(self, script: str) -> None:
        try:
            with contextlib.closing(self._raw.cursor()) as cursor:
                cursor.execute(script)
                while cursor.nextset():
                    pass
        except pymysql.Error as error:
            raise Refused(str(error)) from error

    def proves(self, world: World) -> None:
        self.run(_script([*world.made(), *world.inserts(), *world.late()]))
        emptied = [f"DELETE FROM {table.name}" for table in world.tables]
        self.run(_script(["SET foreign_key_checks = 0", *emptied, "SET foreign_key_checks = 1"]))

    def count(self, table: str) -> int:
        with contextlib.closing(self._raw.cursor()) as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            row = cursor.fetchone()
            assert row is not None
            return int(row[0])

    def judge(self) -> None:
        """Nothing: it asks everything itself."""

    def close(self) -> None:
        self._raw.close()


def _script(statements: list[str]) -> str:
    return ";\n".join(statements) + ";"


def session_of(dialect: Dialect, dsn: str) -> Session:
    """A session with a database that runs; the DSN of the tests' servers, without a database's name."""
    if dialect == "sqlite":
        return SqliteSession()
    if dialect == "postgres":
        return PostgresSession(dsn)
    at = pymysql_address(dsn)
    return MysqlSession(*at)


def pymysql_address(dsn: str) -> tuple[str, int, str, str]:
    """Host, port, user and password of a MySQL DSN."""
    from urllib.parse import unquote, urlsplit

    at = urlsplit(dsn)
    return at.hostname or "127.0.0.1", at.port or 3306, unquote(at.username or "root"), unquote(at.password or "")


@contextlib.contextmanager
def open_session(dialect: Dialect) -> Iterator[Session]:
    """A session with a private server; raises tests.servers.Unavailable where there can be none."""
    if dialect == "sqlite":
        with contextlib.closing(SqliteSession()) as session:
            yield session
        return
    server = start_postgres() if dialect == "postgres" else start_mariadb()
    try:
        dsn = server.dsn(server.fresh()) if dialect == "postgres" else server.dsn("")
        with contextlib.closing(session_of(dialect, dsn)) as session:
            yield session
    finally:
        server.stop()
