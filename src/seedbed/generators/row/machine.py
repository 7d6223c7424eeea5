"""`Machine`: a state for each row, drawn by weight, with the columns that it implies: moments that rise, and others."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.arrays import fixed_width
from seedbed.generators.domain import Domain, Generator, Given, Rows
from seedbed.sampling.bits import Draw, Words
from seedbed.sampling.discrete import Choice
from seedbed.sampling.quantiles import choice

__all__ = ["Implied", "Machine", "Stamp"]

Numbers: TypeAlias = NDArray[np.int64]

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_LEAST, _SPAN = 60 * _SECOND, 12 * _DAY
"""From one step to the next it takes a minute at least, and a few days as a rule."""
_UNKNOWN = np.int64(-(2**62))


@dataclass(frozen=True, slots=True)
class Stamp:
    """A column of days or moments, all of its values in order; NULL where no state implies it, if it is `nullable`."""

    domain: Domain
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Implied:
    """Any other column, what fills it, and the places of the states that imply it; else NULL, if it is `nullable`."""

    generator: Generator
    states: tuple[int, ...]
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Machine:
    """Fills a column of states, then the stamps, then the other columns that states imply.

    `labels` hold one value each. `chains` are for each state the places of the stamps that it implies, as they rise;
    they begin after the cell `anchor` of the row, where one is named, and not before the cells `floors`. The
    states of a machine that is only `guessed` are drawn anew where a check refuses them.
    """

    table: str
    labels: tuple[Domain, ...]
    weights: tuple[float, ...]
    stamps: tuple[Stamp, ...]
    chains: tuple[tuple[int, ...], ...]
    others: tuple[Implied, ...] = ()
    anchor: str = ""
    floors: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def width(self) -> int:
        """How many columns it fills."""
        return 1 + len(self.stamps) + len(self.others)

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The columns that come before all stamps."""
        return tuple((self.table, name) for name in (self.anchor, *self.floors) if name)

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns."""
        return self.again(rows, draw, given, 0)

    def again(self, rows: Rows, draw: Draw, given: Given, number: int) -> tuple[pa.Array, ...]:
        """The columns of a later try, which keeps the state of each row: a check never changes how many were asked."""
        again = ("state", number) if self.guessed and number else ("state",)
        state = _choice(self.weights).at(draw.sub(*again).words(rows))
        key = draw.sub("try", number)
        hashed: Any = self.labels
        label = _labels(hashed).take(pa.array(state.astype(np.int64)))
        others = (self._other(place, rows, state, key, given) for place in range(len(self.others)))
        return (label, *self._moments(rows, state, key, given), *others)

    def _other(self, place: int, rows: Rows, state: Words, draw: Draw, given: Given) -> pa.Array:
        other = self.others[place]
        (array,) = other.generator.at(rows, draw.sub("other", place), given)
        implied = np.isin(state, np.array(other.states, dtype=np.uint64))
        return pc.if_else(pa.array(implied), array, pa.scalar(None, array.type)) if other.nullable else array

    def _moments(self, rows: Rows, state: Words, draw: Draw, given: Given) -> list[pa.Array]:
        begin = _micros(given.column(self.table, self.anchor, rows)) if self.anchor else np.full(len(rows), _UNKNOWN)
        floor = np.full(len(rows), _UNKNOWN)
        for name in self.floors:
            floor = np.maximum(floor, _micros(given.column(self.table, name, rows)))
        found = [np.full(len(rows), _UNKNOWN) for _ in self.stamps]
        for number, chain in enumerate(self.chains):
            places = np.flatnonzero(state == np.uint64(number))
            before = begin[places]
            for position, stamp in enumerate(chain if len(places) else ()):
                most = min(_ends(self.stamps[later].domain)[1] for later in chain[position:])
                share = draw.sub("stamp", stamp).unit(rows[places])
                before = _next(self.stamps[stamp].domain, before, floor[places], most, share)
                found[stamp][places] = before
        return [self._stored(place, micros, floor, rows, draw) for place, micros in enumerate(found)]

    def _stored(self, place: int, micros: Numbers, floor: Numbers, rows: Rows, draw: Draw) -> pa.Array:
        stamp = self.stamps[place]
        absent = micros == _UNKNOWN
        type = stamp.domain.at(np.zeros(1, dtype=np.uint64)).type
        if absent.any() and not stamp.nullable:
            free = draw.sub("free", place).unit(rows[absent])
            none = np.full(len(free), _UNKNOWN)
            micros[absent] = _next(stamp.domain, none, floor[absent], _ends(stamp.domain)[1], free)
        is_day = pa.types.is_date(type)
        whole = (micros // _DAY).astype(np.int32) if is_day else micros
        array = fixed_width(whole, type)
        return pc.if_else(pa.array(absent), pa.scalar(None, type), array) if stamp.nullable and absent.any() else array


def _next(domain: Domain, before: Numbers, floor: Numbers, most: int, share: NDArray[np.float64]) -> Numbers:
    """A moment of a domain for each row, a while after the one `before` it; any from `floor` on where there is none."""
    low, high, step = _ends(domain)
    known = before != _UNKNOWN
    least = low + -((low - np.maximum(np.maximum(before, floor), low)) // step) * step
    count = np.maximum((max(most, low) - least) // step + 1, 1)
    anywhere = least + np.minimum((share * count).astype(np.int64), count - 1) * step
    soon = least + (_LEAST + (share * share * _SPAN).astype(np.int64)) // step * step
    found = np.where(known & (soon <= most), soon, anywhere)
    kept: Numbers = np.minimum(found, high)
    return kept


def _ends(domain: Domain) -> tuple[int, int, int]:
    """The first and the last moment of a domain, and the grid on which its moments are looked for, in microseconds."""
    hashed: Any = domain
    found: tuple[int, int, int] = _looked_up(hashed)
    return found


@lru_cache(maxsize=1024)
def _looked_up(domain: Any) -> tuple[int, int, int]:
    ends = domain.at(np.array([0, domain.size - 1], dtype=np.uint64))
    found = sorted(_micros(ends).tolist())
    return found[0], found[1], _DAY if pa.types.is_date(ends.type) else _SECOND


def _micros(cells: pa.Array) -> Numbers:
    """Microseconds since 1970, long ago where a cell is NULL."""
    is_day = pa.types.is_date(cells.type)
    plain = cells.view(pa.int32() if is_day else pa.int64())
    numbers = plain.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    valid = cells.is_valid().to_numpy(zero_copy_only=False)
    micros: Numbers = np.where(valid, numbers * (_DAY if is_day else 1), _UNKNOWN)
    return micros


@lru_cache(maxsize=256)
def _choice(weights: tuple[float, ...]) -> Choice:
    return choice(weights)


@lru_cache(maxsize=256)
def _labels(labels: Any) -> pa.Array:
    return pa.concat_arrays([label.at(np.zeros(1, dtype=np.uint64)) for label in labels])
