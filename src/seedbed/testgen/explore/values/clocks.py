"""`clocks`: the clocks that a module reads, as statements that stop one; `Patched` keeps to them for one case."""

from __future__ import annotations

import ast
import datetime
import importlib
import types
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["Patched", "clocks", "is_stopped"]

_STOPPED = "monkeypatch.setattr("
"""How a statement begins that stops a clock, or its last line."""
_READ = ("time", "monotonic", "perf_counter")
_MOMENTS = ("1000.0", "1001.0", "1060.0", "5000.0")
_STILL = "lambda seconds: None"
_DAYS = ("2020, 1, 31, 12, 30, 45", "2020, 1, 31, 12, 31, 45", "2020, 2, 29, 12, 30, 45", "2024, 12, 25")
_TODAY = ("now", "today", "utcnow")
_CLASS = """moment = datetime.datetime({moment})
class Stopped({kind}):
    @classmethod
    def {name}(cls, {given}) -> Any:
        return {told}
monkeypatch.setattr({place!r}, Stopped)"""
_TOLD = {
    "now": ("tz: Any = None", "moment.replace(tzinfo=tz)"),
    "today": ("", "moment"),
    "utcnow": ("", "moment"),
}


def clocks(tree: ast.Module, module: str, names: Mapping[str, Any] | None = None) -> list[list[str]]:
    """For each clock that is read, the statements that put it to one moment or another; to sleep takes no time.

    `names` are those of the module, which tell whose `now` is asked.
    """
    loops = any(isinstance(each, (ast.AsyncFunctionDef, ast.Await)) for each in ast.walk(tree))
    found = sorted(set(_read(tree, module)))
    own = [(place, name) for place, name in found if not loops or "." in place]  # an event loop reads the others too
    stopped = [[f"{_STOPPED}{place}, {moment})" for moment in _moments(name)] for place, name in own]
    return stopped + _calendars(tree, module, names or {})


def is_stopped(statement: str) -> bool:
    """Whether a statement stops a clock."""
    return statement.rpartition("\n")[2].startswith(_STOPPED)


def _moments(name: str) -> list[str]:
    return [_STILL] if name == "sleep" else [f"lambda: {moment}" for moment in _MOMENTS]


def _read(tree: ast.Module, module: str) -> Iterator[tuple[str, str]]:
    """The places of those clocks as the first words of a statement, and what they are called in Python's library."""
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom) and each.module == "time":
            held = [(one.asname or one.name, one.name) for one in each.names if one.name in (*_READ, "sleep")]
            yield from ((repr(f"{module}.{alias}"), name) for alias, name in held)
        elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "time":
            if each.attr in (*_READ, "sleep"):
                yield f"time, {each.attr!r}", each.attr


def _calendars(tree: ast.Module, module: str, names: Mapping[str, Any]) -> list[list[str]]:
    """For each `now` or `today` that is asked, the statements that stop it."""
    calls = {ast.unparse(each.func) for each in ast.walk(tree) if isinstance(each, ast.Call)}
    asked = [text.rpartition(".") for text in sorted(calls) if text.rpartition(".")[2] in _TODAY]
    found = [_calendar(owner, name, module, names) for owner, _, name in asked if owner]
    return [each for each in found if each]


def _calendar(owner: str, name: str, module: str, names: Mapping[str, Any]) -> list[str]:
    first, _, rest = owner.partition(".")
    value = names.get(first)
    value = getattr(value, rest, None) if rest and isinstance(value, types.ModuleType) else value if not rest else None
    if value in (datetime.datetime, datetime.date):
        told = ("", "moment.date()") if value is datetime.date else _TOLD[name]
        words = {"kind": f"datetime.{value.__name__}", "name": name, "given": told[0], "told": told[1]}
        made = [_CLASS.format(moment=day, place=f"{module}.{owner}", **words) for day in _DAYS]
        return [each.replace("(cls, )", "(cls)") for each in made]
    if isinstance(value, types.ModuleType) and callable(getattr(value, name, None)):
        zone = ", tzinfo=datetime.timezone.utc"
        return [f"{_STOPPED}{f'{module}.{owner}.{name}'!r}, lambda: datetime.datetime({day}{zone}))" for day in _DAYS]
    return []


class Patched:
    """What pytest's `monkeypatch` does to attributes, for a case that runs without pytest."""

    def __init__(self) -> None:
        self.held: list[tuple[Any, str, Any]] = []

    def setattr(self, target: Any, *words: Any) -> None:
        """Puts a value in the place of an attribute, which a dotted name may tell."""
        name, value = words if len(words) == 2 else (target.rpartition(".")[2], words[0])
        owner = _named(target.rpartition(".")[0]) if isinstance(target, str) else target
        self.held.append((owner, name, getattr(owner, name)))
        setattr(owner, name, value)

    def undo(self) -> None:
        """Puts back what was there, the last first."""
        while self.held:
            setattr(*self.held.pop())


def _named(place: str) -> Any:
    """What a dotted name is of: a module, or something within one."""
    try:
        return importlib.import_module(place)
    except ImportError:
        owner, _, name = place.rpartition(".")
        return getattr(_named(owner), name)
