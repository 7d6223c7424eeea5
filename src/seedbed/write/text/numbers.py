"""Numbers, dates and times as cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.write.text import digits
from seedbed.write.text.cells import Cells, Flags, filled, flat
from seedbed.write.text.digits import Piece
from seedbed.write.text.forms import Field
from seedbed.write.text.strings import Strings

__all__ = ["Booleans", "Dates", "Decimals", "Integers", "Moments", "Times"]

_SECOND = 1_000_000  # microseconds
_DAY = 86_400 * _SECOND


@dataclass(slots=True)
class Booleans:
    """Two words."""

    field: Field

    def cells(self, array: pa.Array, valid: Flags | None) -> Cells:
        words = np.array([self.field.form.false, self.field.form.true])
        return Cells((words.view(f"V{words.itemsize}").take(flat(array.cast(pa.uint8()))),))


@dataclass(slots=True)
class Integers:
    """A sign where a number is negative, and groups of four digits; never fewer pieces than before."""

    groups: int = 1
    signed: bool = False

    def cells(self, array: pa.Array, valid: Flags | None) -> Cells:
        return Cells(self.pieces(flat(array)))

    def pieces(self, values: NDArray[Any]) -> tuple[Piece, ...]:
        """The pieces of integers of any type."""
        size, signs = self.parted(values)
        return (*signs, *self.grouped(size))

    def parted(self, values: NDArray[Any]) -> tuple[NDArray[Any], tuple[Piece, ...]]:
        """Absolute values, and a piece of signs where there are any."""
        low, high = int(values.min()), int(values.max())
        self.signed = self.signed or low < 0
        size = narrowed(magnitudes(values) if low < 0 else values, max(high, -low))
        return size, (digits.sign(values < 0),) if self.signed else ()

    def grouped(self, size: NDArray[Any]) -> tuple[Piece, ...]:
        """The groups of unsigned integers."""
        self.groups = max(self.groups, digits.groups_of(int(size.max())))
        return digits.whole(size, self.groups)


def magnitudes(values: NDArray[Any]) -> NDArray[np.uint64]:
    """Absolute values of signed integers; that of -2**63 too."""
    bits = values.astype(np.int64, copy=False).view(np.uint64)
    return np.where(values < 0, np.uint64(0) - bits, bits)


def narrowed(values: NDArray[Any], largest: int) -> NDArray[Any]:
    """The same numbers in 32 bits where they fit: half the memory, twice the speed."""
    return values.astype(np.int32) if largest < 2**31 else values.astype(np.uint64)


@dataclass(slots=True)
class Decimals:
    """Integers with a point, as long as 64 bits hold them; others are strings."""

    field: Field
    scale: int
    integers: Integers
    strings: Strings

    def cells(self, array: pa.Array, valid: Flags | None) -> Cells:
        values = _unscaled(array, valid)
        if values is None or not 0 <= self.scale <= 18:
            return self.strings.cells(array, valid)
        if self.scale == 0:
            return Cells(self.integers.pieces(values))
        size, signs = self.integers.parted(values)
        unit = 10**self.scale
        size = size if unit < 2**31 else size.astype(np.uint64)
        above = size // size.dtype.type(unit)
        below = size - above * size.dtype.type(unit)
        written = digits.fraction(below, self.scale, trim=self.field.trim)
        return Cells((*signs, *self.integers.grouped(above), *written))


def _unscaled(array: pa.Array, valid: Flags | None) -> NDArray[np.int64] | None:
    """The integers behind decimals, or None where one needs more than 64 bits."""
    halves = np.frombuffer(array.buffers()[1], np.int64)[2 * array.offset : 2 * (array.offset + len(array))]
    low, high = filled(halves[0::2], valid), filled(halves[1::2], valid)
    return low if array.type.precision <= 18 or bool((high == low >> 63).all()) else None


@dataclass(slots=True)
class Dates:
    """Dates by table; those outside of its years are odd."""

    field: Field

    def cells(self, array: pa.Array, valid: Flags | None) -> Cells:
        days, far = _near(flat(array))
        return _with_odd((digits.days(days),), far, valid, array, self.field)


@dataclass(slots=True)
class Moments:
    """Timestamps by table; those outside of its years are odd. Fractions stay once there was one."""

    field: Field
    fractions: bool = False

    def cells(self, array: pa.Array, valid: Flags | None) -> Cells:
        values = flat(array)
        days = values // _DAY
        rest = values - days * _DAY
        near, far = _near(days)
        space = np.full(len(values), ord(" "), np.uint8)
        clock = _clock(rest, self)
        return _with_odd((digits.days(near), space, *clock), far, valid, array, self.field)


@dataclass(slots=True)
class Times:
    """Times of the day. Fractions stay once there was one."""

    fractions: bool = False

    def cells(self, array: pa.Array, valid: Flags | None) -> Cells:
        return Cells(_clock(flat(array), self))


def _clock(rest: NDArray[Any], owner: Moments | Times) -> tuple[Piece, ...]:
    """The pieces of microseconds of a day."""
    seconds = rest // _SECOND
    micros = (rest - seconds * _SECOND).astype(np.int32)
    owner.fractions = owner.fractions or bool(micros.any())
    return (digits.seconds(seconds), *(digits.microseconds(micros) if owner.fractions else ()))


def _near(days: NDArray[Any]) -> tuple[NDArray[Any], Flags | None]:
    """Days that the calendar holds, and which were none of these, None where there were none."""
    if int(days.min()) >= digits.FIRST_DAY and int(days.max()) <= digits.LAST_DAY:
        return days, None
    near = np.clip(days, digits.FIRST_DAY, digits.LAST_DAY)
    return near, near != days


def _with_odd(
    pieces: tuple[Piece, ...], far: Flags | None, valid: Flags | None, array: pa.Array, field: Field
) -> Cells:
    if far is None:
        return Cells(pieces)
    rows = np.flatnonzero(far if valid is None else far & valid)
    texts = field.words(array.take(pa.array(rows))).to_pylist()
    return Cells(pieces, rows, tuple(field.form.whole(text) for text in texts))
