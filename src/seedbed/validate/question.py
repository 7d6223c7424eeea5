"""The two forms of a question: a predicate of each row, and a search among all rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seedbed.classes import dataclass
from seedbed.schema.expression import Expression, references
from seedbed.schema.model import Check, Exclusion, ForeignKey, Table, Unique
from seedbed.validate.verdict import Kind

__all__ = [
    "ORIGINAL",
    "Predicate",
    "Question",
    "Search",
    "called",
    "label",
    "named_exclusion",
    "named_key",
    "named_unique",
    "read_by",
    "short",
    "told_key",
    "told_unique",
    "unordered",
]

ORIGINAL = "the original text"
_ORDERED = re.compile(r"\s+(?:ASC|DESC)?(?:\s*NULLS\s+(?:FIRST|LAST))?\s*$", re.I)


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


def called(check: Check, where: str = "") -> str:
    """What a check is called: its name or its text, and the column whose domain has it."""
    name = check.name or f"CHECK ({short(check.sql)})"
    return f"{name} of {where}" if where else name


def named_exclusion(exclusion: Exclusion) -> str:
    """What an exclusion is called."""
    parts = ", ".join(f"{part} WITH {operator}" for part, operator in exclusion.parts)
    return f"{exclusion.name}: EXCLUDE ({parts})" if exclusion.name else f"EXCLUDE ({parts})"


def named_unique(unique: Unique) -> str:
    """What a unique set is called."""
    return label("PRIMARY KEY" if unique.primary else "UNIQUE", unique.keys or unique.columns, unique.name)


def told_unique(unique: Unique) -> str:
    """What a unique set asks for."""
    how = "no two rows alike" + (", NULLs alike too" if not unique.nulls_distinct else "")
    return how + (f" where {unique.where.sql}" if unique.where else "")


def named_key(key: ForeignKey) -> str:
    """What a foreign key is called."""
    return label("FOREIGN KEY", key.columns, key.name) + f" → {key.table} ({', '.join(key.references)})"


def told_key(key: ForeignKey) -> str:
    """What a foreign key asks for."""
    return "each reference leads to a row" + (", given whole or not at all" if key.match == "full" else "")


def read_by(sql: str, table: Table, expression: Expression | None = None) -> tuple[str, ...]:
    """The columns of a table that a condition reads: by our reading of it where there is one, else by its words."""
    found = references(expression) if expression is not None else re.findall(r"[\w$]+", sql)
    words = {word.lower() for word in found}
    return tuple(column.name for column in table.columns if column.name.lower() in words)


def short(sql: str) -> str:
    """A text on one line, cut where it is long."""
    text = " ".join(sql.split())
    return text if len(text) <= 80 else text[:77] + "..."


def unordered(part: str) -> str:
    """One part of an index without its direction."""
    return _ORDERED.sub("", part)
