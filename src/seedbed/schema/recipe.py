"""`Recipe`: what the user wishes beyond what is true of the schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Recipe"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The wishes of one run.

    `rows` is asked of every table that `table_rows` does not name; `today` is the last day that events may
    fall on, never the clock's.
    """

    seed: int = 42
    rows: int = 100
    table_rows: tuple[tuple[str, int], ...] = ()
    today: date = date(2026, 1, 1)
    locale: str = "us"
