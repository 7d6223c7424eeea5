"""`Violations`: rows that break one constraint each, and what the database has to say about them."""

from __future__ import annotations

from typing import Literal

import pyarrow as pa

from seedbed.classes import dataclass

__all__ = ["Also", "Refusal", "Unbroken", "Violation", "Violations"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The error that the database should answer: its code, the constraint it names, and when it comes.

    The code is PostgreSQL's SQLSTATE, MySQL's error number, or the name of SQLite's extended code. `constraint`
    is "" where the database names none; `or_code` are the codes of sister products (MySQL's beside MariaDB's).
    """

    code: str
    constraint: str = ""
    at: Literal["statement", "commit"] = "statement"
    or_code: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Also:
    """Another constraint that the same row cannot but break, and why."""

    kind: str
    constraint: str
    why: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One constraint and a row that breaks it in a database that holds the valid rows.

    `before` are valid rows of the table to be inserted first; `valid` is the row without the change, which the
    database takes (None where the table has no room for one); `changed` are the columns that differ. `also` is
    empty where the row breaks nothing else.
    """

    kind: str
    table: str
    constraint: str
    columns: tuple[str, ...]
    row: pa.RecordBatch
    changed: tuple[str, ...]
    refusal: Refusal
    valid: pa.RecordBatch | None = None
    before: tuple[pa.RecordBatch, ...] = ()
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, slots=True)
class Unbroken:
    """A constraint for which there is no counter-example, and why."""

    kind: str
    table: str
    constraint: str
    columns: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Violations:
    """The counter-examples of a schema, and the constraints that have none."""

    found: tuple[Violation, ...]
    unbroken: tuple[Unbroken, ...] = ()
