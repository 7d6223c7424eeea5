"""`is_spoken`: whether an attribute that is not there is the one of which the plan speaks, but for how it is counted.

`cost = ticket.price_cents` is `ticket.price` where the plan says "the price" and nothing of cents. No other word may
come or go, and what an assertion itself asks for stays.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from seedbed.testgen.plan.words import stems

__all__ = ["is_spoken"]

_COUNTED = re.compile(
    r"(?<=\w\w\w)(?:_?(?:no|nr|num|number)|_(?:cents|euros|percent|bytes|grams?|g|kg|meters?|m|km"
    r"|milliseconds|millis|ms|seconds|secs?|s|minutes|hours|days))$"
)
"""Endings of names that tell in what something is counted, and not what."""


def is_spoken(before: ast.Attribute, after: str, docstring: str, parents: Mapping[ast.AST, ast.AST]) -> bool:
    """Whether two names differ by what they are counted in only; the plan says the rest of them, and not that."""
    node: ast.AST | None = before
    while isinstance(node, ast.expr):
        node = parents.get(node)
    name, said = _COUNTED.sub("", before.attr), stems(docstring)
    same = isinstance(node, ast.Assign) and name == _COUNTED.sub("", after) and bool(stems(name))
    return same and stems(name) <= said and not ((stems(before.attr) | stems(after)) - stems(name)) & said
