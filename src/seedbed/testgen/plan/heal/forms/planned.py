"""What the plan says of a test: its docstring, and the steps in it."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.std.read import sections_of

__all__ = ["docstring_of", "steps_of"]


def docstring_of(function: ast.AST | None) -> str:
    """The docstring of a test; "" where it has none, or is no function."""
    return (ast.get_docstring(function) or "") if isinstance(function, Def) else ""


def steps_of(function: ast.AST | None) -> list[str]:
    """The steps that a test's docstring has."""
    return list(sections_of(docstring_of(function))[1].get("steps", ()))
