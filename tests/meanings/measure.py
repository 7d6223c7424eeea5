"""Precision and recall of guesses from names, over columns that were labelled by hand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from seedbed.generators.limits import Limits
from seedbed.generators.meanings.fit import domain_for
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.schema.types import Type

__all__ = ["PARTS", "Asked", "Share", "asked", "guess", "narrower", "precision", "recall", "type_of", "words_of"]

PARTS = ("tuned", "held-out")
_FOLDER = Path(__file__).parent
_TODAY = date(2025, 1, 1)
_BITS = {"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}
_WRITTEN = re.compile(r"(\w+)(?:\((\d+)(?:,(\d+))?\))?")


@dataclass(frozen=True, slots=True)
class Asked:
    """One labelled column and the meaning that it would be filled by, None for none."""

    part: str
    project: str
    table: str
    column: str
    type: str
    labels: tuple[str, ...]
    guess: str | None

    @property
    def counts(self) -> bool:
        """Whether a guess is wanted."""
        return self.labels[0] != "none"

    @property
    def is_right(self) -> bool:
        """Whether there is a guess that the label names, or that says more than it does."""
        return self.guess in self.labels or _narrower().get(self.guess or "") in self.labels


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    total: int

    @property
    def percent(self) -> float:
        """The same of a hundred."""
        return 100 * self.hits / max(self.total, 1)

    def __str__(self) -> str:
        return f"{self.percent:5.1f} % ({self.hits} of {self.total})"


def asked(part: str | None = None) -> tuple[Asked, ...]:
    """The labelled columns of a part, or of all."""
    return tuple(row for row in _asked() if part in (None, row.part))


def guess(table: str, column: str, type: Type) -> str | None:
    """The meaning that fills a nullable column of such a name and type."""
    meaning = meaning_of(table, column, type)
    if meaning is None:
        return None
    domain = domain_for(meaning, type, Limits(), locale="us", today=_TODAY, unique=False)
    return meaning.name if domain is not None else None


def precision(rows: Iterable[Asked]) -> Share:
    """Right guesses of all guesses."""
    guessed = [row for row in rows if row.guess is not None]
    return Share(sum(row.is_right for row in guessed), len(guessed))


def recall(rows: Iterable[Asked]) -> Share:
    """Right guesses of the columns that say what they hold."""
    wanted = [row for row in rows if row.counts]
    return Share(sum(row.is_right for row in wanted), len(wanted))


def type_of(written: str) -> Type:
    """The type that a row of the labels names: `varchar(40)`, `decimal(10,2)`, `smallint`, `timestamp`."""
    found = _WRITTEN.fullmatch(written)
    assert found, written
    name, first, second = found[1], found[2], found[3]
    if name in _BITS:
        return Type("integer", bits=_BITS[name])
    if name == "decimal" and first:
        return Type("decimal", precision=int(first), scale=int(second))
    return Type(name, length=int(first) if first else None)  # type: ignore[arg-type]


def words_of() -> frozenset[str]:
    """The meanings that a label may name."""
    return frozenset(_said("vocabulary.txt"))


def narrower() -> Mapping[str, str]:
    """Meanings beyond the vocabulary, and the word that it has for each."""
    return _narrower()


@lru_cache(maxsize=1)
def _narrower() -> Mapping[str, str]:
    return _said("narrower.txt")


def _said(file: str) -> dict[str, str]:
    lines = (_FOLDER / file).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if ": " in line and not line.startswith("#"))
    return {name: said for name, _, said in pairs}


@lru_cache(maxsize=1)
def _asked() -> tuple[Asked, ...]:
    with (_FOLDER / "labels.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Asked(
                row["part"],
                row["project"],
                row["table"],
                row["column"],
                row["type"],
                tuple(row["label"].split("|")),
                guess(row["table"], row["column"], type_of(row["type"])),
            )
            for row in csv.DictReader(file)
        )
