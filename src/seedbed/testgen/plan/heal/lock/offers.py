"""What may stand in place of what is not there, since the plan names it, or the repository offers that only."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.heal.forms.enumerated import enumerated
from seedbed.testgen.plan.heal.forms.messages import told_message
from seedbed.testgen.plan.heal.forms.nested import within
from seedbed.testgen.plan.heal.forms.offered import keyed, maker_of
from seedbed.testgen.plan.heal.forms.paired import told_attribute, told_name
from seedbed.testgen.plan.heal.lock.grants import Grants

__all__ = ["gives_one", "is_only_maker", "is_told_beside", "is_told_match", "places_of"]


def places_of(tree: ast.Module, grants: Grants) -> dict[str, str]:
    """The names that a file asks for and that are nowhere, each with what it was meant as, dotted where within."""
    known = grants.kinds.known if grants.kinds else None
    paths = {
        name: within(name, tree, known) or enumerated(name, tree, known) or told_name(name, tree, known)
        for name in grants.missing
        if known
    }
    return {name: path for name, path in paths.items() if path}


def is_told_beside(before: ast.Attribute, after: ast.Attribute, function: ast.AST | None, grants: Grants) -> bool:
    """Whether what an assertion asks of an object, and is not there, became what its line of the plan names."""
    if grants.kinds is None or before.attr not in grants.missing:
        return False
    return told_attribute(before, function, grants.kinds) == after.attr


def is_only_maker(before: ast.Attribute, after: ast.Attribute, call: ast.AST | None, grants: Grants) -> bool:
    """Whether a class makes one of its own in its only way, in place of one that is not there."""
    if grants.kinds is None or before.attr not in grants.missing:
        return False
    return maker_of(call, grants.kinds) == after.attr


def gives_one(before: ast.expr, function: ast.AST | None, grants: Grants) -> ast.Call | None:
    """The call that gives one of several which an object does not have; None where nothing is known of one."""
    if grants.kinds is None or not isinstance(before, ast.Subscript) or not isinstance(before.value, ast.Attribute):
        return None
    return keyed(before, function, grants.kinds) if before.value.attr in grants.missing else None


def is_told_match(before: ast.keyword, after: ast.expr, call: ast.Call, docstring: str) -> bool:
    """Whether the words that an exception is expected to have became those that the plan quotes."""
    told = told_message(call, docstring) if before.arg == "match" else None
    return told is not None and ast.dump(after) == ast.dump(ast.Constant(told))
