"""Bounds of single columns that follow from conditions over several: of `a < b` and `b < 10` follows `a < 9`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from seedbed.generators.limits import Limits
from seedbed.plan.conditions.narrow import merge
from seedbed.plan.conditions.solve import isolated
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, Scalar, references
from seedbed.schema.types import Type

__all__ = ["tightened"]

ROUNDS = 12
"""How often bounds are handed on; a ring of strict comparisons would never end."""

Number = Fraction | float
Span = tuple[Number, Number]

_ENDLESS: Span = (-math.inf, math.inf)
_DAY_ONE = date(1970, 1, 1)
_NUMBERS = frozenset({"integer", "decimal", "money", "year"})
_COMPARED = frozenset({"<", "<=", ">", ">=", "="})


def tightened(
    conditions: Iterable[Expression], limits: Mapping[str, Limits], types: Mapping[str, Type]
) -> dict[str, Limits]:
    """The limits with whatever bounds the comparisons among the conditions hand on; numbers and dates only."""
    compared = [part for part in conditions if isinstance(part, Call) and part.name in _COMPARED]
    names = list(dict.fromkeys(name for part in compared for name in references(part)))
    spans = {
        name: _span(limits.get(name, Limits()), types[name])
        for name in names
        if name in types and _is_line(types[name])
    }
    before = dict(spans)
    for _ in range(ROUNDS):
        known = dict(spans)
        for part in compared:
            for name in references(part):
                if name in spans:
                    spans[name] = _handed_on(part, name, spans, types)
        if known == spans:
            break
    changed = {name: _limits(span, before[name], types[name]) for name, span in spans.items() if span != before[name]}
    said = {name: limit for name, limit in changed.items() if limit != Limits()}
    return {**limits, **{name: merge(limits.get(name, Limits()), limit) for name, limit in said.items()}}


def _handed_on(part: Call, name: str, spans: Mapping[str, Span], types: Mapping[str, Type]) -> Span:
    low, high = spans[name]
    found = isolated(part, name)
    if found is None:
        return low, high
    operator, other = found
    least, most = _reach(other, spans)
    step = Fraction(1) if types[name].kind in ("integer", "date", "year") else Fraction(0)
    if operator in ("<", "<=", "="):
        high = min(high, most - step if operator == "<" else most)
    if operator in (">", ">=", "="):
        low = max(low, least + step if operator == ">" else least)
    return low, high


def _reach(expression: Expression, spans: Mapping[str, Span]) -> Span:
    """The least and the most that an expression can be."""
    match expression:
        case Literal(value):
            number = _number(value)
            return _ENDLESS if number is None else (number, number)
        case Ref(column):
            return spans.get(column, _ENDLESS)
        case Cast(value, to) if to.kind in _NUMBERS | {"date", "float"}:
            return _reach(value, spans)
        case Call("neg", (value,)):
            low, high = _reach(value, spans)
            return -high, -low
        case Call("+", (first, second)):
            return _sum(_reach(first, spans), _reach(second, spans))
        case Call("-", (first, second)):
            low, high = _reach(second, spans)
            return _sum(_reach(first, spans), (-high, -low))
        case Call("*", (first, second)):
            return _product(_reach(first, spans), _reach(second, spans))
        case Call(("ratio" | "/"), (first, Literal(value))):
            number = _number(value)
            return _product(_reach(first, spans), (1 / number, 1 / number)) if number else _ENDLESS
        case Call("round", (value, *_)):
            low, high = _reach(value, spans)
            return low - 1, high + 1
    return _ENDLESS


def _sum(left: Span, right: Span) -> Span:
    return left[0] + right[0], left[1] + right[1]


def _product(left: Span, right: Span) -> Span:
    ends = [_times(a, b) for a in left for b in right]
    return min(ends), max(ends)


def _times(a: Number, b: Number) -> Number:
    return Fraction(0) if not a or not b else a * b


def _number(value: Scalar) -> Number | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return _day(value)
    return Fraction(value)


def _day(text: str) -> Number | None:
    try:
        return Fraction((date.fromisoformat(text) - _DAY_ONE).days)
    except ValueError:
        return None


def _is_line(type: Type) -> bool:
    return type.kind in _NUMBERS or type.kind == "date"


def _span(limits: Limits, type: Type) -> Span:
    """What the limits of a column leave, as numbers; days of dates."""
    values = [_number(value) for value in limits.values or ()]
    if values and all(value is not None for value in values):
        numbers = [value for value in values if value is not None]
        return min(numbers), max(numbers)
    low, high = _number(limits.low), _number(limits.high)
    least, most = _of_type(type)
    step = Fraction(1) if type.kind in ("integer", "date", "year") else Fraction(0)
    return (
        least if low is None else max(least, low + step * limits.low_open),
        most if high is None else min(most, high - step * limits.high_open),
    )


def _of_type(type: Type) -> Span:
    """What a whole number of so many bits can be; no drawn value comes near the ends of 64 bits."""
    if type.kind != "integer" or type.bits is None or type.bits > 32:
        return _ENDLESS
    least, most = type.whole()
    return Fraction(least), Fraction(most)


def _limits(span: Span, before: Span, type: Type) -> Limits:
    low, high = span
    least, most = _of_type(type)
    # a step or two beside the end of the type itself says nothing that rows would notice
    return Limits(
        low=None if low in (before[0], -math.inf) or low - ROUNDS <= least else _bound(low, type),
        high=None if high in (before[1], math.inf) or high + ROUNDS >= most else _bound(high, type),
    )


def _bound(number: Number, type: Type) -> Scalar:
    if type.kind == "date":
        return (_DAY_ONE + timedelta(days=int(number))).isoformat()
    exact = Fraction(number)
    return int(exact) if exact.denominator == 1 else Decimal(exact.numerator) / Decimal(exact.denominator)
