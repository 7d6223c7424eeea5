"""The catalogue of meanings: what the data files say of each, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from typing import Any

from seedbed.classes import dataclass
from seedbed.generators.data.told import folder_of, told
from seedbed.schema.types import Type

__all__ = ["CLASSES", "NUMBERS", "TEXTS", "Entry", "Forms", "Numbers", "catalog", "sentences"]

Forms = tuple[tuple[str, ...], ...]
"""Ways to write a value, the best first; each is one pattern, or several that are mixed."""

TEXTS = frozenset({"char", "varchar", "text"})
NUMBERS = frozenset({"decimal", "float", "money"})
CLASSES: Mapping[str, frozenset[str]] = {
    "text": TEXTS,
    "integer": frozenset({"integer"}),
    "fraction": NUMBERS,
    "number": NUMBERS | {"integer"},
    "moment": frozenset({"date", "timestamp"}),
    "time": frozenset({"time"}),
    "json": frozenset({"json"}),
}
"""Kinds of types that a rule may ask for."""

_CHOICE = re.compile(r"\(([^)]*)\) ?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers low to high with so many decimals; `skewed` where small ones are frequent."""

    low: str
    high: str
    places: int = 0
    skewed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning.

    names       column names that have it, `* email` for all that end so, `max *` for all that begin so
    contexts    names that have it only in tables about a kind of thing: (kind, name)
    typed       names that have it only in columns of a kind of type (CLASSES): (class, name)
    text        how it is written; `unique` where values must differ, `lengths` for columns of just such a length
    prose       (kind of sentence, fewest, most)
    codes       the whole numbers there are
    integer, number, years (from today's), days (from today; `whole_days` where text never has a time of day)
    clock       the first and the last time of day; by quarters of an hour where `quarters`
    epoch       so many units a second: whole numbers that count from 1970 to a moment of the last three years
    json        the documents
    loose       how large its numbers are differs from column to column
    """

    name: str
    names: tuple[str, ...] = ()
    contexts: tuple[tuple[str, str], ...] = ()
    typed: tuple[tuple[str, str], ...] = ()
    text: Forms = ()
    unique: Forms = ()
    lengths: Mapping[int, Forms] = field(default_factory=dict)
    prose: tuple[str, int, int] | None = None
    codes: tuple[int, ...] = ()
    integer: Numbers | None = None
    number: Numbers | None = None
    years: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    whole_days: bool = False
    clock: tuple[str, str] | None = None
    quarters: bool = False
    epoch: int | None = None
    json: Forms = ()
    loose: bool = False

    def fits(self, type: Type) -> bool:
        """Whether a column of this type can have the meaning at all."""
        if type.kind in TEXTS:
            return bool(self.text or self.prose or self.days) or self.is_for_length(type)
        if type.kind == "integer":
            return bool(self.integer or self.years or self.codes or (self.epoch and _holds_epoch(self.epoch, type)))
        if type.kind == "year":
            return self.years is not None
        if type.kind in NUMBERS:
            return bool(self.number or (type.scale == 0 and self.integer))
        if type.kind in ("json", "time"):
            return bool(self.json if type.kind == "json" else self.clock)
        return type.kind in ("date", "timestamp") and self.days is not None

    def is_for_length(self, type: Type) -> bool:
        """Whether the meaning is written in a way of its own in columns of just this length."""
        return type.kind in ("char", "varchar") and type.length in self.lengths


def _holds_epoch(units: int, type: Type) -> bool:
    return (type.bits or 32) >= (32 if units == 1 else 64)


@lru_cache(maxsize=1)
def catalog() -> Mapping[str, Entry]:
    """All meanings by name, in the order of the files."""
    foreign = _foreign()
    stanzas = {name: stanza for said in _files("meanings") for name, stanza in said.items()}
    return {name: _entry(name, stanza, foreign.get(name, ())) for name, stanza in stanzas.items()}


def _foreign() -> Mapping[str, list[str]]:
    """What columns of a meaning are called in other languages than English."""
    found: dict[str, list[str]] = {}
    for said in _files("languages"):
        for name, names in said.items():
            found.setdefault(name, []).extend(names)
    return found


def sentences(kind: str) -> tuple[str, ...]:
    """The patterns of one kind of sentence."""
    return _sentences()[kind]


def _files(folder: str) -> list[dict[str, Any]]:
    """What the files of a folder say, in the order of their names."""
    return [told(path) for path in folder_of(f"generators/data/{folder}")]


def _entry(name: str, stanza: Mapping[str, Any], foreign: Iterable[str]) -> Entry:
    integer = stanza.get("integer")
    skewed = stanza.get("skewed", "money" in stanza)
    return Entry(
        name=name,
        names=tuple(_spread([*stanza.get("names", ()), *(f"* {words}" for words in foreign)])),
        contexts=tuple((kind, word) for kind, found in stanza.get("in", {}).items() for word in _spread(found)),
        typed=tuple((kind, word) for kind, found in stanza.get("of", {}).items() for word in _spread(found)),
        text=_forms(stanza.get("text", ())),
        unique=_forms(stanza.get("unique", ())),
        lengths={int(length): _forms(forms) for length, forms in stanza.get("length", {}).items()},
        prose=_prose(stanza),
        codes=tuple(stanza.get("codes", ())),
        integer=Numbers(str(integer[0]), str(integer[1]), skewed=skewed) if integer else None,
        number=_number(stanza),
        years=_pair(stanza.get("years")),
        days=_pair(stanza.get("days")),
        whole_days=stanza.get("whole_days", False),
        clock=_pair(stanza.get("clock")),
        quarters=stanza.get("quarters", False),
        epoch=stanza.get("epoch"),
        json=_forms(stanza.get("json", ())),
        loose=stanza.get("loose", False),
    )


def _spread(names: Iterable[str]) -> Iterator[str]:
    """The names with each choice in parentheses made: `(created|made) (at|on)` is four of them."""
    for name in names:
        found = _CHOICE.search(name)
        if found is None:
            yield name.strip()
        else:
            ways = ((f"{way} " if way else "") for way in found[1].split("|"))
            yield from _spread(f"{name[: found.start()]}{way}{name[found.end() :]}" for way in ways)


def _number(stanza: Mapping[str, Any]) -> Numbers | None:
    if "money" in stanza:
        low, high = stanza["money"]
        return Numbers(low, high, places=2, skewed=True)
    if "number" in stanza:
        low, high, places = stanza["number"]
        return Numbers(low, high, places)
    return None


def _forms(given: Any) -> Forms:
    return tuple((form,) if isinstance(form, str) else tuple(form) for form in given)


def _prose(stanza: Mapping[str, Any]) -> tuple[str, int, int] | None:
    for key, kind in (("sentences", "plain"), ("opinions", "opinion")):
        if key in stanza:
            return kind, stanza[key][0], stanza[key][1]
    return None


def _pair(given: Any) -> Any:
    return (given[0], given[1]) if given else None


@lru_cache(maxsize=1)
def _sentences() -> dict[str, tuple[str, ...]]:
    return {kind: tuple(patterns) for kind, patterns in told("generators/data/sentences.toml").items()}
