"""Numbers, dates and times as text in fixed-width pieces, by table look-up.

A piece is an array with one item for each row; an item's bytes are text, padded with NUL at either end. The
text of a cell is its pieces one after the other, NULs left out.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "Piece",
    "days",
    "fraction",
    "groups_of",
    "microseconds",
    "seconds",
    "sign",
    "whole",
]

Piece = NDArray[Any]

FIRST_DAY = -25567  # 1900-01-01, in days since 1970
LAST_DAY = 47481  # 2099-12-31

_PADDED, _LEADING, _LEADING_BLANK = 0, 10_000, 20_000  # where the parts of `_fours` begin
_BASE = 10_000


def whole(values: NDArray[Any], groups: int) -> tuple[Piece, ...]:
    """Unsigned integers below 10**(4 * groups), without leading zeros: a piece for every four digits."""
    table = _fours()
    if groups == 1:
        return (table.take(values.astype(np.int32) + np.int32(_LEADING)),)
    pieces = []
    blank = _LEADING
    for _ in range(groups - 1):
        higher = values // values.dtype.type(_BASE)
        lower = (values - higher * values.dtype.type(_BASE)).astype(np.int32)
        pieces.append(table.take(np.where(higher > 0, lower, lower + blank)))
        values, blank = higher, _LEADING_BLANK
    pieces.append(table.take(values.astype(np.int32) + blank))
    return tuple(reversed(pieces))


def groups_of(largest: int) -> int:
    """How many groups of four digits an integer needs."""
    return max(1, -(-len(str(largest)) // 4))


def sign(negative: NDArray[np.bool_]) -> Piece:
    """A minus where the number is negative."""
    return negative.astype(np.uint8) * np.uint8(ord("-"))


def fraction(values: NDArray[Any], scale: int, *, trim: bool) -> tuple[Piece, ...]:
    """The point and `scale` digits of unsigned integers below 10**scale; `trim` leaves trailing zeros out."""
    pieces: list[Piece] = []
    nothing_after = np.full(len(values), trim)
    digits = scale
    while digits > 4:
        higher = values // values.dtype.type(_BASE)
        lower = (values - higher * values.dtype.type(_BASE)).astype(np.int32)
        pieces.append(_digits(4, point=False).take(lower + nothing_after.astype(np.int32) * _BASE))
        nothing_after &= lower == 0
        values, digits = higher, digits - 4
    table = _digits(digits, point=True)
    pieces.append(table.take(values.astype(np.int32) + nothing_after.astype(np.int32) * int(10**digits)))
    return tuple(reversed(pieces))


def days(values: NDArray[Any]) -> Piece:
    """Days since 1970 between FIRST_DAY and LAST_DAY as YYYY-MM-DD."""
    return _calendar().take(values - FIRST_DAY)


def seconds(values: NDArray[Any]) -> Piece:
    """Seconds of a day as HH:MM:SS."""
    return _clock().take(values)


def microseconds(values: NDArray[Any]) -> tuple[Piece, Piece]:
    """Microseconds of a second as a point and six digits, or nothing where they are 0."""
    thousands = values // 1000
    rest = values - thousands * 1000
    blank = (values == 0) * 1000
    point, tail = _thousandths()
    return point.take(thousands + blank), tail.take(rest + blank)


@cache
def _fours() -> Piece:
    """0000 to 9999 padded with zeros, then without leading zeros, then the same with nothing for 0."""
    padded = _written(4)
    leading = padded.copy()
    for place in range(3):
        leading[: 10 ** (3 - place), place] = 0
    blank = leading.copy()
    blank[0] = 0
    return np.concatenate([padded, leading, blank]).view(np.uint32).ravel()


@cache
def _digits(count: int, *, point: bool) -> Piece:
    """All numbers of `count` digits padded with zeros, then the same without trailing zeros; a point before."""
    full = _written(count)
    trimmed = full.copy()
    every = np.arange(10**count)
    for place in range(count):
        trimmed[every % 10 ** (count - place) == 0, place] = 0
    if point:
        full = np.insert(full, 0, ord("."), axis=1)
        trimmed = np.insert(trimmed, 0, ord("."), axis=1)
        trimmed[0] = 0
    return _items(np.concatenate([full, trimmed]))


@cache
def _thousandths() -> tuple[Piece, Piece]:
    """.000 to .999 and 000 to 999, each followed by as many blanks."""
    tail = _written(3)
    point = np.insert(tail, 0, ord("."), axis=1)
    return _items(np.concatenate([point, point * 0])), _items(np.concatenate([tail, tail * 0]))


@cache
def _calendar() -> Piece:
    every = np.arange(np.datetime64(FIRST_DAY, "D"), np.datetime64(LAST_DAY + 1, "D"))
    months = every.astype("datetime64[M]")
    month = months.astype(np.int64) + 12 * 1970
    text = np.full((len(every), 10), ord("-"), np.uint8)
    pairs = _written(2)
    text[:, 0:2], text[:, 2:4] = pairs[month // 1200], pairs[month // 12 % 100]
    text[:, 5:7] = pairs[month % 12 + 1]
    text[:, 8:10] = pairs[(every - months).astype(np.int64) + 1]
    return _items(text)


@cache
def _clock() -> Piece:
    second = np.arange(86_400)
    text = np.full((86_400, 8), ord(":"), np.uint8)
    pairs = _written(2)
    text[:, 0:2] = pairs[second // 3600]
    text[:, 3:5] = pairs[second // 60 % 60]
    text[:, 6:8] = pairs[second % 60]
    return text.view(np.uint64).ravel()


def _written(count: int) -> NDArray[np.uint8]:
    """0 to 10**count - 1, padded with zeros: a matrix of ASCII digits."""
    places = 10 ** np.arange(count - 1, -1, -1)
    return (np.arange(10**count)[:, None] // places % 10 + ord("0")).astype(np.uint8)


def _items(matrix: NDArray[np.uint8]) -> Piece:
    """The rows of a matrix as items."""
    return np.ascontiguousarray(matrix).view(f"V{matrix.shape[1]}").ravel()
