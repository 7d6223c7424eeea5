"""What in a plan does not agree: ids that skip, and tables that say different things of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from seedbed.errors import Note, Origin
from seedbed.testgen.plan.stp.model import Criterion, Scenario

__all__ = ["disagreements"]

_NUMBERED = re.compile(r"(.*?)(\d+)")
_FAR = 20
"""Ids that are further apart are no series: tickets of a tracker, not numbers of this plan."""


def disagreements(scenarios: Sequence[Scenario], criteria: Sequence[Criterion], file: str) -> list[Note]:
    """Notes on ids that skip, and on what the two tables say of each other, each with its line."""
    places = [(each.id, each.line) for each in scenarios] + [(each.id, each.line) for each in criteria]
    notes = list(_skipped(places, file))
    if criteria:
        notes += _of_scenarios(scenarios, criteria, file)
        notes += _of_criteria(scenarios, criteria, file)
    return notes


def _skipped(places: Sequence[tuple[str, int]], file: str) -> Iterator[Note]:
    series: dict[str, list[tuple[int, str, int]]] = {}
    for id, line in places:
        if found := _NUMBERED.fullmatch(id):
            series.setdefault(found[1], []).append((int(found[2]), id, line))
    for prefix, members in series.items():
        ordered = sorted(members)
        for (before, last, _), (number, id, line) in pairwise(ordered):
            if 1 < number - before <= _FAR:
                wide = len(last) - len(prefix)
                missing = [f"{prefix}{each:0{wide}d}" for each in range(before + 1, number)]
                told = missing[0] if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
                verb = "is" if len(missing) == 1 else "are"
                yield Note(f"{told} {verb} not in the plan", f"{id} follows {last}", origin=Origin(file, line))


def _of_scenarios(scenarios: Sequence[Scenario], criteria: Sequence[Criterion], file: str) -> Iterator[Note]:
    known = {each.id: each for each in criteria}
    for scenario in scenarios:
        for id in scenario.criteria:
            where = Origin(file, scenario.line)
            if id not in known:
                yield Note(f"{scenario.id} names {id}, which is no criterion of the plan", grave=True, origin=where)
            elif known[id].scenarios and scenario.id not in known[id].scenarios:
                why = f"{id} (line {known[id].line}) names {', '.join(known[id].scenarios)}"
                yield Note(f"{scenario.id} names {id}, which does not name it", why, origin=where)


def _of_criteria(scenarios: Sequence[Scenario], criteria: Sequence[Criterion], file: str) -> Iterator[Note]:
    known = {each.id: each for each in scenarios}
    for criterion in criteria:
        where = Origin(file, criterion.line)
        if not criterion.scenarios and not any(criterion.id in each.criteria for each in scenarios):
            yield Note(f"no scenario is named for {criterion.id}", grave=True, origin=where)
        for id in criterion.scenarios:
            if id not in known:
                yield Note(f"{criterion.id} names {id}, which is no scenario of the plan", grave=True, origin=where)
            elif known[id].criteria and criterion.id not in known[id].criteria:
                why = f"{id} (line {known[id].line}) names {', '.join(known[id].criteria)}"
                yield Note(f"{criterion.id} names {id}, which does not name it", why, origin=where)
