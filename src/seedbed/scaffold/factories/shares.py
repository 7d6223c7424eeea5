"""A number that is given, shared among those that make it, so that each stays within what its own column holds.

One part, the rest, takes it; the others take nothing of a sum and are one of a product, as long as the rest fits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from seedbed.classes import dataclass
from seedbed.project.facts import Sum
from seedbed.scaffold.factories.value import Told

__all__ = ["Ends", "Sharing", "divisor", "ends_of", "made", "places_of"]

_TRIES = 10_000
"""Divisors that are tried for one that leaves no remainder, as in `divisor` of the tools."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The lowest and the highest number of a column, None where there is none."""

    low: Decimal | None
    high: Decimal | None

    def held(self, number: Decimal) -> Decimal:
        """The nearest number that fits."""
        number = number if self.low is None else max(number, self.low)
        return number if self.high is None else min(number, self.high)

    def hold(self, number: Decimal) -> bool:
        """Whether a number fits."""
        return self.held(number) == number


def ends_of(told: Told) -> Ends:
    """The ends of a number's column: those of its limits, else of its type."""
    step = Decimal(1).scaleb(-places_of(told))
    low, high = _ends_of_type(told, step)
    limits = told.limits
    if _is_number(limits.low):
        low = Decimal(str(limits.low)) + (step if limits.low_open else 0)
    if _is_number(limits.high):
        high = Decimal(str(limits.high)) - (step if limits.high_open else 0)
    return Ends(low, high)


def _ends_of_type(told: Told, step: Decimal) -> tuple[Decimal | None, Decimal | None]:
    if told.field.python == "int":
        ends = told.column.type.whole() if told.column is not None else (-(2**31), 2**31 - 1)
        return Decimal(ends[0]), Decimal(ends[1])
    digits, places = told.digits
    if told.field.python != "Decimal" or digits is None:
        return None, None
    most = Decimal(10) ** (digits - places) - step
    return -most, most


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _largest(told: Told) -> Decimal:
    """Twice the largest number of the sample."""
    return 2 * max((abs(Decimal(str(value))) for value in told.values if _is_number(value)), default=Decimal(1))


def places_of(told: Told) -> int:
    """How many places a number has behind its point."""
    python = told.field.python
    return told.digits[1] if python == "Decimal" else 2 if python == "float" else 0


def divisor(number: Decimal, most: Decimal | None, places: int) -> int:
    """The least whole number by which another comes down to `most`, exactly where one near it does that."""
    if not most or most < 0:
        return 1
    first = max(math.ceil(abs(number) / most), 1)
    units = number.scaleb(places)
    return next((each for each in range(first, first + _TRIES) if units % each == 0), first)


def made(one: Sum, parts: Mapping[str, Decimal]) -> Decimal:
    """What numbers of the parts make."""
    if one.signs:
        return sum((sign * parts[part] for part, sign in zip(one.parts, one.signs, strict=True)), Decimal(0))
    return math.prod((parts[part] for part in one.parts), start=Decimal(1))


class Sharing:
    """How the parts of one sum or product share what it makes: as numbers, and as the source that finds them."""

    def __init__(self, one: Sum, told: Mapping[str, Told]) -> None:
        self.one, self.told = one, told
        self.ends = {name: ends_of(told[name]) for name in one.names}
        self.places = {name: places_of(told[name]) for name in one.names}
        signs = one.signs or (1,) * len(one.parts)
        self.signs = dict(zip(one.parts, signs, strict=True))
        added = [part for part, sign in self.signs.items() if sign > 0]
        self.rest = max(added, key=lambda part: self.places[part])
        """The part that takes what is left: the most exact one that is added."""
        self.others = tuple(part for part in one.parts if part != self.rest)
        self.usual = {part: self.ends[part].held(Decimal(0 if one.signs else 1)) for part in one.parts}
        """What each part is that nothing has to be shared with."""

    def row(self, given: Mapping[str, Decimal]) -> dict[str, Decimal] | None:
        """The numbers of a row in which one is given; None where columns do not hold what the others are then."""
        whole = given.get(self.one.whole)
        parts = dict(given) if whole is None else self._shared(whole)
        numbers = {**self.usual, **parts}
        numbers[self.one.whole] = made(self.one, numbers) if whole is None else whole
        fit = all(self.ends[name].hold(number) for name, number in numbers.items())
        exact = all(round(number, self.places[name]) == number for name, number in numbers.items())
        return numbers if fit and exact and made(self.one, numbers) == numbers[self.one.whole] else None

    def overflows(self, part: str, number: Decimal) -> bool:
        """Whether a part makes more than the whole's column holds where the others are as large as they usually get."""
        largest = {each: _largest(self.told[each]) for each in self.one.parts} | {part: abs(number)}
        plain = replace(self.one, signs=tuple(map(abs, self.one.signs)))
        return not self.ends[self.one.whole].hold(made(plain, largest))

    def _shared(self, whole: Decimal) -> dict[str, Decimal]:
        parts: dict[str, Decimal] = {}
        left = whole
        for part in self.others:
            share = self.ends[part].held(self._share(part, left))
            parts[part] = share
            left = left - self.signs[part] * share if self.one.signs else left / share if share else left
        return {**parts, self.rest: left}

    def _share(self, part: str, left: Decimal) -> Decimal:
        """What a part takes of what is left before it."""
        end = self.ends[self.rest]
        if self.one.signs:
            return self.signs[part] * (left - end.held(left))
        return Decimal(divisor(left, end.high, self.places[self.rest]))

    def codes(self) -> Iterator[tuple[str, str]]:
        """The source of each part where the whole is given, over the attributes of a row."""
        passes = self._passes_on()
        left = f"exact(o.{self.one.whole})"
        for part in self.others:
            yield part, self._share_code(part, left) if passes else f"{self.usual[part]}"
            sign = "-" if self.signs[part] > 0 else "+"
            left += f" {sign if self.one.signs else '/'} exact(o.{part})"
        yield self.rest, left

    def _share_code(self, part: str, left: str) -> str:
        end, own = self.ends[self.rest], self.ends[part]
        if self.one.signs:
            sign = "" if self.signs[part] > 0 else "-"
            return (
                f"held({sign}beyond({left}, {_code(end.low)}, {_code(end.high)}), {_code(own.low)}, {_code(own.high)})"
            )
        found = f"divisor({left}, {_code(end.high)}, {self.places[self.rest]})"
        return f"held({found}, {_code(own.low)}, {_code(own.high)})" if self._is_short(own) else found

    def _is_short(self, own: Ends) -> bool:
        """Whether a divisor may leave the column of its part."""
        whole, rest = self.ends[self.one.whole].high, self.ends[self.rest].high
        most = None if whole is None or not rest else whole / rest + _TRIES
        return not own.hold(Decimal(1)) or (own.high is not None and (most is None or own.high < most))

    def _passes_on(self) -> bool:
        """Whether there are numbers of the whole that the rest alone cannot take, and others can."""
        ends = self.ends[self.one.whole]
        return self._is_over(ends.high, self.ends[self.rest].high, 1) or self._is_over(
            ends.low, self.ends[self.rest].low, -1
        )

    def _is_over(self, whole: Decimal | None, rest: Decimal | None, way: int) -> bool:
        if rest is None or not any(self._gives_way(part, way) for part in self.others):
            return False
        room = sum((self.signs[part] * self.usual[part] for part in self.others), rest) if self.one.signs else rest
        return (self.one.signs != () or way * rest > 0) and (whole is None or way * (whole - room) > 0)

    def _gives_way(self, part: str, way: int) -> bool:
        """Whether a part can take what is beyond the rest, above it or below it."""
        end = self.ends[part].high if not self.one.signs or way * self.signs[part] > 0 else self.ends[part].low
        return end is None or end != self.usual[part]


def _code(number: Decimal | None) -> str:
    return "None" if number is None else f'Decimal("{number}")'
