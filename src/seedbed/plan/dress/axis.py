"""`axis_of`: where the values of a domain lie on a line of numbers, for distributions to be laid along."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain
from seedbed.generators.domains.choice import Choice, Without
from seedbed.generators.domains.floating import Floats
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.skewed import Skewed
from seedbed.schema.types import Type

__all__ = ["DATED", "NUMERIC", "Axis", "axis_of", "iso", "place_of"]

NUMERIC = frozenset({"integer", "decimal", "money", "float", "oid", "year"})
DATED = frozenset({"date", "timestamp"})
_DAY, _HOUR = 86_400_000_000, 3_600_000_000


@dataclass(frozen=True, slots=True)
class Axis:
    """The numbers `first`, `first` + `step`, ... (`count` of them) without those at `places`; or a list of `values`.

    Dates and timestamps are days since 1970, times of day are hours.
    """

    first: Fraction = Fraction(0)
    step: Fraction = Fraction(1)
    count: int = 0
    places: tuple[int, ...] = ()
    values: tuple[Fraction, ...] = ()

    @property
    def low(self) -> float:
        """The lowest number."""
        return float(self.values[0] if self.values else self.first)

    @property
    def high(self) -> float:
        """The highest number."""
        return float(self.values[-1] if self.values else self.first + self.step * (self.count - 1))


def axis_of(domain: Domain) -> Axis | None:
    """The axis of a domain of numbers or times; None where values are no numbers or do not rise."""
    match domain:
        case Skewed(inner):
            return axis_of(inner)
        case Without(inner, places):
            whole = axis_of(inner)
            usable = whole is not None and not whole.places and not whole.values
            return Axis(whole.first, whole.step, whole.count, places) if whole is not None and usable else None
        case Floats(_, first, size, places):
            unit = Fraction(10) ** -places
            return Axis(first * unit, unit, size)
        case Grid(type, first, step, size):
            unit = _unit(type)
            return Axis(first * unit, step * unit, size)
        case Choice(type, values):
            found = [place_of(type, value) for value in values]
            numbers = tuple(number for number in found if number is not None)
            rises = all(a < b for a, b in itertools.pairwise(numbers))
            return Axis(values=numbers) if rises and len(numbers) == len(values) else None
    return None


def place_of(type: Type, value: object) -> Fraction | None:
    """The number that a written value stands for on the axis of its type; None where it is none."""
    try:
        if type.kind in DATED:
            at = datetime.fromisoformat(str(value)).replace(tzinfo=None)
            micros = Fraction((at - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 - local to the column's zone
            return micros / 86_400
        return Fraction(Decimal(str(value))) if type.kind in NUMERIC else None
    except (ValueError, ArithmeticError):
        return None


def _unit(type: Type) -> Fraction:
    """What one unit of a grid is on its axis."""
    match type.kind:
        case "decimal":
            return Fraction(10) ** -(10 if type.precision is None else type.scale or 0)
        case "money":
            return Fraction(1, 100)
        case "timestamp":
            return Fraction(1, _DAY)
        case "time":
            return Fraction(1, _HOUR)
    return Fraction(1)


def iso(day: float) -> str:
    """The day of a number of an axis of dates."""
    return date.fromordinal(date(1970, 1, 1).toordinal() + int(day // 1)).isoformat()
