"""`documented_type`: the type that a docstring gives a parameter, in the styles of Sphinx, Google and NumPy."""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping
from typing import Any

from seedbed.testgen.explore.values.stock import STANDARD

__all__ = ["documented_type"]

_STYLES = (
    r":type\s+{name}:\s*(.+)",
    r":param\s+([\w.]+)\s+{name}:",
    r"^\s*\*{{0,2}}{name}\s*\(([^()\n]+)\)",
    r"^\s*{name}\s*:\s*(.+)",
    r"^\s*{name}\s+(\w+)[|\w]*:",
)
_OR = re.compile(r"\s+or\s+|\s*[|/,]\s*")
_FILLING = r"(?:(?:an?|the|optional)\s+|:\w+(?::\w+)?:|[`~'*])*"
_ONE = re.compile(rf"{_FILLING}([A-Za-z_][\w.]*)(?:(?:\s+of\s+|\[){_FILLING}([A-Za-z_][\w.]*))?", re.IGNORECASE)
_WORDS: Mapping[str, Any] = {
    "str": str, "string": str, "unicode": str, "text": str, "int": int, "integer": int, "float": float,
    "number": float, "bool": bool, "boolean": bool, "list": list, "tuple": tuple, "dict": dict, "dictionary": dict,
    "set": set, "bytes": bytes, "callable": typing.Callable, "function": typing.Callable, "mapping": dict,
    "iterable": typing.Iterable, "sequence": list, "iterator": typing.Iterator, "none": type(None),
}  # fmt: skip


def documented_type(doc: str, known: Mapping[str, Any], name: str) -> Any:
    """The type, or `Any` where the docstring gives none; `known` are the names of the module."""
    for style in _STYLES:
        found = re.search(style.format(name=re.escape(name)), doc, re.MULTILINE)
        if found:
            return _either(found[1], known)
    return Any


def _either(text: str, known: Mapping[str, Any]) -> Any:
    kinds = [kind for part in _OR.split(text) if (kind := _one(part, known)) is not Any]
    if not kinds or set(kinds) == {type(None)}:
        return Any
    return typing.Union[tuple(kinds)]  # noqa: UP007 - of what is only known when it runs


def _one(text: str, known: Mapping[str, Any]) -> Any:
    """`list of strings`, `list[str]`, ``:class:`~datetime.date` ``."""
    found = _ONE.match(text.strip())
    if found is None:
        return Any
    kind = _named(found[1], known)
    inner = _named(found[2].removesuffix("s"), known) if found[2] and kind in (list, set) else Any
    return kind if inner is Any else kind[inner]


def _named(name: str, known: Mapping[str, Any]) -> Any:
    last = name.rpartition(".")[2]
    held = known.get(last)
    if isinstance(held, type):
        return held
    return STANDARD.get(last) or _WORDS.get(last.lower(), Any)
