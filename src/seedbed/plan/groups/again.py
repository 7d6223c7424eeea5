"""Distinct parts that choose again where a check refuses their choice: which ones do, and how often they can."""

from __future__ import annotations

from seedbed.generators.choose import Permuted, Retried, Slots
from seedbed.generators.domain import Generator
from seedbed.plan.facts import Facts
from seedbed.plan.keys.unique import Assignment
from seedbed.plan.lessons import Lessons

__all__ = ["again", "retries", "slot_of"]

MOST_TRIES = 1024
"""Choices of one row of a distinct column that a check may refuse."""


def retries(number: int, facts: Facts, assignment: Assignment, lessons: Lessons) -> bool:
    """Whether a distinct part chooses again: not beside rows that are there, which its later choices might meet."""
    if assignment.modes[number] not in ("permuted", "slots") or assignment.known:
        return False
    names = [name for other in slot_of(number, assignment) for name in facts.parts[other].names]
    return any((facts.table.id, name) in lessons.retried for name in names)


def slot_of(number: int, assignment: Assignment) -> tuple[int, ...]:
    """The parts that are chosen together with one."""
    return next((slot for slot in assignment.slots if number in slot), (number,))


def again(unit: Generator, rows: int) -> Generator:
    """Distinct choices with more of them for each row; any other generator as it is."""
    if not isinstance(unit, Permuted | Slots):
        return unit
    size = unit.size if isinstance(unit, Slots) else unit.unit.size
    return Retried(unit, max(rows, size // MOST_TRIES))
