"""What may be called, or made, in place of a name that is not there, by what the repository says of both."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.forms.derived import concrete_of, is_derived
from seedbed.testgen.plan.heal.forms.slips import is_same, is_shorter
from seedbed.testgen.plan.heal.lock.grants import Grants, told_of
from seedbed.testgen.plan.words import stems

__all__ = ["asks_same", "is_concrete", "is_made_of", "is_off", "is_planned"]


def asks_same(before: str, after: str, grants: Grants) -> bool:
    """Whether what is called asks for the same, or makes it, as what is not there."""
    homes = grants.kinds.known.homes(after) if grants.kinds else ()
    shorter = len(homes) == 1 and is_shorter(before, after, homes[0])
    return is_same(before, after, frozenset()) or shorter or is_made_of(before, after, grants)


def is_made_of(before: str, after: str, grants: Grants) -> bool:
    """Whether a class that is not there was called by the one of which another is made."""
    return grants.kinds is not None and is_derived(before, after, grants.kinds.known)


def is_concrete(before: ast.Call, after: ast.Call, function: ast.AST | None, grants: Grants) -> bool:
    """Whether an abstract class, of which nothing can be made, became the one class of it that can."""
    return grants.kinds is not None and concrete_of(before, function, grants.kinds.known) == called(after.func)


def is_planned(value: ast.expr, docstring: str, grants: Grants) -> bool:
    """Whether a value is no constant of a class of which the plan names another."""
    kind = called(value.value).rpartition(".")[2] if isinstance(value, ast.Attribute) else ""
    offered = grants.kinds.constants(kind) if grants.kinds and kind else {}
    told = told_of(docstring, offered)
    return told is None or not isinstance(value, ast.Attribute) or told == value.attr


def is_off(keyword: ast.keyword, docstring: str) -> bool:
    """Whether a keyword that is not taken turns off what is not there, and the plan does not speak of it."""
    off = ast.unparse(keyword.value) in {"False", "None"}
    return off and not stems(keyword.arg or "") & stems(docstring)
