"""Numbers and moments at the ends of what a column can hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domains.number import number
from seedbed.generators.domains.typed import domain_of
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.edges import Case
from seedbed.plan.conditions.narrow import merge
from seedbed.schema.expression import Scalar
from seedbed.schema.model import Dialect
from seedbed.schema.types import Type

__all__ = ["Span", "is_number", "moments", "numbers"]

_KINDS = ("integer", "oid", "decimal", "money", "float")
_FLOATS = {32: Fraction(340282 * 10**33), 64: Fraction(Decimal("1.7976931348623157e308"))}
_OPEN = 10**400


@dataclass(frozen=True, slots=True)
class Span:
    """A column, and what its meaning leaves: a first and a last value, "" where there is none."""

    type: Type
    limits: Limits
    today: date
    dialect: Dialect
    low: str = ""
    high: str = ""


def is_number(kind: str) -> bool:
    """Whether the values of a kind of type are numbers."""
    return kind in _KINDS


def numbers(case: Case, span: Span) -> Iterator[Scalar]:
    """The number of a case, if it lies within the span."""
    low, high, step = _ends(span)
    if case.way == "text":
        exact = Fraction(Decimal(case.value))
        if low <= exact <= high:
            yield case.value
        return
    if span.type.kind == "float" and case.steps:
        return
    start = {"low": low, "high": high, "": Fraction(0)}[case.value]
    found = start + case.steps * step
    if low <= found <= high:
        yield _written(found, span.type)


def _ends(span: Span) -> tuple[Fraction, Fraction, Fraction]:
    """The smallest and the largest number, and the smallest step."""
    low, high, step = _by_type(span.type, span.dialect)
    bounds = ((span.limits.low, span.limits.low_open), (span.low or None, False))
    tops = ((span.limits.high, span.limits.high_open), (span.high or None, False))
    for value, is_open in bounds:
        if value is not None:
            low = max(low, _inside(_exact(value), is_open, step, up=True))
    for value, is_open in tops:
        if value is not None:
            high = min(high, _inside(_exact(value), is_open, step, up=False))
    return low, high, step


def _inside(bound: Fraction, is_open: bool, step: Fraction, *, up: bool) -> Fraction:
    """The outermost number on the grid within a bound."""
    if not step:
        return bound
    place = ceil(bound / step) if up else floor(bound / step)
    found = place * step
    return found + (step if up else -step) if is_open and found == bound else found


def _exact(value: Scalar) -> Fraction:
    found = number("low", value)
    if isinstance(found, float):
        return Fraction(_OPEN if found > 0 else -_OPEN)
    return found


def _by_type(type: Type, dialect: Dialect) -> tuple[Fraction, Fraction, Fraction]:
    """What a type of numbers holds."""
    if type.kind in ("integer", "oid"):
        low, high = (0, 2**32 - 1) if type.kind == "oid" else type.whole()
        return Fraction(low), Fraction(high), Fraction(1)
    if type.kind == "float":
        most = _FLOATS[type.bits or 64]
        if type.precision is not None and type.scale is not None:
            most = Fraction(10**type.precision - 1, 10**type.scale)
        return (Fraction(0) if type.unsigned else -most), most, Fraction(0)
    precision, scale = _digits(type, dialect)
    units = 2**63 - 1 if type.kind == "money" else 10**precision - 1
    most = Fraction(units) / Fraction(10) ** scale
    return (Fraction(0) if type.unsigned else -most), most, 1 / Fraction(10) ** scale


def _digits(type: Type, dialect: Dialect) -> tuple[int, int]:
    """Digits in all and behind the point; SQLite keeps fifteen of them."""
    if type.kind == "money":
        return 19, 2
    precision, scale = (38, 10) if type.precision is None else (type.precision, type.scale or 0)
    return (min(precision, 15), min(scale, 10)) if dialect == "sqlite" else (min(precision, 76), scale)


def _written(value: Fraction, type: Type) -> Scalar:
    if value.denominator == 1 and type.kind != "float":
        return int(value)
    if type.kind == "float":
        return Decimal(repr(float(value)))
    scale = 2 if type.kind == "money" else 10 if type.precision is None else type.scale or 0
    units = int(value * 10**scale)
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -scale))


def moments(case: Case, span: Span) -> Iterator[Scalar]:
    """The date, time or year of a case, if it lies within the span."""
    within = span.limits
    if span.low:
        within = merge(within, Limits(low=span.low))
    if span.high:
        within = merge(within, Limits(high=span.high))
    if case.way == "text":
        only = merge(within, Limits(values=(_value(case.value, span.type),)))
        domain_of(span.type, only, today=span.today, dialect=span.dialect)  # raises NoValue
        yield _value(case.value, span.type)
        return
    domain = domain_of(span.type, within, today=span.today, dialect=span.dialect, wide=True)
    place = 0 if case.value == "low" else domain.size - 1
    yield _moment(domain.at(np.array([place], np.uint64)), span.type)


def _value(text: str, type: Type) -> Scalar:
    return int(text) if type.kind == "year" else text


def _moment(cell: pa.Array, type: Type) -> Scalar:
    """A date, time or year as a choice holds it."""
    if type.kind == "timestamp":
        micros = cell.view(pa.int64())[0].as_py()
        return (datetime(1970, 1, 1) + timedelta(microseconds=micros)).isoformat(sep=" ")  # noqa: DTZ001
    found = cell[0].as_py()
    return int(found) if type.kind == "year" else str(found.isoformat())
