"""`Permutation`: a shuffled order of [0, size) that is asked at any places and stores nothing of that size."""

from __future__ import annotations

from functools import lru_cache
from math import isqrt

import numpy as np

from seedbed.classes import dataclass
from seedbed.sampling.bits import Draw, Words, const, slices

__all__ = ["Permutation"]

_ROUNDS = 6
_WALKED = 2**17  # up to here the network is gone through once for each place, where more are asked for than there are
_TABLE = 4096  # up to here a sorted table is cheaper than the network, and a perfect shuffle
_SEARCH = 64
_SHIFT_32 = np.uint64(32)
_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xBB67AE8584CAA73B)


@dataclass(frozen=True, slots=True)
class Permutation:
    """A bijection of [0, size) chosen by a key, 1 <= size <= 2**63.

    Small sizes are a table sorted by the words of their places. Larger ones run a Feistel network over pairs
    (left, right) of [0, a) x [0, b) with a * b just over the size; each round adds a keyed mix of one member to the
    other, modulo its range, and the few results outside are sent through again until they are inside
    (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002: cycle walking and generalised Feistel).
    """

    size: int
    key: Draw

    def __post_init__(self) -> None:
        if not 1 <= self.size <= 2**63:
            raise ValueError(f"a permutation has 1 to 2**63 places, not {self.size}")

    def at(self, index: Words) -> Words:
        """The values at the given places, each below `size`."""
        return self._apply(index, forward=True)

    def inverse(self, index: Words) -> Words:
        """The places at which the given values stand."""
        return self._apply(index, forward=False)

    def _apply(self, index: Words, *, forward: bool) -> Words:
        if index.size and int(index.max()) >= self.size:
            raise IndexError(f"a place beyond the {self.size} of a permutation")
        if self.size <= _TABLE:
            return _table(self.size, self.key)[0 if forward else 1][index]
        if forward and self.size <= _WALKED and self.size <= 8 * index.size:
            return _walked(self.size, self.key).take(index.view(np.int64))
        network = _network(self.size, self.key)
        out = np.empty(index.shape, dtype=np.uint64)
        for tile in slices(index.size):
            out[tile] = network.walk(index[tile], forward=forward)
        return out


@dataclass(frozen=True, slots=True)
class _Network:
    """The numbers that a Feistel network over [0, a) x [0, b) needs, derived once."""

    size: int
    a: int
    b: int
    keys: tuple[int, ...]

    def walk(self, index: Words, *, forward: bool) -> Words:
        """One tile through the network, again for those that left the domain."""
        out = self._through(index, forward=forward)
        if self.a * self.b == self.size:
            return out
        size = const(self.size)
        outside = np.flatnonzero(out >= size)
        while outside.size:
            again = self._through(out[outside], forward=forward)
            out[outside] = again
            outside = outside[again >= size]
        return out

    def _through(self, index: Words, *, forward: bool) -> Words:
        a, b = const(self.a), const(self.b)
        left = index // b
        right = index - left * b
        scratch, other = np.empty_like(left), np.empty_like(left)
        for number in range(_ROUNDS) if forward else reversed(range(_ROUNDS)):
            key = const(self.keys[number])
            source, target, range_ = (right, left, a) if number % 2 == 0 else (left, right, b)
            _round(source, key, range_, scratch, other)
            if not forward:
                np.subtract(range_, scratch, out=scratch)
            target += scratch
            # The sum is below twice the range; without the range it wraps to something huge unless it was too large.
            np.subtract(target, range_, out=scratch)
            np.minimum(target, scratch, out=target)
        left *= b
        left += right
        return left


def _round(source: Words, key: np.uint64, range_: np.uint64, out: Words, scratch: Words) -> None:
    """A keyed mix of the source into [0, range_), range_ < 2**32, from the upper half of a word."""
    np.bitwise_xor(source, key, out=out)
    out *= _FIRST
    np.right_shift(out, _SHIFT_32, out=scratch)
    out ^= scratch
    out *= _SECOND
    out >>= _SHIFT_32
    out *= range_
    out >>= _SHIFT_32


@lru_cache(maxsize=256)
def _network(size: int, key: Draw) -> _Network:
    """The network of a size: of the shapes near the square root the one that overshoots least."""
    root = isqrt(size - 1) + 1
    a = min(range(max(2, root - _SEARCH), root + 1), key=lambda side: (-(-size // side) * side, -side))
    pairs = [key.sub("feistel", number) for number in range(_ROUNDS // 2)]
    return _Network(size, a, -(-size // a), tuple(half for pair in pairs for half in (pair.key, pair.key2)))


@lru_cache(maxsize=16)
def _walked(size: int, key: Draw) -> Words:
    """All of a permutation that is asked about more often than it has places: each is walked to once."""
    network = _network(size, key)
    places = np.arange(size, dtype=np.uint64)
    found = np.concatenate([network.walk(places[tile], forward=True) for tile in slices(size)])
    found.setflags(write=False)
    return found


@lru_cache(maxsize=256)
def _table(size: int, key: Draw) -> tuple[Words, Words]:
    """A small permutation and its inverse; the words of distinct places never tie."""
    order = np.argsort(key.sub("table").words(np.arange(size, dtype=np.uint64))).astype(np.uint64)
    inverse = np.argsort(order).astype(np.uint64)
    order.setflags(write=False)
    inverse.setflags(write=False)
    return order, inverse
