"""Names that a tree makes, has at its top, or asks for and has not."""

from __future__ import annotations

import ast
import builtins

__all__ = ["bound_in", "free_in", "made_in", "stores", "top_of"]


def bound_in(tree: ast.AST) -> frozenset[str]:
    """Every name that a tree binds anywhere: by assignment, as parameter, import, function or class."""
    made: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            made.add(node.id)
        elif isinstance(node, ast.arg):
            made.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            made |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ExceptHandler) and node.name:
            made.add(node.name)
    return frozenset(made)


def made_in(tree: ast.AST) -> frozenset[str]:
    """Every name that a tree itself makes: not what is imported, nor what a test asks for as a parameter."""
    made: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            made.add(node.id if isinstance(node, ast.Name) else node.attr)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            made.add(node.name)
    return frozenset(made)


def stores(tree: ast.AST | None, name: str) -> list[ast.Name]:
    """The places where a tree puts something under a name."""
    names = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id == name] if tree else []
    return [each for each in names if isinstance(each.ctx, ast.Store)]


def top_of(tree: ast.Module) -> frozenset[str]:
    """The names that a module binds for all of its functions."""
    bare = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    defined = (
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    )
    return bound_in(ast.Module(bare, [])) | frozenset(defined)


def free_in(tree: ast.AST, outer: frozenset[str]) -> frozenset[str]:
    """The names that a tree asks for and neither it, nor what is around it, nor Python has."""
    loaded = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return frozenset(loaded - bound_in(tree) - outer - set(dir(builtins)))
