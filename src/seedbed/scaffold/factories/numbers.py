"""Numbers between bounds that the schema says, else between those that the engine kept to, made round."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from seedbed.generators.limits import Limits

__all__ = ["bounds"]

_NEAR = Decimal("1.1")


def bounds(values: list[Any], limits: Limits, step: Decimal, most: Decimal | None = None) -> tuple[Decimal, Decimal]:
    """The lowest and the highest number to draw, both multiples of a step; `most` is the largest that fits."""
    found = sorted(Decimal(str(value)) for value in values) or [Decimal(1), Decimal(1000)]
    low, high = _round_down(found[0], found[-1]), _round_up(found[-1])
    if most is not None:
        low, high = max(low, -most), min(high, most)
    if _is_number(limits.low):
        low = _stepped(Decimal(str(limits.low)), step, ROUND_CEILING) + (step if limits.low_open else 0)
        high = max(high, low)
    if _is_number(limits.high):
        high = _stepped(Decimal(str(limits.high)), step, ROUND_FLOOR) - (step if limits.high_open else 0)
        low = min(low, high)
    return _stepped(low, step, ROUND_CEILING), _stepped(high, step, ROUND_FLOOR)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _stepped(value: Decimal, step: Decimal, way: str) -> Decimal:
    return (value / step).to_integral_value(rounding=way) * step


def _round_up(high: Decimal) -> Decimal:
    """The next number of one or two digits and zeros, where that is near."""
    for digits in (1, 2):
        if high > 0:
            unit = Decimal(1).scaleb(high.adjusted() - digits + 1)
            near = _stepped(high, unit, ROUND_CEILING)
            if near <= high * _NEAR:
                return near
    return high


def _round_down(low: Decimal, high: Decimal) -> Decimal:
    return Decimal(1) if 1 < low < high / 10 and high < 10_000 else low
