"""`packed`: of many candidate rows as many as can stand together, no two of which share a key of any unique set.

With one set, or two, the number is the largest there is (distinct keys; a maximum matching, Kuhn 1955). With three and
more the problem is hard in general: rows are exchanged while that helps, and the number may fall short.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_EXACT", "fresh", "packed"]

MOST_EXACT = 20_000
"""Candidates up to which a better choice than the first one is looked for."""

_MOVES = 4000  # exchanges that are tried without a gain
Numbers = NDArray[np.int64]


def packed(keys: tuple[Numbers, ...], wanted: int) -> Numbers:
    """The places of candidates that are distinct in every row of `keys`, up to the number wanted; in order.

    Each of `keys` holds for every candidate its key in one set; -1 is a key with NULL, which is never shared.
    """
    count = len(keys[0]) if keys else 0
    chosen = _greedy(keys, np.arange(count, dtype=np.int64), wanted)
    bound = min((_distinct(key) for key in keys), default=count)
    if len(chosen) >= min(wanted, bound) or count > MOST_EXACT:
        return chosen
    better = _matched(keys[0], keys[1]) if len(keys) == 2 else _exchanged(keys, chosen, min(wanted, bound))
    return np.sort(better)[:wanted] if len(better) > len(chosen) else chosen


def fresh(keys: tuple[Numbers, ...], taken: tuple[Numbers, ...], wanted: int) -> Numbers:
    """The places of candidates that share no key with those taken nor with each other, up to the number wanted."""
    free = np.ones(len(keys[0]) if keys else 0, dtype=bool)
    for key, known in zip(keys, taken, strict=True):
        free &= (key < 0) | ~np.isin(key, known)
    return _greedy(keys, np.flatnonzero(free), wanted)


def _greedy(keys: tuple[Numbers, ...], left: Numbers, wanted: int) -> Numbers:
    """Candidates that are the first of their key in every set; then the same among those that are still free."""
    chosen: list[Numbers] = []
    found = 0
    while len(left) and found < wanted:
        first = np.ones(len(left), dtype=bool)
        for key in keys:
            first &= _firsts(key[left])
        if not first.any():  # each is kept out by another that is kept out itself: the very first one can stand
            first[0] = True
        taken = left[first][: wanted - found]
        chosen.append(taken)
        found += len(taken)
        free = ~first
        for key in keys:
            free &= (key[left] < 0) | ~np.isin(key[left], key[taken])
        left = left[free]
    return np.sort(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=np.int64)


def _firsts(key: Numbers) -> NDArray[np.bool_]:
    first = np.zeros(len(key), dtype=bool)
    first[np.unique(key, return_index=True)[1]] = True
    return first | (key < 0)


def _distinct(key: Numbers) -> int:
    return len(np.unique(key[key >= 0])) + int((key < 0).sum())


def _matched(left: Numbers, right: Numbers) -> Numbers:
    """A maximum matching between the keys of two sets; a candidate is an edge, and NULL an end of its own."""
    ends = [np.where(key < 0, np.arange(len(key)) + key.max(initial=0) + 1, key) for key in (left, right)]
    lefts, rights = (np.unique(end, return_inverse=True)[1] for end in ends)
    edges: list[list[tuple[int, int]]] = [[] for _ in range(int(lefts.max(initial=-1)) + 1)]
    for place, (one, other) in enumerate(zip(lefts.tolist(), rights.tolist(), strict=True)):
        edges[one].append((other, place))
    owner: dict[int, tuple[int, int]] = {}
    for one in range(len(edges)):
        _augment(one, edges, owner)
    return np.array(sorted(place for _, place in owner.values()), dtype=np.int64)


def _augment(start: int, edges: list[list[tuple[int, int]]], owner: dict[int, tuple[int, int]]) -> bool:
    """Finds a place for one key of the left, moving others along; without recursion, as chains may be long."""
    seen: set[int] = set()
    path: list[tuple[int, int, int]] = []
    stack = [(start, iter(edges[start]))]
    while stack:
        one, going = stack[-1]
        for other, place in going:
            if other in seen:
                continue
            seen.add(other)
            path.append((one, other, place))
            if other not in owner:
                for mover, target, edge in path:
                    owner[target] = (mover, edge)
                return True
            following = owner[other][0]
            stack.append((following, iter(edges[following])))
            break
        else:
            stack.pop()
            if path:
                path.pop()
    return False


def _exchanged(keys: tuple[Numbers, ...], chosen: Numbers, wanted: int) -> Numbers:
    """A choice at least as large: a candidate comes in where one at most has to leave, then whatever fits."""
    columns = [key.tolist() for key in keys]
    held: list[dict[int, int]] = [{column[place]: place for place in chosen.tolist()} for column in columns]
    best, state = set(chosen.tolist()), set(chosen.tolist())
    waiting, still, turn = [place for place in range(len(columns[0])) if place not in state], 0, 0
    while waiting and still < _MOVES and len(best) < wanted:
        turn = (turn * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        at = (turn >> 33) % len(waiting)
        place = waiting[at]
        rivals = {
            found
            for column, known in zip(columns, held, strict=True)
            if (found := known.get(column[place])) is not None
        }
        still += 1
        if len(rivals) > 1:
            continue
        waiting[at] = waiting[-1]
        waiting.pop()
        for rival in rivals:
            state.discard(rival)
            waiting.append(rival)
            for column, known in zip(columns, held, strict=True):
                known.pop(column[rival], None)
        state.add(place)
        for column, known in zip(columns, held, strict=True):
            if column[place] >= 0:
                known[column[place]] = place
        if len(state) > len(best):
            best, still = set(state), 0
    return np.array(sorted(best), dtype=np.int64)
