"""`lessons_of`: what fixes have taught, as lessons that a later run is held against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seedbed.lessons.record import Lesson
from seedbed.testgen.plan.explore.context import Lesson as Known
from seedbed.testgen.plan.graveyard.pattern import patterns
from seedbed.testgen.plan.heal.rules import Fix

__all__ = ["lessons_of"]


def lessons_of(fixes: Iterable[Fix], test: str, today: str, known: Sequence[Known]) -> list[Lesson]:
    """A lesson for each kind of fix that can be looked for, but for those that are known."""
    seen = {change for lesson in known for change in patterns(lesson.wrong, lesson.correct)}
    made = []
    for fix in fixes:
        changes = patterns(fix.wrong, fix.correct)
        if not changes or seen >= set(changes):
            continue
        seen |= set(changes)
        made.append(
            Lesson(
                title=fix.what,
                category=fix.category,
                date=today,
                test=test,
                went_wrong=f"A generated test did not run: {fix.what}.",
                wrong=fix.wrong,
                correct=fix.correct,
                lesson=f"{fix.what[:1].upper()}{fix.what[1:]}.",
                avoid="Write it as the correct code does.",
            )
        )
    return made
