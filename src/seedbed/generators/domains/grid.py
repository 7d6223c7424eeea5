"""`Grid`: evenly spaced values of a type that Arrow keeps as a whole number; and how limits choose one."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.arrays import fixed_width
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.choice import Choice, without
from seedbed.generators.want import MOST, NoValue, Want
from seedbed.sampling.bits import const
from seedbed.schema.arrow import arrow_type
from seedbed.schema.expression import Scalar
from seedbed.schema.types import Type

__all__ = ["Grid", "Line", "Real", "edges", "on_line", "window"]

Real = Fraction | float
"""An exact number, or an infinity."""

_SCARCE = 1000  # fewer usual values than this are few for a unique column


@dataclass(frozen=True, slots=True)
class Grid:
    """The values first, first + step, ... of an integer, decimal, money, year, oid, date, time or timestamp.

    `first` and `step` count in the units of Arrow's storage: ones, digits of the last place of a decimal, days,
    or microseconds (since 1970, or since midnight).
    """

    type: Type
    first: int
    step: int = 1
    size: int = 1

    def at(self, index: Index) -> pa.Array:
        """The values at the given indexes."""
        type = arrow_type(self.type)
        offset = index * const(self.step)
        if pa.types.is_decimal(type):
            return _decimals(offset, self.first, type)
        offset += const(self.first)
        return fixed_width(offset.astype(np.int32) if type.bit_width == 32 else offset, type)


@dataclass(frozen=True, slots=True)
class Line:
    """How the values of a type lie on the line of whole units.

    least, most     what the type can hold
    start, width    where values lie when nothing else is said, and how many units of them
    read            a bound or value in units; it raises Unreadable
    write           a unit as a plain value of a choice
    steps           the spacings to try, the coarsest first, until there are `enough` values
    offset          what every value leaves when divided by the step
    until           the last usual unit, where there is one: a lower bound alone reaches up to it
    reserve         how far down a unique column reaches whose upper bound leaves few usual values
    """

    least: int
    most: int
    start: int
    width: int
    read: Callable[[str, Scalar], Real]
    write: Callable[[int], Scalar]
    steps: tuple[int, ...] = (1,)
    offset: int = 0
    enough: int = 100
    until: int | None = None
    reserve: int = 2**31


def on_line(want: Want, line: Line) -> Domain:
    """The grid, or the choice, that the limits leave of a line; raises NoValue and Unreadable."""
    low, high = edges(want, line.read)
    low = line.least if low is None else max(low, line.least)
    high = line.most if high is None else min(high, line.most)
    if want.limits.values is not None:
        return _chosen(want, line, low, high)
    first, last = window(want, line, low, high)
    grid = _spaced(want, line, first, last)
    places = (_place(line.read("excluded", value), grid) for value in want.limits.excluded)
    return without(grid, tuple(place for place in places if place is not None))


def _spaced(want: Want, line: Line, first: int, last: int) -> Grid:
    """The values from first to last, as far apart as leaves enough of them."""
    enough = 1_000_000 if want.unique else line.enough
    counts = [(step, (last - first - (line.offset - first) % step) // step + 1) for step in line.steps]
    step, count = next((pair for pair in counts if pair[1] >= enough), counts[-1])
    if count < 1:
        raise NoValue(f"no value lies between {_shown(line, first)} and {_shown(line, last)}")
    return Grid(want.type, first + (line.offset - first) % step, step, min(count, MOST, MOST // step + 1))


def edges(want: Want, read: Callable[[str, Scalar], Real]) -> tuple[int | None, int | None]:
    """The lowest and the highest whole unit that the bounds leave, None where there is no bound."""
    limits = want.limits
    low = -math.inf if limits.low is None else read("low", limits.low)
    high = math.inf if limits.high is None else read("high", limits.high)
    if low == math.inf or high == -math.inf:
        raise NoValue("only an infinite value is left")
    least = None if isinstance(low, float) else math.floor(low) + 1 if limits.low_open else math.ceil(low)
    most = None if isinstance(high, float) else math.ceil(high) - 1 if limits.high_open else math.floor(high)
    return least, most


def window(want: Want, line: Line, low: int, high: int) -> tuple[int, int]:
    """The part of low..high that values are made of: all of it between two bounds, else a usual part."""
    if low > high:
        raise NoValue(f"no value lies between {_shown(line, low)} and {_shown(line, high)}")
    bounded_low, bounded_high = low > line.least, high < line.most
    if want.wide or (bounded_low and bounded_high):
        return low, high
    width = high - low + 1 if want.unique and line.until is None else line.width
    if bounded_low:
        usual = line.until if line.until is not None and low <= line.until else low + width - 1
        return low, min(high, max(usual, low + width - 1) if want.unique else usual)
    if want.unique and bounded_high and high - line.start < _SCARCE * line.steps[0]:
        return max(low, high - line.reserve), high
    if high < line.start:
        return max(low, high - width + 1), high
    start = max(low, line.start)
    return start, min(high, start + width - 1)


def _chosen(want: Want, line: Line, low: int, high: int) -> Domain:
    """The values of an IN list that every other limit leaves, in their order."""
    finest = line.steps[-1]
    rejected = {line.read("excluded", value) for value in want.limits.excluded}
    units = {line.read("values", value) for value in want.limits.values or () if value is not None} - rejected
    whole = sorted(int(unit) for unit in units if not isinstance(unit, float) and unit.denominator == 1)
    kept = tuple(unit for unit in whole if low <= unit <= high and (unit - line.offset) % finest == 0)
    if not kept:
        raise NoValue("no value of the list is left")
    return Choice(want.type, tuple(line.write(unit) for unit in kept))


def _place(unit: Real, grid: Grid) -> int | None:
    """The index at which a grid has a value, None where it hasn't."""
    if isinstance(unit, float):
        return None
    place, rest = divmod(unit - grid.first, grid.step)
    return place if not rest and 0 <= place < grid.size else None


def _shown(line: Line, unit: int) -> str:
    return str(line.write(unit))


def _decimals(offset: Index, first: int, type: pa.DataType) -> pa.Array:
    """first + offset as little-endian two's complement numbers of two or four words of 64 bits."""
    words = np.empty((len(offset), type.bit_width // 64), dtype=np.uint64)
    carry = offset
    for place in range(words.shape[1]):
        word = words[:, place]
        np.add(carry, const(first >> 64 * place), out=word)
        carry = (word < carry).astype(np.uint64)
    return fixed_width(words.reshape(-1).view(f"V{type.bit_width // 8}"), type)
