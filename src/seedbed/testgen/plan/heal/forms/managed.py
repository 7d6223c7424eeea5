"""`opened`: what gives a context manager and is used as what that gives, entered for the rest of the block.

So is what was made and never started, where the plan asks for it in the words of the fixture that starts one, and what
failed when it was first used, where its class says that it has to be entered and nothing is expected to fail.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.planned import docstring_of
from seedbed.testgen.plan.heal.forms.raises import is_raises
from seedbed.testgen.plan.heal.lock.grants import Grants
from seedbed.testgen.plan.words import is_negative, stems

__all__ = ["is_managed", "opened", "waits_to_enter"]

_ENTERED = re.compile(r"`with`|\bwith block\b|\b(?:is|be|by|when) enter(?:ed|ing)\b", re.IGNORECASE)
"""How a class says that its objects are used within a block."""

_OPEN = r"\b(?:open|opened|entered|connected|started)\s+(?:\w+\s+)?{}\b"
"""How a plan asks for something that is within its block."""

_SHUT = re.compile(r"\b(?:clos\w+|shut|un\w+ed|not|never|no|without|before|leav\w+|left|again after)\b", re.IGNORECASE)
"""How a plan may speak of what happens outside of such a block."""

_CLOSED = re.compile(r"\b(?:clos\w+|shut\w*|unopened|leav\w+|left|again after|not (?:yet )?open\w*)\b", re.IGNORECASE)
"""How it surely does."""


def is_managed(node: ast.stmt, function: ast.AST | None, grants: Grants) -> bool:
    """Whether a statement keeps a context manager of the repository in a name of its own."""
    kinds = grants.kinds
    if kinds is None or not isinstance(node, ast.Assign) or [type(each) for each in node.targets] != [ast.Name]:
        return False
    callees = kinds.callees(node.value, function) if isinstance(node.value, ast.Call) else []
    items = [each for one in ast.walk(function) for each in getattr(one, "items", ())] if function else []
    names = {ast.unparse(each.context_expr) for each in items}
    gives = len(callees) == 1 and callees[0][1].managed
    made = gives or _is_to_start(node, function, grants, kinds) or _is_to_enter(node, function, grants, kinds)
    return made and ast.unparse(node.targets[0]) not in names


def _is_to_enter(node: ast.Assign, function: ast.AST | None, grants: Grants, kinds: Kinds) -> bool:
    """Whether what failed when it was first used has to be entered first, as its class says, or the plan."""
    name = f"{getattr(function, 'name', '')}:{ast.unparse(node.targets[0])}"
    if function is None or name not in grants.unentered:
        return False
    classes = list(kinds.known.of_class(kinds.of(node.value, function)))
    entries = {"__enter__", *(["__aenter__"] if isinstance(function, ast.AsyncFunctionDef) else [])}
    enters = any(each.name in entries for one in classes for each in one.methods)
    says = any(_ENTERED.search(" ".join(one.doc.split())) for one in classes)
    expects = any(isinstance(each, ast.expr) and is_raises(each) for each in ast.walk(function))
    said = docstring_of(function)
    told = says and not _SHUT.search(said)
    return enters and not expects and not is_negative(said) and (told or _is_open(node, said))


def _is_open(node: ast.Assign, said: str) -> bool:
    """Whether the plan asks for an open object, and for nothing that closes it."""
    last = ast.unparse(node.targets[0]).rpartition("_")[2]
    return re.search(_OPEN.format(re.escape(last)), said, re.IGNORECASE) is not None and not _CLOSED.search(said)


def waits_to_enter(node: ast.Assign, function: ast.AST | None, kinds: Kinds | None) -> bool:
    """Whether what a statement makes can be entered by waiting only."""
    kind = kinds.of(node.value, function) if kinds is not None else ""
    methods = {each.name for one in (kinds.known.of_class(kind) if kinds else ()) for each in one.methods}
    return "__aenter__" in methods and "__enter__" not in methods


def _is_to_start(node: ast.Assign, function: ast.AST | None, grants: Grants, kinds: Kinds) -> bool:
    """Whether a class that can be entered is made where the docstring says all that the fixture of that name does."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    name, kind = ast.unparse(node.targets[0]), kinds.of(node.value, function)
    enters = any(each.name == "__enter__" for one in kinds.known.of_class(kind) for each in one.methods)
    wanted = stems(grants.described.get(name, "")) if kinds.fixtures.get(name, "") in {"", kind} else frozenset()
    return enters and len(wanted) > 1 and wanted <= stems(ast.get_docstring(function) or "")


def opened(body: Sequence[ast.stmt], function: ast.AST | None, grants: Grants) -> list[ast.stmt]:
    """A block in which each context manager that is only kept is entered for all that comes after."""
    for at, node in enumerate(body[:-1]):
        if isinstance(node, ast.Assign) and is_managed(node, function, grants):
            item = ast.withitem(node.value, ast.Name(ast.unparse(node.targets[0]), ast.Store()))
            rest = opened(body[at + 1 :], function, grants)
            block = ast.AsyncWith if waits_to_enter(node, function, grants.kinds) else ast.With
            made = block([item], rest, lineno=node.lineno, col_offset=node.col_offset)
            return [*body[:at], made]
    return list(body)
