"""Parts that conditions tie together, as one group: drawn case by case, or taken from rows that were searched for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from seedbed.generators.cases import Cases
from seedbed.generators.choose import Drawn, Slots
from seedbed.generators.domain import Generator
from seedbed.generators.limits import Limits
from seedbed.generators.predicate import Unsupported, understood
from seedbed.generators.ties import Tie
from seedbed.generators.units import Listed
from seedbed.plan import narrow
from seedbed.plan.again import again, retries, slot_of
from seedbed.plan.facts import Facts
from seedbed.plan.follow import asked_too, ties_of
from seedbed.plan.lessons import Lessons
from seedbed.plan.parts import Part
from seedbed.plan.plan import Group
from seedbed.plan.pool import pool_of, sifted
from seedbed.plan.unique import Assignment
from seedbed.plan.values import NoValue, Wishes, readable
from seedbed.schema.expression import Call, Expression, references
from seedbed.schema.types import Type

__all__ = ["Casing"]

Made = tuple[Generator, str]


@dataclass(frozen=True, slots=True)
class Casing:
    """What groups of one table are made with.

    `generator` gives that of a part within limits, with its reason; `combined` the slots of several; `unread`
    gathers conditions that cannot be asked of drawn rows.
    """

    facts: Facts
    assignment: Assignment
    wishes: Wishes
    lessons: Lessons
    generator: Callable[[int, Part, Limits], Made]
    combined: Callable[[tuple[int, ...]], Slots]
    unread: list[Expression]

    def group(self, movable: list[int], conditions: list[Expression]) -> Group | None:
        """The group of the movable parts; None where no condition over them can be asked. Raises NoValue."""
        parts = [self.facts.parts[number] for number in movable]
        names = tuple(name for part in parts for name in part.names)
        fixed = dict.fromkeys(name for condition in conditions for name in references(condition) if name not in names)
        if not fixed and (pool := self._pool(movable, conditions)):
            return Group(names, Drawn(pool), "one of the rows that were found to meet its checks")
        self.unread.extend(condition for condition in conditions if self.unsupported(condition))
        conditions = [condition for condition in conditions if not self.unsupported(condition)]
        if not conditions:
            return None
        made = self._branches(movable, conditions)
        ties = tuple(made.values()) if any(made.values()) else ()
        asked = dict.fromkeys((*conditions, *asked_too(ties, self.facts)))
        cases = Cases(self.facts.table.id, names, tuple(fixed), tuple(made), tuple(asked), self.wishes.today, ties)
        told = [(self._reason(number), self.facts.parts[number].names) for number in movable]
        reasons = tuple(f"{reason}, until its checks hold" for reason, filled in told for _ in filled)
        return Group(names, cases, "drawn until its checks hold", reasons)

    def unsupported(self, condition: Expression) -> str:
        """Why a condition cannot be asked of drawn rows; "" where it can."""
        types = {column.name: column.type for column in self.facts.table.columns}
        types |= {first.name: Type("boolean") for first in self.facts.firsts}
        types |= {look.name: look.type for look in self.facts.looks}
        try:
            understood(condition, types, self.wishes.today)
        except Unsupported as error:
            return str(error)
        return ""

    def _pool(self, movable: list[int], conditions: list[Expression]) -> Listed | None:
        """Rows for scalars that no draw was found for."""
        parts = [self.facts.parts[number] for number in movable]
        plain = all(part.role == "scalar" for part in parts) and not any(map(self._retries, movable))
        if not plain or not any(self._is_pooled(part) for part in parts):
            return None
        made = {}
        for number, part in zip(movable, parts, strict=True):
            with suppress(NoValue):
                made[part.names[0]] = self.generator(number, part, self.facts.limit(part.names[0]))[0]
        if len(made) < len(parts):
            return None
        return pool_of(made, conditions, self.facts, self.wishes.today, self.wishes.dialect)

    def _is_pooled(self, part: Part) -> bool:
        return (self.facts.table.id, part.names[0]) in self.lessons.pooled

    def _retries(self, number: int) -> bool:
        return retries(number, self.facts, self.assignment, self.lessons)

    def _branches(
        self, movable: list[int], conditions: list[Expression]
    ) -> dict[tuple[Generator, ...], tuple[Tie, ...]]:
        whole = Call("and", tuple(conditions)) if len(conditions) > 1 else conditions[0]
        made: dict[tuple[Generator, ...], tuple[Tie, ...]] = {}
        why = ""
        for branch in narrow.branches(whole):
            try:
                made.setdefault(self._branch(movable, branch, conditions), self._ties(movable, branch))
            except NoValue as error:
                why = str(error)
        if not made:
            raise NoValue(why)
        return made

    def _ties(self, movable: list[int], branch: tuple[Expression, ...]) -> tuple[Tie, ...]:
        """How the scalars of a branch follow from each other."""
        free = [number for number in movable if self.facts.parts[number].role == "scalar" and not self._retries(number)]
        names = [self.facts.parts[number].names[0] for number in free]
        return ties_of(branch, names, {name: self.facts.type(name) for name in names})

    def _reason(self, number: int) -> str:
        part = self.facts.parts[number]
        try:
            return self.generator(number, part, self.facts.limit(part.names[0]))[1]
        except NoValue:
            return part.columns[0].type.raw

    def _branch(
        self, movable: list[int], branch: tuple[Expression, ...], conditions: list[Expression]
    ) -> tuple[Generator, ...]:
        limits, _ = narrow.limits_of(branch, self.wishes.today)
        made: list[Generator] = []
        for number in movable:
            part = self.facts.parts[number]
            if self._retries(number):
                made += self._again(number, part, conditions)
                continue
            limit = self.facts.limit(part.names[0])
            for name in part.names:
                limit = narrow.merge(limit, self._usable(part, limits.get(name, Limits())))
            made.append(self.generator(number, part, limit)[0])
        return tuple(made)

    def _again(self, number: int, part: Part, conditions: list[Expression]) -> list[Generator]:
        """The distinct choices of a part, or of the slot that it is the first of, with more of them for each row."""
        slot = slot_of(number, self.assignment)
        if slot[0] != number:
            return []
        if len(slot) > 1:
            return [again(self.combined(slot), self.assignment.total)]
        made = self.generator(number, part, self.facts.limit(part.names[0]))[0]
        if self._is_pooled(part):
            made = sifted(made, part.names[0], conditions, self.wishes.today)
        return [again(made, self.assignment.total)]

    def _usable(self, part: Part, limits: Limits) -> Limits:
        """What of a branch's limits a part can follow; the rest is asked of the drawn rows."""
        if part.role == "scalar":
            return limits if readable(part.columns[0].type, limits, self.wishes) else Limits(null=limits.null)
        return Limits(null=limits.null)
