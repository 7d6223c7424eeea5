"""`Slugged`: what an address can show of another text of the row, `blue-suede-shoes`, distinct where that is asked."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.choose import nulled
from seedbed.generators.domain import Given, Index, Rows
from seedbed.sampling.bits import Draw, const
from seedbed.sampling.permutation import Permutation

__all__ = ["TAIL", "Slugged", "Slugs"]

TAIL = 6
"""Letters behind the last hyphen of a distinct slug."""

_LETTERS = 26
_NOTHING = "item"  # of a text without a letter of the alphabet
_SPELLED = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("đ", "d"), ("ł", "l"))  # what has no accent to lose


@dataclass(frozen=True, slots=True)
class Slugged:
    """The letters of a text of the same row in small ones, all else as hyphens, in at most `longest` letters.

    Where it is `distinct` a word of chance, another for each row, stands behind the last hyphen.
    """

    table: str
    column: str
    longest: int
    distinct: bool = False
    nulls: int = 0

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The column that it reads."""
        return ((self.table, self.column),)

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        texts = given.column(self.table, self.column, rows)
        if not self.distinct:
            return nulled((_slugs(texts, self.longest),), self.nulls, rows, draw)
        tails = _words(Permutation(_LETTERS**TAIL, draw.sub("tail")).at(rows % const(_LETTERS**TAIL)))
        stems = _slugs(texts, self.longest - TAIL - 1)
        return nulled((pc.binary_join_element_wise(stems, tails, "-"),), self.nulls, rows, draw)


@dataclass(frozen=True, slots=True)
class Slugs:
    """All texts that `Slugged` may give, as a language: to be held against the checks of a column."""

    longest: int
    distinct: bool

    @property
    def shortest(self) -> int:
        """The fewest letters."""
        return TAIL + 2 if self.distinct else 1

    @property
    def language(self) -> str:
        """The expression that all of them match."""
        return "[a-z]+(-[a-z]+)*" + (f"-[a-z]{{{TAIL}}}" if self.distinct else "")

    @property
    def size(self) -> int:
        """How many are tried before anything is proved."""
        return _LETTERS

    def at(self, index: Index) -> pa.Array:
        """A few of them."""
        words = _words(index)
        return pc.binary_join_element_wise(words, words, "-")


def _slugs(texts: pa.Array, longest: int) -> pa.Array:
    """The texts as slugs; those without any letter are all alike."""
    plain = pc.utf8_lower(pc.utf8_normalize(pc.fill_null(texts.cast(pa.string()), ""), "NFKD"))
    for letter, spelled in _SPELLED:
        plain = pc.replace_substring(plain, letter, spelled)
    plain = pc.replace_substring_regex(plain, r"[\p{M}'’]+", "")
    slugs = pc.ascii_trim(pc.replace_substring_regex(plain, "[^a-z]+", "-"), "-")
    slugs = pc.ascii_rtrim(pc.utf8_slice_codeunits(slugs, 0, longest), "-")
    return pc.if_else(pc.equal(slugs, ""), _NOTHING[:longest], slugs)


def _words(index: Index) -> pa.Array:
    """A word of so many letters for each number."""
    letters = np.empty((len(index), TAIL), np.uint8)
    for place in range(TAIL - 1, -1, -1):
        letters[:, place] = ord("a") + (index % const(_LETTERS)).astype(np.uint8)
        index = index // const(_LETTERS)
    ends = np.arange(len(letters) + 1, dtype=np.int32) * TAIL
    return pa.Array.from_buffers(pa.string(), len(letters), [None, pa.py_buffer(ends), pa.py_buffer(letters)])
