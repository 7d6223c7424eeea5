"""Parts that conditions tie together, as one group: drawn case by case, or taken from rows that were searched for."""

from __future__ import annotations

from contextlib import suppress

from seedbed.classes import dataclass
from seedbed.generators.cases import Cases
from seedbed.generators.choose import Drawn
from seedbed.generators.domain import Generator
from seedbed.generators.domains.typed import domain_of
from seedbed.generators.limits import Limits
from seedbed.generators.row.machine import Implied, Machine, Stamp
from seedbed.generators.row.ties import Tie
from seedbed.generators.units import Listed
from seedbed.plan.columns.values import NoValue, readable
from seedbed.plan.conditions import narrow
from seedbed.plan.conditions.follow import asked_too, ties_of
from seedbed.plan.conditions.pool import pool_of, sifted
from seedbed.plan.facts import Facts
from seedbed.plan.groups.again import again, retries, slot_of
from seedbed.plan.groups.ground import Ground
from seedbed.plan.groups.joining import unsupported
from seedbed.plan.groups.machines import Machinery
from seedbed.plan.groups.making import Maker
from seedbed.plan.parts import Part
from seedbed.plan.plan import Group
from seedbed.schema.expression import Call, Expression, Literal, references
from seedbed.schema.recipe import StateMachine

__all__ = ["Casing"]


@dataclass(frozen=True, slots=True)
class Casing:
    """What groups of one table are made with.

    `unread` gathers conditions that cannot be asked of drawn rows; `machines` fill several parts each.
    """

    ground: Ground
    maker: Maker
    unread: list[Expression]
    machines: tuple[Machinery, ...] = ()

    @property
    def facts(self) -> Facts:
        """What its table says."""
        return self.ground.facts

    def group(self, movable: list[int], conditions: list[Expression]) -> Group | None:
        """The group of the movable parts; None where no condition over them can be asked. Raises NoValue."""
        machines = self._machines(movable)
        first = [number for machinery in machines for number in machinery.parts]
        movable = [*first, *(number for number in movable if number not in first)]
        names = tuple(name for number in movable for name in self.facts.parts[number].names)
        fixed = dict.fromkeys(name for condition in conditions for name in references(condition) if name not in names)
        if not fixed and not machines and (pool := self._pool(movable, conditions)):
            return Group(names, Drawn(pool), "one of the rows that were found to meet its checks")
        self.unread.extend(condition for condition in conditions if unsupported(condition, self.ground))
        conditions = [condition for condition in conditions if not unsupported(condition, self.ground)]
        if not conditions and machines and movable == list(machines[0].parts):
            reasons = tuple(self._reason(number) for number in movable)
            return Group(names, self._machine(machines[0]), machines[0].reason, reasons)
        if not conditions and not machines:
            return None
        made = self._branches(movable, conditions)
        ties = tuple(made.values()) if any(made.values()) else ()
        asked = dict.fromkeys((*conditions, *asked_too(ties, self.facts)))
        cases = Cases(self.ground.table, names, tuple(fixed), tuple(made), tuple(asked), self.ground.wishes.today, ties)
        told = [(self._reason(number), self.facts.parts[number].names) for number in movable]
        reasons = tuple(f"{reason}, until its checks hold" for reason, filled in told for _ in filled)
        return Group(names, cases, "drawn until its checks hold", reasons)

    def _pool(self, movable: list[int], conditions: list[Expression]) -> Listed | None:
        """Rows for scalars that no draw was found for."""
        parts = [self.facts.parts[number] for number in movable]
        plain = all(part.role == "scalar" for part in parts) and not any(map(self._retries, movable))
        if not plain or not any(self._is_pooled(part) for part in parts):
            return None
        made = {}
        for number, part in zip(movable, parts, strict=True):
            with suppress(NoValue):
                made[part.names[0]] = self.maker.made(number, part, self.facts.limit(part.names[0]))[0]
        if len(made) < len(parts):
            return None
        return pool_of(made, conditions, self.facts, self.ground.wishes.today, self.ground.wishes.dialect)

    def _is_pooled(self, part: Part) -> bool:
        return (self.ground.table, part.names[0]) in self.ground.lessons.pooled

    def _retries(self, number: int) -> bool:
        return retries(number, self.facts, self.ground.assignment, self.ground.lessons)

    def _branches(
        self, movable: list[int], conditions: list[Expression]
    ) -> dict[tuple[Generator, ...], tuple[Tie, ...]]:
        whole = Call("and", tuple(conditions)) if len(conditions) > 1 else (*conditions, Literal(True))[0]
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
        taken = {number for machinery in self._machines(movable) for number in machinery.parts}
        free = [number for number in movable if self.facts.parts[number].role == "scalar" and not self._retries(number)]
        free = [number for number in free if number not in taken]
        names = [self.facts.parts[number].names[0] for number in free]
        return ties_of(branch, names, {name: self.facts.type(name) for name in names})

    def _reason(self, number: int) -> str:
        part = self.facts.parts[number]
        for machinery in self.machines:
            if number in machinery.parts:
                return machinery.reason
        try:
            return self.maker.made(number, part, self.facts.limit(part.names[0]))[1]
        except NoValue:
            return part.columns[0].type.raw

    def _branch(
        self, movable: list[int], branch: tuple[Expression, ...], conditions: list[Expression]
    ) -> tuple[Generator, ...]:
        limits, _ = narrow.limits_of(branch, self.ground.wishes.today)
        machines = {machinery.state: machinery for machinery in self._machines(movable)}
        within = {number for machinery in machines.values() for number in machinery.parts}
        made: list[Generator] = []
        for number in movable:
            if number in within:
                made += [self._machine(machines[number])] if number in machines else []
                continue
            part = self.facts.parts[number]
            if self._retries(number):
                made += self._again(number, part, conditions)
                continue
            limit = self.facts.limit(part.names[0])
            for name in part.names:
                limit = narrow.merge(limit, self._usable(part, limits.get(name, Limits())))
            made.append(self.maker.made(number, part, limit)[0])
        return tuple(made)

    def _machines(self, movable: list[int]) -> list[Machinery]:
        """The machines among movable parts."""
        return [machinery for machinery in self.machines if set(machinery.parts) <= set(movable)]

    def _machine(self, machinery: Machinery) -> Machine:
        """The generator of a machine; raises NoValue."""
        parts, machine = self.facts.parts, machinery.machine
        places = {parts[number].names[0]: place for place, number in enumerate(machinery.stamps)}
        chains = tuple(tuple(places[name] for name in state.implies if name in places) for state in machine.states)
        others = tuple(self._implied(number, machine) for number in machinery.others)
        stamps = tuple(self._stamp(parts[number]) for number in machinery.stamps)
        weights = tuple(state.weight for state in machine.states)
        made = machinery.labels, weights, stamps, chains, others, machinery.anchor
        return Machine(machine.table, *made, guessed=machinery.guessed)

    def _stamp(self, part: Part) -> Stamp:
        name, limits = part.names[0], self.facts.limit(part.names[0])
        domain = domain_of(
            self.facts.type(name), limits, today=self.ground.wishes.today, dialect=self.ground.wishes.dialect
        )
        return Stamp(domain, self._may_be_null(name))

    def _implied(self, number: int, machine: StateMachine) -> Implied:
        part = self.facts.parts[number]
        name = part.names[0]
        limit = narrow.merge(self.facts.limit(name), Limits(null=False))
        states = tuple(place for place, state in enumerate(machine.states) if name in state.implies)
        return Implied(self.maker.made(number, part, limit)[0], states, self._may_be_null(name))

    def _may_be_null(self, name: str) -> bool:
        return name not in self.facts.required and self.facts.limit(name).null is not False

    def _again(self, number: int, part: Part, conditions: list[Expression]) -> list[Generator]:
        """The distinct choices of a part, or of the slot that it is the first of, with more of them for each row."""
        slot = slot_of(number, self.ground.assignment)
        if slot[0] != number:
            return []
        if len(slot) > 1:
            return [again(self.maker.combined(slot), self.ground.assignment.total)]
        made = self.maker.made(number, part, self.facts.limit(part.names[0]))[0]
        if self._is_pooled(part):
            made = sifted(made, part.names[0], conditions, self.ground.wishes.today)
        return [again(made, self.ground.assignment.total)]

    def _usable(self, part: Part, limits: Limits) -> Limits:
        """What of a branch's limits a part can follow; the rest is asked of the drawn rows."""
        if part.role == "scalar":
            return limits if readable(part.columns[0].type, limits, self.ground.wishes) else Limits(null=limits.null)
        return Limits(null=limits.null)
