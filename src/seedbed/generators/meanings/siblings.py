"""What a column with a constant default chooses among: words that go with it, written as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from seedbed.classes import dataclass
from seedbed.generators.data.told import told
from seedbed.generators.meanings.naming import words

__all__ = ["siblings", "written_as"]

_GAP = re.compile(r"[ _-]+")


@dataclass(frozen=True, slots=True)
class _Set:
    words: tuple[str, ...]
    columns: frozenset[str]
    only: bool


def siblings(column: str, default: str) -> tuple[str, ...]:
    """The words that a column with this default holds, the default first; nothing where it is not known with others."""
    plain = _GAP.sub("_", default.strip()).lower()
    last = frozenset(words(column)[-1:])
    known = [found for found in _sets() if plain in found.words]
    fit = [found for found in known if found.columns & last] or [found for found in known if not found.only]
    if not fit:
        return ()
    others = (word for word in fit[0].words if word != plain)
    return (default, *written_as(default, others))


def written_as(model: str, plain: Iterable[str]) -> tuple[str, ...]:
    """Words of lower case, joined by `_`, in the case of a model and joined as its own words are."""
    gap = _GAP.search(model)
    first = next((letter for letter in model if letter.isalpha()), "")
    upper = model.isupper()
    joint = gap[0] if gap else " " if first.isupper() and not upper else "_"
    return tuple(_cased(joint.join(_GAP.split(word)), model, first=first, upper=upper) for word in plain)


def _cased(word: str, model: str, *, first: str, upper: bool) -> str:
    if upper:
        return word.upper()
    if not first.isupper():
        return word
    return word.title() if model.istitle() else word.capitalize()


@lru_cache(maxsize=1)
def _sets() -> tuple[_Set, ...]:
    return tuple(
        _Set(tuple(item["words"].split()), frozenset(item.get("columns", "").split()), item.get("only", False))
        for item in told("generators/data/siblings.toml")["set"]
    )
