"""`pool`: cases of one callee by the hundred, on all ways through the code that are found, with what comes of them."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import NamedTuple

from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.search import draw, sweep, tried
from seedbed.testgen.explore.values.values import Values

__all__ = ["Pooled", "pool"]

_MOST_STEPS = 2_000_000
_PER_WAY = 60
_ALIKE = 5


class Pooled(NamedTuple):
    """A case, what came of it, and the lines that it ran."""

    case: Case
    said: dict[str, str]
    lines: set[int]


def pool(bench: Bench, values: Values, callee: Callee, known: list[Case], begun: list[Case], most: int) -> list[Pooled]:
    """The cases of so many that are run; those that go a new way are changed further, few are kept of the same way."""
    found: list[Pooled] = []
    seeds = list(known)
    ways: Counter[frozenset[tuple[int, int]]] = Counter()
    alike: Counter[str] = Counter()
    waiting = [*begun[: most // 3], *sweep(values, callee, known, most // 2)]
    first = {each.text for each in waiting}
    drawn = (draw(values, callee, seeds) for _ in range(most - len(waiting)))
    for case, settled, outcome in tried(bench, itertools.chain(waiting, drawn), _MOST_STEPS, known):
        if outcome.slip or not outcome.said:
            continue
        way = frozenset(outcome.arcs)
        same = f"{hash(way)} {outcome.said}"
        if not ways[way]:
            seeds.append(case)
        if (ways[way] < _PER_WAY or case.text in first) and alike[same] < _ALIKE:
            ways[way] += 1
            alike[same] += 1
            found.append(Pooled(settled, outcome.said, {line for arc in way for line in arc if line > 0}))
    return found
