"""The two forms of a question: a predicate of each row, and a search among all rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seedbed.validate.verdict import Kind

__all__ = ["Predicate", "Question", "Search", "label"]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A constraint of each row by itself: `broken` are ways to say which rows break it, the best first."""

    kind: Kind
    table: str
    constraint: str
    columns: tuple[str, ...]
    how: str
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """A constraint among rows: `count` gives how many break it, `rows` their row ids in order."""

    kind: Kind
    table: str
    constraint: str
    columns: tuple[str, ...]
    how: str
    count: str
    rows: str


Question = Predicate | Search


def label(what: str, columns: Sequence[str], name: str | None) -> str:
    """What a constraint is called: its name, and what it is of which columns."""
    words = f"{what} ({', '.join(columns)})"
    return f"{name}: {words}" if name else words
