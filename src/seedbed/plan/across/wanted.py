"""What shall follow from what: the wishes that inferences make, before anyone knows whether they can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from seedbed.classes import dataclass
from seedbed.generators.row.tally import Amount, Term
from seedbed.plan.conditions.look import Look, lookable, narrowest, ordered
from seedbed.plan.dress.closet import Closet
from seedbed.schema.model import Column, ForeignKey, Schema, Table

__all__ = ["Bound", "Children", "Context", "Copy", "Order", "Part", "Total", "Wanted", "shown"]


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
    """A column that comes earlier, one of the row or of a parent; `days` lie between at least."""

    column: str
    days: int = 0
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A moment that comes after others, within so many days if `within`; it may lie in the future where `open`."""

    table: str
    column: str
    bounds: tuple[Bound, ...]
    within: int = 0
    open: bool = False


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
    """A number that is a share of others, up to so many percent: what a discount is of a price."""

    table: str
    column: str
    terms: tuple[Term, ...]
    percent: int
    looks: tuple[Look, ...] = ()
    children: tuple[Children, ...] = ()


Wanted = Order | Copy | Total | Part


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
