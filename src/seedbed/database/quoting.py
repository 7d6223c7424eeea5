"""How each dialect writes names and texts, so that any name and any text survives."""

from __future__ import annotations

from collections.abc import Iterable

from seedbed.schema.model import Dialect, Table

__all__ = ["columns", "identifier", "literal", "table_name"]

_MYSQL = str.maketrans({"\\": "\\\\", "'": "''", "\n": "\\n", "\r": "\\r", "\0": "\\0", "\x1a": "\\Z"})


def identifier(name: str, dialect: Dialect) -> str:
    """A quoted name; all names are quoted, so that reserved words and odd letters need no thought."""
    mark = "`" if dialect == "mysql" else '"'
    return mark + name.replace(mark, mark * 2) + mark


def table_name(table: Table, dialect: Dialect) -> str:
    """The quoted name of a table, with its namespace where it has one."""
    parts = [part for part in (table.namespace, table.name) if part]
    return ".".join(identifier(part, dialect) for part in parts)


def columns(names: Iterable[str], dialect: Dialect) -> str:
    """Quoted names between commas."""
    return ", ".join(identifier(name, dialect) for name in names)


def literal(text: str, dialect: Dialect) -> str:
    """A quoted text.

    MySQL reads backslashes as escapes, and its client changes line ends of a script: both are escaped. The
    SQLite shell also changes CR LF and stops at NUL: such texts go through their bytes.
    """
    if dialect == "mysql":
        return f"'{text.translate(_MYSQL)}'"
    if dialect == "sqlite" and ("\r" in text or "\0" in text):
        return f"CAST(x'{text.encode().hex()}' AS TEXT)"
    return "'" + text.replace("'", "''") + "'"
