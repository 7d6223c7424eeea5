"""`Verdict`: what was asked of the data, and every breach that was found."""

from __future__ import annotations

from typing import Literal

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.validate.spread.shapes import Shape
from seedbed.validate.spread.statistics import Compared, Uncompared

__all__ = ["KINDS", "Breach", "Checked", "Judged", "Kind", "Skipped", "Verdict"]

Kind = Literal["PRIMARY_KEY", "FOREIGN_KEY", "UNIQUE", "NOT_NULL", "CHECK", "EXCLUDE", "DATA_TYPE", "ROW_COUNT", "RULE"]
KINDS: tuple[Kind, ...] = (
    "PRIMARY_KEY",
    "FOREIGN_KEY",
    "UNIQUE",
    "NOT_NULL",
    "CHECK",
    "EXCLUDE",
    "DATA_TYPE",
    "ROW_COUNT",
    "RULE",
)


@dataclass(frozen=True, slots=True)
class Breach:
    """Rows of one table that break one constraint: how many, and the first few of them as text."""

    kind: Kind
    table: str
    constraint: str
    columns: tuple[str, ...]
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One constraint that was asked, how it was asked, and how many rows break it."""

    kind: Kind
    table: str
    constraint: str
    columns: tuple[str, ...]
    how: str
    breaches: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """One constraint that could not be asked, and why: it is neither kept nor broken as far as we know."""

    kind: Kind
    table: str
    constraint: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One table: the rows that were found, and the sum of its breaches."""

    table: str
    rows: int
    errors: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for a whole schema.

    `compared` are the declared distributions. An alarm among them is told, but breaks nothing, as chance may raise one;
    only a `strict` verdict is not ok then. `shapes` are what they look like.
    """

    breaches: tuple[Breach, ...]
    tables: tuple[Judged, ...]
    checked: tuple[Checked, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[Note, ...] = ()
    compared: tuple[Compared, ...] = ()
    uncompared: tuple[Uncompared, ...] = ()
    shapes: tuple[Shape, ...] = ()
    strict: bool = False

    @property
    def alarms(self) -> tuple[Compared, ...]:
        """The columns that are unlike what was declared of them."""
        return tuple(test for test in self.compared if test.alarm)

    @property
    def valid(self) -> bool:
        """Whether no constraint that was asked is broken."""
        return not self.breaches

    @property
    def ok(self) -> bool:
        """Whether all is well: valid and, where that is asked, without an alarm."""
        return self.valid and not (self.strict and self.alarms)

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def errors(self) -> int:
        """All breaches of all constraints."""
        return sum(breach.count for breach in self.breaches)
