"""`unwrapped`, `wrapped`: what has to be called or awaited and is not, and what is awaited and cannot be.

A method that is compared as it stands, a coroutine that nobody waits for, and a plain value that somebody waits for:
what functions are is written in the repository, so that one form is right and the other always fails.
"""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.forms.kinds import Kinds

__all__ = ["RUN", "parents_of", "unwrapped", "wrapped"]

RUN = "asyncio.run"
_PART = ast.Attribute | ast.Subscript


def wrapped(node: ast.expr, parent: ast.AST | None, function: ast.AST | None, kinds: Kinds) -> ast.expr | None:
    """The expression called, or awaited; None where neither is missing, as far as is written."""
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        is_called = isinstance(parent, ast.Call) and parent.func is node
        method = None if is_called or isinstance(parent, ast.Call) else kinds.method_of(node, function)
        return ast.Call(node, [], []) if method is not None and not method.awaited else None
    if not isinstance(node, ast.Call) or isinstance(parent, ast.Await | ast.Call | ast.Return | ast.withitem):
        return None
    if not kinds.is_awaited(node, function):
        return None
    waits = isinstance(function, ast.AsyncFunctionDef)
    run = ast.Attribute(ast.Name("asyncio", ast.Load()), "run", ast.Load())
    return ast.Await(node) if waits else ast.Call(run, [node], [])


def unwrapped(node: ast.expr, function: ast.AST | None, kinds: Kinds) -> ast.expr | None:
    """What is awaited, or run, and is no coroutine; None where it is one, or nothing is written of it."""
    inner = node.value if isinstance(node, ast.Await) else None
    if isinstance(node, ast.Call) and called(node.func) == RUN and len(node.args) == 1:
        inner = node.args[0]
    return inner if isinstance(inner, ast.Call) and kinds.is_awaited(inner, function) is False else None


def parents_of(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Each node's parent."""
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
