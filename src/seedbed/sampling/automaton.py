"""A regular language as a table: for each state, the runs of characters that lead on, in the order of their codes."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.classes import dataclass
from seedbed.sampling.machine import Machine, machine, parsed, widest
from seedbed.sampling.pattern import RegexError
from seedbed.sampling.product import Product, State, product

__all__ = ["Automaton", "Run", "automaton", "is_witnessed"]

_MOST_STATES = 3000
_SHORTER = (8, 3)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that lead to one state: the code of the first, how many, and the state."""

    first: int
    count: int
    target: int


@dataclass(frozen=True, slots=True)
class Automaton:
    """States 0 (the start), 1, ...: whether a text may end there, and the runs that lead on from there."""

    finals: tuple[bool, ...]
    runs: tuple[tuple[Run, ...], ...]


def automaton(pattern: str, within: tuple[str, ...], without: tuple[str, ...], longest: int) -> Automaton:
    """The texts that match the pattern and all of `within`, and none of `without`, as a whole.

    Where repeats run into each other, as in `.{1,60}@.{1,60}`, the states may grow beyond measure. Then the upper
    bounds of the pattern's repeats are lowered until they don't: the texts still match, but not all are counted. A list
    of texts needs about as many states as letters: that many are never too many.
    """
    others, matched = _others(pattern, within, without, longest)
    for first, most in _ways(pattern, longest):
        asked = product([first, *others], matched)
        edges = _reached(asked, most)
        if edges is not None:
            return _ordered(asked, edges)
    raise RegexError(f"{pattern!r} needs too many states")


def is_witnessed(pattern: str, within: tuple[str, ...], without: tuple[str, ...], shortest: int, longest: int) -> bool:
    """Whether a text of such a length meets a walk that always tries the first way on first; False tells nothing."""
    others, matched = _others(pattern, within, without, longest)
    asked = product([machine(pattern, longest), *others], matched)
    stack, seen = [(asked.start, 0)], {asked.start}
    while stack and len(seen) <= _MOST_STATES:
        state, length = stack.pop()
        if length >= shortest and asked.ends(state):
            return True
        ahead = asked.ahead(state) if length < longest else {}
        fresh = [target for target, together in ahead.items() if target not in seen and asked.drawn(together)]
        seen.update(fresh)
        stack += [(target, length + 1) for target in reversed(fresh)]
    return False


def _others(pattern: str, within: tuple[str, ...], without: tuple[str, ...], longest: int) -> tuple[list[Machine], int]:
    """The machines beside that of the pattern, and how many must match with it."""
    first = parsed(pattern)
    matched, refused = (*within, *first.within), (*without, *first.without)
    if any(other.within or other.without for other in map(parsed, (*matched, *refused))):
        raise RegexError(f"{pattern!r}: only the first expression may look ahead or ask for word boundaries")
    return [machine(other, longest) for other in (*matched, *refused)], 1 + len(matched)


def _ways(pattern: str, longest: int) -> Iterator[tuple[Machine, int]]:
    """The machines to try, each with how many states are too many for it."""
    whole = machine(pattern, longest)
    if not widest(pattern):
        yield whole, max(_MOST_STATES, len(whole.edges))
        return
    yield whole, _MOST_STATES
    for cut in _SHORTER:
        if len((shorter := machine(pattern, longest, cut)).edges) < len(whole.edges):
            yield shorter, _MOST_STATES
    yield whole, len(whole.edges)


Edges = dict[State, dict[State, tuple[int, ...]]]


def _reached(asked: Product, most: int) -> Edges | None:
    """All states that texts reach, and where each leads by which classes; None if there are more than `most`."""
    edges: Edges = {asked.start: {}}
    queue = [asked.start]
    for state in queue:
        edges[state] = asked.ahead(state)
        fresh = [target for target in edges[state] if target not in edges]
        queue += fresh
        edges.update({target: {} for target in fresh})
        if len(edges) > most:
            return None
    return edges


def _ordered(asked: Product, edges: Edges) -> Automaton:
    """The states numbered by the least text that leads to them, those left out that lead to no end."""
    finals = {state for state in edges if asked.ends(state)}
    alive = _alive(asked, edges, finals)
    if asked.start not in alive:
        return Automaton((), ())
    numbers, queue, runs = {asked.start: 0}, [asked.start], []
    for state in queue:
        ahead = {target: asked.drawn(together) for target, together in edges[state].items() if target in alive}
        leads = sorted(((run, target) for target, some in ahead.items() for run in some), key=lambda lead: lead[0])
        for _, target in leads:
            if target not in numbers:
                numbers[target] = len(numbers)
                queue.append(target)
        runs.append(tuple(Run(first, count, numbers[target]) for (first, count), target in leads))
    return Automaton(tuple(state in finals for state in queue), tuple(runs))


def _alive(asked: Product, edges: Edges, finals: set[State]) -> set[State]:
    """The states from which an end can be reached with characters that are drawn."""
    before: dict[State, list[State]] = {}
    for state, ahead in edges.items():
        for target, together in ahead.items():
            if asked.drawn(together):
                before.setdefault(target, []).append(state)
    queue = [state for state in edges if state in finals]
    alive = set(queue)
    for state in queue:
        fresh = [source for source in dict.fromkeys(before.get(state, ())) if source not in alive]
        alive.update(fresh)
        queue += fresh
    return alive
