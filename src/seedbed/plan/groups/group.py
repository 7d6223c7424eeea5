"""Groups: the generators of a table's parts, each alone, or several together where keys or conditions tie them."""

from __future__ import annotations

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem
from seedbed.generators.keys.ledger import Ledger
from seedbed.plan.columns.values import NoValue
from seedbed.plan.conditions.look import looking
from seedbed.plan.groups.again import slot_of
from seedbed.plan.groups.casing import Casing
from seedbed.plan.groups.ground import Ground
from seedbed.plan.groups.joining import Component, Joined, joined
from seedbed.plan.groups.machines import joined_by, machines_of
from seedbed.plan.groups.making import Maker
from seedbed.plan.groups.referring import label_of
from seedbed.plan.groups.tied import firsts, in_turn, ledger_of, shared, turning
from seedbed.plan.keys.unique import Knot, is_kept
from seedbed.plan.parts import Part
from seedbed.plan.plan import Group
from seedbed.schema.expression import Expression

__all__ = ["Grouping", "grouped", "ledgers"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of one table, with what was noticed on the way."""

    groups: tuple[Group, ...]
    unsteered: tuple[Expression, ...]
    unread: tuple[Expression, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]


def grouped(ground: Ground) -> Grouping:
    """The groups of a table."""
    return _Grouper(ground).run()


def ledgers(ground: Ground) -> tuple[Ledger, ...]:
    """The ledgers of a table's knots."""
    maker = Maker(ground, set(), [])
    return tuple(_ledger(knot, wanted, ground, maker) for knot, wanted in ground.assignment.knots)


class _Grouper:
    """Groups the parts of one table; what keys and conditions tie first, then each of the others."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.facts = ground, ground.facts
        machines = machines_of(ground.facts, ground.assignment, ground.wishes)
        self.joined: Joined = joined(ground)
        self.notes = [*machines.notes, *self.joined.notes]
        self.problems = list(machines.problems)
        self.unread = list(self.joined.unread)
        self.maker = Maker(ground, self.joined.trusted, self.notes)
        self.casing = Casing(ground, self.maker, self.unread, machines.machines)
        self.groups: list[Group] = []
        self.done: set[int] = set()

    def run(self) -> Grouping:
        self._knots()
        self._turns()
        for component in joined_by(self.casing.machines, self.joined.components):
            self.groups += self._cases(component)
            self.done.update(component[0])
        self._slots()
        for number, part in enumerate(self.facts.parts):
            if number not in self.done:
                self.groups += self._alone(number, part)
        place = {column.name: order for order, column in enumerate(self.facts.table.columns)}
        self.groups.sort(key=lambda group: place[group.columns[0]])
        self.groups += firsts(self.facts, self.ground.rows)
        self.groups += looking(self.facts.looks, self.facts.table, self.ground.rows)
        self._unkept()
        unread = dict.fromkeys(condition for condition in self.unread if condition in self.facts.checks)
        notes = tuple(dict.fromkeys(self.notes))
        return Grouping(tuple(self.groups), tuple(self.joined.unsteered), tuple(unread), notes, tuple(self.problems))

    def _knots(self) -> None:
        for knot, wanted in self.ground.assignment.knots:
            ledger = _ledger(knot, wanted, self.ground, self.maker)
            labels = " × ".join(label_of(self.facts.parts[number]) for number in knot.parts)
            self.groups.append(
                Group(ledger.columns, ledger, f"{labels}, from a ledger of the rows that its keys allow")
            )
            self.done.update(knot.parts)

    def _turns(self) -> None:
        turns = turning(self.facts, self.ground.rows, self.ground.wishes, self.ground.assignment)
        ends = {name for group in turns for name in group.columns}
        self.groups += turns
        self.done.update(number for number, part in enumerate(self.facts.parts) if part.names[0] in ends)

    def _slots(self) -> None:
        for slot in self.ground.assignment.slots:
            if self.done & set(slot) or any(map(self.ground.is_unjoined, slot)):
                continue
            parts = [self.facts.parts[number] for number in slot]
            names = tuple(name for part in parts for name in part.names)
            reason = f"{' × '.join(map(label_of, parts))}, each combination once"
            self.groups.append(Group(names, self.maker.combined(slot), reason))
            self.done.update(slot)

    def _cases(self, component: Component) -> list[Group]:
        movable, conditions = component
        movable = list(dict.fromkeys(other for number in movable for other in slot_of(number, self.ground.assignment)))
        try:
            found = self.casing.group(movable, conditions)
        except NoValue as error:
            self._impossible(self.facts.parts[movable[0]], str(error))
            return []
        if found is not None:
            return [found]
        return [group for number in movable for group in self._alone(number, self.facts.parts[number])]

    def _alone(self, number: int, part: Part) -> list[Group]:
        try:
            generator, reason = self.maker.made(number, part, self.facts.limit(part.names[0]))
        except NoValue as error:
            self._impossible(part, str(error))
            return []
        if (self.ground.table, part.names[0]) in self.ground.lessons.rounds:
            generator = in_turn(generator)
        return [shared(Group(part.names, generator, reason), self.facts, self.ground.rows, self.ground.assignment)]

    def _impossible(self, part: Part, why: str) -> None:
        where = f"{self.ground.table}.{part.names[0]}"
        help = "look for checks that contradict each other or the type"
        self.problems.append(Problem("no value is left", where, why, help))

    def _unkept(self) -> None:
        """Notes the computed keys that neither a part nor a ledger keeps distinct."""
        schema, assignment = self.ground.schema, self.ground.assignment
        tied = {wanted for knot, _ in assignment.knots for wanted in knot.sets}
        for wanted in self.facts.distinct:
            if wanted.computed and wanted not in tied and not is_kept(wanted, self.facts, schema, assignment):
                why = "it is computed of columns that follow other rules; it is judged"
                self.notes.append(Note(f"not steered by {wanted.label}", why, table=self.ground.table))


def _ledger(knot: Knot, wanted: int, ground: Ground, maker: Maker) -> Ledger:
    """The ledger of a knot, for the rows asked of it."""
    units = maker.units(knot.parts, wanted)
    facts, assignment = ground.facts, ground.assignment
    return ledger_of(knot, wanted, units, facts, assignment, ground.rows, ground.wishes, ground.schema)
