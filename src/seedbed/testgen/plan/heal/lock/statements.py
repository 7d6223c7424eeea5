"""Parts of files and statements that the intent lock compares."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.heal.forms.raises import is_raises
from seedbed.testgen.plan.heal.lock.asserted import is_check

__all__ = [
    "aliases",
    "calls_in_annotations",
    "changed",
    "heads_of",
    "is_alike",
    "is_strict",
    "marks_in",
    "named_in",
    "targets_of",
    "waits",
]

_TYPES = ast.BinOp | ast.BitOr | ast.Tuple | ast.List


def calls_in_annotations(tree: ast.Module) -> Iterator[ast.AST]:
    """What annotations do beside naming types."""
    for node in ast.walk(tree):
        told = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        for each in told:
            for inner in ast.walk(each) if isinstance(each, ast.AST) else ():
                if not isinstance(
                    inner, ast.expr_context | ast.Name | ast.Attribute | ast.Subscript | ast.Constant | _TYPES
                ):
                    yield inner


def named_in(node: ast.AST) -> Iterator[str]:
    """The names in a tree."""
    return (each.id for each in ast.walk(node) if isinstance(each, ast.Name))


def marks_in(tree: ast.AST) -> Iterator[ast.expr]:
    """The decorators of all functions and classes in a tree."""
    return (each for node in ast.walk(tree) for each in getattr(node, "decorator_list", ()))


def aliases(tree: ast.Module) -> list[tuple[str, str, str]]:
    """What each imported name stands for: the name, the module it comes from, and what it is called there."""
    made: list[tuple[str, str, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module = f"{'.' * node.level}{node.module or ''}"
            made += [(alias.asname or alias.name, module, alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                path = alias.name if alias.asname else alias.name.partition(".")[0]
                made.append((alias.asname or path, "", path))
    return made


def heads_of(node: ast.stmt) -> list[ast.AST | None]:
    """The parts of a statement that are not statements."""
    made: list[ast.AST | None] = []
    for name, value in ast.iter_fields(node):
        if name in {"body", "orelse", "finalbody", "annotation", "type_comment", "returns", "type_params"}:
            continue
        if isinstance(node, Def | ast.ClassDef):
            continue
        if isinstance(value, list) and value and not isinstance(value[0], str):
            made += [handler(each) if isinstance(each, ast.ExceptHandler) else each for each in value]
        elif isinstance(value, list):
            made.append(ast.Constant(", ".join(value)))
        elif isinstance(value, ast.AST):
            made.append(value)
        else:
            made.append(ast.Constant(value))
    return made


def handler(node: ast.ExceptHandler) -> ast.AST:
    """An `except` without its body."""
    return ast.ExceptHandler(node.type, node.name, [])


def is_alike(before: ast.stmt, after: ast.stmt) -> bool:
    """Whether two statements are of a kind; what is entered with or without waiting is, but what expects an error."""
    if isinstance(before, ast.With | ast.AsyncWith) and isinstance(after, ast.With | ast.AsyncWith):
        return type(before) is type(after) or not any(is_raises(each.context_expr) for each in before.items)
    loops = ast.For | ast.AsyncFor  # over what does not wait, the one of them raises, and over what does the other
    return type(before) is type(after) or (isinstance(before, loops) and isinstance(after, loops))


def waits(node: ast.AST) -> bool:
    """Whether something waits, so that it has to be a coroutine; functions in it do not count."""
    own = isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith) or getattr(node, "is_async", 0) == 1
    inner = (each for each in ast.iter_child_nodes(node) if not isinstance(each, Def | ast.Lambda))
    return own or any(waits(each) for each in inner)


def is_strict(node: ast.stmt) -> bool:
    """Whether a statement says what is wanted, rather than how to get there."""
    kinds = ast.Assert | ast.If | ast.While | ast.For | ast.AsyncFor | ast.Try | ast.Raise | ast.Return
    return isinstance(node, kinds) or is_check(node)


def targets_of(node: ast.stmt) -> frozenset[str]:
    """The names that a statement gives values to."""
    if not isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return frozenset()
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return frozenset(each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))


def changed(node: ast.stmt) -> str:
    """What to call a statement that is not there any more."""
    said = ast.unparse(node).splitlines()[0][:80]
    if isinstance(node, ast.Assert):
        return f"an assertion was changed or deleted: {said}"
    if isinstance(node, ast.With) and any(is_raises(item.context_expr) for item in node.items):
        return f"an expected exception was changed or deleted: {said}"
    return f"a statement was changed or deleted: {said}"
