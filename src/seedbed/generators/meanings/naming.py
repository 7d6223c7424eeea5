"""The words in the names of tables and columns, whatever style they are written in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import Any

from seedbed.generators.data.told import told

__all__ = [
    "asks_whether",
    "bared",
    "kinds_of",
    "readings",
    "says_state",
    "singular",
    "table_kinds",
    "table_words",
    "words",
]

_WORD = re.compile(r"[^\W\d_]+|\d+")
_HUMP = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST_PREFIX = 4
_SHORTEST_JOINED = 6
_SHORTEST_STATE = 4


@lru_cache(maxsize=65_536)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without accents, usual short forms spelled out: `usrEmailAddr` has three."""
    return tuple(chain.from_iterable(map(_spelled_out, name.split())))


@lru_cache(maxsize=65_536)
def _spelled_out(part: str) -> tuple[str, ...]:
    """The words of a part of a name without white space."""
    spelled = _data()["spelled"]
    parts = (each for word in _bare_words(part) for each in ((word,) if word in spelled else _apart(word)))
    return tuple(each for word in parts for each in spelled.get(word, word).split())


def _bare_words(part: str) -> tuple[str, ...]:
    if part.isascii() and part.isalpha() and part.islower():
        return (part,)
    return tuple(bared(word) for run in _WORD.findall(part) for word in _HUMP.split(run))


def bared(word: str) -> str:
    """A word in lower case and without accents: `Größe` is `grosse`."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=65_536)
def table_words(name: str) -> tuple[str, ...]:
    """The words of a table's name, the last one in the singular, without those that say nothing of its rows."""
    found = list(words(name.rpartition(".")[2]))
    noise = _noise()
    while len(found) > 1 and found[0] in noise:
        found.pop(0)
    while len(found) > 1 and (found[-1] in noise or found[-1].isdigit()):
        found.pop()
    return (*found[:-1], _singular(found[-1])) if found else ()


@lru_cache(maxsize=65_536)
def readings(table: str, column: str) -> tuple[tuple[str, ...], ...]:
    """The words of a column; and those without a prefix that repeats or shortens the table's name, or names a type.

    A name that says yes or no has none.
    """
    found, named = words(column), table_words(table)
    if found and found[0] in _data()["prefix"]["flags"].split():
        return ()
    count = _repeated(found, named) or int(len(found) > 1 and found[0] in _data()["prefix"]["types"].split())
    return (found, found[count:]) if count else (found,)


def asks_whether(column: str) -> bool:
    """Whether a name is a question that is answered by yes or no: `isActive`, `has_children`."""
    found = words(column)
    return len(found) > 1 and found[0] in _data()["prefix"]["questions"].split()


def says_state(column: str) -> bool:
    """Whether a name says how something is, or what is to be done: `archived`, `opted_out`, `auto_renew`, `visible`.

    What comes behind things in the plural counts them: `jobs_failed`.
    """
    data, found = _data()["states"], words(column)
    if not found:
        return False
    if len(found) > 1 and found[0] in data["starts"].split():
        return True
    end = len(found) - (len(found) > 1 and found[-1] in data["particles"].split())
    counts = end > 1 and found[end - 2] != _singular(found[end - 2])
    return not counts and _is_state(found[end - 1])


def _is_state(word: str) -> bool:
    data = _data()["states"]
    if word in data["words"].split():
        return True
    ends = word.endswith(tuple(data["endings"].split())) and not word.endswith(tuple(data["nouns"].split()))
    return ends and len(word) > _SHORTEST_STATE


@lru_cache(maxsize=16_384)
def kinds_of(named: tuple[str, ...]) -> frozenset[str]:
    """What a table of these words is about: person, product, place, ...; nothing where it is unknown."""
    endings = ["_".join(named[start:]) for start in range(len(named))]
    wanted = {*endings, *(f"={ending}" for ending in endings[:1])}
    unwanted = {f"!{ending}" for ending in endings}
    return frozenset(kind for kind, members in _kinds().items() if wanted & members and not unwanted & members)


def table_kinds() -> frozenset[str]:
    """All that a table may be about."""
    return frozenset(_kinds())


@lru_cache(maxsize=16_384)
def _apart(word: str) -> tuple[str, ...]:
    """The words of a name that is written as one, where all of it is made of known words; else the word itself."""
    known = _joinable()
    if len(word) < _SHORTEST_JOINED or word in known or not word.isascii():
        return (word,)
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(2, len(word) + 1):
        ways = [(*best[start], word[start:end]) for start in best if word[start:end] in known]
        if ways:
            best[end] = min(ways, key=len)
    return best.get(len(word), (word,))


def _repeated(found: tuple[str, ...], named: tuple[str, ...]) -> int:
    """How many words at the start of a column's name stand for the table."""
    if len(found) < 2 or not named:
        return 0
    for start in range(len(named)):
        tail = named[start:]
        if len(tail) < len(found) and tuple(_singular(word) for word in found[: len(tail)]) == tail:
            return len(tail)
    return int(_shortens(found[0], named))


def _shortens(prefix: str, named: tuple[str, ...]) -> bool:
    """Whether a short prefix is made of letters of the table's name: its initials, or `cust` of customer."""
    if len(prefix) > _LONGEST_PREFIX or prefix in _data()["prefix"]["never"].split():
        return False
    if prefix == "".join(word[0] for word in named)[: len(prefix)]:
        return True
    letters = iter(named[-1])
    return prefix[0] == named[-1][0] and len(prefix) > 1 and all(letter in letters for letter in prefix)


def singular(name: str) -> str:
    """The words of a name, the last one in the singular."""
    found = words(name)
    return " ".join((*found[:-1], *map(_singular, found[-1:])))


def _singular(word: str) -> str:
    plural: dict[str, str] = _data()["plural"]
    if word in plural:
        return plural[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if len(word) < 3 or word.endswith(("ss", "us", "is")):
        return word
    return word.removesuffix("s")


@lru_cache(maxsize=1)
def _joinable() -> frozenset[str]:
    """The words that others are written together with, as they are spelled there."""
    return frozenset(_data()["joined"]["words"].split())


@lru_cache(maxsize=1)
def _kinds() -> dict[str, frozenset[str]]:
    return {kind: frozenset(members.split()) for kind, members in _data()["kinds"].items()}


@lru_cache(maxsize=1)
def _noise() -> frozenset[str]:
    return frozenset(_data()["noise"]["words"].split())


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return told("generators/data/names.toml")
