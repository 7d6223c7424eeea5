"""A regular language as a table: for each state, the runs of characters that lead on, in the order of their codes.

What a class of "anything else" draws is a choice: ASCII letters and digits; where the expression names all of them,
the rest of printable ASCII; then Latin-1 letters. Control characters are drawn only where nothing else fits, NUL and
lone surrogates never.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import field

from seedbed.classes import dataclass
from seedbed.sampling.characters import Chars
from seedbed.sampling.pattern import RegexError
from seedbed.sampling.tree import Either, Expression, Node, Repeat, Sequence, parse

__all__ = ["Automaton", "Run", "automaton"]

_TIERS = (
    tuple(map(ord, string.digits + string.ascii_letters)),
    tuple(code for code in range(32, 127) if not chr(code).isalnum()),
    tuple(code for code in range(0xC0, 0x100) if chr(code).isalpha()),
)
_MOST_STATES = 3000
_MOST_STEPS = 20_000
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
    first = parse(pattern)
    matched = [parse(text) for text in (*within, *first.within)]
    refused = [parse(text) for text in (*without, *first.without)]
    if any(other.within or other.without for other in (*matched, *refused)):
        raise RegexError(f"{pattern!r}: only the first expression may look ahead or ask for word boundaries")
    others = [_machine(other, longest) for other in (*matched, *refused)]
    for machine, most in _ways(first, longest):
        found = _determined([machine, *others], 1 + len(matched), most)
        if found is not None:
            return _ordered(found)
    raise RegexError(f"{pattern!r} needs too many states")


def _ways(expression: Expression, longest: int) -> Iterator[tuple[_Machine, int]]:
    """The machines to try, each with how many states are too many for it."""
    whole = _machine(expression, longest)
    yield whole, _MOST_STATES
    for cut in _SHORTER:
        if len((shorter := _machine(expression, longest, cut)).edges) < len(whole.edges):
            yield shorter, _MOST_STATES
    yield whole, len(whole.edges)


@dataclass(slots=True)
class _Machine:
    """A machine with steps that take no character (Thompson 1968); 0 is its start, `end` its end."""

    longest: int
    cut: int
    empty: list[list[int]] = field(default_factory=lambda: [[]])
    edges: list[list[tuple[Chars, int]]] = field(default_factory=lambda: [[]])
    end: int = 0

    def fresh(self, *before: int) -> int:
        """A new state that is reached without a character from those before."""
        if len(self.empty) > _MOST_STEPS:
            raise RegexError(f"the repeats make more than {_MOST_STEPS} steps")
        self.empty.append([])
        self.edges.append([])
        for state in before:
            self.empty[state].append(len(self.empty) - 1)
        return len(self.empty) - 1

    def add(self, node: Node, start: int) -> int:
        """Put a node behind a state; gives the state behind the node."""
        if isinstance(node, Chars):
            target = self.fresh()
            self.edges[start].append((node, target))
            return target
        if isinstance(node, Sequence):
            for part in node.parts:
                start = self.add(part, start)
            return start
        if isinstance(node, Either):
            return self.fresh(*[self.add(part, self.fresh(start)) for part in node.parts])
        return self.repeat(node, start)

    def repeat(self, node: Repeat, start: int) -> int:
        """Copies for the least, then a loop, or as many more that may be left, up to the longest text."""
        for _ in range(node.least):
            start = self.add(node.part, start)
        if node.most is None:
            head = self.fresh(start)
            self.empty[self.add(node.part, head)].append(head)
            return self.fresh(head)
        leaves = [start]
        for _ in range(min(node.most, max(node.least, self.longest), node.least + self.cut) - node.least):
            leaves.append(self.add(node.part, leaves[-1]))
        return self.fresh(*leaves)

    def closure(self, state: int) -> frozenset[int]:
        """The states with edges, and the end, that are reached from one without a character."""
        seen, queue = {state}, [state]
        for place in queue:
            ahead = [target for target in self.empty[place] if target not in seen]
            seen.update(ahead)
            queue += ahead
        return frozenset(place for place in seen if self.edges[place] or place == self.end)


def _machine(expression: Expression, longest: int, cut: int | None = None) -> _Machine:
    machine = _Machine(longest, longest if cut is None else cut)
    machine.end = machine.fresh(machine.add(expression.node, 0))
    return machine


State = tuple[frozenset[int], ...]
Drawn = dict[tuple[int, ...], list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class _Determined:
    """All machines at once: a state holds a set of places in each; classes of characters lead from state to state."""

    classes: tuple[tuple[str, ...], ...]
    others: int
    finals: frozenset[State]
    edges: dict[State, dict[State, tuple[int, ...]]]


@dataclass(slots=True)
class _Walk:
    """One machine as a walk over classes: where each place leads by each class, without a character where it can."""

    steps: list[dict[int, list[int]]]
    closures: list[frozenset[int]]

    def classes(self, places: frozenset[int]) -> set[int]:
        """The classes that lead on from any of the places."""
        return set().union(*(self.steps[place] for place in places))

    def ahead(self, places: frozenset[int], number: int) -> frozenset[int]:
        """The places behind a class."""
        targets = {target for place in places for target in self.steps[place].get(number, ())}
        return frozenset().union(*(self.closures[target] for target in targets))


def _walk(machine: _Machine, classes: tuple[tuple[str, ...], ...]) -> _Walk:
    states = range(len(machine.edges))
    return _Walk([_steps(machine, state, classes) for state in states], [machine.closure(state) for state in states])


def _determined(machines: list[_Machine], matched: int, most: int) -> _Determined | None:
    """The product of the machines, of which the first `matched` must match; None if it has more than `most` states."""
    classes, others = _classes(machines)
    walks = [_walk(machine, classes) for machine in machines]
    start = tuple(walk.closures[0] for walk in walks)
    edges: dict[State, dict[State, tuple[int, ...]]] = {start: {}}
    queue, finals = [start], set()
    for state in queue:
        ends = [machine.end in places for machine, places in zip(machines, state, strict=True)]
        if all(ends[:matched]) and not any(ends[matched:]):
            finals.add(state)
        ahead: dict[State, list[int]] = {}
        onward = (walk.classes(places) for walk, places in zip(walks[:matched], state, strict=False))
        for number in sorted(set.intersection(*onward)):
            target = tuple(walk.ahead(places, number) for walk, places in zip(walks, state, strict=True))
            if all(target[:matched]):
                ahead.setdefault(target, []).append(number)
        edges[state] = {target: tuple(numbers) for target, numbers in ahead.items()}
        queue += [target for target in ahead if target not in edges]
        edges.update({target: {} for target in ahead if target not in edges})
        if len(edges) > most:
            return None
    return _Determined(classes, others, frozenset(finals), edges)


def _classes(machines: list[_Machine]) -> tuple[tuple[tuple[str, ...], ...], int]:
    """Characters that all machines treat alike, the named ones first, and the number of the class of all others."""
    kinds = list(dict.fromkeys(kind for machine in machines for ahead in machine.edges for kind, _ in ahead))
    alike: dict[tuple[bool, ...], list[str]] = {}
    for character in sorted(set().union(*(kind.members for kind in kinds))):
        alike.setdefault(tuple(kind.holds(character) for kind in kinds), []).append(character)
    return (*(tuple(same) for same in alike.values()), ()), len(alike)


def _steps(machine: _Machine, state: int, classes: tuple[tuple[str, ...], ...]) -> dict[int, list[int]]:
    """The states that one state leads to by each class."""
    steps: dict[int, list[int]] = {}
    for kind, target in machine.edges[state]:
        for number, same in enumerate(classes):
            if kind.holds(same[0]) if same else kind.others:
                steps.setdefault(number, []).append(target)
    return steps


def _ordered(found: _Determined) -> Automaton:
    """The states numbered by the least text that leads to them, those left out that lead to no end."""
    kinds = dict.fromkeys(together for ahead in found.edges.values() for together in ahead.values())
    drawn = {together: _drawn(found, together) for together in kinds}
    alive = _alive(found, drawn)
    start = next(iter(found.edges))
    if start not in alive:
        return Automaton((), ())
    numbers, queue, runs = {start: 0}, [start], []
    for state in queue:
        ahead = {target: drawn[together] for target, together in found.edges[state].items() if target in alive}
        leads = sorted(((run, target) for target, some in ahead.items() for run in some), key=lambda lead: lead[0])
        for _, target in leads:
            if target not in numbers:
                numbers[target] = len(numbers)
                queue.append(target)
        runs.append(tuple(Run(first, count, numbers[target]) for (first, count), target in leads))
    return Automaton(tuple(state in found.finals for state in queue), tuple(runs))


def _alive(found: _Determined, drawn: Drawn) -> set[State]:
    """The states from which an end can be reached with characters that are drawn."""
    before: dict[State, list[State]] = {}
    for state, ahead in found.edges.items():
        for target, together in ahead.items():
            if drawn[together]:
                before.setdefault(target, []).append(state)
    queue = [state for state in found.edges if state in found.finals]
    alive = set(queue)
    for state in queue:
        fresh = [source for source in dict.fromkeys(before.get(state, ())) if source not in alive]
        alive.update(fresh)
        queue += fresh
    return alive


def _drawn(found: _Determined, together: tuple[int, ...]) -> list[tuple[int, int]]:
    """The characters that stand for some classes, as runs of (first code, how many)."""
    codes = {ord(character) for number in together for character in found.classes[number]}
    if found.others in together:
        named = {character for same in found.classes for character in same}
        open_tiers = ([code for code in tier if chr(code) not in named] for tier in _TIERS)
        codes.update(next(filter(None, open_tiers), []))
    codes = {code for code in codes if code and not 0xD800 <= code < 0xE000}
    shown = {code for code in codes if code >= 32 and not 127 <= code < 160}
    return _stretches(sorted(shown or codes))


def _stretches(codes: list[int]) -> list[tuple[int, int]]:
    """Rising codes as (first, count) of their unbroken stretches."""
    found: list[tuple[int, int]] = []
    for code in codes:
        if found and sum(found[-1]) == code:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((code, 1))
    return found
