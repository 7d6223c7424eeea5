"""What hangs together in a row: the subjects that columns tell of, and how each meaning is spelled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from seedbed.classes import dataclass
from seedbed.generators.data.told import told

__all__ = ["Subject", "casual_words", "classes", "role_words", "sources", "subjects"]

Forms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What columns of a row tell of: a person, a company, a product.

    anchors     the meanings that tell whom or what the others are about
    forms       for each meaning the patterns to try, the best first, or one word for a special way
    unique      those for a column that is distinct, if it is the only one; `together` where there are several
    beside      in place of these: by another meaning that the row has too, `forms` and `unique` of some
    """

    name: str
    anchors: frozenset[str]
    forms: Forms
    unique: Forms
    together: Forms
    beside: Mapping[str, tuple[Forms, Forms]]


@lru_cache(maxsize=1)
def subjects() -> Mapping[str, Subject]:
    """All subjects by name."""
    data = _data()
    named = [name for name, stanza in data.items() if "anchor" in stanza]
    beside = {
        name: {
            meaning: (_forms(stanza[name]), _forms(stanza.get("unique", {})))
            for meaning, stanza in data["with"].items()
            if name in stanza
        }
        for name in named
    }
    return {
        name: Subject(
            name,
            frozenset(data[name]["anchor"].split()),
            _forms({meaning: given for meaning, given in data[name].items() if meaning != "anchor"}),
            _forms(data["unique"].get(name, {})),
            _forms(data["together"].get(name, {})),
            beside[name],
        )
        for name in named
    }


@lru_cache(maxsize=1)
def sources() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The sources of the factors that columns share, and of those that each column has for itself, by name."""
    return _data()["factors"], _data()["own"]


@lru_cache(maxsize=16)
def classes(attribute: str) -> Mapping[str, str]:
    """For each word of a label the text of an attribute that it stands for; "" for all of them."""
    found = _data()["labels"].get(attribute, {})
    return {word: text for text, words in found.items() for word in words.split()}


@lru_cache(maxsize=1)
def casual_words() -> frozenset[str]:
    """Words before the name of a column that do not make it another person's."""
    return frozenset(_data()["casual"]["words"].split())


@lru_cache(maxsize=1)
def role_words() -> frozenset[str]:
    """Words that say whose something is, even where they are part of what a column is known by."""
    return frozenset(_data()["roles"]["words"].split())


def _forms(given: Mapping[str, Any]) -> Forms:
    return {meaning: (form,) if isinstance(form, str) else tuple(form) for meaning, form in given.items()}


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return told("generators/data/rows.toml")
