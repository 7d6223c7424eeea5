"""Values at the boundaries of one column: the ends of its range, the smallest step, the longest text, nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from seedbed.scaffold.factories.parts import Edge
from seedbed.scaffold.factories.value import Told, vocabulary

__all__ = ["edges_of"]

_LONGEST = 1000
"""Letters beyond which a text is no boundary that a person would look at."""


def edges_of(told: Told) -> Iterator[Edge]:
    """The boundaries of a column that may hold them by itself, and the values that documents ask for."""
    yield from _asked(told)
    yield from _boundaries(told)


def _asked(told: Told) -> Iterator[Edge]:
    """The values that cases of the domain ask for, where the column may hold them."""
    for case, value in told.field.asked:
        code = _code(told, value)
        if code:
            yield Edge(told.field.name, code, case)


def _code(told: Told, value: str) -> str:
    """The source of a value in a word or as a number, "" where the column has none."""
    field, limits = told.field, told.limits
    if value == "nothing":
        empty = field.python == "str" and not (limits.patterns or limits.min_length or limits.values)
        return "None" if field.nullable and limits.null is None else '""' if empty and not told.unique else ""
    if value == "leap day":
        moments = {"date": "date(2024, 2, 29)", "datetime": "datetime(2024, 2, 29, 12, 0)"}
        return "" if field.zone else moments.get(field.python, "")
    places = told.digits[1] if field.python == "Decimal" else 0
    number = {"zero": Decimal(0), "negative": -Decimal(1).scaleb(-places)}.get(value)
    number = Decimal(value) if number is None else number
    low, high = (end if isinstance(end, int | Decimal) else None for end in (limits.low, limits.high))
    inside = (low is None or number >= low) and (high is None or number <= high) and number not in limits.excluded
    if told.unique or limits.values is not None or not inside or number != round(number, places or 6):
        return ""
    return {"Decimal": f'Decimal("{number}")', "int": f"{number:.0f}", "float": f"{number}"}.get(field.python, "")


def _boundaries(told: Told) -> Iterator[Edge]:
    field, name = told.field, told.field.name
    if vocabulary(told) is not None or field.primary or field.foreign:
        return
    if field.nullable and told.limits.null is None:
        yield Edge(name, "None", "nothing")
    if told.limits.values is not None or told.limits.step is not None:
        return
    if field.python == "Decimal":
        yield from _decimals(told)
    elif field.python in ("int", "float") and not told.unique:
        yield from _ends(told)
    elif _is_plain_text(told) and not (told.limits.patterns or told.limits.rejected or field.is_document):
        yield from _texts(told)


def _is_plain_text(told: Told) -> bool:
    """Whether a column holds any text, and not an address or a range that is written as one."""
    return told.field.python == "str" and (told.column is None or told.column.type.kind in ("char", "varchar", "text"))


def _ends(told: Told) -> Iterator[Edge]:
    """The ends of a range that a check tells, themselves where they belong to it."""
    limits = told.limits
    for end, is_open, why in ((limits.low, limits.low_open, "lowest"), (limits.high, limits.high_open, "highest")):
        if isinstance(end, int | Decimal) and not isinstance(end, bool) and not is_open:
            yield Edge(told.field.name, f"{end}", why)
    if limits.low is None and limits.high is None and told.values and not told.unique:
        yield Edge(told.field.name, "0", "zero")


def _decimals(told: Told) -> Iterator[Edge]:
    digits, places = told.digits
    if digits is None or told.unique:
        return
    step = Decimal(1).scaleb(-places)
    most = Decimal(10) ** (digits - places) - step
    named = {"smallest step": step, "maximum that fits": most, "negative": -step, "zero": Decimal(0)}
    limits = told.limits
    for why, value in named.items():
        below = isinstance(limits.low, int | Decimal) and (
            value < limits.low or (limits.low_open and value == limits.low)
        )
        above = isinstance(limits.high, int | Decimal) and (
            value > limits.high or (limits.high_open and value == limits.high)
        )
        if not below and not above and value not in limits.excluded:
            yield Edge(told.field.name, f'Decimal("{value}")', why)
    for end, is_open, why in ((limits.low, limits.low_open, "lowest"), (limits.high, limits.high_open, "highest")):
        if isinstance(end, int | Decimal) and not is_open and end not in named.values():
            yield Edge(told.field.name, f'Decimal("{end}")', why)


def _texts(told: Told) -> Iterator[Edge]:
    if told.most is not None and told.most <= _LONGEST and not told.limits.excluded:
        yield Edge(told.field.name, f'"x" * {told.most}', "longest")
    if not told.unique and not told.limits.min_length and told.field.nullable:
        yield Edge(told.field.name, '""', "empty")
