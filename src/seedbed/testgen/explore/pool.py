"""`pool`: cases of one callee by the hundred, on all ways through the code that are found, with what comes of them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from seedbed.testgen.explore.cases import UNREADY, Bench, Case
from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.search import draw, ran, sweep
from seedbed.testgen.explore.values import Values

__all__ = ["Pooled", "pool"]

_MOST_SLOW = 8
_MOST_STEPS = 2_000_000
_PER_WAY = 60
_ALIKE = 5
_LONGEST = 260


class Pooled(NamedTuple):
    """A case, what came of it, and the lines that it ran."""

    case: Case
    said: dict[str, str]
    lines: set[int]


def pool(bench: Bench, values: Values, callee: Callee, known: list[Case], begun: list[Case], most: int) -> list[Pooled]:
    """The cases of so many that are run; those that go a new way are changed further, few are kept of the same way."""
    found: list[Pooled] = []
    seeds, seen = list(known), {each.text for each in known}
    ways: Counter[frozenset[tuple[int, int]]] = Counter()
    alike: Counter[str] = Counter()
    waiting = [*begun[: most // 3], *sweep(values, callee, known, most // 2)]
    slow = steps = 0
    for index in range(most):
        case = waiting[index] if index < len(waiting) else draw(values, callee, seeds)
        if case.text in seen or len(case.text) > _LONGEST:
            continue
        seen.add(case.text)
        settled, outcome = ran(bench, case)
        slow += outcome is None
        if slow > _MOST_SLOW or steps > _MOST_STEPS:
            break
        if outcome is None or outcome.slip or not outcome.said or outcome.raised == UNREADY:
            continue
        steps += outcome.steps + 50
        way = frozenset(outcome.arcs)
        same = f"{hash(way)} {outcome.said}"
        if not ways[way]:
            seeds.append(case)
        if (ways[way] < _PER_WAY or index < len(waiting)) and alike[same] < _ALIKE:
            ways[way] += 1
            alike[same] += 1
            found.append(Pooled(settled, outcome.said, {line for arc in way for line in arc if line > 0}))
    return found
