"""`simplified`: a case with the literals of its texts made as simple as what it is kept for allows."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from seedbed.testgen.explore.asked.sorts import takes
from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.search import named, shorter
from seedbed.testgen.explore.written import form_of

__all__ = ["literals", "put", "simplified"]

_TRIES = 240
_DEEPEST = 4
_CALL = "\0"
"""Where the call stands within what it was settled to, as a list of what it gives."""


def simplified(callee: Callee, case: Case, made: Sequence[str], fine: Callable[[Case], bool]) -> Case:
    """The simplest case that is `fine` still; `made` are other objects that it may be called of."""
    left = _TRIES
    begun = 0
    while left:
        for at, other in enumerate(_simpler(callee, case, made)):
            if at < begun or not takes(callee, other.given):  # what was refused is likely to be refused again
                continue
            left -= 1
            if fine(other):
                case, begun = other, at
                break
            if not left:
                return case
        else:
            if not begun:
                return case
            begun = 0
    return case


def _simpler(callee: Callee, case: Case, made: Sequence[str]) -> Iterator[Case]:
    """The case with one thing less, or simpler, the boldest steps first."""
    plain = form_of(callee, list(case.given))
    if plain not in case.act:
        return
    settled = case.act.replace(plain, _CALL)
    yield from shorter(callee, case)
    for text in made if case.receiver else ():
        if len(text) < len(case.receiver):
            yield _with(callee, case, settled, receiver=text)
    for text in (*_fewer(case.receiver), *_all(case.receiver)):
        yield _with(callee, case, settled, receiver=text)
    for at, statement in enumerate(case.prior):
        for text in (*_fewer(statement), *_all(statement)):
            yield _with(callee, case, settled, prior=(*case.prior[:at], text, *case.prior[at + 1 :]))
    for at, argument in enumerate(case.given):
        name, value = named(argument)
        for text in (*_fewer(value), *_all(value)):
            yield _with(callee, case, settled, given=(*case.given[:at], name + text, *case.given[at + 1 :]))


def _with(callee: Callee, case: Case, settled: str, **changed: Any) -> Case:
    """The case with a part changed, and its call written anew, within what it was settled to."""
    other = case._replace(**changed)
    return other._replace(act=settled.replace(_CALL, form_of(callee, list(other.given))))


def _fewer(text: str) -> Iterator[str]:
    """An expression with one named argument less, of a call within it."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for call in [each for each in ast.walk(tree) if isinstance(each, ast.Call)]:
        words = call.keywords
        for word in words:
            call.keywords = [each for each in words if each is not word]
            yield ast.unparse(tree)
        call.keywords = words


def _all(text: str) -> Iterator[str]:
    """An expression with one of its literals made simpler."""
    for node, value in literals(text):
        made = (put(text, node, repr(other)) for other in _less(value, 0))
        yield from (each for each in made if not _repeats(each))


def _repeats(text: str) -> bool:
    """Whether a mapping within an expression has a key twice."""
    shown = [each.keys for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Dict)]
    keys = [[ast.unparse(key) for key in some if key is not None] for some in shown]
    return any(len(set(some)) < len(some) for some in keys)


def literals(text: str) -> list[tuple[Any, Any]]:
    """The largest literals of an expression of one line, or of what is assigned, each with its value."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return []
    found = [each.value for each in tree.body if isinstance(each, (ast.Expr, ast.Assign))]
    return list(_literals(found[0])) if len(found) == 1 else []


def _literals(node: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(node, ast.expr):
        try:
            yield node, ast.literal_eval(node)
        except (ValueError, TypeError):
            pass
        else:
            return
    if not isinstance(node, (ast.Lambda, ast.JoinedStr)):
        for child in ast.iter_child_nodes(node):
            yield from _literals(child)


def put(text: str, node: Any, other: str) -> str:
    """The expression with another text in a node's place."""
    raw = text.encode()
    return (raw[: node.col_offset] + other.encode() + raw[node.end_col_offset :]).decode()


def _less(value: Any, depth: int) -> Iterator[Any]:
    if isinstance(value, (str, bytes)):
        yield from _less_text(value)
    elif isinstance(value, float):
        yield from (each for each in (1.0, float(round(value)) if abs(value) < 1e9 else 1.0) if each != value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from (each for each in (1, 2, value // 10, value // 2) if abs(each) < abs(value))
    elif isinstance(value, (list, tuple)) and depth < _DEEPEST:
        for at in range(len(value)):
            yield type(value)([*value[:at], *value[at + 1 :]])
        for at, item in enumerate(value):
            yield from (type(value)([*value[:at], other, *value[at + 1 :]]) for other in _less(item, depth + 1))
    elif isinstance(value, dict) and depth < _DEEPEST:
        yield from _less_mapping(value, depth)


def _less_mapping(value: dict[Any, Any], depth: int) -> Iterator[Any]:
    for key in value:
        yield {name: held for name, held in value.items() if name != key}
    for key, item in value.items():
        yield from ({**value, key: other} for other in _less(item, depth + 1))
        for other in _less(key, depth + 1):
            if other not in value:
                yield {(other if name == key else name): held for name, held in value.items()}


def _less_text(value: Any) -> Iterator[Any]:
    """A text without a part of it: the larger parts first, at last letter by letter; then with plain letters."""
    if len(value) > 3:
        yield value[:0] + ("abc" if isinstance(value, str) else b"abc")
    size = len(value) // 2
    while size:
        yield from (value[:start] + value[start + size :] for start in range(0, len(value), size))
        size //= 2
    if isinstance(value, str) and len(value) <= 16:
        for at, letter in enumerate(value):
            plain = "a" if letter.isalpha() and letter not in "ab" else ""
            if plain:
                yield value[:at] + (plain.upper() if letter.isupper() and letter.isascii() else plain) + value[at + 1 :]
