"""`waits_of`: the helpers of a repository that wait until a condition holds, for a test whose plan waits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedbed.testgen.plan.explore.facts import Function
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.heal.lock.grants import at_once

__all__ = ["WAITING", "waits_of"]

WAITING = frozenset(["wait", "waits", "sleep", "poll", "until", "eventually"])
"""First words of what waits."""

_CONDITIONS = frozenset(["check", "condition", "predicate", "probe", "until"])


def waits_of(docstring: str, known: Known) -> Iterator[Function]:
    """Functions that wait for nothing but a condition; none where the plan does not wait, or leaves no time for it."""
    if at_once(docstring) or re.search(r"\b(wait|until|eventually)", docstring, re.IGNORECASE) is None:
        return
    for found in known.functions.values():
        for each in found:
            waits = each.name.lower().split("_")[0] in WAITING and not each.owner and len(each.required) == 1
            if waits and (each.required[0].name in _CONDITIONS or "Callable" in each.required[0].annotation):
                yield each
