"""`chosen`: the fewest cases that run what can be run and tell what can be told, the best founded first."""

from __future__ import annotations

from typing import NamedTuple

from seedbed.testgen.explore.arguments import watched
from seedbed.testgen.explore.kills import Kept
from seedbed.testgen.inside.picking import best_first

__all__ = ["Choice", "Told", "chosen", "claims"]

_CLAIMS = 6
_NOTHING = ("None", "''", "[]", "{}", "()")
Told = dict[int, dict[int, list[str]]]
"""For each mutant the cases that tell it, by their places, each with the claims that do."""


class Choice(NamedTuple):
    """A case that is kept, the claims to assert, and what none of those chosen before it does: mutants told, steps."""

    at: int
    keys: list[str]
    new: set[int]
    reached: set[tuple[int, int]]


def chosen(kept: list[Kept], told: Told, ranks: list[int]) -> list[Choice]:
    """The choice; `told` gives for a mutant the cases that tell it with their claims, `ranks` each case's class."""
    kills: list[set[int]] = [set() for _ in kept]
    for mutant, cases in told.items():
        for at in cases:
            kills[at].add(mutant)
    arcs: set[tuple[int, int]] = set()
    dead: set[int] = set()
    found: list[tuple[int, set[int], set[tuple[int, int]]]] = []
    for rank in sorted(set(ranks)):
        left = [at for at, each in enumerate(ranks) if each == rank]
        for best in best_first(left, lambda at: _worth(kept[at], kills[at], arcs, dead, at)):
            new = kills[best] - dead
            reached = _reached(kept[best], arcs)
            if not new and not reached:
                break
            found.append((best, new, reached))
            arcs.update(kept[best].arcs)
            dead.update(kills[best])
    return [Choice(at, claims(kept[at], at, new, kills[at], told), new, reached) for at, new, reached in found]


def _reached(each: Kept, arcs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The steps that are new; of a slip only those between lines, since where it breaks off is no way of the code."""
    return {arc for arc in each.arcs if arc not in arcs and (not each.slip or min(arc) > 0)}


def _worth(each: Kept, kills: set[int], arcs: set[tuple[int, int]], dead: set[int], at: int) -> tuple[float, int, int]:
    gained = len(kills - dead) + 2 * len(_reached(each, arcs))
    return (gained / (1 + len(each.case.text) / 400), -len(each.case.text), -at)


def _shown(kept: Kept, key: str, wanted: list[str]) -> bool:
    """Whether a text that is asserted shows what an attribute of its object holds, or that it holds nothing."""
    value = kept.said[key]
    texts = [kept.said[each] for each in wanted if each[:4] == "str(" and key.startswith(f"{each[4:-1]}.")]
    return any(value in _NOTHING or value.strip("'") in text for text in texts)


def claims(kept: Kept, at: int, new: set[int], all_kills: set[int], told: Told) -> list[str]:
    """The claims on changed arguments, those that tell the mutants that were new, and then the first ones."""
    said = list(kept.said)
    if "raises" in said:
        return said
    named = watched(kept.case.prior, kept.case.given)
    changed = [key for key in said if key in named or key.startswith("result is ")]
    wanted: list[str] = changed or said[:1]
    for pool in (new, all_kills):
        left = {each for each in pool if not set(told[each][at]) & set(wanted)}
        while left and len(wanted) < _CLAIMS + 2:
            counts = {key: sum(key in told[each][at] for each in left) for key in said}
            best = max(said, key=lambda key: (counts[key], -said.index(key)))
            if not counts[best]:
                break
            wanted.append(best)
            left = {each for each in left if best not in told[each][at]}
    for key in said:
        if len(wanted) >= _CLAIMS:
            break
        if key not in wanted and key.startswith("result") and "." in key and not _shown(kept, key, wanted):
            wanted.append(key)
    return [key for key in said if key in wanted]
