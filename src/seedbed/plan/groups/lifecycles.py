"""State machines that a table's own words suggest: a status with known states, and columns that tell when each came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np

from seedbed.classes import dataclass
from seedbed.generators.data.told import told
from seedbed.generators.domains.typed import NoValue, Unreadable
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.generators.meanings.naming import words
from seedbed.plan.columns.values import Wishes, choose
from seedbed.plan.facts import Facts
from seedbed.schema.expression import Scalar
from seedbed.schema.model import Column
from seedbed.schema.recipe import State, StateMachine

__all__ = ["lifecycle_of", "stated"]

_STATES = frozenset({"status", "state", "stage", "phase"})
_MOMENTS = frozenset({"date", "timestamp"})
_ENDINGS = frozenset({"at", "on", "date", "time", "timestamp", "datetime", "day"})
_TEXTS = frozenset({"text", "varchar", "char", "enum"})
_FEW = 32  # a status that is told by more words than these is none


@dataclass(frozen=True, slots=True)
class _Step:
    """A place in a life: its states, the words of its columns, and how many steps surely came before it."""

    states: tuple[str, ...]
    stems: tuple[str, ...]
    before: int


def lifecycle_of(facts: Facts, wishes: Wishes) -> StateMachine | None:
    """The machine of a table, with all states alike; None where its columns do not tell of one.

    A column of the first step that is never NULL comes first in every state.
    """
    found: list[tuple[int, StateMachine]] = []
    for column, states in stated(facts, wishes):
        for life in _lives().values():
            machine = _machine(facts, column, states, life)
            if machine is not None:
                found.append((len({name for state in machine.states for name in state.implies}), machine))
    return max(found, key=lambda each: each[0])[1] if found else None


def stated(facts: Facts, wishes: Wishes) -> Iterable[tuple[Column, tuple[str, ...]]]:
    """The columns that hold states, with them: those that the schema lists, else those that the name tells of."""
    for part in facts.parts:
        column = part.columns[0]
        spelled = words(column.name)
        if part.role == "scalar" and spelled and spelled[-1] in _STATES and column.type.kind in _TEXTS:
            values = facts.limit(column.name).values or column.type.values or _usual(facts, column, wishes)
            named = tuple(value for value in values or () if isinstance(value, str))
            if len(named) > 1 and len(named) == len(values or ()):
                yield column, named


def _usual(facts: Facts, column: Column, wishes: Wishes) -> tuple[Scalar, ...]:
    """The few values that a column holds by its comment or its name; nothing where there are more, or none is told."""
    type = facts.type(column.name)
    untold = not type.said and meaning_of(facts.table.id, column.name, type) is None
    if untold or facts.own.get(column.name):
        return ()
    try:
        domain = choose(facts.table.id, column.name, type, facts.limit(column.name), wishes).domain
    except (NoValue, Unreadable):
        return ()
    few = domain.size <= _FEW
    return tuple(domain.at(np.arange(domain.size, dtype=np.uint64)).to_pylist()) if few else ()


def _machine(facts: Facts, column: Column, states: tuple[str, ...], life: tuple[_Step, ...]) -> StateMachine | None:
    places = {state: _place(state, life) for state in states}
    if sum(place is not None for place in places.values()) * 2 < len(states):
        return None
    stamps = _stamps(facts, life)
    implied = {state: () if place is None else _implied(place, life, stamps) for state, place in places.items()}
    used = {name for names in implied.values() for name in names}
    if not any(used - set(names) for names in implied.values()):
        return None
    first = _first(facts, life[0])
    made = (State(state, 1.0, tuple(dict.fromkeys((*first, *names)))) for state, names in implied.items())
    return StateMachine(facts.table.id, column.name, tuple(made))


def _place(state: str, life: tuple[_Step, ...]) -> int | None:
    named = {"_".join(words(state)), state.lower()}
    return next((place for place, step in enumerate(life) if named & set(step.states)), None)


def _stamps(facts: Facts, life: tuple[_Step, ...]) -> dict[int, str]:
    """The column that tells of each step: one that may be NULL and that nothing else fills."""
    found: dict[int, str] = {}
    for part in facts.parts:
        column = part.columns[0]
        free = part.role == "scalar" and column.default is None and column.name not in facts.required
        if free and column.type.kind in _MOMENTS:
            place = next((place for place, step in enumerate(life) if _stem(column.name) in step.stems), None)
            if place is not None:
                found.setdefault(place, column.name)
    return found


def _implied(place: int, life: tuple[_Step, ...], stamps: Mapping[int, str]) -> tuple[str, ...]:
    """The columns of a step and of those that came before it, in their order."""
    return tuple(stamps[number] for number in (*range(life[place].before), place) if number in stamps)


def _first(facts: Facts, step: _Step) -> tuple[str, ...]:
    """The column that is always filled when such a life begins."""
    known = {
        _stem(part.names[0]): part.names[0]
        for part in facts.parts
        if part.role == "scalar" and part.columns[0].type.kind in _MOMENTS and part.names[0] in facts.required
    }
    return next(((known[stem],) for stem in step.stems if stem in known), ())


def _stem(name: str) -> str:
    """The one word of a column's name that says what happened; "" where there is not just one."""
    spelled = [word for word in words(name) if word not in _ENDINGS]
    return spelled[0] if len(spelled) == 1 and len(words(name)) > 1 else ""


@lru_cache(maxsize=1)
def _lives() -> Mapping[str, tuple[_Step, ...]]:
    found = {}
    for name, life in told("generators/data/lifecycles.toml").items():
        steps = [_step(written, number) for number, written in enumerate(life["steps"])]
        found[name] = (*steps, *(_step(written, before) for before, written in life["ends"]))
    return found


def _step(written: str, before: int) -> _Step:
    states, _, stems = written.partition("|")
    return _Step(tuple(states.split()), tuple(stems.split()), before)
