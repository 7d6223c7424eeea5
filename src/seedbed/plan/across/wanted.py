"""What shall follow from what: the wishes that inferences make, before anyone knows whether they can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from seedbed.classes import dataclass
from seedbed.generators.row.tally import Amount, Term
from seedbed.plan.conditions.look import Look, lookable, narrowest, ordered
from seedbed.plan.dress.closet import Closet
from seedbed.schema.model import Column, ForeignKey, Schema, Table

__all__ = ["Beside", "Bound", "Children", "Context", "Copy", "Order", "Part", "Total", "Upper", "Wanted", "shown"]


@dataclass(frozen=True, slots=True)
class Children:
    """A hidden column: the sum of `terms` over the rows of a table that refer to a row, or their number."""

    table: str
    key: ForeignKey
    terms: tuple[Term, ...] = (Term(),)

    @property
    def name(self) -> str:
        """How terms call it."""
        what = shown(self.terms) if any(term.amounts for term in self.terms) else "rows"
        return f"Σ {what} of {self.table} by {', '.join(self.key.columns)}"


@dataclass(frozen=True, slots=True)
class Bound:
    """A column that comes earlier, one of the row or of a parent; `days`, or parts of one, lie between at least."""

    column: str
    days: float = 0
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A moment that comes after others, within so many hours if `within`; it may lie in the future where `open`.

    The hours are counted from the column `near`, where one is named.
    """

    table: str
    column: str
    bounds: tuple[Bound, ...]
    within: int = 0
    open: bool = False
    near: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A column that repeats one of a parent."""

    table: str
    column: str
    look: Look


@dataclass(frozen=True, slots=True)
class Total:
    """A number that adds up; `looks` and `children` are the hidden columns that it reads."""

    table: str
    column: str
    terms: tuple[Term, ...]
    looks: tuple[Look, ...] = ()
    children: tuple[Children, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A number that is a share of others, from `least` to so many percent: what a discount is of a price."""

    table: str
    column: str
    terms: tuple[Term, ...]
    percent: int
    looks: tuple[Look, ...] = ()
    children: tuple[Children, ...] = ()
    least: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """A column of an event that another tells of: a moment, a flag, or a status that is one of `states` then."""

    table: str
    column: str
    teller: str
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upper:
    """A number or a time of day that is not below others of its row, and not more than so many `hours` above them."""

    table: str
    column: str
    lower: tuple[str, ...]
    hours: int = 0


Wanted = Order | Copy | Total | Part | Beside | Upper


@dataclass(slots=True)
class Context:
    """A schema, what may be looked at, and what each table can look up."""

    schema: Schema
    closet: Closet
    _known: dict[str, Mapping[str, Look]] = field(default_factory=dict)

    def look(self, table: Table, key: ForeignKey, column: str) -> Look | None:
        """The hidden column that reads a parent's; None where another reference has its name."""
        if table.id not in self._known:
            self._known[table.id] = lookable(table, self.schema)
        short = narrowest(key, self.schema.table(key.table))
        found = (self._known[table.id].get(f"{by}.{column}") for by in reversed(short.columns))
        return next((look for look in found if look is not None and look.key == short), None)

    def parents(self, table: Table) -> Iterable[tuple[ForeignKey, Table]]:
        """The references of a table to others, with what they refer to."""
        return ((key, self.schema.table(key.table)) for key in ordered(table) if key.table != table.id)

    def is_filled(self, table: Table, column: Column) -> bool:
        """Whether rows are made with the column."""
        return column.name not in self.closet.facts[table.id].left_out


def shown(terms: Iterable[Term]) -> str:
    """A sum as people write it."""
    text = ""
    for term in terms:
        product = " × ".join(map(_shown, term.amounts)) or "1"
        text += f"{' − ' if term.minus else ' + ' if text else ''}{product}"
    return text.strip()


def _shown(amount: Amount) -> str:
    return amount.column if not amount.of else f"({amount.of} − {amount.column}){' %' * (amount.of == 100)}"
