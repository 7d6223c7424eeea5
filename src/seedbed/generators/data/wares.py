"""What shops sell: a table of wares with their category and their usual prices."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from seedbed.generators.data.told import told

__all__ = ["categories", "wares"]


@lru_cache(maxsize=1)
def wares() -> Mapping[str, tuple[str, ...]]:
    """Every quality of every item: its name (""), the plain item, its category, its `low` and `high` price."""
    rows = [
        (f"{quality} {name}", name, category, low, high)
        for category, stanza in _data().items()
        for name, low, high in map(_item, stanza["items"].split(", "))
        for quality in stanza["quality"].split()
    ]
    return dict(zip(("", "item", "category", "low", "high"), zip(*rows, strict=True), strict=True))


@lru_cache(maxsize=1)
def categories() -> Mapping[str, str]:
    """The category by each of the words that mean it, in the singular or in the plural."""
    return {
        name.replace("-", " "): category
        for category, stanza in reversed(_data().items())
        for word in (category.lower(), *stanza["also"].split())
        for name in (word, f"{word}s")
    }


def _item(text: str) -> tuple[str, str, str]:
    name, low, high = text.rsplit(" ", 2)
    return name, low, high


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return told("generators/data/wares.toml")
