"""`Draw`: random words that are a function of a key and a row number, asked at any rows in any order.

The mix is a file format: the same key and row give the same word on every machine, for ever. `VERSION` is part
of every key, golden values pin the bits, and docs/statistics.md records how the mix stood a test battery.
Only integer arithmetic modulo 2**64 is used, so that no processor or library can disagree about a bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from seedbed.classes import dataclass

__all__ = ["TILE", "VERSION", "Draw", "Words", "const", "multiply_high", "product_high", "slices", "threshold"]

VERSION = 1
"""The version of the mix; another number means other data from the same seed."""

TILE = 16_384
"""Elements that are worked on at a time: a tile and its scratch space stay in the L2 cache."""

Words = NDArray[np.uint64]

_MASK = 2**64 - 1
_SHIFT_32 = np.uint64(32)
_LOW_32 = np.uint64(2**32 - 1)
# Odd multipliers. The first is 2**64 divided by the golden ratio, so that neighbouring rows land far apart; the
# others are the fractions of the square roots of 2, 3 and 5, made odd: numbers with nothing up their sleeve.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0x6A09E667F3BCC909)
_SECOND = np.uint64(0xBB67AE8584CAA73B)
_THIRD = np.uint64(0x3C6EF372FE94F82B)


def const(value: int) -> np.uint64:
    """The value modulo 2**64 as a NumPy scalar, so that no overflow warning can appear."""
    return np.uint64(value & _MASK)


def slices(length: int) -> Iterator[slice]:
    """The tiles that an array of the given length is cut into, in order."""
    for start in range(0, length, TILE):
        yield slice(start, min(start + TILE, length))


@dataclass(frozen=True, slots=True)
class Draw:
    """A source of words: two 64-bit keys under which every row number has its own word.

    For one key the words of distinct rows are distinct (each step of the mix can be undone), so a column of
    words has no repeats; whatever is derived from the upper bits of a word behaves like independent draws.
    """

    key: int
    key2: int

    @classmethod
    def of(cls, seed: int, *path: str) -> Draw:
        """The source that belongs to a seed and a path of names, such as table, column and purpose."""
        return _derived(b"seedbed", VERSION, seed, *path)

    def sub(self, *path: str | int) -> Draw:
        """Another source, derived from this one and a path; 1 and "1" lead to different ones."""
        return _derived(b"sub", self.key, self.key2, *path)

    def words(self, rows: Words) -> Words:
        """One 64-bit word for each row number."""
        out = np.empty(rows.shape, dtype=np.uint64)
        scratch = np.empty(min(rows.size, TILE), dtype=np.uint64)
        for tile in slices(rows.size):
            part = out[tile]
            _mix(rows[tile], part, scratch[: part.size], const(self.key), const(self.key2))
        return out

    def below(self, rows: Words, n: int) -> Words:
        """One number of [0, n) for each row, 1 <= n <= 2**64: the word times n, divided by 2**64."""
        return multiply_high(self.words(rows), n)

    def unit(self, rows: Words) -> NDArray[np.float64]:
        """One number of [0, 1) for each row: the upper 53 bits of its word, exactly."""
        words = self.words(rows)
        words >>= np.uint64(11)
        return words.astype(np.float64) * 2.0**-53

    def chance(self, rows: Words, share: Fraction | float) -> NDArray[np.bool_]:
        """True for the given share of all words: exactly the words below share * 2**64."""
        limit = threshold(share)
        if limit > _MASK:
            return np.ones(rows.shape, dtype=np.bool_)
        below: NDArray[np.bool_] = self.words(rows) < const(limit)
        return below


def threshold(share: Fraction | float) -> int:
    """How many of the 2**64 words make up a share (cut to 0..1), rounded down from its exact value."""
    return int(max(Fraction(0), min(Fraction(1), Fraction(share))) * 2**64)


def multiply_high(words: Words, n: int) -> Words:
    """The upper 64 bits of the 128-bit products words * n, 1 <= n <= 2**64; below n each. May reuse no input."""
    if not 1 <= n <= 2**64:
        raise ValueError(f"the bound of a draw is 1 to 2**64, not {n}")
    if n == 2**64:
        return words.copy()
    out = np.empty(words.shape, dtype=np.uint64)
    for tile in slices(words.size):
        _multiply_high(words[tile], n, out[tile])
    return out


def _multiply_high(words: Words, n: int, out: Words) -> None:
    """Schoolbook multiplication with 32-bit limbs; every partial sum fits in 64 bits."""
    upper, lower = words >> _SHIFT_32, words & _LOW_32
    n_low = const(n % 2**32)
    np.multiply(lower, n_low, out=out)
    out >>= _SHIFT_32
    if n < 2**32:
        upper *= n_low
        out += upper
        out >>= _SHIFT_32
        return
    n_high = const(n >> 32)
    cross = upper * n_low
    out += cross & _LOW_32
    cross >>= _SHIFT_32
    lower *= n_high
    out += lower & _LOW_32
    lower >>= _SHIFT_32
    out >>= _SHIFT_32
    upper *= n_high
    out += upper
    out += cross
    out += lower


def product_high(left: Words, right: Words) -> Words:
    """The upper 64 bits of the 128-bit products of two arrays, element by element."""
    a, b = left >> _SHIFT_32, left & _LOW_32
    c, d = right >> _SHIFT_32, right & _LOW_32
    high_low, low_high = a * d, b * c
    carry = (b * d >> _SHIFT_32) + (high_low & _LOW_32) + (low_high & _LOW_32)
    upper: Words = a * c + (high_low >> _SHIFT_32) + (low_high >> _SHIFT_32) + (carry >> _SHIFT_32)
    return upper


def _mix(rows: Words, out: Words, scratch: Words, key: np.uint64, key2: np.uint64) -> None:
    """Two keyed rounds of multiply and shift-xor; in place, for `scratch` holds what would be a temporary."""
    np.bitwise_xor(rows, key, out=out)
    out *= _SPREAD
    _fold(out, scratch, 32)
    out *= _FIRST
    out += key2  # before the fold, so that its upper bits reach the lower ones like those of a row
    _fold(out, scratch, 29)
    out *= _SECOND
    _fold(out, scratch, 32)
    out *= _THIRD
    _fold(out, scratch, 31)


def _fold(out: Words, scratch: Words, shift: int) -> None:
    """Mix the upper bits into the lower ones: x ^= x >> shift."""
    np.right_shift(out, np.uint64(shift), out=scratch)
    out ^= scratch


def _derived(purpose: bytes, *path: str | int) -> Draw:
    """A key from parts that cannot run into each other: each carries its kind and its length."""
    digest = blake2b(digest_size=16, person=purpose)
    for part in path:
        body = str(part).encode("utf-8", "surrogatepass")
        digest.update(b"%c%d:" % (b"t" if isinstance(part, str) else b"n", len(body)))
        digest.update(body)
    raw = digest.digest()
    return Draw(int.from_bytes(raw[:8], "little"), int.from_bytes(raw[8:], "little"))
