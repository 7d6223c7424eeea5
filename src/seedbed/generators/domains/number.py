"""Integers, decimals, money and object ids."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from seedbed.generators.domain import Domain
from seedbed.generators.domains.grid import Line, Real, on_line
from seedbed.generators.want import NoValue, Unreadable, Want
from seedbed.schema.expression import Scalar
from seedbed.schema.types import Type

__all__ = ["decimals", "integers", "moneys", "number", "oids"]

_USUAL = 1000  # how many integers a column has that nothing is said about
_USUAL_DIGITS = 4  # a decimal is below 10**4, as most prices are


def number(field: str, value: Scalar) -> Real:
    """The exact number that a bound or a value says; raises Unreadable where it says none."""
    try:
        exact = Decimal(value.strip() if isinstance(value, str) else value or 0)
    except InvalidOperation as error:
        raise Unreadable(field, value, "it is not a number") from error
    if exact.is_nan() and field == "excluded":
        return math.inf  # like an infinity, it is none of the values there are
    if exact.is_nan():
        raise Unreadable(field, value, "it is not a number")
    return math.inf if exact == math.inf else -math.inf if exact == -math.inf else Fraction(exact)


def integers(want: Want) -> Domain:
    """Whole numbers: 1 to 1000 where nothing is said, all positive ones of the type where they must be distinct."""
    return _whole(want, *want.type.whole())


def oids(want: Want) -> Domain:
    """Object identifiers of PostgreSQL."""
    return _whole(want, 0, 2**32 - 1)


def _whole(want: Want, least: int, most: int) -> Domain:
    limits = want.limits
    step, offset = limits.step or (1, 0)
    if abs(offset) >= abs(step):
        raise NoValue(f"no number leaves {offset} when divided by {step}")
    # In SQL a remainder has the sign of the dividend.
    least, most = (max(least, 0), most) if offset > 0 else (least, min(most, 0)) if offset < 0 else (least, most)
    if limits.min_length is not None or limits.max_length is not None:
        shortest, longest = max(limits.min_length or 1, 1), limits.max_length
        least = max(least, 10 ** (shortest - 1) if shortest > 1 else 0)
        most = min(most, 10**longest - 1) if longest is not None else most
    if least > most:
        raise NoValue(f"no value lies between {least} and {most}")
    step = abs(step)
    start = min(max(1, least), most)
    line = Line(least, most, start, _USUAL * step, number, int, (step,), offset % step)
    return on_line(want, line)


def moneys(want: Want) -> Domain:
    """Amounts with two decimals."""
    return decimals(replace(want, type=replace(want.type, precision=19, scale=2)), want.type)


def decimals(want: Want, type: Type | None = None) -> Domain:
    """Decimals within precision and scale; two places where neither is said; `type` is that of the domain."""
    precision, scale = want.type.precision, want.type.scale or 0
    if precision is None:
        # Arrow carries an unlimited numeric as decimal128(38, 10); SQLite keeps 15 digits of it.
        precision, scale = (15, 10) if want.dialect == "sqlite" else (38, 10)
    most = 2**63 - 1 if want.type.kind == "money" else 10**precision - 1
    width = 10 ** (min(max(precision - scale, 0), _USUAL_DIGITS) + max(scale, 0))
    usual = 2 if want.type.precision is None else scale
    steps = tuple(10 ** (scale - places) for places in range(min(usual, scale), scale + 1))
    unit = Fraction(10) ** scale

    def read(field: str, value: Scalar) -> Real:
        return number(field, value) * unit

    line = Line(-most, most, 0, width, read, _decimal_of(scale), steps)
    return on_line(replace(want, type=type or want.type), line)


def _decimal_of(scale: int) -> Callable[[int], Scalar]:
    def write(unit: int) -> Scalar:
        # Built from its digits: arithmetic would round to the precision of the context.
        return Decimal((int(unit < 0), tuple(int(digit) for digit in str(abs(unit))), -scale))

    return write
