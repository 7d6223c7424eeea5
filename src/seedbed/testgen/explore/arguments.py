"""Arguments of a call, made before it: whether they can be made at all, and what the call changes of them."""

from __future__ import annotations

import ast
import collections
import inspect
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seedbed.testgen.inside.library import of_library

__all__ = [
    "DRAWN",
    "SUBJECT",
    "WITHIN",
    "Made",
    "asked_within",
    "bound",
    "changed",
    "restored",
    "snapshot",
    "unbound",
    "watched",
]

WITHIN = "__within__"
"""What is called within a context."""
SUBJECT = -1
"""The place of the object that a method is called of, among those of its arguments."""
DRAWN = "async def drawn(): return [each async for each in "
"""How the statement begins that tells what comes of an asynchronous stream."""
_DEEPEST = 4
_WIDEST = 60
_PLAIN = (str, int, float, complex, bytes, type(None))
_HOLDERS: tuple[Any, ...] = (list, tuple, set, frozenset, bytearray, collections.deque)
_BINDING = re.compile(r"(\w+) = (?!=)")
_BY_NAME = re.compile(r"(\w+)=(?!=)")


class Made(ast.NodeTransformer):
    """Takes the arguments of a call out of its tree, where making them runs something or they could be changed.

    `lines` makes them, each by a name of its own; `names` gives for the place of an argument that name.
    """

    def __init__(self, given: Sequence[str]) -> None:
        self.lines: list[ast.stmt] = []
        self.names: dict[int, str] = {}
        self._left: list[tuple[int, str]] = []
        for at, text in enumerate(given):
            word = _BY_NAME.match(text)
            node = _expression(text[word.end() :] if word else text)
            if node is not None and _to_be_made(node):
                self._left.append((at, ast.dump(node)))

    def visit(self, node: ast.AST) -> Any:
        """A name in place of the first expression that is an argument."""
        if isinstance(node, ast.expr):
            shown = ast.dump(node)
            at = next((at for at, (_, dump) in enumerate(self._left) if dump == shown), None)
            if at is not None:
                place = self._left.pop(at)[0]
                name = self.names[place] = f"__given_{place}__"
                self.lines.append(ast.Assign([ast.Name(name, ast.Store())], node))
                return ast.copy_location(ast.Name(name, ast.Load()), node)
        return super().visit(node)


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _to_be_made(node: ast.expr) -> bool:
    return isinstance(node, (ast.List, ast.Dict, ast.Set, ast.Call, ast.Tuple, ast.BinOp))


def asked_within(tree: ast.Module) -> ast.Module:
    """The text of a call; where it is a context, what is to be said of it is asked within."""
    for node in tree.body:
        if isinstance(node, ast.With) and isinstance(node.body[0], ast.Pass):
            node.body = [ast.Expr(ast.Call(ast.Name(WITHIN, ast.Load()), [], []))]
    return tree


def snapshot(value: Any, depth: int = 0) -> Any:
    """What an object holds, without running any code of its own: equal before and after a call that changes nothing."""
    if isinstance(value, _PLAIN) or depth > _DEEPEST:
        return value if type(value) in _PLAIN else type(value).__name__
    held: list[Any] = [type(value).__name__]
    if isinstance(value, dict):
        pairs = list(dict.items(value))[:_WIDEST]
        held += [len(pairs), *((snapshot(key, depth + 1), snapshot(each, depth + 1)) for key, each in pairs)]
    elif isinstance(value, _HOLDERS):
        kind = next(each for each in _HOLDERS if isinstance(value, each))
        some = list(kind.__iter__(value))[:_WIDEST]
        held += [kind.__len__(value), *(snapshot(each, depth + 1) for each in some)]
    held += [(name, snapshot(each, depth + 1)) for name, each in _attributes(value)]
    return held


def _attributes(value: Any) -> Iterator[tuple[str, Any]]:
    """Those of an object of a class that is not Python's own, without what it has worked out only to keep it."""
    owner = type(value)
    if isinstance(value, type) or of_library(owner.__module__ or ""):
        return
    try:
        named = object.__getattribute__(value, "__dict__")
    except (AttributeError, TypeError):
        named = {}
    for name, each in list(named.items())[:_WIDEST] if isinstance(named, dict) else []:
        if type(inspect.getattr_static(owner, name, None)).__name__ != "cached_property":
            yield name, each
    for kind in owner.__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in [slots] if isinstance(slots, str) else list(slots):
            descriptor = kind.__dict__.get(name)
            if type(descriptor).__name__ == "member_descriptor":
                try:
                    yield name, descriptor.__get__(value)  # type: ignore[union-attr]
                except AttributeError:  # a slot without a value
                    continue


def changed(before: Sequence[tuple[int, Any]], after: Sequence[tuple[int, Any]]) -> dict[int, set[str]]:
    """The places of what a call changed, each with the attributes of it that are others."""
    return {
        place: {each[0] for each in there if each not in held and isinstance(each, tuple) and isinstance(each[0], str)}
        for (place, held), (_, there) in zip(before, after)
        if held != there
    }


def bound(
    prior: Sequence[str], given: Sequence[str], act: str, names: Mapping[int, str]
) -> tuple[tuple[str, ...], tuple[str, ...], str] | None:
    """Statements, arguments and text of a call whose arguments at those places have names; None where it has others."""
    others, lines = list(given), list(prior)
    for at, name in names.items():
        word = _BY_NAME.match(given[at])
        lines.append(f"{name} = {given[at][word.end() :] if word else given[at]}")
        others[at] = f"{word[0]}{name}" if word else name
    before, after = ", ".join(given), ", ".join(others)
    if act.count(before) != 1 or not all(map(_free, names.values())):
        return None
    return tuple(lines), tuple(others), act.replace(before, after)


def _free(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def restored(prior: Sequence[str], given: Sequence[str]) -> tuple[list[str], list[str]]:
    """The statements and arguments as they were before some of them had names, or what came of them was drawn."""
    made = {name[1]: line[name.end() :] for line in prior if (name := _BINDING.match(line))}
    others = []
    for text in given:
        word = _BY_NAME.match(text)
        lead, rest = (word[0], text[word.end() :]) if word else ("", text)
        others.append(lead + made.get(rest, rest))
    made_here = (DRAWN, *(f"{name} = " for name in watched(prior, given)))
    return [line for line in prior if not line.startswith(made_here)], others


def unbound(prior: Sequence[str], given: Sequence[str], act: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Statements, arguments and text of a call as they were before `bound`."""
    lines, others = restored(prior, given)
    return tuple(lines), tuple(others), act.replace(", ".join(given), ", ".join(others), 1)


def watched(prior: Sequence[str], given: Sequence[str]) -> list[str]:
    """The names that `bound` gave to arguments."""
    rests = {text[word.end() :] if (word := _BY_NAME.match(text)) else text for text in given}
    return [name[1] for line in prior if (name := _BINDING.match(line)) and name[1] in rests]
