"""Whole numbers are computed in 64 bits, by PostgreSQL in the wider type of two: no result may go beyond that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isqrt

from seedbed.schema.expression import Call, Expression, Literal, Ref, references, walk
from seedbed.schema.model import Dialect
from seedbed.schema.types import Type

__all__ = ["fitting"]

_ARITHMETIC = ("+", "-", "*")


def fitting(
    expression: Expression, types: Mapping[str, Type], wide: frozenset[str], dialect: Dialect
) -> Iterator[Expression]:
    """Conditions that keep the results of an expression's arithmetic within their types.

    Values of most columns are small, so this is asked only of columns that are `wide`, and of products of SMALLINTs.
    The wide members of a product keep to the root of what it can be, so that there is room for the others.
    """
    for node in walk(expression):
        bits = _bits(node, types)
        if bits is None or not isinstance(node, Call):
            continue
        most = 2 ** ((bits if dialect == "postgres" else 64) - 1) - 1
        if node.name == "*":
            members = [member for member in node.args if isinstance(member, Ref) and member.column in wide]
            yield from (condition for member in members for condition in _within(member, isqrt(most)))
        if most < 2**63 - 1 and (wide & set(references(node)) or (node.name == "*" and bits == 16)):
            yield from _within(node, most)


def _within(value: Expression, most: int) -> tuple[Expression, Expression]:
    return Call("<=", (value, Literal(most))), Call(">=", (value, Literal(-most)))


def _bits(expression: Expression, types: Mapping[str, Type]) -> int | None:
    """The bits in which a whole number is computed; None for anything else."""
    match expression:
        case Ref(column) if column in types and types[column].kind == "integer":
            return types[column].bits
        case Literal(bool()):
            return None
        case Literal(int(value)):
            return 32 if abs(value) < 2**31 else 64
        case Call(name, args) if name in _ARITHMETIC and len(args) == 2:
            sides = [_bits(argument, types) for argument in args]
            known = [bits for bits in sides if bits is not None]
            return max(known) if len(known) == len(sides) else None
    return None
