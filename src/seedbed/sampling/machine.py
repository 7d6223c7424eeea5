"""A regular language as a machine with steps that take no character: as large as its expression."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache

from seedbed.classes import dataclass
from seedbed.sampling.characters import Chars
from seedbed.sampling.pattern import RegexError
from seedbed.sampling.tree import Either, Expression, Node, Repeat, Sequence, parse

__all__ = ["Machine", "machine", "parsed", "widest"]

_MOST_STEPS = 20_000


@dataclass(slots=True)
class Machine:
    """A machine with steps that take no character (Thompson 1968); 0 is its start, `end` its end.

    An edge is the number of a kind of characters, and where it leads.
    """

    longest: int
    cut: int
    empty: list[list[int]] = field(default_factory=lambda: [[]])
    edges: list[list[tuple[int, int]]] = field(default_factory=lambda: [[]])
    kinds: dict[Chars, int] = field(default_factory=dict)
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
            self.edges[start].append((self.kinds.setdefault(node, len(self.kinds)), target))
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


@lru_cache(maxsize=128)
def parsed(pattern: str) -> Expression:
    """The tree of a pattern; raises `RegexError` where it is not regular or not understood."""
    return parse(pattern)


@lru_cache(maxsize=128)
def widest(pattern: str) -> int:
    """The most times that any repeat with an end allows, 0 where there is none."""
    return _widest(parsed(pattern).node)


def machine(pattern: str, longest: int, cut: int | None = None) -> Machine:
    """The machine of a pattern for texts up to a length, its repeats at most `cut` times more than the least."""
    most = min(longest, widest(pattern))  # longer texts make no other machine
    return _built(pattern, most, most if cut is None else min(cut, most))


@lru_cache(maxsize=16)
def _built(pattern: str, longest: int, cut: int) -> Machine:
    """Built once: a pattern is asked for with many others, and without them."""
    made = Machine(longest, cut)
    made.end = made.fresh(made.add(parsed(pattern).node, 0))
    return made


def _widest(node: Node) -> int:
    match node:
        case Sequence(parts) | Either(parts):
            return max(map(_widest, parts), default=0)
        case Repeat(part, least, most):
            return max(least, most or 0, _widest(part))
    return 0
