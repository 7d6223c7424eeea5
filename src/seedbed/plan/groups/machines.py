"""State machines of a table: which columns each fills, what it is made of, and why one cannot be had."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem
from seedbed.generators.domain import Domain
from seedbed.generators.domains.typed import NoValue, Unreadable, domain_of
from seedbed.generators.limits import Limits
from seedbed.plan.across.stages import beginning
from seedbed.plan.columns.values import Wishes
from seedbed.plan.conditions import narrow
from seedbed.plan.facts import Facts
from seedbed.plan.groups.lifecycles import lifecycle_of
from seedbed.plan.keys.unique import Assignment
from seedbed.schema.expression import Expression, Scalar, references
from seedbed.schema.recipe import StateMachine
from seedbed.schema.types import Type

__all__ = ["Machinery", "Machines", "joined_by", "machines_of"]

_MOMENTS = frozenset({"date", "timestamp"})


@dataclass(frozen=True, slots=True)
class Machinery:
    """A machine and the places of the parts that it fills: of its states, of its stamps, of the other columns.

    `labels` hold the value of each state; `anchor` is a column that others fill and that comes before all stamps.
    """

    machine: StateMachine
    labels: tuple[Domain, ...]
    state: int
    stamps: tuple[int, ...]
    others: tuple[int, ...]
    anchor: str
    reason: str
    guessed: bool = False

    @property
    def parts(self) -> tuple[int, ...]:
        """All parts, in the order of its columns."""
        return (self.state, *self.stamps, *self.others)


@dataclass(frozen=True, slots=True)
class Machines:
    """The machines of a table, and what is wrong with others that were asked for."""

    machines: tuple[Machinery, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Unfit(Exception):
    """Why a machine cannot be had."""


def machines_of(facts: Facts, assignment: Assignment, wishes: Wishes) -> Machines:
    """The machines that the recipe names, and one that the table's own words suggest."""
    found: list[Machinery] = []
    problems: list[Problem] = []
    for machine in sorted(wishes.machines, key=lambda machine: (machine.table, machine.column)):
        if machine.table == facts.table.id:
            try:
                found.append(_begun(machine, facts, assignment, wishes, "state machine of the recipe"))
            except _Unfit as error:
                where = f"{machine.table}.{machine.column}"
                problems.append(Problem("the state machine cannot be kept", where, str(error), "relax one of them"))
    guess = None if "states" in wishes.without else lifecycle_of(facts, wishes)
    if guess is None or not _is_free(guess, found, wishes):
        return Machines(tuple(found), (), tuple(problems))
    try:
        made = _fitted(guess, facts, assignment, wishes, "states with their times, from its names")
        found.append(replace(made, guessed=True))
    except _Unfit as error:
        what = f"the states of {guess.column} do not decide its times"
        return Machines(tuple(found), (Note(what, str(error), table=facts.table.id),), tuple(problems))
    return Machines(tuple(found), (), tuple(problems))


def joined_by(
    machines: Iterable[Machinery], components: list[tuple[list[int], list[Expression]]]
) -> list[tuple[list[int], list[Expression]]]:
    """The components of parts that conditions join, with those that a machine joins too."""
    for machinery in machines:
        parts = set(machinery.parts)
        meeting = [each for each in components if parts & set(each[0])]
        joined = sorted(parts.union(*(movable for movable, _ in meeting)))
        conditions = [condition for _, some in meeting for condition in some]
        components = [*(each for each in components if each not in meeting), (joined, conditions)]
    return components


def _is_free(guess: StateMachine, found: list[Machinery], wishes: Wishes) -> bool:
    """Whether nothing that was said of its columns speaks against a machine that was only guessed."""
    names = {guess.column, *(name for state in guess.states for name in state.implies)}
    told = {name for other in found for name in (other.machine.column, *_implied(other.machine))}
    wished = [wishes.wish(guess.table, name) for name in names]
    said = any(
        wish.generator or wish.pattern or wish.times or wish.nulls is not None or wish.distribution for wish in wished
    )
    return not names & told and not said and not any((guess.table, name) in wishes.plain for name in names)


def _implied(machine: StateMachine) -> tuple[str, ...]:
    """All columns that states imply, those that come first in any of them first."""
    rest = [list(state.implies) for state in machine.states]
    found: list[str] = []
    while any(rest):
        heads = [chain[0] for chain in rest if chain]
        early = next((name for name in heads if not any(name in chain[1:] for chain in rest)), heads[0])
        found.append(early)
        rest = [[name for name in chain if name != early] for chain in rest]
    return tuple(found)


def _begun(machine: StateMachine, facts: Facts, assignment: Assignment, wishes: Wishes, reason: str) -> Machinery:
    """The parts of a machine whose moments come after the one that the row began with; raises _Unfit."""
    begin = beginning(machine, facts.table, facts.required)
    if begin and "times" not in wishes.without:
        states = tuple(replace(state, implies=(begin, *state.implies)) for state in machine.states)
        with suppress(_Unfit):
            return _fitted(replace(machine, states=states), facts, assignment, wishes, reason)
    return _fitted(machine, facts, assignment, wishes, reason)


def _fitted(machine: StateMachine, facts: Facts, assignment: Assignment, wishes: Wishes, reason: str) -> Machinery:
    """The parts of a machine; raises _Unfit."""
    places = {name: _part(name, facts, assignment) for name in (machine.column, *_implied(machine))}
    if facts.parts[places[machine.column]].role != "scalar":
        raise _Unfit(f"{machine.column} refers to another table")
    labels = tuple(_label(state.name, machine, facts, wishes) for state in machine.states)
    anchor = _anchor(machine, facts)
    names = [name for name in _implied(machine) if name != anchor]
    stamps = [name for name in names if facts.table.column(name).type.kind in _MOMENTS]
    for name in names:
        limits = facts.limit(name)
        bounds = replace(limits, null=None, low=None, high=None, low_open=False, high_open=False)
        if limits.null is True:
            raise _Unfit(f"a check leaves only NULL in {name}")
        if name in stamps and bounds != Limits():
            raise _Unfit(f"a check narrows {name}")
    return Machinery(
        machine,
        labels,
        places[machine.column],
        tuple(places[name] for name in stamps),
        tuple(places[name] for name in names if name not in stamps),
        anchor,
        reason,
    )


def _part(name: str, facts: Facts, assignment: Assignment) -> int:
    """The place of a part of one column that chooses freely."""
    for number, part in enumerate(facts.parts):
        if name in part.names:
            if part.names != (name,) or part.role not in ("scalar", "reference") or assignment.modes[number] != "drawn":
                raise _Unfit(f"a key decides {name}")
            return number
    raise _Unfit(f"the database fills {name}")


def _label(name: str, machine: StateMachine, facts: Facts, wishes: Wishes) -> Domain:
    type = facts.type(machine.column)
    only = narrow.merge(facts.limit(machine.column), Limits(values=(_value(name, type),)))
    try:
        return domain_of(type, only, today=wishes.today, dialect=wishes.dialect)
    except (NoValue, Unreadable) as error:
        raise _Unfit(f"the column does not hold the state {name}: {error}") from error


def _value(name: str, type: Type) -> Scalar:
    if type.kind == "boolean":
        return name.lower() in ("true", "t", "1", "yes")
    return int(name) if type.kind == "integer" and name.lstrip("-").isdigit() else name


def _anchor(machine: StateMachine, facts: Facts) -> str:
    """The column that is first in every state which implies any, is never NULL, and that no check reads."""
    chains = [state.implies for state in machine.states]
    first = next((chain[0] for chain in chains if chain), "")
    read = {name for condition in facts.conditions for name in references(condition)}
    read |= {name for wanted in facts.distinct for name in wanted.reads}
    free = first in facts.required and first not in read and facts.table.column(first).type.kind in _MOMENTS
    return first if first and free and all(not chain or chain[0] == first for chain in chains) else ""
