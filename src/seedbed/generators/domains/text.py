"""Texts: words and codes of the right length, or whatever bounds, lists and patterns leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from seedbed.generators.domain import Domain
from seedbed.generators.domains.bounds import between
from seedbed.generators.domains.choice import listed
from seedbed.generators.domains.codes import HEX, LOWER, LOWER_DIGITS, UPPER, UPPER_DIGITS, Codes
from seedbed.generators.domains.matching import matches, matching
from seedbed.generators.domains.shape import described, fits, holds
from seedbed.generators.domains.signs import signs
from seedbed.generators.domains.template import Template
from seedbed.generators.domains.uuids import Uuids
from seedbed.generators.domains.words import LONGEST, SHORTEST, Words, plain_words
from seedbed.generators.want import NoValue, Unreadable, Want

__all__ = ["lengths", "texts"]

_UNLIMITED = 4096
_HEX_LENGTHS = (32, 40, 56, 64, 96, 128)  # digests, and a uuid without hyphens
_CODE = 16  # a CHAR up to this length holds a code, a longer one some words
_FEW_WORDS = 10
_MOST_WORDS = 60
_FILLER = "and so it goes on as before "
_ALNUM = "0123456789" + UPPER + LOWER
_SINGLE = "!#$&()*+-./0123456789:;<=>?@" + UPPER + "[]^" + LOWER + "{|}~"


def texts(want: Want) -> Domain:
    """Texts within the limits of a CHAR, VARCHAR or TEXT column; raises NoValue and Unreadable."""
    shortest, longest = lengths(want)
    if want.limits.values is not None:
        return _from_list(want, shortest, longest)
    if want.limits.low is not None or want.limits.high is not None:
        domain = between(want, shortest, longest)
    else:
        domain = _usual(want, shortest, longest)
    return _obeying(want, domain, shortest, longest)


def lengths(want: Want) -> tuple[int, int]:
    """The fewest and the most characters of a text; raises NoValue where no length is left."""
    most = [length for length in (want.type.length, want.limits.max_length) if length is not None]
    if want.type.kind == "char" and not most:
        most = [1]
    shortest, longest = max(want.limits.min_length or 0, 0), min(most, default=_UNLIMITED)
    if not most and shortest > longest:
        longest = shortest
    if shortest > longest:
        raise NoValue(f"a text of at least {shortest} characters does not fit into {longest}")
    return shortest, longest


def _from_list(want: Want, shortest: int, longest: int) -> Domain:
    """The values of an IN list that every other limit leaves."""
    limits = want.limits
    values = [str(value) for value in limits.values or () if value is not None]
    if limits.low is not None:
        raise Unreadable("low", limits.low, "the order of a listed text is the collation's affair")
    if limits.high is not None:
        raise Unreadable("high", limits.high, "the order of a listed text is the collation's affair")
    kept = [value for value in values if shortest <= len(value.rstrip(" ")) and len(value) <= longest]
    kept = [value for value in kept if all(matches("patterns", pattern, value) for pattern in limits.patterns)]
    kept = [value for value in kept if not any(matches("rejected", pattern, value) for pattern in limits.rejected)]
    return listed(replace(want, limits=replace(limits, values=tuple(kept))))


def _usual(want: Want, shortest: int, longest: int) -> Domain:
    if want.wide and longest and not (want.limits.patterns or want.limits.rejected or want.limits.excluded):
        return signs(want, shortest, longest)
    if longest == 0:
        return listed(replace(want, limits=replace(want.limits, values=("",))))
    if want.type.kind == "char" and (not want.unique or longest in (36, *_HEX_LENGTHS)):
        return _code(shortest, longest)
    if want.unique:
        return _distinct(want, shortest, longest)
    return _phrase(shortest, longest, 4 if want.type.kind == "text" else 2)


def _code(shortest: int, longest: int) -> Domain:
    """What columns of a fixed length hold: codes, digests, uuids."""
    if longest == 36:
        return Uuids()
    if longest in _HEX_LENGTHS:
        return Codes(((HEX, longest),))
    if longest <= _CODE:
        return Codes(((UPPER if longest <= 3 else UPPER_DIGITS, longest),))
    return _phrase(shortest, longest, 2)


def _phrase(shortest: int, longest: int, usual: int) -> Domain:
    """So many words, or fewer or more as the length demands; letters where no words fit."""
    for count in (*range(usual, 0, -1), *range(usual + 1, _MOST_WORDS)):
        blanks = count - 1
        least = max(-(-(shortest - blanks) // count), SHORTEST)
        most = min((longest - blanks) // count, LONGEST)
        if len(plain_words(least, most)) >= _FEW_WORDS:
            spaced = [part for _ in range(count) for part in (" ", Words(least, most))]
            return Template(tuple(spaced[1:])) if count > 1 else Words(least, most)
    if shortest <= _MOST_WORDS:
        return Codes(((LOWER, max(shortest, min(longest, 2), 1)),))
    return _filled(Codes(((LOWER, 8),)), shortest)


def _distinct(want: Want, shortest: int, longest: int) -> Domain:
    """Many texts that differ even without their case: words and a number, or a code where there is no room."""
    tail = Codes(((LOWER_DIGITS, 6),))
    if longest >= 2 * LONGEST + 8 and shortest <= 2 * SHORTEST + 8:
        return Template((Words(), "-", Words(), "-", tail))
    if longest >= SHORTEST + 9 and shortest <= SHORTEST + 7:
        return Template((Words(SHORTEST, min(longest - 7, LONGEST)), "-", tail))
    if longest == 1:
        return Codes((("".join(sorted(set(_SINGLE.upper()))) if want.type.folds_case else _SINGLE, 1),))
    if longest <= 3 and not want.type.folds_case:
        return Codes(((_ALNUM, longest),))
    if shortest <= _MOST_WORDS:
        return Codes(((LOWER_DIGITS, max(shortest, min(longest, 8))),))
    return _filled(Codes(((LOWER_DIGITS, 12),)), shortest)


def _filled(head: Codes, shortest: int) -> Domain:
    """A code, then as much constant text as the shortest length asks for."""
    room = shortest - head.width
    return Template((head, " " + (_FILLER * (room // len(_FILLER) + 1))[: room - 2] + "."))


def _obeying(want: Want, domain: Domain, shortest: int, longest: int) -> Domain:
    """The same domain if patterns and excluded values leave all of it, else the texts that they leave."""
    limits = want.limits
    excluded = tuple(str(value) for value in limits.excluded if value is not None)
    for candidate in (domain, *_others(want, shortest, longest)):
        held = any(holds(candidate, value, folds=want.type.folds_case) for value in excluded)
        if not held and fits(candidate, limits.patterns, limits.rejected):
            return candidate
    if limits.low is not None or limits.high is not None:
        field = "low" if limits.low is not None else "high"
        raise Unreadable(
            field, limits.low if field == "low" else limits.high, "patterns and excluded values come first"
        )
    fold = "(?i)" if want.type.folds_case else ""
    refused = (*limits.rejected, *(fold + re.escape(value) for value in excluded))
    shape = described(domain)
    tries = [(limits.patterns or (".*",), max(shortest, 1), longest), (limits.patterns or (".*",), shortest, longest)]
    if want.type.kind == "char":
        # A shorter text would be padded, and whether a pattern sees the blanks differs between databases.
        tries.insert(0, (tries[0][0], longest, longest))
    if not limits.patterns and shape is not None:
        tries.insert(0, ((shape,), shortest, longest))
    return _first(want, tries, refused)


def _others(want: Want, shortest: int, longest: int) -> Iterator[Domain]:
    """Plainer texts, for limits that do not admit blanks, hyphens or lower case."""
    if want.limits.low is None and want.limits.high is None and longest:
        if not want.unique:
            yield _phrase(shortest, longest, 1)
        for alphabet in (LOWER, LOWER_DIGITS, UPPER, UPPER_DIGITS):
            yield Codes(((alphabet, max(shortest, min(longest, 8), 1)),))


def _first(want: Want, tries: list[tuple[tuple[str, ...], int, int]], refused: tuple[str, ...]) -> Domain:
    """The texts of the first try that has any; raises what the last one raises."""
    for patterns, shortest, longest in tries[:-1]:
        if shortest <= longest:
            with suppress(NoValue):
                return matching(want, patterns, shortest, longest, refused)
    patterns, shortest, longest = tries[-1]
    return matching(want, patterns, shortest, longest, refused)
