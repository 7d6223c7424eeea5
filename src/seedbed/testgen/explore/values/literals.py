"""`literal`: a value as source text that gives an equal one, where it is short enough to be read."""

from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import math
import pathlib
import sys
import types
import uuid
from typing import Any  # runs on old Pythons too

from seedbed.testgen.explore.values.structures import parts
from seedbed.testgen.inside.library import USUAL, of_library

__all__ = ["Names", "literal"]

_LONGEST = 160
_TAKEN = (
    "result",
    "subject",
    "pytest",
    "Any",
    "sample",
    "tmp_path",
    "capsys",
    "monkeypatch",
    "cast",
    "first",
    "second",
)


class Names:
    """The names that texts may use, each with the line that imports it."""

    def __init__(self) -> None:
        self.lines: dict[str, str] = {}
        self.own: dict[int, str] = {}
        self.homes: dict[tuple[str, str], str] = {}
        self.own_names: set[str] = set()

    def know(self, value: Any, name: str, module: str) -> None:
        """A value that can be imported by that name; the first of several of one name stays."""
        if not name.isidentifier() or name in _TAKEN or name in self.lines or module in USUAL:
            return
        self.lines[name] = f"from {module} import {name}"
        self.own.setdefault(id(value), name)
        if isinstance(value, (type, types.FunctionType)):
            self.homes.setdefault((value.__module__, value.__qualname__), name)

    def close(self) -> None:
        """Adds the modules of the standard library whose names are free."""
        self.own_names = set(self.lines)
        for name in USUAL:
            self.lines.setdefault(name, f"import {name}")

    def of(self, value: Any) -> str | None:
        """How a class or a function is named in a text, also as a mutant of its module has it."""
        if id(value) in self.own:
            return self.own[id(value)]
        module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
        if isinstance(value, (type, types.FunctionType)) and (str(module), name) in self.homes:
            return self.homes[str(module), name]
        if module == "builtins" and name.isidentifier():
            return name if name not in ("NoneType", "function", "module", "ellipsis", "NotImplementedType") else None
        top = (module or "").partition(".")[0]
        if top and name.isidentifier() and of_library(top) and top not in self.own_names:
            return f"{top}.{name}" if getattr(sys.modules.get(top), name, None) is value else None
        if module == "collections.abc" and name:
            return None
        return None


def literal(value: Any, names: Names, room: int = _LONGEST) -> str | None:
    """The text, or None where there is none, or none within that many letters."""
    try:
        text = _text(value, names, 0)
    except (RecursionError, _Unsayable):
        return None
    return text if len(text) <= room else None


class _Unsayable(Exception):
    """There is no such text."""


def _text(value: Any, names: Names, depth: int) -> str:
    if depth > 6:
        raise _Unsayable
    kind = type(value)
    if value is None or value is Ellipsis or value is NotImplemented:
        return repr(value)
    if kind in (bool, int, str, bytes):
        if kind is not bool and kind is not int and len(value) > 400:
            raise _Unsayable
        if kind is int and abs(value) > 10**40:
            raise _Unsayable
        return repr(value)
    if kind in (float, complex):
        if kind is float and (math.isnan(value) or math.isinf(value)):
            raise _Unsayable
        return repr(value)
    if kind in _MANY:
        if len(value) > 60:
            raise _Unsayable
        return str(_MANY[kind](value, names, depth + 1))
    if isinstance(value, enum.Enum):
        owner = names.of(kind)
        if owner is None or value.name is None or not str(value.name).isidentifier():
            raise _Unsayable
        return f"{owner}.{value.name}"
    if kind in _WORDS:
        return str(_WORDS[kind](value))
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        name = names.of(value)
        if name is not None:
            return name
    return _structure(value, names, depth)


def _structure(value: Any, names: Names, depth: int) -> str:
    """The call that makes an object of a class that is made of its fields."""
    name, held = names.of(type(value)), parts(value)
    if name is None or held is None:
        raise _Unsayable
    said = (f"{word}={_text(each, names, depth + 1)}" if word else _text(each, names, depth + 1) for word, each in held)
    return f"{name}({', '.join(said)})"


def _items(values: Any, names: Names, depth: int) -> str:
    return ", ".join(_text(each, names, depth) for each in values)


def _sorted(values: Any) -> Any:
    try:
        return sorted(values)
    except TypeError:
        return sorted(values, key=repr)


def _pairs(value: Any, names: Names, depth: int) -> str:
    said = (f"{_text(key, names, depth)}: {_text(held, names, depth)}" for key, held in value.items())
    return "{" + ", ".join(said) + "}"


_MANY: dict[type, Any] = {
    list: lambda v, n, d: f"[{_items(v, n, d)}]",
    tuple: lambda v, n, d: f"({_items(v, n, d)}{',' if len(v) == 1 else ''})",
    set: lambda v, n, d: "{" + _items(_sorted(v), n, d) + "}" if v else "set()",
    frozenset: lambda v, n, d: "frozenset({" + _items(_sorted(v), n, d) + "})" if v else "frozenset()",
    dict: _pairs,
    collections.deque: lambda v, n, d: f"collections.deque([{_items(v, n, d)}])",
    bytearray: lambda v, n, d: f"bytearray({bytes(v)!r})",
}
_WORDS: dict[type, Any] = {
    datetime.date: repr,
    datetime.datetime: lambda v: repr(v) if v.tzinfo in (None, datetime.timezone.utc) else _zoned(v),
    datetime.time: lambda v: repr(v) if v.tzinfo in (None, datetime.timezone.utc) else _zoned(v),
    datetime.timedelta: repr,
    datetime.timezone: repr,
    decimal.Decimal: lambda v: f"decimal.Decimal({str(v)!r})",
    fractions.Fraction: lambda v: f"fractions.Fraction({v.numerator}, {v.denominator})",
    uuid.UUID: lambda v: f"uuid.UUID({str(v)!r})",
    pathlib.PosixPath: lambda v: f"pathlib.Path({str(v)!r})",
    pathlib.PurePosixPath: lambda v: f"pathlib.PurePosixPath({str(v)!r})",
    range: repr,
    slice: repr,
}


def _zoned(value: Any) -> str:
    if isinstance(value.tzinfo, datetime.timezone):
        return repr(value)
    raise _Unsayable
