"""The pieces of a phrase pattern: what stands between its braces, each an indexed set of texts.

    {first_name}            a word of a list; `{first_name:slug}` in a style
    {1-250}, {0001-9999}    a number; with zeros in front where the pattern has them
    {?1-99}                 a number or nothing
    {uuid}                  an identifier of RFC 9562
    {check:iban}            a number with check digits (data/checksums.toml)
    {d:4} {h:8} {l:2} {u:2} {p:2} {a:6} {b:6} {m:6}
                            as many digits, hexadecimal digits, lower or upper case letters, letters of postcodes,
                            letters and digits in lower, upper or mixed case; what 63 bits cannot count is mixed
                            from the index

Everything else stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.data.letters import latin, once
from seedbed.generators.data.lists import word_list
from seedbed.generators.data.locales import locale_of
from seedbed.generators.data.places import POSTAL
from seedbed.generators.domain import Index
from seedbed.generators.domains.checksum import Checked
from seedbed.generators.domains.codes import DIGITS, HEX, LOWER, LOWER_DIGITS, UPPER, UPPER_DIGITS, Codes, mixed
from seedbed.generators.domains.uuids import Uuids

__all__ = ["NOTHING", "STYLES", "Code", "Listed", "Number", "Piece", "Step", "joined", "pieces_of"]

_ALPHABETS = {"d": DIGITS, "h": HEX, "l": LOWER, "u": UPPER, "p": POSTAL, "a": LOWER_DIGITS, "b": UPPER_DIGITS}
_NO_SLUG = re.compile(r"[^a-z0-9]")
STYLES: dict[str, Callable[[str], str]] = {
    "": str,
    "slug": lambda word: plain if (plain := latin(word)).isascii() and plain.isalnum() else _NO_SLUG.sub("", plain),
    "kebab": lambda word: re.sub(r"[^a-z0-9]+", "-", latin(word)).strip("-"),
    "snake": lambda word: re.sub(r"[^a-z0-9]+", "_", latin(word)).strip("_"),
    "lower": str.lower,
    "upper": str.upper,
    "title": lambda word: word[:1].upper() + word[1:],
    "letter": lambda word: re.sub(r"[^a-z]", "", latin(word))[:1],
    "initial": lambda word: word[:1].upper(),
    "single": lambda word: word if re.fullmatch(r"[^\W\d_]+", word) else "",
}
_LATIN = frozenset({"slug", "kebab", "snake", "letter"})
"""Styles of Latin letters only, for which a locale of another script may have a list `latin_…`."""
_TOKEN = re.compile(
    r"\{(?P<maybe>\??)(?P<low>\d+)-(?P<high>\d+)\}"
    r"|\{(?P<set>[dhlupabm]):(?P<count>\d+)\}"
    r"|\{(?P<list>\w+):?(?P<style>\w*)\}"
)
_UUID = 36
_SPELLED = 100  # texts that an expression spells out; of more it tells letters and lengths
_FUSED = 4096  # words of two neighbouring lists that are joined beforehand: a table that stays in the cache
_TABLE = 10_000  # numbers up to here are taken from a table of their texts


class Step(NamedTuple):
    """The size that a piece keeps when its texts are at most so long."""

    length: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Texts of a table."""

    texts: pa.StringArray

    @property
    def size(self) -> int:
        """How many texts there are."""
        return len(self.texts)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The sizes for every length that a text has, ascending."""
        return _steps_of(self)

    @property
    def language(self) -> str:
        """A regular expression that every text matches."""
        texts = self.texts.to_pylist()
        if len(texts) <= _SPELLED:
            return f"({'|'.join(re.escape(text) for text in texts)})"
        letters = "".join(re.escape(letter) for letter in sorted(set("".join(texts))))
        return f"[{letters}]{{{self.steps[0].length},{self.steps[-1].length}}}"

    def within(self, length: int) -> Listed:
        """Only the texts that are at most so long."""
        return Listed(self.texts.filter(pa.array(self.lengths() <= length)))

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        return self.texts.take(pa.array(index.astype(np.int32)))

    def lengths(self) -> NDArray[np.int32]:
        """How many letters each text has."""
        lengths: NDArray[np.int32] = pc.utf8_length(self.texts).to_numpy()
        return lengths


@lru_cache(maxsize=1024)
def _steps_of(listed: Listed) -> tuple[Step, ...]:
    """The sizes for every length: asked again and again of the lists that many columns have in common."""
    lengths, counts = np.unique(listed.lengths(), return_counts=True)
    return tuple(Step(int(length), int(size)) for length, size in zip(lengths, np.cumsum(counts), strict=True))


@dataclass(frozen=True, slots=True)
class Number:
    """The numbers low to high, without zeros in front."""

    low: int
    high: int

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return self.high - self.low + 1

    @property
    def steps(self) -> tuple[Step, ...]:
        """The sizes for every count of digits."""
        digits = range(len(str(self.low)), len(str(self.high)) + 1)
        return tuple(Step(count, self.within(count).size) for count in digits)

    @property
    def language(self) -> str:
        """A regular expression that every number matches."""
        return f"[0-9]{{{len(str(self.low))},{len(str(self.high))}}}"

    def within(self, length: int) -> Number:
        """Only the numbers of at most so many digits."""
        return Number(self.low, min(self.high, 10**length - 1))

    def at(self, index: Index) -> pa.Array:
        """The numbers at the given indexes, as text."""
        return pa.array(index + np.uint64(self.low)).cast(pa.string())


@dataclass(frozen=True, slots=True)
class Code:
    """Texts of one width, which a domain gives."""

    codes: Codes | Uuids | Checked

    @property
    def size(self) -> int:
        """How many texts there are, as far as an index reaches."""
        return self.codes.size

    @property
    def steps(self) -> tuple[Step, ...]:
        """All texts are equally long."""
        return (Step(_UUID if isinstance(self.codes, Uuids) else self.codes.width, self.size),)

    @property
    def language(self) -> str:
        """A regular expression that every text matches."""
        if isinstance(self.codes, Uuids):
            return "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
        if isinstance(self.codes, Checked):
            return self.codes.language
        return "".join(f"[{alphabet}]{{{count}}}" for alphabet, count in self.codes.runs)

    def within(self, length: int) -> Code:
        """The same: a code cannot be shorter."""
        return self

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        return self.codes.at(index)


Piece = Listed | Number | Code

NOTHING = Listed(pa.array([], pa.string()))
"""The piece without a text."""


@lru_cache(maxsize=1024)
def pieces_of(pattern: str, locale: str) -> tuple[Piece, ...]:
    """The pieces of a pattern, literal text as a list of one word; KeyError where it names no known list."""
    pieces: list[Piece] = []
    end = 0
    for token in _TOKEN.finditer(pattern):
        if token.start() > end:
            pieces.append(_literal(pattern[end : token.start()]))
        pieces.append(_piece(token, locale))
        end = token.end()
    if end < len(pattern):
        pieces.append(_literal(pattern[end:]))
    return tuple(pieces)


def joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The same texts at the same indexes from fewer pieces: small neighbouring tables become one."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if isinstance(piece, Listed) and isinstance(last, Listed) and _may_join(last, piece):
            pairs = product(piece.texts.to_pylist(), last.texts.to_pylist())
            out[-1] = Listed(pa.array([left + right for right, left in pairs], pa.string()))
        else:
            out.append(piece)
    return tuple(out)


def _may_join(left: Listed, right: Listed) -> bool:
    return left.size == 1 or right.size == 1 or left.size * right.size <= _FUSED


def _literal(text: str) -> Listed:
    return Listed(pa.array([text], pa.string()))


def _piece(token: re.Match[str], locale: str) -> Piece:
    if token["list"] == "uuid":
        return Code(Uuids())
    if token["list"] == "check":
        return Code(Checked(token["style"], locale))
    if token["list"]:
        return _listed(token["list"], token["style"], locale)
    if token["set"]:
        return _code(token["set"], int(token["count"]))
    low, high = int(token["low"]), int(token["high"])
    width = len(token["low"]) if token["low"].startswith("0") else 0
    if high - low > _TABLE and not width and not token["maybe"]:
        return Number(low, high)
    texts = [""] * bool(token["maybe"]) + [str(number).zfill(width) for number in range(low, high + 1)]
    return Listed(pa.array(texts, pa.string()))


def _code(letters: str, count: int) -> Code:
    return Code(Codes(mixed(count) if letters == "m" else ((_ALPHABETS[letters], count),)))


@lru_cache(maxsize=512)
def _listed(name: str, style: str, locale: str) -> Listed:
    spelled = f"latin_{name}" if style in _LATIN and f"latin_{name}" in locale_of(locale).words else name
    styled = tuple(STYLES[style](word) for word in word_list(spelled, locale))
    return Listed(pa.array(once(styled), pa.string()))
