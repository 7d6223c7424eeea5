"""The generators of a table's parts, each by its role: a scalar, a reference, a row of its own table, a fellow."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.generators.choose import Counted, Drawn, Forest, Null, Permuted, Round, Slots
from seedbed.generators.domain import Generator, Unit
from seedbed.generators.keys.joined import Unjoined
from seedbed.generators.keys.known import Except
from seedbed.generators.limits import Limits
from seedbed.generators.pattern import Numbered
from seedbed.generators.row.copy import Own
from seedbed.generators.units import Among, Value
from seedbed.plan.columns.blanks import usual_nulls
from seedbed.plan.columns.defaults import defaulted
from seedbed.plan.columns.values import Chosen, NoValue, choose, choose_disjoint, default_of
from seedbed.plan.groups.ground import Ground
from seedbed.plan.groups.referring import fellow_of, joined_of, own_columns, parent_of, radices_of, types_of
from seedbed.plan.groups.tied import NULL_SHARE
from seedbed.plan.keys.unique import is_kept
from seedbed.plan.parts import Part
from seedbed.schema.model import ForeignKey

__all__ = ["Made", "Maker"]

Made = tuple[Generator, str]
"""A generator, and why it is this one."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the parts of one table.

    `trusted` are the columns that keep their default, since a check over them is not understood; `notes` gathers
    what a recipe asks for and does not get.
    """

    ground: Ground
    trusted: set[str]
    notes: list[Note]

    def made(self, number: int, part: Part, limits: Limits) -> Made:
        """The generator of a part within limits, with its reason. Raises NoValue."""
        if part.role == "null":
            if not self.ground.is_optional(part):
                raise NoValue("only NULL is left of the reference, and a key or another table needs a value")
            return Null(types_of(part)), "NULL, see notes"
        if part.key is None:
            return self._scalar(number, part, limits)
        if part.role == "own":
            return self._own(part, part.key)
        if part.role == "fellow":
            return self._fellow(number, part, part.key, limits)
        return self._reference(number, part, part.key, limits)

    def combined(self, slot: tuple[int, ...]) -> Slots:
        """Parts of which each combination comes once."""
        units = self.units(slot, None)
        if prod(radices_of(units)) < self.ground.assignment.total:
            units = self.units(slot, self.ground.assignment.total)  # the everyday values of some part are too few
        cells = [(self.ground.table, self.ground.facts.parts[number].names[0]) for number in slot]
        turns = tuple(place for place, cell in enumerate(cells) if cell in self.ground.lessons.rounds)
        return Slots(tuple(units), radices_of(units), turns)

    def units(self, numbers: Iterable[int], needed: int | None) -> list[Unit]:
        """The units of parts that share slots; scalars as wide as for unique values where they are `needed`."""
        parts = [(number, self.ground.facts.parts[number]) for number in numbers]
        return [
            self._unit(number, part, part.key)
            if part.key is not None
            else Value(self._chosen(part, self.ground.facts.limit(part.names[0]), needed).domain)
            for number, part in parts
        ]

    def _scalar(self, number: int, part: Part, limits: Limits) -> Made:
        facts, mode, column = self.ground.facts, self.ground.mode(number), part.columns[0]
        if limits.null is True:
            if column.name in facts.required:
                raise NoValue("a check leaves only NULL, and the column is NOT NULL")
            return Null(types_of(part)), "NULL, by its check"
        wide = (facts.table.id, column.name) in self.ground.lessons.wide
        chosen = self._chosen(part, limits, (0 if wide else None) if mode == "drawn" else self.ground.assignment.total)
        unit = Value(chosen.domain)
        if isinstance(chosen.domain, Numbered) and mode in ("drawn", "permuted"):
            nulls = self._nulls(part, limits)
            return (Round(unit, nulls) if nulls else Counted(unit)), f"{chosen.reason}, counted up"
        if mode == "counted":
            return Counted(unit), f"{chosen.reason}, counted up"
        if mode in ("permuted", "spilled"):
            return Permuted(unit, self._nulls(part, limits), mode == "spilled"), f"{chosen.reason}, each value once"
        return self._drawn(part, limits, chosen, mode == "drawn")

    def _drawn(self, part: Part, limits: Limits, chosen: Chosen, often: bool) -> Made:
        """A scalar whose values may come again; its default comes `often`."""
        column, unit = part.columns[0], Value(chosen.domain)
        facts, wishes, nulls = self.ground.facts, self.ground.wishes, self._nulls(part, limits)
        if self._is_wished(part):
            return Drawn(unit, nulls), chosen.reason
        if column.name in self.trusted and (default := default_of(column, limits, wishes)) is not None:
            return Drawn(Value(default)), "its default: a check over it is not understood"
        found = defaulted(column, chosen, facts, limits, wishes, nulls) if often else None
        return found or (Drawn(unit, nulls), chosen.reason)

    def _chosen(self, part: Part, limits: Limits, needed: int | None) -> Chosen:
        """The domain of a scalar: for a unique one the values `needed`, for any other None."""
        facts, wishes, column = self.ground.facts, self.ground.wishes, part.columns[0]
        if column.name in facts.disjoint:
            return choose_disjoint(column.type, wishes, self.ground.assignment.total)
        type, unique, widens = facts.type(column.name), needed is not None, column.identity is None
        about = facts.table.id, column.name, type, limits, wishes, unique
        return choose(*about, needed or 0, widens, unique and facts.is_scalar_key(column.name))

    def _is_wished(self, part: Part) -> bool:
        """Whether the recipe says what values a column holds."""
        wish = self.ground.wishes.wish(self.ground.table, part.names[0])
        return bool(wish.generator or wish.pattern or wish.distribution)

    def _reference(self, number: int, part: Part, key: ForeignKey, limits: Limits) -> Made:
        mode = self.ground.mode(number)
        reason = f"a row of {' and one of '.join(key.table for key in part.keys)}"
        if limits.null is True or not min(self.ground.rows[key.table] for key in part.keys):
            return Null(types_of(part)), f"NULL: no {reason}"
        if self.ground.is_unjoined(number):
            return Unjoined(types_of(part)), reason
        unit = self._unit(number, part, key)
        if key.table == self.ground.table:
            optional = self.ground.is_optional(part)
            if mode == "drawn":
                return Forest(unit, own_roots=not optional), "an earlier row of its own table"
            chain = Forest(unit, roots=self.ground.assignment.known + 1, chain=True)
            return (chain if optional else Counted(unit)), "each row of its own table once"
        nulls = self._nulls(part, limits)
        if mode == "drawn":
            return Drawn(unit, nulls), reason
        return Permuted(unit, nulls, mode == "spilled"), f"{reason}, each once"

    def _unit(self, number: int, part: Part, key: ForeignKey) -> Unit:
        """The parents that a reference chooses among."""
        ground = self.ground
        if part.also:
            return joined_of(part, ground.facts, ground.rows, ground.assignment.ways[number])
        whole = parent_of(key, ground.facts, ground.rows)
        allowed = ground.lessons.allowed(ground.table, part, ground.rows)
        if allowed is not None:
            return Among(whole, allowed)
        keyless = ground.there.keyless(key) if key.table != ground.table else ()
        return Except(whole, keyless) if len(keyless) else whole

    def _own(self, part: Part, key: ForeignKey) -> Made:
        """A required reference to a row of its own table: one before it that agrees, where no key forbids that."""
        facts = self.ground.facts
        if any(set(part.names) & wanted.columns for wanted in facts.distinct):
            return Own(facts.table.id, own_columns(part), types_of(part)), "its own row"
        found = fellow_of(part, key, facts, self.ground.rows, own_roots=True)
        return found, "an earlier row of its own table that agrees, or its own"

    def _fellow(self, number: int, part: Part, key: ForeignKey, limits: Limits) -> Made:
        """A reference that shares columns with others: a parent that agrees with what they hold, or NULL."""
        once = self.ground.assignment.modes[number] == "once"
        if not self.ground.is_optional(part):
            self._require(number, part, key)
        elif why := self._missing(number, key, limits):
            return Null(types_of(part)), f"NULL{why}"
        found = fellow_of(part, key, self.ground.facts, self.ground.rows, once=once, nulls=self._nulls(part, limits))
        return found, f"a row of {key.table} that agrees{', each once' if once else ''}"

    def _require(self, number: int, part: Part, key: ForeignKey) -> None:
        """Raises NoValue where not every row is sure to find a parent."""
        ground, columns = self.ground, set(part.names)
        sets = [wanted for wanted in ground.facts.distinct if columns & wanted.columns]
        is_open = any(not is_kept(wanted, ground.facts, ground.schema, ground.assignment) for wanted in sets)
        if is_open or any(column.nullable for column in part.columns):
            raise NoValue("a key or another table needs a value, and not every row has a parent that agrees")
        if self._is_starved(number, key):
            raise NoValue("a key or another table needs a value, and no parent is left for every row")

    def _missing(self, number: int, key: ForeignKey, limits: Limits) -> str:
        """Why an optional fellow is NULL in every row; "" where it need not be."""
        if self._is_starved(number, key):
            return ": no parent would keep its unique key distinct"
        return ", by its check" if limits.null is True else ""

    def _is_starved(self, number: int, key: ForeignKey) -> bool:
        """Whether no parent is left: rows that are there may have taken any that agrees."""
        mode, assignment = self.ground.assignment.modes[number], self.ground.assignment
        return mode == "null" or not self.ground.rows[key.table] or (mode == "once" and bool(assignment.known))

    def _nulls(self, part: Part, limits: Limits) -> int:
        """The share of NULL in parts of a million: what the recipe asks, or what is usual, where there may be any."""
        table, wishes = self.ground.table, self.ground.wishes
        asked = [wish for name in part.names if (wish := wishes.wish(table, name)).nulls is not None]
        usual = round((asked[0].nulls or 0) * 1_000_000) if asked else usual_nulls(table, part, NULL_SHARE)
        if limits.null is not False and self.ground.is_optional(part):
            return usual
        if asked and usual:
            why = "the column is NOT NULL" if not part.columns[0].nullable else "a key or a check needs a value"
            self.notes.append(Note("no NULL, though the recipe asks for some", why, "", table, asked[0].column, True))
        return 0
