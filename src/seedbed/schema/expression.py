"""The small tree of CHECKs, defaults and predicates: literals, columns, casts and calls.

Call names are canonical whatever the dialect wrote:

    logic        and, or (n-ary), not, xor, is_null, is_true, is_false, case (when, then, ..., else)
    comparison   =, <>, <, <=, >, >=, is_not_distinct, in (value, item, ...), collate (value, collation)
    patterns     like, ilike, regex, iregex, similar (value, pattern), starts_with (value, start)
    arithmetic   +, -, *, /, %, div (whole), power, sqrt, neg, ||
    bits         bit_and, bit_or, bit_xor, bit_not, shift_left, shift_right
    functions    lower-case names: length (characters), octet_length, lower, upper, trim, ltrim, rtrim, substring,
                 position (text, part), coalesce, nullif, greatest, least, abs, num_nonnulls, ...
    time         now, current_date, current_time, extract (field, value), at_time_zone, interval (amount, unit)
    arrays       array (item, ...), element (array, number from 1), array_has (array, value), contains, contained,
                 overlaps
    JSON         json_get and json_text (value, key), json_path and json_path_text, json_has, json_type, json_valid

BETWEEN is two comparisons, `= ANY(ARRAY[...])` is `in`, `IS NOT NULL` is `not(is_null)`, rows are compared member by
member; a JSON arrow is `json_get` or `json_text`, its key a name, a number or, in MySQL and SQLite, a path from `$`;
`field` (value, name) is a part of a composite. In the pattern of a LIKE the escape is always a backslash. `ilike` and
`iregex` stand wherever the column's collation ignores case. A function that no name here fits keeps its own, in lower
case with its schema (`app.is_iban`). In the check of a domain the value is `Ref("VALUE")`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from seedbed.classes import dataclass
from seedbed.schema.types import Type

__all__ = ["Call", "Cast", "Expression", "Literal", "Ref", "references", "unquoted", "walk"]

Scalar = bool | int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: NULL, a boolean, an exact number, or text (dates and intervals are text under a cast)."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Ref:
    """A column of the same row, by its exact name."""

    column: str


@dataclass(frozen=True, slots=True)
class Cast:
    """A value converted to a type."""

    value: Expression
    to: Type


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function, by its canonical name."""

    name: str
    args: tuple[Expression, ...]


Expression = Literal | Ref | Cast | Call


def walk(expression: Expression) -> Iterator[Expression]:
    """Every node of the tree, the root first, then left to right."""
    yield expression
    if isinstance(expression, Cast):
        yield from walk(expression.value)
    elif isinstance(expression, Call):
        for argument in expression.args:
            yield from walk(argument)


def references(expression: Expression) -> tuple[str, ...]:
    """The columns that the expression reads, each once, in order of appearance."""
    return tuple(dict.fromkeys(node.column for node in walk(expression) if isinstance(node, Ref)))


def unquoted(value: Scalar) -> Scalar:
    """A number that is written as a text, as some databases tell them (`price >= '0'`); any other value as it is."""
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return value
    if number is None or not number.is_finite():
        return value
    return int(number) if number == number.to_integral_value() else number
