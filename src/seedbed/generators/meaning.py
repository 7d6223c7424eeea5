"""What a column is about, told from its name, its table's name and its type.

The rules are data (data/meanings, data/names.toml). A wrong guess is worse than none: names that could mean
several things have no rule, or one that asks for a table of a certain kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from seedbed.generators.catalog import Entry, catalog
from seedbed.generators.fit import domain_for
from seedbed.generators.naming import kinds_of, readings, table_words, words
from seedbed.schema.types import Type

__all__ = ["Meaning", "domain_for", "meaning_of"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A meaning of the catalogue, and the rule that gave it, as people read it."""

    name: str
    rule: str


class _Rule(NamedTuple):
    """`words` at the end of a name (all of it unless `open`), in a table about `kind` ("" for any)."""

    words: tuple[str, ...]
    open: bool
    kind: str
    entry: Entry

    @property
    def text(self) -> str:
        """The rule as people read it."""
        name = " ".join((*["*"] * self.open, *self.words))
        return f"{name} in a table about {self.kind}" if self.kind else name

    def weight(self, type: Type) -> tuple[int, bool, bool, bool]:
        """How much the rule asks for; of the rules that hold, the one that asks most wins."""
        return len(self.words), self.entry.is_for_length(type), bool(self.kind), not self.open


def meaning_of(table: str, column: str, type: Type) -> Meaning | None:
    """What a column is about; None where its name does not say, or says what its type cannot hold."""
    best: _Rule | None = None
    for rule in _candidates(table, column):
        if rule.entry.fits(type) and (best is None or rule.weight(type) > best.weight(type)):
            best = rule
    return Meaning(best.entry.name, best.text) if best else None


def _candidates(table: str, column: str) -> Iterator[_Rule]:
    """The rules that hold for a name, those of the name as it stands first."""
    about = kinds_of(table_words(table))
    for reading in readings(table, column):
        for rule in _rules().get(reading[-1], ()) if reading else ():
            if _holds(rule, reading, about):
                yield rule


def _holds(rule: _Rule, reading: tuple[str, ...], about: frozenset[str]) -> bool:
    """Whether a rule holds; the thing that a rule of a kind asks for may also stand before the words."""
    before = reading[: len(reading) - len(rule.words)]
    if reading[len(before) :] != rule.words:
        return False
    if rule.kind:
        return rule.kind in (kinds_of(before) if before else about)
    return rule.open or not before


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, tuple[_Rule, ...]]:
    """All rules by the last word of the names that they are for."""
    found: dict[str, list[_Rule]] = defaultdict(list)
    for entry in catalog().values():
        named = [(name, "") for name in entry.names] + [(name, kind) for kind, name in entry.contexts]
        for name, kind in named:
            spelled = words(name)
            found[spelled[-1]].append(_Rule(spelled, name.startswith("*"), kind, entry))
    return {last: tuple(rules) for last, rules in found.items()}
