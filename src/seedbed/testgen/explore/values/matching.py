"""`samples`: texts that a regular expression matches, of the expressions that a module holds or writes.

`sampling.regex` counts and unranks a regular language; here the expressions are Python's own with look-arounds and
back-references, in another interpreter that has no NumPy. So this walks the parsed expression and then asks it.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from seedbed.testgen.explore.readable import readable
from seedbed.testgen.inside.chance import Chance

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # before Python 3.11
    import sre_parse as parser

__all__ = ["patterns", "samples"]


def patterns(module: ModuleType, tree: ast.Module) -> list[re.Pattern[str]]:
    """The expressions over text that a module holds, and the literal ones that its functions give to `re`."""
    found: list[re.Pattern[str]] = []
    seen: set[int] = set()

    def look(value: Any, depth: int) -> None:
        if id(value) in seen or depth > 3:
            return
        seen.add(id(value))
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            found.append(value)
        elif isinstance(value, dict):
            for each in list(value.values())[:200]:
                look(each, depth + 1)
        elif isinstance(value, (list, tuple)):
            for each in list(value)[:200]:
                look(each, depth + 1)
        elif isinstance(value, str) and depth and re.search(r"\(\?|\\[dwsbWDS]|\[[^\]]+\]|\$$|^\^", value):
            compiled(value)
        elif isinstance(value, type) and value.__module__ == module.__name__:
            for each in list(vars(value).values()):
                look(each, depth + 1)

    def compiled(text: str) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found.append(re.compile(text))
        except (re.error, RecursionError, OverflowError):
            return

    for name, value in readable(module).items():
        if not name.startswith("__"):
            look(value, 0)
    for value in _of_others(module, tree):
        look(value, 0)
    for text in _written(tree):
        compiled(text)
    return list({(each.pattern, each.flags): each for each in found}.values())


def _of_others(module: ModuleType, tree: ast.Module) -> Iterator[Any]:
    """The expressions of other modules that the text names: `misc.IPV6`."""
    held = readable(module)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = held.get(node.value.id)
            value = vars(owner).get(node.attr) if isinstance(owner, ModuleType) else None
            if isinstance(value, re.Pattern):
                yield value


def _written(tree: ast.Module) -> Iterator[str]:
    """The literal expressions that are given to functions of `re`."""
    for node in ast.walk(tree):
        owner = getattr(getattr(node, "func", None), "value", None)
        if isinstance(node, ast.Call) and getattr(owner, "id", "") in ("re", "regex") and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def samples(pattern: re.Pattern[str], rng: Chance, count: int) -> list[str]:
    """Up to `count` different texts in which the expression finds something."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    except (re.error, RecursionError, OverflowError):
        return []
    found: dict[str, None] = {}
    for _ in range(count * 3):
        try:
            text = _text(tree, rng, {}, 0)
        except (RecursionError, _Unknown):
            continue
        if len(text) <= 200 and pattern.search(text):
            found[text] = None
        if len(found) >= count:
            break
    return list(found)


class _Unknown(Exception):
    """A part of an expression that is not walked."""


_CLASSES = {"CATEGORY_DIGIT": "0123456789", "CATEGORY_SPACE": " \t", "CATEGORY_WORD": "abcxyzABZ019_"}
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789 _-.,"


def _text(parts: Any, rng: Chance, groups: dict[int, str], depth: int) -> str:
    return "".join(_part(str(kind), value, rng, groups, depth + 1) for kind, value in parts)


def _part(kind: str, value: Any, rng: Chance, groups: dict[int, str], depth: int) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind in ("ANY", "NOT_LITERAL"):
        return rng.choice(_LETTERS)
    if kind == "IN":
        return _one(value, rng)
    if kind == "BRANCH":
        return _text(rng.choice(value[1]), rng, groups, depth)
    if kind == "SUBPATTERN":
        text = _text(value[3], rng, groups, depth)
        groups[value[0]] = text
        return text
    if kind == "ATOMIC_GROUP":
        return _text(value, rng, groups, depth)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, high, inner = value
        if len(inner) == 1 and _of_digits(inner[0]) and rng.random() < 0.85:
            numbers = _SMALL if int(high) == 2 and rng.random() < 0.75 else _NUMBERS
            fitting = [number for number in numbers if int(low) <= len(number) <= int(high)]
            if fitting:
                return rng.choice(fitting)
        most = min(int(high), int(low) + (4 if depth < 6 else 1))
        return "".join(_text(inner, rng, groups, depth) for _ in range(rng.randint(int(low), most)))
    if kind == "GROUPREF":
        return groups.get(value, "")
    if kind == "GROUPREF_EXISTS":
        chosen = value[1] if value[0] in groups else value[2]
        return _text(chosen, rng, groups, depth) if chosen else ""
    if kind == "ASSERT":
        return _text(value[1], rng, groups, depth) if value[0] > 0 and rng.random() < 0.7 else ""
    if kind in ("AT", "ASSERT_NOT"):
        return ""
    raise _Unknown(kind)


_NUMBERS = ("0", "1", "2", "5", "9", "01", "02", "10", "12", "11", "23", "30", "31", "59", "000", "100", "123", "255",
            "2020", "1999", "2024", "1000", "0500", "12345", "123456", "000100")  # fmt: skip
_READABLE = 0.9
"""How often a letter of a class that has plain ones is one of these."""
_SMALL = ("1", "2", "5", "9", "01", "02", "05", "08", "10", "12", "11")
"""Numbers that stand for a day, a month, an hour, a year more often than those drawn digit by digit."""


def _of_digits(part: Any) -> bool:
    """Whether a part of an expression is one digit of any kind."""
    kind, value = str(part[0]), part[1]
    if kind != "IN" or len(value) != 1:
        return False
    inner, what = str(value[0][0]), value[0][1]
    return (inner == "CATEGORY" and str(what) == "CATEGORY_DIGIT") or (inner == "RANGE" and what == (48, 57))


def _one(parts: Any, rng: Chance) -> str:
    """A letter of a class."""
    negated = str(parts[0][0]) == "NEGATE"
    letters = ""
    for kind, value in parts:
        name = str(kind)
        if name == "LITERAL":
            letters += chr(value)
        elif name == "RANGE":
            low, high = value
            letters += "".join(chr(code) for code in {low, high, *(rng.randint(low, high) for _ in range(4))})
        elif name == "CATEGORY":
            word = str(value).replace("CATEGORY_NOT_", "CATEGORY_")
            inside = _CLASSES.get(word, "")
            letters += "".join(c for c in _LETTERS + "é!" if c not in inside) if "_NOT_" in str(value) else inside
    if negated:
        letters = "".join(each for each in _LETTERS + "é!<>&" if each not in letters)
    plain = "".join(each for each in letters if each.isascii() and each.isprintable())
    if plain and rng.random() < _READABLE:
        letters = plain
    return rng.choice(sorted(letters)) if letters else "a"
