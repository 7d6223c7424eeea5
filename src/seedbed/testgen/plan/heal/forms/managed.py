"""`opened`: what gives a context manager and is used as what that gives, entered for the rest of the block.

So is what was made and never started, where the plan asks for it in the words of the fixture that starts one, and what
failed when it was first used, where its class says that it has to be entered and nothing is expected to fail. So is,
for all of a test, what a fixture gives and was refused, where the plan asks for it open.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.planned import docstring_of
from seedbed.testgen.plan.heal.forms.raises import is_raises
from seedbed.testgen.plan.heal.lock.grants import Grants
from seedbed.testgen.plan.words import is_negative, stems

__all__ = ["is_entered_waiting", "is_managed", "opened", "to_enter", "waits_to_enter"]

_ENTERED = re.compile(r"`with`|\bwith block\b|\b(?:is|be|by|when) enter(?:ed|ing)\b", re.IGNORECASE)
"""How a class says that its objects are used within a block."""

_OPEN = r"\b(?:open|opened|entered|connected|started)\s+(?:\w+\s+)?{}\b"
"""How a plan asks for something that is within its block."""

_THAT = r"\b{}\s+(?:that|which)\s+is\s+(?:open|opened|entered|connected|started|running)\b"
"""How it asks for it in more words."""

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
    if not isinstance(function, Def) or name not in grants.unentered:
        return False
    classes = list(kinds.known.of_class(kinds.of(node.value, function)))
    enters = any(_entries(one.name, kinds) & _taken(function) for one in classes)
    says = any(_ENTERED.search(" ".join(one.doc.split())) for one in classes)
    said = docstring_of(function)
    told = says and not _SHUT.search(said)
    return (
        enters
        and not _expects(function)
        and not is_negative(said)
        and (told or _is_open(ast.unparse(node.targets[0]), said))
    )


def _is_open(name: str, said: str) -> bool:
    """Whether the plan asks for an open object, and for nothing that closes it."""
    last = re.escape(name.rpartition("_")[2])
    asked = (re.search(each.format(last), said, re.IGNORECASE) for each in (_OPEN, _THAT))
    return any(asked) and not _CLOSED.search(said)


def to_enter(function: ast.AST | None, said: str, grants: Grants) -> str:
    """The one argument of a test that the plan wants open, and that was refused at its first use; "" where none."""
    kinds = grants.kinds
    if kinds is None or not isinstance(function, Def) or is_negative(said) or _expects(function):
        return ""
    entered = {ast.unparse(item.context_expr) for each in ast.walk(function) for item in getattr(each, "items", ())}
    refused = [each.arg for each in function.args.args if f"{function.name}:{each.arg}" in grants.unentered]
    open_ = [each for each in refused if each not in entered and _is_open(each, said)]
    found = [each for each in open_ if _entries(kinds.fixtures.get(each, ""), kinds) & _taken(function)]
    return found[0] if len(found) == 1 else ""


def _expects(function: Def) -> bool:
    """Whether a test expects something to fail."""
    return any(isinstance(each, ast.expr) and is_raises(each) for each in ast.walk(function))


def _taken(function: Def) -> frozenset[str]:
    """The methods by which a function can enter something."""
    return frozenset(["__enter__", *(["__aenter__"] if isinstance(function, ast.AsyncFunctionDef) else [])])


def _entries(kind: str, kinds: Kinds) -> frozenset[str]:
    """The methods by which objects of a class are entered."""
    methods = {each.name for one in kinds.known.of_class(kind) for each in one.methods}
    return frozenset(methods & {"__enter__", "__aenter__"})


def waits_to_enter(node: ast.Assign, function: ast.AST | None, kinds: Kinds | None) -> bool:
    """Whether what a statement makes can be entered by waiting only."""
    return kinds is not None and is_entered_waiting(kinds.of(node.value, function), kinds)


def is_entered_waiting(kind: str, kinds: Kinds) -> bool:
    """Whether objects of a class can be entered by waiting only."""
    return _entries(kind, kinds) == {"__aenter__"}


def _is_to_start(node: ast.Assign, function: ast.AST | None, grants: Grants, kinds: Kinds) -> bool:
    """Whether a class that can be entered is made where the docstring says all that the fixture of that name does."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    name, kind = ast.unparse(node.targets[0]), kinds.of(node.value, function)
    enters = any(each.name == "__enter__" for one in kinds.known.of_class(kind) for each in one.methods)
    wanted = stems(grants.described.get(name, "")) if kinds.fixtures.get(name, "") in {"", kind} else frozenset()
    return enters and len(wanted) > 1 and wanted <= stems(ast.get_docstring(function) or "")


def opened(body: Sequence[ast.stmt], function: ast.AST | None, grants: Grants, said: str = "") -> list[ast.stmt]:
    """A block in which each context manager that is only kept is entered for all that comes after.

    `said` is what the plan says of the function, where the block is all of it.
    """
    name = to_enter(function, said, grants) if said and isinstance(function, Def) and body is function.body else ""
    if name:
        assert grants.kinds is not None
        block = ast.AsyncWith if is_entered_waiting(grants.kinds.fixtures[name], grants.kinds) else ast.With
        at = 1 if docstring_of(function) else 0
        item = ast.withitem(ast.Name(name, ast.Load()))
        return [*body[:at], block([item], list(body[at:]), lineno=body[at].lineno, col_offset=body[at].col_offset)]
    for at, node in enumerate(body[:-1]):
        if isinstance(node, ast.Assign) and is_managed(node, function, grants):
            item = ast.withitem(node.value, ast.Name(ast.unparse(node.targets[0]), ast.Store()))
            rest = opened(body[at + 1 :], function, grants)
            block = ast.AsyncWith if waits_to_enter(node, function, grants.kinds) else ast.With
            made = block([item], rest, lineno=node.lineno, col_offset=node.col_offset)
            return [*body[:at], made]
    return list(body)
