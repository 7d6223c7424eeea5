"""`Matching`: texts of a regular expression; and which of them to take, so that they look plain and stay distinct."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.choice import Choice
from seedbed.generators.want import NoValue, Unreadable, Want
from seedbed.sampling.automaton import is_witnessed
from seedbed.sampling.regex import Language, RegexError

__all__ = ["Matching", "is_empty", "matches", "matching"]

_LENGTHS = (16, 32, 64, 128, 255, 512, 1024, 2048)  # `Language` counts no further
_LISTED = 4096
_ENOUGH = 1_000_000
_LOWER = "[^A-Z]*"
# Upper case up to a fixed place and lower case after it: then two texts that differ still differ without their case.
_SHAPES = (_LOWER, "[^a-z]*", *(f"[^a-z]{{{place}}}[^A-Z]*" for place in range(1, 6)))
# Blanks at an end or side by side, and control characters: legal, and never what a person wants to see.
_UNTIDY = r" .*|.* |.*  .*|.*[\x01-\x1f\x7f].*"


@dataclass(frozen=True, slots=True)
class Matching:
    """The texts of a regular expression that `Language` counts, by length and then by code point."""

    pattern: str
    shortest: int = 0
    longest: int = 64
    within: str | None = None
    without: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many texts there are, 2**63 at most."""
        return self._language().size

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        return self._language().unrank(index)

    def _language(self) -> Language:
        return Language(self.pattern, self.shortest, self.longest, self.within, self.without)


def matching(
    want: Want, patterns: tuple[str, ...], shortest: int, longest: int, refused: tuple[str, ...] = ()
) -> Domain:
    """Texts that match all patterns and none of the refused ones; raises NoValue and Unreadable.

    Tried are short texts before long ones, tidy ones before untidy ones, and in lower case first where the column
    ignores case.
    """
    pattern = _all_of(patterns)
    best: Matching | None = None
    for within, tidy, longer in product(_shapes(want), (True, False), _lengths(shortest, longest)):
        if best and (best.within, best.without) != (within, _without(refused, tidy)):
            break
        found = _tried(Matching(pattern, shortest, longer, within, _without(refused, tidy)))
        best = found or best
        if best and (not want.unique or best.size >= _ENOUGH):
            break
    return best or _rest(want, Matching(pattern, shortest, min(longest, _LENGTHS[-1]), None, refused))


def is_empty(candidate: Matching) -> bool:
    """True where it is certain that there is no such text."""
    try:
        return not _is_seen(candidate) and candidate.size == 0
    except RegexError as error:
        return _nothing(error)


def _is_seen(candidate: Matching) -> bool:
    """Whether a text is found at once, which spares counting all."""
    within = () if candidate.within is None else (candidate.within,)
    return is_witnessed(candidate.pattern, within, candidate.without, candidate.shortest, candidate.longest)


def matches(field: str, pattern: str, text: str) -> bool:
    """Whether an expression matches a text as a whole; raises Unreadable, naming the field of the limits."""
    try:
        return Language(pattern, len(text), len(text), within=re.escape(text)).size > 0
    except RegexError as error:
        if _nothing(error):
            return False
        raise Unreadable(field, pattern, str(error)) from error


def _rest(want: Want, last: Matching) -> Domain:
    """What is left where every preference failed: texts that mix upper and lower case freely, told apart one by one."""
    try:
        size = last.size
    except RegexError as error:
        if _nothing(error):
            raise NoValue(str(error)) from error
        raise _unreadable(want, last, error) from error
    if not want.type.folds_case:
        return last
    texts = last.at(np.arange(min(size, _LISTED), dtype=np.uint64)).to_pylist()
    once = {text.casefold().rstrip(" "): text for text in reversed(texts)}
    return Choice(want.type, tuple(reversed(once.values())))


def _unreadable(want: Want, last: Matching, error: RegexError) -> Unreadable:
    """The refusal, with the field that is to blame."""
    for pattern in want.limits.rejected:
        try:
            matches("rejected", pattern, "")
        except Unreadable as refusal:
            return refusal
    return Unreadable("patterns", last.pattern, str(error))


def _nothing(error: RegexError) -> bool:
    """True for the error of a language that is understood, and empty."""
    return str(error).startswith("no text of")


def _tried(candidate: Matching) -> Matching | None:
    try:
        return candidate if candidate.size else None
    except RegexError:
        # Not the end: the next candidate asks for less, and the last one raises.
        return None


def _shapes(want: Want) -> tuple[str | None, ...]:
    return _SHAPES if want.type.folds_case else (None,)


def _without(refused: tuple[str, ...], tidy: bool) -> tuple[str, ...]:
    return (*refused, _UNTIDY) if tidy else refused


def _lengths(shortest: int, longest: int) -> Iterator[int]:
    """The bounds to try, each about twice the one before."""
    yield from (length for length in _LENGTHS if shortest <= length < longest)
    if longest <= _LENGTHS[-1]:
        yield longest


def _all_of(patterns: tuple[str, ...]) -> str:
    """One expression for the texts that match all of them: the others look ahead from the start to the end."""
    if len(patterns) == 1:
        return patterns[0]
    first, *others = (_grouped(pattern) for pattern in dict.fromkeys(patterns))
    return "".join(f"(?={other}$)" for other in others) + first


def _grouped(pattern: str) -> str:
    return f"(?i:{pattern[4:]})" if pattern.startswith("(?i)") else f"(?:{pattern})"
