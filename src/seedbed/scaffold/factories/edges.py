"""Values at the boundaries of one column: the ends of its range, the smallest step, the longest text, nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from seedbed.scaffold.factories.parts import Edge
from seedbed.scaffold.factories.shares import Sharing, ends_of, places_of
from seedbed.scaffold.factories.value import Told, vocabulary
from seedbed.schema.expression import references

__all__ = ["edges_of", "examples_of", "shared"]

_LONGEST = 1000
"""Letters beyond which a text is no boundary that a person would look at."""


def edges_of(told: Told) -> Iterator[Edge]:
    """The boundaries of a column that may hold them by itself, and the values that documents ask for."""
    yield from _asked(told)
    yield from _boundaries(told)


def _asked(told: Told) -> Iterator[Edge]:
    """The values that cases of the domain ask for, where the column may hold them."""
    for case, value in told.field.asked:
        number = _number(told, value)
        code = _word(told, value) if number is None else spelled(told, number)
        if code:
            yield Edge(told.field.name, code, case, number, asked=True)


def _word(told: Told, value: str) -> str:
    """The source of a value that a word tells and that is no number, "" where the column has none."""
    field, limits = told.field, told.limits
    if value == "nothing":
        empty = field.python == "str" and not (limits.patterns or limits.min_length or limits.values)
        return "None" if field.nullable and limits.null is None else '""' if empty and not told.unique else ""
    moments = {"date": "date(2024, 2, 29)", "datetime": "datetime(2024, 2, 29, 12, 0)"}
    return moments.get(field.python, "") if value == "leap day" and not field.zone else ""


def _number(told: Told, value: str) -> Decimal | None:
    """The number that a word or a text tells, None where it tells none."""
    step = Decimal(1).scaleb(-places_of(told)) if told.field.python == "Decimal" else Decimal(1)
    named = {"zero": Decimal(0), "negative": -step}
    return named.get(value) if value in named else Decimal(value) if value[-1:].isdigit() else None


def spelled(told: Told, number: Decimal) -> str:
    """The source of a number as its column has it, "" where that does not hold it."""
    places = told.digits[1] if told.field.python == "Decimal" else 0
    held = ends_of(told).hold(number) and number not in told.limits.excluded
    if told.unique or told.limits.values is not None or not held or number != round(number, places or 6):
        return ""
    shown = {"Decimal": f'Decimal("{number}")', "int": f"{number:.0f}", "float": f"{number}"}
    return shown.get(told.field.python, "")


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
    elif isinstance(field.default, bool) and not _tells_rows(told):
        yield Edge(name, repr(not field.default), "what is not usual")
    elif told.is_plain and not (told.limits.patterns or told.limits.rejected or field.is_document):
        yield from _texts(told)


def _tells_rows(told: Told) -> bool:
    """Whether a column tells rows apart, or of which rows something else does: there is one default address of each."""
    uniques = told.known.table.uniques if told.known is not None else ()
    wheres = [each.where.expression for each in uniques if each.where is not None and each.where.expression is not None]
    named = {name for each in uniques for name in each.columns} | {name for each in wheres for name in references(each)}
    return told.field.column in named


def _ends(told: Told) -> Iterator[Edge]:
    """The ends of a range that a check tells, themselves where they belong to it."""
    limits = told.limits
    for end, is_open, why in ((limits.low, limits.low_open, "lowest"), (limits.high, limits.high_open, "highest")):
        if isinstance(end, int | Decimal) and not isinstance(end, bool) and not is_open:
            yield Edge(told.field.name, f"{end}", why, Decimal(end))
    if limits.low is None and limits.high is None and told.values and not told.unique:
        yield Edge(told.field.name, "0", "zero", Decimal(0))


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
            yield Edge(told.field.name, f'Decimal("{value}")', why, value)
    for end, is_open, why in ((limits.low, limits.low_open, "lowest"), (limits.high, limits.high_open, "highest")):
        if isinstance(end, int | Decimal) and not is_open and end not in named.values():
            yield Edge(told.field.name, f'Decimal("{end}")', why, Decimal(end))


def _texts(told: Told) -> Iterator[Edge]:
    if told.most is not None and told.most <= _LONGEST and not told.limits.excluded:
        yield Edge(told.field.name, f'"x" * {told.most}', "longest")
    if not told.unique and not told.limits.min_length and told.field.nullable:
        yield Edge(told.field.name, '""', "empty")


def shared(edge: Edge, sharing: Sharing) -> Edge | None:
    """The edge of a number of a sum or a product, beside what the others are then; None where none is had."""
    one, told = sharing.one, sharing.told
    if edge.number is None:
        return edge if edge.attribute == one.whole else None
    row = sharing.row({edge.attribute: edge.number})
    if row is None or edge.attribute == one.whole or not sharing.overflows(edge.attribute, edge.number):
        return edge if row is not None else None
    others = (part for part in one.parts if part != edge.attribute)
    return replace(edge, beside=tuple((part, spelled(told[part], row[part])) for part in others))


def examples_of(sharing: Sharing) -> Iterator[Edge]:
    """The worked examples of a formula as what they give to its parts, where their columns hold that."""
    one = sharing.one
    for example in one.examples:
        codes = {part: spelled(sharing.told[part], number) for part, number in example.parts}
        if all(codes.values()):
            first, *others = one.parts
            beside = tuple((part, codes[part]) for part in others)
            yield Edge(first, codes[first], example.name, beside=beside, asked=True)
