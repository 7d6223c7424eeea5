"""Expressions of one word: names, numbers, and the keywords that say how long something takes."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.parse import called

__all__ = ["WAITS", "is_simple", "last_of", "number_of"]

WAITS = frozenset(
    [
        "timeout",
        "timeout_seconds",
        "wait",
        "wait_timeout",
        "max_wait",
        "sleep",
        "interval",
        "delay",
        "poll",
        "retries",
        "attempts",
    ]
)
"""Keywords that say how long to wait; their numbers may grow."""


def is_simple(node: ast.expr) -> bool:
    """Whether an expression only names things: names, attributes, constants."""
    return all(isinstance(each, ast.Name | ast.Attribute | ast.Constant | ast.expr_context) for each in ast.walk(node))


def last_of(node: ast.expr) -> str:
    """The last name of what is called."""
    return node.attr if isinstance(node, ast.Attribute) else called(node)


def number_of(node: ast.expr) -> float | None:
    """A number that is written as such; None where it is none, or a truth."""
    plain = isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return float(node.value) if plain and isinstance(node, ast.Constant) else None  # type: ignore[arg-type]
