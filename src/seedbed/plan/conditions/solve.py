"""What one comparison says of one column, given the others: its value, or on which side of it the column lies."""

from __future__ import annotations

from decimal import Decimal

from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, references

__all__ = ["isolated", "slope", "solved"]

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "is_not_distinct": "is_not_distinct"}
_RISING = frozenset({"floor", "ceil", "round", "trunc", "truncate", "sqrt", "coalesce", "julianday", "date"})
_FALLING = frozenset({"neg"})
_WHOLE_FIELDS = frozenset({"year", "epoch", "decade", "century"})
_LINES = frozenset({"integer", "decimal", "float", "money", "date", "timestamp"})


def solved(condition: Expression, column: str) -> Expression | None:
    """What the column must equal for an equality to hold; None where that cannot be written down."""
    found = isolated(condition, column)
    return found[1] if found is not None and found[0] == "=" else None


def isolated(condition: Expression, column: str) -> tuple[str, Expression] | None:
    """A comparison with the column alone on its left: the operator, and what stands on its right."""
    if not isinstance(condition, Call) or condition.name not in _TURNED:
        return None
    operator, (left, right) = condition.name, condition.args
    if column not in references(left):
        operator, left, right = _TURNED[operator], right, left
    if _count(left, column) != 1 or column in references(right):
        return None
    return _peeled("=" if operator == "is_not_distinct" else operator, left, right, column)


def _peeled(operator: str, left: Expression, right: Expression, column: str) -> tuple[str, Expression] | None:
    """The column of a comparison, peeled out of the operations around it."""
    match left:
        case Ref():
            return operator, right
        case Cast(value, to) if to.kind in _LINES:
            return _peeled(operator, value, right, column)
        case Call("neg", (value,)):
            return _peeled(_TURNED[operator], value, Call("neg", (right,)), column)
        case Call("+", (first, second)):
            inner, other = (first, second) if column in references(first) else (second, first)
            return _peeled(operator, inner, Call("-", (right, other)), column)
        case Call("-", (first, second)) if column in references(first):
            return _peeled(operator, first, Call("+", (right, second)), column)
        case Call("-", (first, second)):
            return _peeled(_TURNED[operator], second, Call("-", (first, right)), column)
        case Call("datediff", (first, second)) if column in references(first):
            return _peeled(operator, first, Call("+", (second, right)), column)
        case Call(("*" | "/" | "ratio") as name, (first, second)):
            return _unscaled(name, operator, first, second, right, column)
    return None


def _unscaled(
    name: str, operator: str, first: Expression, second: Expression, right: Expression, column: str
) -> tuple[str, Expression] | None:
    """The same out of a product or a quotient; the sign of a factor that is no constant is not known."""
    inner, other = (first, second) if column in references(first) else (second, first)
    if name != "*" and inner is second:
        return None
    if operator != "=":
        sign = _scaled(1, other.value) if isinstance(other, Literal) else 0
        if not sign or name == "/":
            return None
        operator = operator if sign > 0 else _TURNED[operator]
    return _peeled(operator, inner, Call("ratio" if name == "*" else "*", (right, other)), column)


def slope(expression: Expression, column: str) -> int:  # noqa: C901 - a case for each operation
    """1 where the expression grows with the column (or stays), -1 where it falls, 0 where that is not known."""
    if column not in references(expression):
        return 0
    match expression:
        case Ref():
            return 1
        case Cast(value, to):
            return slope(value, column) if to.kind in _LINES else 0
        case Call("+", (first, second)):
            return _joined(slope(first, column), slope(second, column), first, second, column)
        case Call(("-" | "datediff" | "age"), (first, second)):
            return _joined(slope(first, column), -slope(second, column), first, second, column)
        case Call(("*" | "/" | "ratio" | "div") as name, (first, Literal(value))):
            return _scaled(slope(first, column), value)
        case Call("*", (Literal(value), second)):
            return _scaled(slope(second, column), value)
        case Call("extract", (Literal(field), value)) if field in _WHOLE_FIELDS:
            return slope(value, column)
        case Call("timestampdiff", (_, first, second)):
            return _joined(-slope(first, column), slope(second, column), first, second, column)
        case Call("date_trunc", (_, value)):
            return slope(value, column)
        case Call(("greatest" | "least"), args):
            slopes = {slope(argument, column) for argument in args if column in references(argument)}
            return slopes.pop() if len(slopes) == 1 else 0
        case Call(name, args) if name in _RISING | _FALLING and args and column in references(args[0]):
            return slope(args[0], column) * (-1 if name in _FALLING else 1)
    return 0


def _joined(left: int, right: int, first: Expression, second: Expression, column: str) -> int:
    """The slope of a sum; a side that does not read the column leaves the other's."""
    if column not in references(second):
        return left
    if column not in references(first):
        return right
    return left if left == right else 0


def _scaled(slope: int, factor: object) -> int:
    if not isinstance(factor, int | Decimal) or isinstance(factor, bool) or not factor:
        return 0
    return slope if factor > 0 else -slope


def _count(expression: Expression, column: str) -> int:
    match expression:
        case Ref(name):
            return int(name == column)
        case Cast(value, _):
            return _count(value, column)
        case Call(_, args):
            return sum(_count(argument, column) for argument in args)
    return 0
