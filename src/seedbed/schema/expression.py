"""The small tree of CHECKs, defaults and predicates: literals, columns, casts and calls.

Call names are canonical whatever the dialect wrote:

    logic        and, or (n-ary), not, is_null, is_true, is_false, case (when, then, ..., else)
    comparison   =, <>, <, <=, >, >=, is_not_distinct, in (value, item, ...)
    patterns     like, ilike, regex, iregex, similar (value, pattern)
    arithmetic   +, -, *, /, %, neg, ||
    functions    lower-case names: length, octet_length, lower, upper, trim, coalesce, abs, num_nonnulls, ...

BETWEEN is two comparisons, `= ANY(ARRAY[...])` is `in`, `IS NOT NULL` is `not(is_null)`; a JSON arrow is
`json_get` or `json_text`. In the check of a domain the value is `Ref("VALUE")`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from seedbed.schema.types import Type

__all__ = ["Call", "Cast", "Expression", "Literal", "Ref", "references", "walk"]

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
