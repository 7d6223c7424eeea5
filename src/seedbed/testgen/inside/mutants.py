"""`mutants`: the small changes of a module that a good test should notice.

Each is one edit of the syntax tree: a comparison, an operator, a number, a text, a condition, a call left out. The
comparisons are the ones that imply the others (Kaminski, Ammann and Offutt, "Better predicates with mutation
operators"): who tells `<` from `<=`, `!=` and a constant tells it from every other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType
from typing import Any, NamedTuple

__all__ = ["Mutant", "code_of", "mutants"]


class Mutant(NamedTuple):
    """One edit: the `holder`'s `field` (its item `at` where it is a list) becomes `new`, or goes where that is None."""

    line: int
    last: int
    what: str
    holder: Any
    field: str
    at: int | None
    new: Any
    at_import: bool


_COMPARED: dict[type[ast.cmpop], tuple[Any, ...]] = {
    ast.Lt: (ast.LtE, ast.NotEq, False),
    ast.Gt: (ast.GtE, ast.NotEq, False),
    ast.LtE: (ast.Lt, ast.Eq, True),
    ast.GtE: (ast.Gt, ast.Eq, True),
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE, False),
    ast.NotEq: (ast.Eq, ast.Lt, ast.Gt, True),
    ast.Is: (ast.IsNot, ast.Eq),
    ast.IsNot: (ast.Is, ast.NotEq),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_WORKED: dict[type[ast.operator], tuple[Any, ...]] = {
    ast.Add: (ast.Sub, ast.Mult, ast.BitOr),
    ast.Sub: (ast.Add, ast.Mod, ast.BitXor),
    ast.Mult: (ast.Div, ast.Add, ast.Pow),
    ast.Div: (ast.Mult, ast.FloorDiv, ast.Sub),
    ast.FloorDiv: (ast.Div, ast.Mult, ast.RShift),
    ast.Mod: (ast.Mult, ast.FloorDiv, ast.Sub),
    ast.Pow: (ast.Mult, ast.Add),
    ast.BitAnd: (ast.BitOr, ast.BitXor),
    ast.BitOr: (ast.BitAnd, ast.BitXor),
    ast.BitXor: (ast.BitAnd, ast.BitOr),
    ast.LShift: (ast.RShift, ast.Mult),
    ast.RShift: (ast.LShift, ast.FloorDiv),
    ast.MatMult: (ast.Mult,),
}
_TEXTS = 12
_PLACED = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def mutants(tree: ast.Module) -> list[Mutant]:
    """The edits of a module, in the order of its text."""
    found: list[Mutant] = []
    for statement in tree.body:
        if not _silent(statement):
            made = [each for node, inside in _walk(statement, at_import=True) for each in _of(node, inside)]
            found += _thinned(made) if isinstance(statement, (ast.Assign, ast.AnnAssign)) else made
    return sorted(found, key=lambda each: (each.line, each.last))


def _thinned(made: list[Mutant]) -> list[Mutant]:
    """Those of a table of the module, with some of its texts only: a test for every entry would be the table again."""
    texts = [id(each) for each in made if isinstance(getattr(each.new, "value", None), str)]
    spared = set(texts) - set(texts[:: 1 + len(texts) // _TEXTS])
    return [each for each in made if id(each) not in spared]


def code_of(tree: ast.Module, mutant: Mutant | None, file: str) -> CodeType:
    """The module compiled with that edit, and the tree left as it was."""
    if mutant is None:
        return compile(tree, file, "exec", dont_inherit=True)
    place = getattr(mutant.holder, mutant.field)
    if mutant.at is None:
        setattr(mutant.holder, mutant.field, mutant.new)
    else:
        changed = list(place)
        changed[mutant.at : mutant.at + 1] = [] if mutant.new is None else [mutant.new]
        setattr(mutant.holder, mutant.field, changed)
    try:
        return compile(tree, file, "exec", dont_inherit=True)
    finally:
        setattr(mutant.holder, mutant.field, place)


def _walk(node: ast.AST, *, at_import: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Every node that a run can notice, and whether it runs when the module is imported."""
    yield node, at_import
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "type_params") or (isinstance(node, ast.AnnAssign) and not node.value):
            continue
        inner = at_import and not (isinstance(node, _FUNCTIONS) and field == "body")
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _silent(child):
                yield from _walk(child, at_import=inner)


def _silent(node: ast.AST) -> bool:
    """Whether nothing can be seen of a node: a docstring, imports, what is for type checkers only."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
        return True
    if isinstance(node, ast.If) and "__main__" in ast.dump(node.test):
        return True
    named = isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    typing = ("TypeVar", "NewType", "cast", "overload", "ParamSpec")
    made = isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _name(node.value.func) in typing
    return named or made or isinstance(node, (ast.Import, ast.ImportFrom))


def _name(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _of(node: ast.AST, at_import: bool) -> Iterator[Mutant]:
    def edit(what: str, field: str, new: Any, index: int | None = None, at: Any = None) -> Mutant:
        near = at if at is not None else node
        if new is not None and isinstance(new, ast.AST):
            for each in ast.walk(new):
                for name in _PLACED:
                    if not hasattr(each, name) and "lineno" in type(each)._attributes:
                        setattr(each, name, getattr(near, name))
        first = getattr(near, "lineno", 1)
        return Mutant(first, getattr(near, "end_lineno", first), what, node, field, index, new, at_import)

    for rule in _RULES:
        yield from rule(node, edit)


def _comparisons(node: ast.AST, edit: Any) -> Iterator[Mutant]:
    if not isinstance(node, ast.Compare):
        return
    for index, operator in enumerate(node.ops):
        right = node.comparators[index]
        none = isinstance(right, ast.Constant) and right.value is None
        for other in _COMPARED[type(operator)]:
            if isinstance(other, bool) or (none and other in (ast.Eq, ast.NotEq, ast.LtE, ast.GtE, ast.Lt, ast.Gt)):
                continue
            yield edit(f"{_sign(operator)} becomes {_sign(other())}", "ops", other(), index)


def _conditions(node: ast.AST, edit: Any) -> Iterator[Mutant]:
    if isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert)):
        test = node.test
        yield edit("the condition is negated", "test", ast.UnaryOp(ast.Not(), test), at=test)
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            for constant in {each for each in _COMPARED[type(test.ops[0])] if isinstance(each, bool)}:
                yield edit(f"the condition becomes {constant}", "test", ast.Constant(constant), at=test)
    if isinstance(node, ast.BoolOp):
        yield edit("and/or are swapped", "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for index in range(len(node.values)):
            if len(node.values) > 1:
                yield edit("a part of the condition is left out", "values", None, index, at=node.values[index])
    if isinstance(node, (ast.Return, ast.Assign, ast.keyword)) and isinstance(node.value, ast.UnaryOp):
        yield edit("a sign is left out", "value", node.value.operand, at=node.value)


def _operators(node: ast.AST, edit: Any) -> Iterator[Mutant]:
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        for other in _WORKED[type(node.op)]:
            yield edit(f"{type(node.op).__name__} becomes {other.__name__}", "op", other())
    if isinstance(node, ast.UnaryOp):
        others = {ast.USub: ast.UAdd, ast.UAdd: ast.USub, ast.Invert: ast.USub}
        if type(node.op) in others:
            yield edit("the sign changes", "op", others[type(node.op)]())
    if isinstance(node, ast.Compare):
        for field in ("left",):
            inner = getattr(node, field)
            if isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.Not):
                yield edit("not is left out", field, inner.operand)
    if isinstance(node, (ast.If, ast.While, ast.IfExp)) and isinstance(node.test, ast.BoolOp):
        for index, value in enumerate(node.test.values):
            if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not):
                left = [*node.test.values]
                left[index] = value.operand
                yield edit("not is left out", "test", ast.BoolOp(node.test.op, left), at=value)


def _constants(node: ast.AST, edit: Any) -> Iterator[Mutant]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        many = isinstance(value, list)
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.Constant) and not isinstance(node, (ast.JoinedStr, ast.FormattedValue)):
                for new in _others(child.value):
                    what = f"{child.value!r} becomes {new!r}" if len(repr(child.value)) < 30 else "a text changes"
                    yield edit(what, field, ast.Constant(new), index if many else None, at=child)


def _others(value: Any) -> tuple[Any, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, (int, float)):
        return (value + 1, value - 1)
    if isinstance(value, str):
        return ("XX" + value[1:] if len(value) > 1 else value + "XX",)
    return ()


def _statements(node: ast.AST, edit: Any) -> Iterator[Mutant]:
    for field in ("body", "orelse", "finalbody"):
        block = getattr(node, field, None)
        if not isinstance(block, list):
            continue
        for index, child in enumerate(block):
            simple = isinstance(child, (ast.AugAssign, ast.Raise, ast.Delete)) or (
                isinstance(child, ast.Expr) and isinstance(child.value, (ast.Call, ast.Await))
            )
            assigned = isinstance(child, ast.Assign) and isinstance(child.targets[0], (ast.Attribute, ast.Subscript))
            if (simple or assigned) and not isinstance(node, ast.Module):
                yield edit("a statement is left out", field, ast.Pass(), index, at=child)
            if isinstance(child, (ast.Break, ast.Continue)):
                other = ast.Continue() if isinstance(child, ast.Break) else ast.Break()
                yield edit("break and continue are swapped", field, other, index, at=child)
    if isinstance(node, (ast.For, ast.AsyncFor)):
        yield edit("the loop does nothing", "iter", ast.List([], ast.Load()), at=node.iter)


def _returns(node: ast.AST, edit: Any) -> Iterator[Mutant]:
    plain = isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and node.value.value is None
    if isinstance(node, ast.Return) and node.value is not None and not plain:
        yield edit("nothing is returned", "value", ast.Constant(None))


def _others_of(node: ast.AST, edit: Any) -> Iterator[Mutant]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        for index, decorator in enumerate(node.decorator_list):
            if _name(getattr(decorator, "func", decorator)) not in ("overload", "abstractmethod"):
                yield edit("a decorator is left out", "decorator_list", None, index, at=decorator)
    if isinstance(node, ast.ExceptHandler) and node.type is not None:
        never = ast.Tuple([], ast.Load())
        yield edit("an exception is not caught", "type", never, at=node.type)
    if isinstance(node, ast.Slice):
        for field in ("lower", "upper", "step"):
            if getattr(node, field) is not None:
                yield edit("a bound of a slice is left out", field, ast.Constant(None), at=getattr(node, field))


_SIGNS = {
    "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Eq": "==", "NotEq": "!=", "Is": "is", "IsNot": "is not",
    "In": "in", "NotIn": "not in",
}  # fmt: skip


def _sign(operator: ast.cmpop) -> str:
    return _SIGNS[type(operator).__name__]


_RULES = (_comparisons, _conditions, _operators, _constants, _statements, _returns, _others_of)
