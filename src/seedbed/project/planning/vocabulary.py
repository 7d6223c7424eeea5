"""The words of planning documents, from words.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

__all__ = ["any_of", "words"]


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list of words.toml."""
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[name])


@cache
def any_of(name: str) -> re.Pattern[str]:
    """A pattern that finds the words of a list, each whole, whatever their case."""
    ordered = sorted(words(name), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])", re.IGNORECASE)
