"""Alphabets of the places of a text under a pattern, for unique values that are spelled from a number."""

from __future__ import annotations

import re
import string
from itertools import groupby
from math import prod

from seedbed.generators.limits import Limits
from seedbed.scaffold.factories.literal import literal

__all__ = ["spelled"]

_CLASSES = (string.digits, string.ascii_uppercase, string.ascii_lowercase)


def spelled(limits: Limits, most: int | None, values: list[str]) -> str:
    """The alphabets as source: those of the places in which values of the engine vary; "" where they are of no shape.

    All values of a shape have one length, and in each place either the same letter or letters of one kind.
    """
    if not limits.patterns or not values:
        return ""
    length = max(set(map(len, values)), key=[len(value) for value in values].count)
    shaped = [value for value in values if len(value) == length]
    places = [{value[place] for value in shaped} for place in range(length)]
    wide = [_alphabet(letters) for letters in places]
    narrow = ["".join(sorted(letters)) for letters in places]
    alphabets = next((each for each in (wide, narrow) if _holds(each, limits)), narrow)
    room = prod(map(len, alphabets))
    return _source(alphabets) if room > len(values) * 50 else ""


def _source(alphabets: list[str]) -> str:
    """Alphabets as source, of places that are alike in a row one."""
    runs = [(alphabet, len(list(some))) for alphabet, some in groupby(alphabets)]
    parts = [f"[{literal(alphabet)}]" + (f" * {count}" if count > 1 else "") for alphabet, count in runs]
    return " + ".join(parts)


def _holds(alphabets: list[str], limits: Limits) -> bool:
    """Whether texts of the first, the last and other letters of each place keep to the patterns."""
    tried = ["".join(letters[number % len(letters)] for letters in alphabets) for number in (0, -1, *range(1, 36))]
    try:
        return all(re.fullmatch(pattern, text) for pattern in limits.patterns for text in tried)
    except re.error:
        return False


def _alphabet(letters: set[str]) -> str:
    """The letters of a place: all of their kind where several of one kind were seen, else those that were seen."""
    if len(letters) > 3:
        for kind in _CLASSES:
            if letters <= set(kind):
                return kind
    return "".join(sorted(letters))
