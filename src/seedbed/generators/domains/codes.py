"""`Codes`: texts of one width, each place with an alphabet of its own."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.arrays import text_of_width
from seedbed.generators.domain import Index
from seedbed.generators.want import MOST
from seedbed.sampling.bits import Draw, slices

__all__ = ["DIGITS", "HEX", "LOWER", "LOWER_DIGITS", "UPPER", "UPPER_DIGITS", "Codes", "mixed"]

DIGITS = "0123456789"
HEX = "0123456789abcdef"
LOWER = "abcdefghijklmnopqrstuvwxyz"
UPPER = LOWER.upper()
LOWER_DIGITS = DIGITS + LOWER
UPPER_DIGITS = DIGITS + UPPER

_MIXED = DIGITS + UPPER + LOWER
_TELLING = 12  # so many letters of a mixed-case code are lower case and tell it apart; the others may be either
_PER_WORD = 8  # letters that are taken from one word of 64 bits


@dataclass(frozen=True, slots=True)
class Codes:
    """Texts made of runs: a pair (alphabet, n) gives n letters of that ASCII alphabet; one letter is a constant.

    The leading places count, as the digits of a number do, as far as 2**63 reaches; those after them are a
    mix of the index. With alphabets in order, the texts are.
    """

    runs: tuple[tuple[str, int], ...]

    @property
    def size(self) -> int:
        """How many texts there are."""
        return _layout(self.runs)[1]

    @property
    def width(self) -> int:
        """How many letters a text has."""
        return sum(count for _, count in self.runs)

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        return text_of_width(self.letters(index).T, pa.string())

    def letters(self, index: Index) -> NDArray[np.uint8]:
        """The same letters, one row for each place."""
        letters = np.empty((self.width, len(index)), dtype=np.uint8)
        for tile in slices(len(index)):
            _fill(self.runs, index[tile], letters[:, tile])
        return letters

    def place(self, text: str) -> int | None:
        """The index of a text, None where it is none of these."""
        alphabets = _alphabets(self.runs)
        if len(text) != len(alphabets):
            return None
        if any(letter not in letters for letter, letters in zip(text, alphabets, strict=True)):
            return None
        counting = _layout(self.runs)[0]
        number = 0
        for letter, letters in zip(text[:counting], alphabets[:counting], strict=True):
            number = number * len(letters) + letters.index(letter)
        return number if self.at(np.array([number], dtype=np.uint64))[0].as_py() == text else None


def _fill(runs: tuple[tuple[str, int], ...], index: Index, letters: NDArray[np.uint8]) -> None:
    alphabets = _alphabets(runs)
    counting = _layout(runs)[0]
    rest = index
    for place in reversed(range(counting)):
        rest = _letter(alphabets[place], rest, letters[place])
    draw, words = Draw.of(0, "codes"), index
    for number, place in enumerate(range(counting, len(alphabets))):
        if number % _PER_WORD == 0:
            words = draw.sub(number).words(index) >> np.uint64(1)
        words = _letter(alphabets[place], words, letters[place])


def _letter(alphabet: str, number: Index, out: NDArray[np.uint8]) -> Index:
    """Writes the letter for the last digit of each number; gives what is left of the numbers."""
    if len(alphabet) == 1:
        out[:] = ord(alphabet)
        return number
    base = np.uint64(len(alphabet))
    upper = number // base
    np.take(_table(alphabet), (number - upper * base).astype(np.intp), out=out)
    return upper


def mixed(count: int) -> tuple[tuple[str, int], ...]:
    """The runs of a code of letters and digits in either case that is told apart where case does not count, too."""
    free = max(count - _TELLING, 0)
    return ((LOWER_DIGITS, count - free), (_MIXED, free)) if free else ((LOWER_DIGITS, count),)


def _alphabets(runs: tuple[tuple[str, int], ...]) -> list[str]:
    return [alphabet for alphabet, count in runs for _ in range(count)]


@lru_cache(maxsize=512)
def _layout(runs: tuple[tuple[str, int], ...]) -> tuple[int, int]:
    """How many leading places count, and how many texts they make."""
    size = 1
    for place, alphabet in enumerate(_alphabets(runs)):
        if size * len(alphabet) > MOST:
            return place, size
        size *= len(alphabet)
    return len(_alphabets(runs)), size


@lru_cache(maxsize=64)
def _table(alphabet: str) -> NDArray[np.uint8]:
    return np.frombuffer(alphabet.encode("ascii"), dtype=np.uint8)
