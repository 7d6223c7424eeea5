"""Moments that many models have alike, as created_at and updated_at: a base declares them for all of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from statistics import median

from seedbed.scaffold.factories.parts import Factory, Line

__all__ = ["DATED", "dated"]

DATED = "TimestampedFactory"
"""The base of the factories whose models tell alike when something was."""

_MANY = 3
"""How many factories a base of several declarations is worth."""

_NUMBER = re.compile(r"(?<![\w\"'])-?\d+\b")
_OTHER = re.compile(r"\bo\.(\w+)")

Shapes = frozenset[tuple[str, str]]
"""Names of attributes, each with its declaration but for the numbers, which only say what is usual."""


def dated(factories: tuple[Factory, ...], kept: Iterable[str] = ()) -> tuple[tuple[Factory, ...], tuple[Line, ...]]:
    """The factories without what a base of theirs declares, and these declarations; none where too few share some.

    Attributes of the names that are `kept` stay where they are.
    """
    own = {each.model.path for each in factories}
    first = [each for each in factories if each.model.inherits not in own]
    shapes = {each.name: _closed(_shapes(each, frozenset(kept))) for each in first}
    best = _best(shapes)
    if not best or any(each.name == DATED for each in factories):
        return factories, ()
    below = {name for name, some in shapes.items() if some >= best}
    names = {name for name, _ in best}
    lines = [[line for line in each.lines if line.name in names] for each in first if each.name in below]
    return tuple(_based(each, names) if each.name in below else each for each in factories), _usual(lines)


def _shapes(factory: Factory, kept: frozenset[str]) -> Shapes:
    loose = (line for line in factory.lines if line.loose and line.name not in kept)
    return frozenset((line.name, _NUMBER.sub("#", line.code)) for line in loose)


def _closed(shapes: Shapes) -> Shapes:
    """Those of some declarations that ask for nothing but for each other."""
    names = {name for name, _ in shapes}
    found = frozenset(each for each in shapes if names.issuperset(_OTHER.findall(each[1])))
    return found if found == shapes else _closed(found)


def _best(shapes: Mapping[str, Shapes]) -> Shapes:
    """The declarations that save the most lines where a base has them."""
    every = sorted(set(shapes.values()), key=sorted)
    found = {*every, *(_closed(one & other) for one, other in combinations(every, 2))}
    counts = {each: sum(some >= each for some in shapes.values()) for each in found if each}
    worth = [each for each, count in counts.items() if count >= _MANY and len(each) > 1]
    return max(worth, key=lambda each: (counts[each] * len(each), sorted(each)), default=frozenset())


def _based(factory: Factory, names: set[str]) -> Factory:
    return replace(factory, base=DATED, lines=tuple(line for line in factory.lines if line.name not in names))


def _usual(lines: list[list[Line]]) -> tuple[Line, ...]:
    """The declarations of all, with numbers in the middle of theirs."""
    codes = {
        line.name: [other.code for some in lines for other in some if other.name == line.name] for line in lines[0]
    }
    return tuple(replace(line, code=_middle(codes[line.name])) for line in lines[0])


def _middle(codes: list[str]) -> str:
    """One of declarations that only differ in their numbers, with those in the middle."""
    numbers = zip(*([int(each) for each in _NUMBER.findall(code)] for code in codes), strict=True)
    middle = (str(_round(int(median(some)))) for some in numbers)
    return _NUMBER.sub(lambda _: next(middle), codes[0])


def _round(number: int) -> int:
    """A number of one digit and noughts, no further from nought."""
    step: int = 10 ** (len(str(abs(number))) - 1)
    return int(number / step) * step
