"""What letters come to: for a collation that ignores case and accents, and for an address that is ASCII."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from seedbed.generators.data.told import told

__all__ = ["folded", "latin", "once"]

# Letters that Unicode does not decompose and that collations nevertheless take for plain ones.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})

_BLANK = " \t\n\r\u00a0\u200e\u200f\ufeff"  # marks of direction are seen no more than blanks are
_HANGUL, _HANGULS = 0xAC00, 11_172  # the first of its syllables in Unicode, and how many there are


def folded(text: str) -> str:
    """What is left of a text for a collation that ignores case, accents and blanks around it."""
    if text.isascii():
        return text.lower().strip()
    bare = (letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return "".join(bare).translate(_PLAIN).strip()


@lru_cache(maxsize=65_536)
def latin(text: str) -> str:
    """A text folded and in Latin letters: Cyrillic, Greek and Hangul as they are spelled abroad, others left as is."""
    if text.isascii():
        return folded(text)
    composed = unicodedata.normalize("NFC", text.casefold())
    spelled = "".join(_syllable(letter) for letter in composed).translate(_spelled())
    return folded(spelled).translate(_spelled())  # what only the accent kept apart


def once(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words in their order, without those that only differ from an earlier one by case, accents or blanks."""
    bare = [stripped for word in words if (stripped := word.strip(_BLANK))]
    seen = _all_folded(bare)
    if len(set(seen)) == len(bare):
        return tuple(bare)
    kept: dict[str, str] = {}
    for each, word in zip(seen, bare, strict=True):
        kept.setdefault(each, word)
    return tuple(kept.values())


def _all_folded(words: list[str]) -> list[str]:
    """Many words folded: those of ASCII letters in one go."""
    text = "\n".join(words)
    if text.isascii() and text.count("\n") == len(words) - 1:
        return [word.strip() for word in text.lower().split("\n")]
    return list(map(folded, words))


def _syllable(letter: str) -> str:
    """A syllable of Hangul by its three parts; anything else as it is."""
    number = ord(letter) - _HANGUL
    if not 0 <= number < _HANGULS:
        return letter
    first, middle, last = _hangul()
    rest, at_last = divmod(number, len(last))
    at_first, at_middle = divmod(rest, len(middle))
    return first[at_first] + middle[at_middle] + last[at_last]


@lru_cache(maxsize=1)
def _spelled() -> Mapping[int, str]:
    data = _data()
    words = " ".join(data[script] for script in ("cyrillic", "greek", "other")).split()
    return str.maketrans({**dict(zip(words[::2], words[1::2], strict=True)), **dict.fromkeys(data["silent"], "")})


@lru_cache(maxsize=1)
def _hangul() -> tuple[list[str], ...]:
    parts = _data()["hangul"]
    return tuple([sound.strip("-") for sound in parts[name].split()] for name in ("first", "middle", "last"))


def _data() -> dict[str, Any]:
    return told("generators/data/letters.toml")
