"""`clocks`: the clocks that a module reads, as statements that stop one; `Patched` keeps to them for one case."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from typing import Any

__all__ = ["STOPPED", "Patched", "clocks"]

STOPPED = "monkeypatch.setattr("
"""How a statement begins that stops a clock."""
_READ = ("time", "monotonic", "perf_counter")
_MOMENTS = ("1000.0", "1001.0", "1060.0", "5000.0")
_STILL = "lambda seconds: None"


def clocks(tree: ast.Module, module: str) -> list[list[str]]:
    """For each clock that is read, the statements that put it to one moment or another; to sleep takes no time."""
    if any(isinstance(each, (ast.AsyncFunctionDef, ast.Await)) for each in ast.walk(tree)):
        return []  # an event loop reads the same clocks
    found = sorted(set(_read(tree, module)))
    return [[f"{STOPPED}{target}, {moment})" for moment in _moments(name)] for target, name in found]


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


class Patched:
    """What pytest's `monkeypatch` does to attributes, for a case that runs without pytest."""

    def __init__(self) -> None:
        self.held: list[tuple[Any, str, Any]] = []

    def setattr(self, target: Any, *words: Any) -> None:
        """Puts a value in the place of an attribute, which a dotted name may tell."""
        name, value = words if len(words) == 2 else (target.rpartition(".")[2], words[0])
        owner = importlib.import_module(target.rpartition(".")[0]) if isinstance(target, str) else target
        self.held.append((owner, name, getattr(owner, name)))
        setattr(owner, name, value)

    def undo(self) -> None:
        """Puts back what was there, the last first."""
        while self.held:
            setattr(*self.held.pop())
