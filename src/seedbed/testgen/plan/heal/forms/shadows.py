"""`unshadowed`, `is_shadow`: an exception of a test's own under the name of the product's, which nothing ever raises.

It gives way to the product's where each test that expects it has its name in what its plan expects.
"""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.heal.forms.raises import exceptions_in, is_raises
from seedbed.testgen.plan.heal.lock.grants import expected_of, names

__all__ = ["is_shadow", "unshadowed"]


def unshadowed(before: ast.Module, after: ast.Module, known: Known | None) -> ast.Module:
    """The file of before without the exceptions for which that of after imports those of the repository."""
    left = {node.name for node in after.body if isinstance(node, ast.ClassDef)}
    taken = {
        (node.module, alias.name)
        for node in after.body
        if isinstance(node, ast.ImportFrom) and not node.level
        for alias in node.names
        if alias.asname is None
    }
    gone = [
        node
        for node in before.body
        if known is not None
        and isinstance(node, ast.ClassDef)
        and node.name not in left
        and is_shadow(node, before, known)
        and any((home, node.name) in taken for home in known.modules if node.name in known.names(home))
    ]
    return ast.Module([node for node in before.body if node not in gone], before.type_ignores) if gone else before


def is_shadow(node: ast.ClassDef, tree: ast.Module, known: Known) -> bool:
    """Whether a class is but a name for an exception that the repository has, and that each plan names."""
    bare = all(isinstance(each, ast.Pass) or _is_text(each) for each in node.body)
    plain = bare and bool(node.bases) and not (node.keywords or node.decorator_list)
    there = any(each.name == node.name for each in known.exceptions())
    tests = [each for each in ast.walk(tree) if isinstance(each, Def) and _expects(each, node.name)]
    said = all(names(expected_of(ast.get_docstring(each) or ""), node.name) for each in tests)
    return plain and there and bool(tests) and said and not _used_otherwise(node.name, tree)


def _expects(function: Def, name: str) -> bool:
    return any(name in each for each in _expected(function))


def _expected(tree: ast.AST) -> list[list[str]]:
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call) and is_raises(each) and each.args]
    return [list(exceptions_in(each.args[0])) for each in calls]


def _used_otherwise(name: str, tree: ast.Module) -> bool:
    """Whether a file raises an exception itself, or does anything with it but expect it."""
    uses = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id == name]
    return len(uses) != sum(each.count(name) for each in _expected(tree))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
