"""Comparisons of values, rows and lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from seedbed.read.check.calls import negated
from seedbed.read.check.casts import array_items, without_widening
from seedbed.read.check.scope import Scope, Unread, arguments
from seedbed.schema.expression import Call, Cast, Expression, Literal

__all__ = ["between", "comparison", "distinct", "in_", "joined", "members", "side"]


def comparison(name: str) -> Callable[[Any, Scope], Expression]:
    """The reader of a comparison: of two values, of two rows, or of a value with a list."""

    def read(node: Any, scope: Scope) -> Expression:
        left, right = arguments(node, "this", "expression")
        rows = _row(left), _row(right)
        if rows[0] is not None and rows[1] is not None:
            return _rows(name, [scope.tree(n) for n in rows[0]], [scope.tree(n) for n in rows[1]])
        if isinstance(right, exp.Any) or (isinstance(right, exp.Anonymous) and right.name.upper() in ("ALL", "SOME")):
            return _quantified(name, scope.tree(left), right, scope)
        return Call(name, (side(left, scope), side(right, scope)))

    return read


def side(node: Any, scope: Scope) -> Expression:
    """One side of a comparison, without a cast that changes nothing there."""
    return without_widening(scope.tree(node), scope.types or {})


def _row(node: Any) -> list[Any] | None:
    if isinstance(node, exp.Tuple) or (isinstance(node, exp.Anonymous) and node.name.upper() == "ROW"):
        return list(node.expressions)
    return None


def _rows(name: str, left: list[Expression], right: list[Expression]) -> Expression:
    """A comparison of rows, member by member; an order compares the first members that differ."""
    if len(left) != len(right) or not left:
        raise Unread("rows")
    pairs = list(zip(left, right, strict=True))
    if name in ("=", "is_not_distinct"):
        return joined("and", [Call(name, pair) for pair in pairs])
    if name == "<>":
        return joined("or", [Call(name, pair) for pair in pairs])
    found: Expression = Call(name, pairs[-1])
    for pair in reversed(pairs[:-1]):
        found = Call("or", (Call(name[0], pair), Call("and", (Call("=", pair), found))))
    return found


def joined(name: str, parts: list[Expression]) -> Expression:
    """The call over several parts; one part alone stands for itself."""
    return parts[0] if len(parts) == 1 else Call(name, tuple(parts))


def _quantified(name: str, value: Expression, right: Any, scope: Scope) -> Expression:
    """`x = ANY (list)` and its kin: `in`, an `or` or an `and` over the items, or a look into an array column."""
    every = isinstance(right, exp.Anonymous) and right.name.upper() == "ALL"
    listed = scope.tree(right.expressions[0] if isinstance(right, exp.Anonymous) else right.this)
    value = without_widening(value, scope.types or {})
    items = members(listed)
    if (name, every) in (("=", False), ("<>", True)):
        found = Call("array_has", (listed, value)) if items is None else Call("in", (value, *items))
        return negated(found) if every else found
    if not items:
        raise Unread("quantifier")
    return joined("and" if every else "or", [Call(name, (value, item)) for item in items])


def members(listed: Expression) -> tuple[Expression, ...] | None:
    """The items of an array that is written out; None of any other."""
    if isinstance(listed, Cast):
        listed = listed.value
    if isinstance(listed, Call) and listed.name == "array":
        return listed.args
    if isinstance(listed, Literal) and isinstance(listed.value, str):
        items = array_items(listed.value)
        return None if items is None else tuple(Literal(item) for item in items)
    return None


def in_(node: Any, scope: Scope) -> Expression:
    """IN over a list of values or of rows."""
    this, items, negate = arguments(node, "this", "expressions", "negate")
    row = _row(this)
    if row is not None:
        left = [scope.tree(member) for member in row]
        found = joined("or", [_rows("=", left, [scope.tree(m) for m in _row(item) or ()]) for item in items])
    else:
        found = Call("in", (side(this, scope), *(scope.tree(item) for item in items or ())))
    return negated(found) if negate else found


def between(node: Any, scope: Scope) -> Expression:
    """BETWEEN as the two comparisons that it is."""
    this, low, high, negate = arguments(node, "this", "low", "high", "negate")
    value = side(this, scope)
    found = Call("and", (Call(">=", (value, scope.tree(low))), Call("<=", (value, scope.tree(high)))))
    return negated(found) if negate else found


def distinct(node: Any, scope: Scope) -> Expression:
    """IS DISTINCT FROM, and SQLite's IS NOT between values."""
    return negated(comparison("is_not_distinct")(node, scope))
