"""Short words: an agent pays for every letter that it is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from seedbed.errors import Problem

__all__ = ["LONG", "MANY", "WIDE", "cut", "few", "plain", "said"]

WIDE = 80
"""Letters of a cell."""

LONG = 400
"""Letters of a reason."""

MANY = 12
"""Notes, breaches and the like."""

T = TypeVar("T")


def cut(text: str, most: int = LONG) -> str:
    """A text of at most so many letters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def few(name: str, items: Sequence[T], most: int = MANY) -> dict[str, Any]:
    """The first of some things under a name, and how many more there are."""
    told: dict[str, Any] = {name: list(items[:most])}
    return told | ({f"more_{name}": len(items) - most} if len(items) > most else {})


def said(**words: str) -> dict[str, str]:
    """Those words that say something, none of them long."""
    return {name: cut(text) for name, text in words.items() if text}


def plain(problem: Problem) -> dict[str, str]:
    """What stopped a call, in plain values."""
    return said(what=problem.what, where=problem.where, why=problem.why, help=problem.help)
