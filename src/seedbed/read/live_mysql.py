"""What a MySQL or MariaDB database says of its tables: SHOW CREATE TABLE, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from seedbed.database.connection import Connection
from seedbed.database.quoting import identifier
from seedbed.errors import Note, Problem, UsageError
from seedbed.read.notes import triggered

__all__ = ["told_by_mysql"]

_DATABASE = """
SELECT d.schema_name, d.default_character_set_name, d.default_collation_name
FROM information_schema.schemata d WHERE d.schema_name = DATABASE()
"""
_TABLES = """
SELECT t.table_name, t.table_type FROM information_schema.tables t
WHERE t.table_schema = DATABASE() ORDER BY t.create_time, t.table_name
"""
_TRIGGERS = """
SELECT DISTINCT t.event_object_table FROM information_schema.triggers t
WHERE t.trigger_schema = DATABASE() AND t.event_manipulation = 'INSERT' ORDER BY 1
"""
_FILLED = ("BASE TABLE", "SYSTEM VERSIONED")
_UNTOLD = ("TEMPORARY", "TEMPORARY SEQUENCE")


def told_by_mysql(connection: Connection) -> tuple[str, tuple[Note, ...]]:
    """The statements that would make the tables of the session's database, and notes on what they leave out."""
    if not connection.dsn.database:
        help = "name one behind the host: mysql://user@host/database"
        raise UsageError(Problem("the address names no database", str(connection.dsn), help=help))
    connection.run("SET SESSION sql_quote_show_create = 1")
    found = connection.rows(_TABLES)
    tables = [name for name, kind in found if kind in _FILLED]
    statements = [connection.rows(f"SHOW CREATE TABLE {identifier(name, 'mysql')}")[0][1] for name in tables]
    notes = tuple(_notes(connection, Counter(str(kind).lower() for _, kind in found if kind not in _FILLED)))
    return "".join(f"{statement};\n" for statement in statements), notes


def _notes(connection: Connection, aside: Counter[str]) -> Iterator[Note]:
    listed = ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in aside.items())
    if listed:
        yield Note(f"skipped {listed}", why="they hold no rows of their own")
    yield from triggered([name for (name,) in connection.rows(_TRIGGERS)])
