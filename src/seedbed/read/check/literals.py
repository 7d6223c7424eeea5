"""Constants of SQL: numbers, texts in every quoting, bits and bytes, intervals."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from seedbed.read.check.casts import number
from seedbed.read.check.scope import Unread
from seedbed.schema.expression import Call, Cast, Expression, Literal
from seedbed.schema.types import Type

__all__ = ["CONSTANTS", "constant", "interval"]

CONSTANTS: tuple[type, ...] = (
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.ByteString,
    exp.RawString,
    exp.National,
    exp.UnicodeString,
    exp.HexString,
    exp.BitString,
)


def constant(node: Any) -> Expression:
    """The literal that a constant of sqlglot's is; bits and bytes are text under a cast."""
    text = node.args.get("this")
    if isinstance(node, exp.Null):
        return Literal(None)
    if isinstance(node, exp.Boolean):
        return Literal(bool(text))
    if isinstance(node, exp.HexString):
        return Cast(Literal("\\x" + str(text).lower()), Type("bytes", raw="bytea"))
    if isinstance(node, exp.BitString):
        return Cast(Literal(str(text)), Type("bit", length=len(str(text))))
    if isinstance(node, exp.UnicodeString) or not isinstance(text, str):
        raise Unread(type(node).__name__)
    if not isinstance(node, exp.Literal) or node.is_string:
        return Literal(text)
    exact = number(text)
    if exact is None:
        raise Unread(text)
    return Literal(exact)


def interval(amount: Expression, unit: str) -> Expression:
    """The text of a constant INTERVAL under a cast; where the amount is no constant, `interval` of it and the unit."""
    if isinstance(amount, Literal):
        return Cast(Literal(f"{amount.value} {unit}".strip().lower()), Type("interval", raw="interval"))
    return Call("interval", (amount, Literal(unit.lower())))
