"""Facets of places: postcodes and telephone numbers by area, and coordinates near the centre."""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain
from seedbed.generators.domains.phrase import Pieced
from seedbed.generators.domains.pieces import Listed, pieces_of
from seedbed.generators.domains.places import areas_of
from seedbed.generators.factors.facets import Row
from seedbed.sampling.bits import const

__all__ = ["Local", "Near", "texts_of"]

_DEGREE = 1_000_000


@dataclass(frozen=True, slots=True)
class Local:
    """What a place writes in a form of its locale: `postcode`, `phone`, `phone_international`."""

    factor: str
    form: str

    @property
    def reads(self) -> tuple[str, ...]:
        """The one factor."""
        return (self.factor,)

    def at(self, row: Row) -> pa.Array:
        """The texts."""
        factor = row.factors[self.factor]
        return areas_of(factor.locale, self.form).at(factor.origin(row.place(self.factor)), row.words())


@dataclass(frozen=True, slots=True)
class Near:
    """A number near an attribute of a factor, which has millionths: at most `reach` of them away.

    The domain has all numbers of so many `places` from -180 on.
    """

    factor: str
    attribute: str
    reach: int
    places: int
    domain: Domain

    @property
    def reads(self) -> tuple[str, ...]:
        """The one factor."""
        return (self.factor,)

    def at(self, row: Row) -> pa.Array:
        """The numbers."""
        centre = row.factors[self.factor].numbers(self.attribute)[row.place(self.factor)] + (180 * _DEGREE - self.reach)
        away = (row.words() >> const(32)) * const(2 * self.reach + 1) >> const(32)
        return self.domain.at((centre.view("u8") + away) // const(10 ** (6 - self.places)))


@lru_cache(maxsize=64)
def texts_of(locale: str, form: str) -> Pieced:
    """All that any place of a locale writes in a form."""
    areas = areas_of(locale, form)
    tail = areas.tail.patterns[0] if areas.tail is not None else ""
    head = Listed(pa.array([f"{areas.before}{text}" for text in areas.heads.to_pylist()], pa.string()))
    return Pieced((head, *pieces_of(tail, locale)))
