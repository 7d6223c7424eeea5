"""Expected exceptions: where one is expected, which, and in place of which other one it may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.forms.slips import is_typo
from seedbed.testgen.plan.heal.lock.grants import Grants, expected_of, names

__all__ = ["exceptions_in", "expectable", "expected_around", "is_raises"]

_RAISES = frozenset(["pytest.raises", "raises", "pytest.warns", "warns", "self.assertRaises", "self.assertRaisesRegex"])


def is_raises(node: ast.expr) -> bool:
    """Whether an expression expects an exception."""
    return isinstance(node, ast.Call) and called(node.func) in _RAISES


def expected_around(node: ast.AST, function: ast.AST | None) -> list[ast.Call]:
    """The expectations within which something of a function stands."""
    made: list[ast.Call] = []
    for outer in ast.walk(function) if function is not None else ():
        body = outer.body if isinstance(outer, ast.With | ast.AsyncWith) else []
        if isinstance(outer, ast.With | ast.AsyncWith) and any(each is node for one in body for each in ast.walk(one)):
            items = (item.context_expr for item in outer.items)
            made += [each for each in items if isinstance(each, ast.Call) and is_raises(each)]
    return made


def expectable(
    before: ast.expr, right: str, docstring: str, grants: Grants, free: frozenset[str] = frozenset()
) -> bool:
    """Whether a test may expect an exception in place of those before: the plan names it, or else a lesson does.

    What the plan names is never given up; a name that is not there may lose a slip.
    """
    wrong = list(exceptions_in(before))
    if right in {"Exception", "BaseException"} or not wrong:
        return False
    said = expected_of(docstring)
    kept = any(names(said, name) for name in wrong if name != right)
    by_lesson = all((name, right) in grants.exceptions for name in wrong)
    slip = len(wrong) == 1 and is_typo(wrong[0], right) and right in grants.known
    gone = slip and (wrong[0] in grants.missing or wrong[0] in free)
    return gone or (not kept and (names(said, right) or by_lesson))


def exceptions_in(node: ast.expr) -> Iterator[str]:
    """The last names of the exceptions that an argument of `raises` names."""
    if isinstance(node, ast.Tuple):
        for each in node.elts:
            yield from exceptions_in(each)
    else:
        yield called(node).rpartition(".")[2]
