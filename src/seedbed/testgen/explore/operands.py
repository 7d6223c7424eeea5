"""`toward`: cases like others, with arguments that make the two sides of a comparison meet, or differ by one.

The module is run once with its comparisons noted: what stood on each side. Where one side is a part of an argument (the
text, a piece of it, the number, how long it is), that part becomes what stood on the other side. Fuzzers of binaries do
this with the operands of machine instructions (Aschermann et al., "REDQUEEN", 2019).
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Iterator
from typing import Any

from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.search import formed, named
from seedbed.testgen.explore.simpler import literals, put
from seedbed.testgen.inside.loading import Subject

__all__ = ["toward"]

_NOTE = "__compared__"
_PLAIN = (str, int, float)
_MOST = 40
_PER_PAIR = 6
_CLOSED = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
"""Where no name may be bound on the way."""
Pair = tuple[Any, Any]


class _Watcher(ast.NodeTransformer):
    """Puts the sides of each comparison of two values, and those of `startswith` and its like, through a function."""

    def visit_Compare(self, node: ast.Compare) -> ast.Compare:
        self.generic_visit(node)
        if len(node.ops) == 1:
            call = ast.Call(ast.Name(_NOTE, ast.Load()), [node.left, node.comparators[0]], [])
            both = ast.copy_location(call, node)
            left, right = ast.Constant(0), ast.Constant(1)
            # the sides are worked out once, in their order: (both := note(a, b))[0] OP both[1]
            name = "__both__"
            node.left = ast.Subscript(ast.NamedExpr(ast.Name(name, ast.Store()), both), left, ast.Load())
            node.comparators = [ast.Subscript(ast.Name(name, ast.Load()), right, ast.Load())]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        node.body = [each if isinstance(each, (ast.Assign, ast.AnnAssign)) else self.visit(each) for each in node.body]
        return node

    def visit(self, node: ast.AST) -> Any:
        return node if isinstance(node, _CLOSED) else super().visit(node)


def _watched(tree: ast.Module) -> Any:
    """The module with its comparisons noted."""
    return ast.fix_missing_locations(_Watcher().visit(copy.deepcopy(tree)))


def toward(bench: Bench, subject: Subject, callee: Callee, cases: list[Case]) -> Iterator[Case]:
    """New cases of those; the module stays changed, so that this is for a process of its own."""
    pairs: list[Pair] = []

    def compared(left: Any, right: Any) -> Pair:
        if len(pairs) < _MOST:
            pairs.extend(_plain(left, right))
        return left, right

    setattr(builtins, _NOTE, compared)
    subject.replace(compile(_watched(subject.tree), subject.file, "exec", dont_inherit=True))
    bench.fill()
    for case in cases:
        pairs.clear()
        bench.run(case, look=False)
        for pair in list(dict.fromkeys(pairs)):
            yield from _moved(case, callee, pair)


def _plain(left: Any, right: Any) -> Iterator[Pair]:
    """The sides where both are texts or numbers that differ; of a member and a collection, the member with each."""
    if isinstance(right, (list, tuple, set, frozenset, dict)) and type(left) in _PLAIN and len(right) <= 60:
        for each in sorted(map(repr, right))[:_PER_PAIR]:
            try:
                yield left, ast.literal_eval(each)
            except (ValueError, SyntaxError):
                continue
    elif type(left) in _PLAIN and type(right) in _PLAIN and len(str(left)) < 200 and len(str(right)) < 200:
        yield left, right
        yield right, left


def _moved(case: Case, callee: Callee, pair: Pair) -> Iterator[Case]:
    """The case with one literal changed so that it holds the second side where it held the first."""
    for receiver in _rewritten(case.receiver, pair):
        yield formed(callee, receiver, case.prior, case.given)
    for at, text in enumerate(case.prior):
        for other in _rewritten(text, pair):
            yield formed(callee, case.receiver, [*case.prior[:at], other, *case.prior[at + 1 :]], case.given)
    for at, text in enumerate(case.given):
        name, value = named(text)
        for other in _rewritten(value, pair):
            yield formed(callee, case.receiver, case.prior, [*case.given[:at], name + other, *case.given[at + 1 :]])


def _rewritten(text: str, pair: Pair) -> Iterator[str]:
    """An expression with one of its literals changed."""
    for node, value in literals(text):
        for other in _toward(value, *pair, 0):
            yield put(text, node, repr(other))


def _toward(value: Any, here: Any, there: Any, depth: int) -> Iterator[Any]:
    number = isinstance(there, (int, float)) and not isinstance(there, bool)
    if type(value) is type(here) and value == here:
        yield there
        if number:
            yield there + 1
            yield there - 1
    elif isinstance(value, str) and isinstance(here, str) and here and here in value:
        yield value.replace(here, str(there), 1)
    if isinstance(value, (str, bytes, list, tuple)) and type(here) is int and type(there) is int and len(value) == here:
        yield from (_long(value, size) for size in (there, there + 1, there - 1) if 0 <= size <= 200)
    if depth < 2 and isinstance(value, (list, tuple)):
        for at, item in enumerate(value[:6]):
            for other in _toward(item, here, there, depth + 1):
                yield type(value)([*value[:at], other, *value[at + 1 :]])
    elif depth < 2 and isinstance(value, dict):
        for key in list(value)[:6]:
            yield from ({**value, key: other} for other in _toward(value[key], here, there, depth + 1))
            for other in _toward(key, here, there, depth + 2):
                if other.__hash__ is not None:
                    yield {(other if name == key else name): held for name, held in value.items()}


def _long(value: Any, size: int) -> Any:
    """The value as long as that: cut, or with its last part again and again."""
    if size <= len(value) or not value:
        return value[:size]
    return value + value[-1:] * (size - len(value))
