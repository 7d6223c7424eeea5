"""`as_plain`: a fixture that is a coroutine, where nothing runs one, as a function that runs what it awaits."""

from __future__ import annotations

import ast
import copy

from seedbed.testgen.plan.explore.parse import fixture_of

__all__ = ["as_plain"]

_WAITING = ast.AsyncFor | ast.AsyncWith | ast.comprehension | ast.Yield | ast.YieldFrom | ast.FunctionDef | ast.Lambda


def as_plain(node: ast.stmt) -> ast.FunctionDef | None:
    """The fixture with `asyncio.run(…)` for each `await …`; None where it is none, or waits in another way."""
    if not isinstance(node, ast.AsyncFunctionDef) or fixture_of(node) is None:
        return None
    inner = [each for statement in node.body for each in ast.walk(statement)]
    awaited = [each.value for each in inner if isinstance(each, ast.Await)]
    marks = {ast.unparse(each).partition("(")[0] for each in node.decorator_list}
    runs = awaited and all(isinstance(each, ast.Call) for each in awaited) and marks == {"pytest.fixture"}
    if not runs or any(isinstance(each, _WAITING) for each in inner):
        return None
    made = ast.FunctionDef(**{name: copy.deepcopy(getattr(node, name)) for name in node._fields})
    _Run().visit(made)
    return ast.copy_location(made, node)


class _Run(ast.NodeTransformer):
    def visit_Await(self, node: ast.Await) -> ast.expr:
        run = ast.Attribute(ast.Name("asyncio", ast.Load()), "run", ast.Load())
        return ast.Call(run, [self.visit(node.value)], [])
