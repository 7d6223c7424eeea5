"""Word lists by name and locale, each word once even for a database that ignores case and accents."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

from seedbed.generators.data.library import LOCALES, PER_LOCALE, WORLDWIDE, library_words

__all__ = ["LOCALES", "folded", "list_names", "once", "word_list"]

# Letters that Unicode does not decompose and that collations nevertheless take for plain ones.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


@lru_cache(maxsize=512)
def word_list(name: str, locale: str) -> tuple[str, ...]:
    """The words of a list, trimmed, without repeats; KeyError where there is no such list."""
    own = _own()
    words = own[name] if name in own else library_words(name, locale)
    return once(words)


def list_names() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(sorted({*_own(), *PER_LOCALE, *WORLDWIDE}))


def once(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words in their order, without those that only differ from an earlier one by case, accents or blanks."""
    kept: dict[str, str] = {}
    for word in words:
        if word.strip():
            kept.setdefault(folded(word), word.strip())
    return tuple(kept.values())


def folded(text: str) -> str:
    """What is left of a text for a collation that ignores case, accents and blanks around it."""
    bare = (letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return "".join(bare).translate(_PLAIN).strip()


@lru_cache(maxsize=1)
def _own() -> dict[str, tuple[str, ...]]:
    text = files("seedbed.generators.data").joinpath("words.toml").read_text(encoding="utf-8")
    lists: dict[str, str] = tomllib.loads(text)
    return {name: tuple(words.splitlines() if "\n" in words else words.split()) for name, words in lists.items()}
