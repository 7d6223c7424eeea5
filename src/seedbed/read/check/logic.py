"""AND, OR, NOT, IS and CASE: the nodes that decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from seedbed.read.check.calls import negated
from seedbed.read.check.scope import Scope, Unread, arguments
from seedbed.schema.expression import Call, Expression, Literal

__all__ = ["case", "if_", "inner", "is_", "logic", "not_"]


def inner(node: Any, scope: Scope) -> Expression:
    """What a node with one argument holds."""
    return scope.tree(arguments(node, "this")[0])


def logic(name: str) -> Callable[[Any, Scope], Expression]:
    """The reader of AND or OR: one call however long the chain."""

    def read(node: Any, scope: Scope) -> Expression:
        # The chain leans left, as deep as it is long: walked, not recursed into.
        kind, operands, current = type(node), [], node
        while isinstance(current, kind):
            left, right = arguments(current, "this", "expression")
            operands.append(right)
            current = left
        operands.append(current)
        read_operands = [scope.tree(operand) for operand in reversed(operands)]
        return Call(name, tuple(part for operand in read_operands for part in _same_call(name, operand)))

    return read


def _same_call(name: str, operand: Expression) -> tuple[Expression, ...]:
    return operand.args if isinstance(operand, Call) and operand.name == name else (operand,)


def not_(node: Any, scope: Scope) -> Expression:
    """NOT, two of which are none."""
    return negated(inner(node, scope))


def is_(node: Any, scope: Scope) -> Expression:
    """IS NULL, IS TRUE, IS FALSE, IS JSON, and each with NOT."""
    this, what, negate = arguments(node, "this", "expression", "negate")
    value = scope.tree(this)
    if isinstance(what, exp.Null):
        found = Call("is_null", (value,))
    elif isinstance(what, exp.Boolean):
        found = Call("is_true" if what.this else "is_false", (value,))
    elif isinstance(what, exp.JSON) and not what.args.get("unique") and not what.args.get("this"):
        found = Call("json_valid", (value,))
    else:
        raise Unread("IS")
    return negated(found) if negate else found


def case(node: Any, scope: Scope) -> Expression:
    """CASE in both forms; without ELSE it ends in NULL."""
    subject, ifs, default = arguments(node, "this", "ifs", "default")
    parts: list[Expression] = []
    for branch in ifs:
        condition, result = arguments(branch, "this", "true")
        when = scope.tree(condition)
        parts.append(Call("=", (scope.tree(subject), when)) if subject else when)
        parts.append(scope.tree(result))
    parts.append(scope.tree(default) if default else Literal(None))
    return Call("case", tuple(parts))


def if_(node: Any, scope: Scope) -> Expression:
    """IF(condition, then, else) of MySQL."""
    condition, true, false = arguments(node, "this", "true", "false")
    branches = (scope.tree(branch) if branch else Literal(None) for branch in (true, false))
    return Call("case", (scope.tree(condition), *branches))
