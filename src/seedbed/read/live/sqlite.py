"""What an SQLite database says of its tables: the statements that made them, as it keeps them."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.database.connection import Connection
from seedbed.errors import Note
from seedbed.read.notes import triggered

__all__ = ["told_by_sqlite"]

_STATEMENTS = """
SELECT s.sql FROM main.sqlite_master s
WHERE s.sql IS NOT NULL AND s.type IN ('table', 'index') AND s.name NOT LIKE 'sqlite~_%' ESCAPE '~'
  AND s.tbl_name NOT IN (SELECT t.name FROM pragma_table_list t WHERE t.schema = 'main' AND t.type = 'shadow')
ORDER BY s.rowid
"""
_VIEWS = "SELECT count(*) FROM main.sqlite_master WHERE type = 'view'"
_TRIGGERS = "SELECT DISTINCT tbl_name FROM main.sqlite_master WHERE type = 'trigger' ORDER BY 1"


def told_by_sqlite(connection: Connection) -> tuple[str, tuple[Note, ...]]:
    """The statements that made the tables and indexes, in their order, and notes on what they leave out."""
    statements = [statement for (statement,) in connection.rows(_STATEMENTS)]
    return "".join(f"{statement}\n;\n" for statement in statements), tuple(_notes(connection))


def _notes(connection: Connection) -> Iterator[Note]:
    if count := connection.rows(_VIEWS)[0][0]:
        yield Note(f"skipped {count} view{'s' if count > 1 else ''}", why="they hold no rows of their own")
    yield from triggered([name for (name,) in connection.rows(_TRIGGERS)])
