"""What a MySQL or MariaDB database says of its tables: SHOW CREATE TABLE, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from seedbed.database.connection import Connection
from seedbed.database.quoting import identifier
from seedbed.errors import Note, Problem, ReadError, UsageError
from seedbed.read.notes import listed, tableless, triggered

__all__ = ["told_by_mysql"]

_TABLES = """
SELECT t.table_name, t.table_type FROM information_schema.tables t
WHERE t.table_schema = DATABASE() ORDER BY t.create_time, t.table_name
"""
_TRIGGERS = """
SELECT DISTINCT t.event_object_table FROM information_schema.triggers t
WHERE t.trigger_schema = DATABASE() AND t.event_manipulation = 'INSERT' ORDER BY 1
"""
_ELSEWHERE = """
SELECT t.table_schema FROM information_schema.tables t
WHERE t.table_type = 'BASE TABLE' AND t.table_schema NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema')
GROUP BY 1 ORDER BY 1
"""
_FILLED = ("BASE TABLE", "SYSTEM VERSIONED")


def told_by_mysql(connection: Connection) -> tuple[str, tuple[Note, ...]]:
    """The statements that would make the tables of the session's database, and notes on what they leave out."""
    if not connection.dsn.database:
        help = _help(connection, "name one behind the host: mysql://user@host/database")
        raise UsageError(Problem("the address names no database", str(connection.dsn), help=help))
    connection.run("SET SESSION sql_quote_show_create = 1")
    found = connection.rows(_TABLES)
    tables = [name for name, kind in found if kind in _FILLED]
    if not tables:
        raise ReadError(tableless(str(connection.dsn), _help(connection, "")))
    statements = [connection.rows(f"SHOW CREATE TABLE {identifier(name, 'mysql')}")[0][1] for name in tables]
    notes = tuple(_notes(connection, Counter(str(kind).lower() for _, kind in found if kind not in _FILLED)))
    return "".join(f"{statement};\n" for statement in statements), notes


def _help(connection: Connection, words: str) -> str:
    """The words with the databases of the server that hold tables."""
    names = [name for (name,) in connection.rows(_ELSEWHERE)]
    return "; ".join(filter(None, [words, f"tables are in {listed(names)}" if names else ""]))


def _notes(connection: Connection, aside: Counter[str]) -> Iterator[Note]:
    skipped = ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in aside.items())
    if skipped:
        yield Note(f"skipped {skipped}", why="they hold no rows of their own")
    yield from triggered([name for (name,) in connection.rows(_TRIGGERS)])
