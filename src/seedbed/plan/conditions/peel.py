"""A comparison of a calculation with a constant, peeled down to its one column: `2 * x + 1 <= 9` is `x <= 4`."""

from __future__ import annotations

from decimal import Decimal

from seedbed.generators.limits import Limits
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, Scalar

__all__ = ["peeled"]

_FLIPPED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_YEARS = range(1, 9999)

Number = int | Decimal


def peeled(name: str, expression: Expression, value: Scalar) -> tuple[str, Limits] | None:
    """The column and what is left of it where `expression` compares so with the value; None where it can't be told."""
    if name not in _FLIPPED or isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    match expression:
        case Call("extract", (Literal("year"), inner)):
            return _year(name, inner, int(value)) if value == int(value) else None
        case Call("abs", (Ref(column),)) if name in ("<", "<="):
            return column, Limits(low=-value, high=value, low_open=name == "<", high_open=name == "<")
        case Call("sqrt", (inner,)) if name in ("<", "<=") and value > 0:
            return _peeled(name, inner, value * value)
        case Call(("floor" | "div") as whole, args) if value == int(value):
            inner = args[0] if whole == "floor" else Call("ratio", args)
            return _floored(name, inner, int(value)) if whole == "floor" or value > 0 else None
    return _peeled(name, expression, value)


def _peeled(name: str, expression: Expression, value: Number) -> tuple[str, Limits] | None:  # noqa: C901 - a case for each
    match expression:
        case Ref(column):
            return column, _limits(name, value)
        case Cast(inner, to) if to.kind in ("integer", "decimal", "float"):
            return _peeled(name, inner, value) if to.kind != "integer" else None
        case Call("neg", (inner,)):
            return _peeled(_FLIPPED[name], inner, -value)
        case Call("+", (inner, Literal(int() | Decimal() as other))):
            return _peeled(name, inner, value - other)
        case Call("+", (Literal(int() | Decimal() as other), inner)):
            return _peeled(name, inner, value - other)
        case Call("-", (inner, Literal(int() | Decimal() as other))):
            return _peeled(name, inner, value + other)
        case Call("-", (Literal(int() | Decimal() as other), inner)):
            return _peeled(_FLIPPED[name], inner, other - value)
        case Call("*", (inner, Literal(int() | Decimal() as factor))) | Call(
            "*", (Literal(int() | Decimal() as factor), inner)
        ) if factor:
            return _peeled(name if factor > 0 else _FLIPPED[name], inner, Decimal(value) / Decimal(factor))
        case Call("ratio", (inner, Literal(int() | Decimal() as factor))) if factor > 0:
            return _peeled(name, inner, value * factor)
        case Call("/", (inner, Literal(Decimal() as factor))) if factor > 0:
            return _peeled(name, inner, value * factor)
    return None


def _floored(name: str, inner: Expression, value: int) -> tuple[str, Limits] | None:
    """Of `floor(x) = 3` is left 3 <= x < 4."""
    low = _peeled(">=", inner, value + (name == ">"))
    high = _peeled("<", inner, value + (name != "<"))
    if low is None or high is None or name in (">", ">="):
        return low
    if name in ("<", "<="):
        return high
    return low[0], Limits(low=low[1].low, high=high[1].high, high_open=True)


def _limits(name: str, value: Number) -> Limits:
    plain = int(value) if value == int(value) else value
    if name == "=":
        return Limits(values=(plain,))
    if name in (">", ">="):
        return Limits(low=plain, low_open=name == ">")
    return Limits(high=plain, high_open=name == "<")


def _year(name: str, inner: Expression, year: int) -> tuple[str, Limits] | None:
    if not isinstance(inner, Ref) or year not in _YEARS:
        return None
    first, after = f"{year:04}-01-01", f"{year + 1:04}-01-01"
    bounds = {
        "=": Limits(low=first, high=after, high_open=True),
        ">": Limits(low=after),
        ">=": Limits(low=first),
        "<": Limits(high=first, high_open=True),
        "<=": Limits(high=after, high_open=True),
    }
    return inner.column, bounds[name]
