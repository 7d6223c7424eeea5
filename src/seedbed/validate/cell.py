"""What a condition over the rows of the court is made of: its columns, and why one is not asked."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.classes import dataclass
from seedbed.schema.model import Dialect
from seedbed.schema.types import Type

__all__ = ["Cell", "Unasked", "cell_named", "first_line", "folded"]


class Unasked(Exception):
    """A condition that cannot be put to DuckDB; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the court: the SQL that gives its value, its type, and DuckDB's name for that.

    `missing` says why there is no value, where there is none.
    """

    sql: str
    type: Type
    duck: str = "VARCHAR"
    missing: str = ""


def cell_named(name: str, cells: Mapping[str, Cell]) -> Cell | None:
    """The cell of a name, as the dialects match names: exactly, or without regard to case."""
    if found := cells.get(name):
        return found
    return next((cell for held, cell in cells.items() if held.lower() == name.lower()), None)


def first_line(error: Exception) -> str:
    """What a library said, on one line."""
    text = (str(error).strip() or repr(error)).splitlines()[0]
    return text if len(text) <= 160 else text[:157] + "..."


def folded(sql: str, dialect: Dialect) -> str:
    """The SQL of a text as a collation without case compares it."""
    if dialect == "sqlite":
        upper, lower = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
        return f"translate({sql}, '{upper}', '{lower}')"
    return f"strip_accents(lower(rtrim({sql}, ' ')))" if dialect == "mysql" else f"lower({sql})"
