"""What a column is about, told from its name, its table's name and its type.

The rules are data (data/meanings, data/names.toml). A wrong guess is worse than none: names that could mean
several things have no rule, or one that asks for a table of a certain kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from seedbed.classes import dataclass
from seedbed.generators.meanings.catalog import CLASSES, Entry, catalog
from seedbed.generators.meanings.fit import domain_for
from seedbed.generators.meanings.naming import kinds_of, readings, table_words, words
from seedbed.schema.types import Type

__all__ = ["Meaning", "domain_for", "meaning_of"]

_STARTS = "*"
"""What a name ends with that is for the start of a column's name."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A meaning of the catalogue, and the rule that gave it, as people read it."""

    name: str
    rule: str


class _Rule(NamedTuple):
    """`words` at the end of a name, or at its start; all of it unless `open`.

    It holds in a table about `kind` and in columns of a `type` (one of CLASSES), "" for any.
    """

    words: tuple[str, ...]
    place: str  # "all", "end" or "start"
    kind: str
    type: str
    entry: Entry

    @property
    def text(self) -> str:
        """The rule as people read it."""
        name = " ".join((*["*"] * (self.place == "end"), *self.words, *["*"] * (self.place == "start")))
        return f"{name} in a table about {self.kind}" if self.kind else name

    def weight(self, type: Type) -> tuple[int, bool, bool, bool, bool, bool]:
        """How much the rule asks for; of the rules that hold, the one that asks most wins."""
        whole = self.place == "all"
        exact = self.entry.is_for_length(type)
        return len(self.words), exact, bool(self.kind), whole, bool(self.type), self.place == "end"

    def suits(self, type: Type) -> bool:
        """Whether a column of this type can have the meaning by this rule."""
        return (not self.type or type.kind in CLASSES[self.type]) and self.entry.fits(type)


def meaning_of(table: str, column: str, type: Type) -> Meaning | None:
    """What a column is about; None where its name does not say, or says what its type cannot hold."""
    best: _Rule | None = None
    for rule in _candidates(table, column):
        if rule.suits(type) and (best is None or rule.weight(type) > best.weight(type)):
            best = rule
    return Meaning(best.entry.name, best.text) if best else None


@lru_cache(maxsize=16_384)
def _candidates(table: str, column: str) -> tuple[_Rule, ...]:
    """The rules that hold for a name, those of the name as it stands first."""
    return tuple(_holding(table, column))


def _holding(table: str, column: str) -> Iterator[_Rule]:
    about = kinds_of(table_words(table))
    for reading in readings(table, column):
        endings = _rules(reading[-1]) if reading else {}
        for start in range(len(reading)):
            for rule in endings.get(reading[start:], ()):
                if _holds(rule, reading[:start], about):
                    yield rule
        for end in range(1, len(reading)):
            yield from _rules(_STARTS).get(reading[:end], ())


def _holds(rule: _Rule, before: tuple[str, ...], about: frozenset[str]) -> bool:
    """Whether a rule holds; the thing that a rule of a kind asks for may also stand before the words."""
    if rule.kind:
        return rule.kind in (kinds_of(before) if before else about)
    return rule.place == "end" or not before


@lru_cache(maxsize=4096)
def _rules(last: str) -> Mapping[tuple[str, ...], list[_Rule]]:
    """The rules whose words end with that one, by their words; for `_STARTS` those for the start of a name."""
    found: dict[tuple[str, ...], list[_Rule]] = defaultdict(list)
    for name, kind, type, entry in _names().get(last, ()):
        place = "end" if name.startswith("*") else "start" if last == _STARTS else "all"
        rule = _Rule(words(name), place, kind, type, entry)
        found[rule.words].append(rule)
    return found


@lru_cache(maxsize=1)
def _names() -> Mapping[str, list[tuple[str, str, str, Entry]]]:
    """What the catalogue calls its meanings, by the last word of each name: few of them are looked at in a run."""
    found: dict[str, list[tuple[str, str, str, Entry]]] = defaultdict(list)
    for entry in catalog().values():
        named = [(name, "", "") for name in entry.names] + [(name, kind, "") for kind, name in entry.contexts]
        for name, kind, type in [*named, *((name, "", type) for type, name in entry.typed)]:
            found[_last_word(name.removesuffix(" *") if name[0] == "*" else name)].append((name, kind, type, entry))
    return found


def _last_word(name: str) -> str:
    last = name.rpartition(" ")[2]
    return last if last == _STARTS else words(last)[-1]
