"""What a class of the repository offers in place of what it does not have, where it offers that only."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.forms.kinds import Kinds, suffices

__all__ = ["keyed", "maker_of"]


def keyed(node: ast.Subscript, function: ast.AST | None, kinds: Kinds) -> ast.Call | None:
    """`book.sheet("north")` of `book.sheets["north"]`, where a book has no sheets but gives one of them."""
    if not isinstance(node.value, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return None
    one = node.value.attr.removesuffix("s")
    func = ast.Attribute(node.value.value, one, ast.Load())
    call = ast.Call(func, [node.slice], [])
    owner = kinds.of(node.value.value, function)
    there = kinds.known.members(owner)
    methods = [each for _, each in kinds.callees(call, function) if owner in kinds.known.classes]
    fit = [each for each in methods if not (each.given or each.awaited or each.managed) and suffices(call, each)]
    plural = one != node.value.attr and node.value.attr not in there and not isinstance(node.slice, ast.Slice)
    return call if plural and len(fit) == 1 and fit[0].required else None


def maker_of(call: ast.AST | None, kinds: Kinds) -> str:
    """The one way of a class to make one of its own of what a call gives it: `Area.spanning` of `Area.parse`."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return ""
    owner = called(call.func.value)
    classes = list(kinds.known.of_class(owner)) if owner in kinds.known.classes else []
    free = [each for one in classes for each in one.methods if each.free and each.returns in {owner, "Self"}]
    fit = {each.name for each in free if suffices(call, each)}
    return fit.pop() if len(fit) == 1 and call.func.attr not in kinds.known.members(owner) else ""
