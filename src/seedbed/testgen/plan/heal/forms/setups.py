"""`as_fixture`: setup by pytest's old names, which gets no fixtures, as a fixture of every test, which does."""

from __future__ import annotations

import ast
from collections.abc import Mapping

__all__ = ["SETUPS", "as_fixture", "asked_by"]


SETUPS: Mapping[str, str] = {
    "setUp": "_prepared",
    "setUpClass": "_prepared_class",
    "setup": "_prepared",
    "setup_class": "_prepared_class",
    "setup_function": "_prepared",
    "setup_method": "_prepared",
    "setup_module": "_prepared_module",
}
"""The names that pytest and unittest call before tests, and what the fixture in their place is called."""

_HANDED = frozenset(["function", "method", "module"])
_MARK = "pytest.fixture(autouse=True)"


def as_fixture(function: ast.stmt) -> ast.FunctionDef | None:
    """The fixture in place of a setup that asks for more than it is given; None where it does not."""
    if not isinstance(function, ast.FunctionDef) or function.name not in SETUPS:
        return None
    asked = asked_by(function)
    marks = [ast.unparse(each) for each in function.decorator_list]
    if not asked or _HANDED & set(asked) or marks not in ([], ["classmethod"]) or function.args.defaults:
        return None
    mark = ast.parse(_MARK, mode="eval").body
    return ast.FunctionDef(
        SETUPS[function.name],
        _of_object(function.args),
        [_renamed(each) for each in function.body],
        [mark],
        function.returns,
        function.type_comment,
        lineno=function.lineno,
        col_offset=function.col_offset,
    )


def asked_by(function: ast.FunctionDef) -> list[str]:
    """What a setup asks for beside its object or class."""
    return [each.arg for each in function.args.args if each.arg not in {"self", "cls"}]


def _of_object(args: ast.arguments) -> ast.arguments:
    """The parameters, where what belongs to the class belongs to each object of it."""
    named = [ast.arg("self" if each.arg == "cls" else each.arg, each.annotation) for each in args.args]
    return ast.arguments([], named, args.vararg, args.kwonlyargs, args.kw_defaults, args.kwarg, args.defaults)


class _Objects(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("self", node.ctx) if node.id == "cls" else node


def _renamed(node: ast.stmt) -> ast.stmt:
    """A statement that keeps things with the object, not with the class."""
    copy = ast.parse(ast.unparse(node))
    _Objects().visit(copy)
    return ast.fix_missing_locations(copy).body[0]
