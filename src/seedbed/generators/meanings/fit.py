"""`domain_for`: the values of a meaning that a column can hold, or none at all.

Whatever the catalogue says is taken only where type, length and limits leave it whole or nearly so: a meaning
that would have to be bent is no longer one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Protocol

import numpy as np
import pyarrow as pa

from seedbed.generators.data.letters import folded
from seedbed.generators.data.locales import locale_of
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.choice import without
from seedbed.generators.domains.codes import Codes
from seedbed.generators.domains.floating import Floats
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.matching import Matching, is_empty
from seedbed.generators.domains.number import integers, number
from seedbed.generators.domains.phrase import Phrase, Pieced, Prose, fitting
from seedbed.generators.domains.pieces import Code
from seedbed.generators.domains.skewed import Skewed
from seedbed.generators.domains.time import dates, moment, times, timestamps
from seedbed.generators.domains.written import Written
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS, Entry, Forms, Numbers, sentences
from seedbed.generators.meanings.localised import entry_for
from seedbed.generators.want import NoValue, Unreadable, Want
from seedbed.sampling.bits import const
from seedbed.schema.expression import Scalar
from seedbed.schema.types import Type

__all__ = ["Named", "codes_for", "domain_for", "few_for", "numbers_for", "obeys", "room_of"]

_MANY = 1_000_000  # values that a unique column is offered at least
_FEW = 20_000  # texts that are looked at one by one, whether they differ
# The share of a meaning's values that a type or the limits have to leave. A type too small for dear prices still
# holds prices; one too small for half of all ages was made for something else.
_TYPE_KEEPS, _SKEWED_KEEP, _LIMITS_KEEP = Fraction(1, 2), Fraction(1, 20), Fraction(1, 20)
_QUARTER = 15 * 60_000_000  # microseconds of a quarter of an hour
_GLANCE = 32  # texts that are tried before a proof
_WIDEST = 300  # the automaton of a longer text would cost more than it tells
_BYTES = 4  # of a character, where a length counts bytes
_DIGITS = {32: 6, 64: 15}  # decimal digits that a float keeps


class Named(Protocol):
    """A meaning, by its name in the catalogue."""

    @property
    def name(self) -> str:
        """The name."""
        ...


class Texts(Protocol):
    """Texts of one language, of which a few can be looked at."""

    @property
    def shortest(self) -> int:
        """The fewest letters."""
        ...

    @property
    def longest(self) -> int:
        """The most letters."""
        ...

    @property
    def language(self) -> str:
        """An expression that all of them match."""
        ...

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    def at(self, index: Index) -> pa.Array:
        """Those at the given indexes."""
        ...


def domain_for(
    meaning: Named, type: Type, limits: Limits, *, locale: str, today: date, unique: bool, least: int = _MANY
) -> Domain | None:
    """The values of a meaning, or None where the column cannot hold them as they are.

    A unique column gets at least `least` values or none. A locale that is not known gets the words of `locale_of`.
    """
    entry = entry_for(meaning.name, locale)
    if limits.values is not None or limits.step is not None or limits.null:
        return None
    try:
        if type.kind in TEXTS:
            domain = _text(entry, type, limits, locale_of(locale).name, today, least if unique else 1)
        elif type.kind in ("date", "timestamp"):
            domain = _moments(entry, Want(type, limits, today, unique=unique))
        elif type.kind == "time":
            domain = _clock(entry, Want(type, limits, today))
        elif type.kind == "json":
            domain = _document(entry, limits, locale)
        else:
            domain = _numbers(entry, type, limits, today)
    except (NoValue, Unreadable):
        return None
    return domain if domain is not None and (not unique or domain.size >= least) else None


def few_for(meaning: Named, type: Type, limits: Limits, *, locale: str, today: date, needed: int) -> Domain | None:
    """The few texts of a meaning for a column that is unique, as many as needed at least; None where they are fewer.

    No two of them are equal where case and accents do not count.
    """
    found = domain_for(meaning, type, limits, locale=locale, today=today, unique=False)
    if not isinstance(found, Phrase) or not needed <= found.size <= _FEW:
        return None
    texts = found.at(np.arange(found.size, dtype=np.uint64)).to_pylist()
    return found if len({folded(text) for text in texts}) == found.size else None


# ---------------------------------------------------------------- text


def codes_for(type: Type, limits: Limits) -> Codes | None:
    """Texts of the letters that the column's default draws; None where it draws none, or a limit asks for others."""
    bounds = (limits.values, limits.low, limits.high, limits.null)
    if not type.letters or any(bound is not None for bound in bounds):
        return None
    codes, room = Codes(type.letters), room_of(type, limits)
    fits = (room is None or codes.width <= room) and obeys(Pieced((Code(codes),)), limits)
    return codes if fits else None


def _text(entry: Entry, type: Type, limits: Limits, locale: str, today: date, least: int) -> Domain | None:
    room = room_of(type, limits)
    if limits.high is not None or limits.low not in (None, "") or (limits.low_open and limits.low is None):
        return None
    if entry.days is not None:
        return _dated(entry, room, limits, today)
    for phrase in _phrases(entry, type, locale, room, unique=least > 1):
        if phrase.size >= least and (kept := _kept(phrase, limits)) is not None:
            return kept
    return None


def _kept(phrase: Phrase | Prose, limits: Limits) -> Domain | None:
    """The texts that obey, if all do; of few texts those that are not excluded, if that is most of them."""
    if obeys(phrase, limits):
        return phrase
    if not limits.excluded or phrase.size > _FEW or not obeys(phrase, replace(limits, excluded=())):
        return None
    refused = {folded(str(value)) for value in limits.excluded}
    texts = phrase.at(np.arange(phrase.size, dtype=np.uint64)).to_pylist()
    places = tuple(place for place, text in enumerate(texts) if folded(text) in refused)
    return without(phrase, places) if len(places) * 2 <= phrase.size else None


def room_of(type: Type, limits: Limits) -> int | None:
    """The most characters that a value may have, None for any."""
    length = type.length // _BYTES if type.kind == "text" and type.length is not None else type.length
    length = 1 if type.kind == "char" and length is None else length
    known = [most for most in (length, limits.max_length) if most is not None]
    return min(known, default=None)


def _phrases(entry: Entry, type: Type, locale: str, room: int | None, *, unique: bool) -> Iterator[Phrase | Prose]:
    """The ways to write a value within a length, the best first."""
    if entry.prose is not None:
        kind, low, high = entry.prose
        one = Phrase(sentences(kind), locale)
        high = high if room is None else min(high, (room + 1) // (one.longest + 1))
        if high:
            yield Prose(one, min(low, high), high)
    phrases = (fitting(patterns, locale, room) for patterns in _forms(entry, type, unique=unique))
    fit = (phrase for phrase in phrases if phrase is not None)
    yield from sorted(fit, key=lambda phrase: not phrase.has(type.like)) if type.like else fit


def _forms(entry: Entry, type: Type, *, unique: bool) -> Forms:
    exact = entry.lengths.get(type.length or 0, ()) if type.kind in ("char", "varchar") else ()
    others = dict.fromkeys(form for forms in entry.lengths.values() for form in forms) if type.like else ()
    return (*exact, *(entry.unique if unique else ()), *entry.text, *others)


def obeys(phrase: Texts, limits: Limits) -> bool:
    """Whether it is sure that all texts are long enough, match all patterns and are none of the excluded ones."""
    if phrase.shortest < max(limits.min_length or 0, 1):
        return False
    excluded = [str(value) for value in limits.excluded if value not in (None, "")]
    if not excluded and not limits.patterns and not limits.rejected:
        return True
    language, width = phrase.language, phrase.longest
    if width > _WIDEST or any(re.fullmatch(language, folded(value), re.IGNORECASE) for value in excluded):
        return False
    if _seen_to_break(phrase, limits):
        return False
    strays = [Matching(language, 0, width, None, (pattern,)) for pattern in limits.patterns]
    strays += [Matching(language, 0, width, pattern) for pattern in limits.rejected]
    return all(is_empty(stray) for stray in strays)


def _seen_to_break(phrase: Texts, limits: Limits) -> bool:
    """Whether a few texts show already what would take long to prove."""
    if any("[[" in pattern for pattern in (*limits.patterns, *limits.rejected)):
        return False  # POSIX classes are not of Python's dialect either: the proof will tell
    index = np.arange(_GLANCE, dtype=np.uint64) * const(max(phrase.size // _GLANCE, 1)) % const(phrase.size)
    texts = [str(text) for text in phrase.at(index)]
    try:
        missed = any(not re.fullmatch(pattern, text) for pattern in limits.patterns for text in texts)
        return missed or any(re.fullmatch(pattern, text) for pattern in limits.rejected for text in texts)
    except re.error:
        # Not Python's dialect of expressions: the proof will tell.
        return False


def _dated(entry: Entry, room: int | None, limits: Limits, today: date) -> Domain | None:
    """Dates or timestamps as text; a length of ten letters is a date's."""
    assert entry.days is not None
    if limits.patterns or limits.rejected or limits.excluded not in ((), ("",)):
        return None
    as_date = entry.whole_days or (room is not None and room < 19)
    if (room is not None and room < 10) or (limits.min_length or 0) > (10 if as_date else 19):
        return None
    type = Type("date") if as_date else Type("timestamp", precision=0)
    domain = _moments(entry, Want(type, Limits(), today))
    return None if domain is None else Written(domain)


# ---------------------------------------------------------------- dates


def _moments(entry: Entry, want: Want) -> Domain | None:
    """The days of the meaning within the bounds of the column."""
    limits = want.limits
    if entry.days is None or limits.patterns or limits.rejected:
        return None
    first, last = (want.today + timedelta(days=days) for days in entry.days)
    low, high = first.isoformat(), last.isoformat()
    if limits.low is not None and _instant("low", limits.low) > _instant("low", low):
        low = str(limits.low)
    if limits.high is not None and _instant("high", limits.high) < _instant("high", high):
        high = str(limits.high)
    if _instant("high", high) - _instant("low", low) < (_instant("high", last) - _instant("low", first)) * _LIMITS_KEEP:
        return None
    within = replace(
        limits,
        low=low,
        high=high,
        low_open=limits.low_open and low == limits.low,
        high_open=limits.high_open and high == limits.high,
    )
    return (dates if want.type.kind == "date" else timestamps)(replace(want, limits=within))


def _clock(entry: Entry, want: Want) -> Domain | None:
    """The times of day of the meaning, where the column has no bounds of its own."""
    if entry.clock is None or want.limits != Limits():
        return None
    low, high = entry.clock
    found = times(replace(want, limits=Limits(low=low, high=high)))
    if not entry.quarters or not isinstance(found, Grid):
        return found
    return replace(found, step=_QUARTER, size=(found.size - 1) * found.step // _QUARTER + 1)


def _document(entry: Entry, limits: Limits, locale: str) -> Domain | None:
    """The documents of the meaning, where nothing is asked of the column's."""
    return Phrase(entry.json[0], locale) if entry.json and limits == Limits() else None


def _instant(field: str, value: Scalar | date) -> Fraction:
    found = moment(field, str(value), zoned=False)
    if isinstance(found, float):
        raise Unreadable(field, str(value), "it is infinite")
    return found


# ---------------------------------------------------------------- numbers


def _numbers(entry: Entry, type: Type, limits: Limits, today: date) -> Domain | None:
    if entry.codes and type.kind == "integer":
        return integers(Want(type, replace(limits, values=entry.codes), today))
    wanted = _wanted(entry, type, today)
    return None if wanted is None else numbers_for(wanted, type, limits)


def numbers_for(wanted: Numbers, type: Type, limits: Limits) -> Domain | None:
    """The numbers that are wanted, or None where type and limits leave too few of them."""
    if limits.patterns or limits.rejected:
        return None
    places = min(wanted.places, _places(type, wanted))
    if places < min(wanted.places, 0):
        return None
    first, last = _units(wanted, places)
    low, high = _overlap((first, last), _range(type, places))
    if not _keeps(low, high, first, last, _SKEWED_KEEP if wanted.skewed else _TYPE_KEEPS):
        return None
    low, high = _bounded(limits, places, low, high, is_float=type.kind == "float")
    if not _keeps(low, high, first, last, _LIMITS_KEEP):
        return None
    if any(low <= _exact("excluded", value) * _ten(places) <= high for value in limits.excluded if value is not None):
        return None
    return _spaced(type, low, high, places, skewed=wanted.skewed)


def _wanted(entry: Entry, type: Type, today: date) -> Numbers | None:
    if entry.epoch is not None:
        today_at = (today - date(1970, 1, 1)).days * 86_400
        return Numbers(str((today_at - 1095 * 86_400) * entry.epoch), str(today_at * entry.epoch))
    if entry.years is not None and type.kind in ("integer", "year"):
        first, last = entry.years
        return Numbers(str(today.year + first), str(today.year + last))
    if type.kind == "integer" or (type.scale == 0 and entry.integer is not None):
        return entry.integer
    return entry.number


def _places(type: Type, wanted: Numbers) -> int:
    """How many decimals the type keeps of such numbers."""
    if type.kind == "float":
        return _DIGITS[type.bits or 64] - max(len(str(abs(int(Fraction(end))))) for end in (wanted.low, wanted.high))
    if type.kind == "money":
        return 2
    if type.kind != "decimal":
        return 0
    return 10 if type.precision is None else type.scale or 0


def _ten(places: int) -> Fraction:
    """One, in units of the last decimal; units are hundreds where it is -2."""
    return Fraction(10) ** places


def _units(wanted: Numbers, places: int) -> tuple[int, int]:
    """The ends in units of the last decimal, moved inwards where they have more decimals."""
    return ceil(Fraction(wanted.low) * _ten(places)), floor(Fraction(wanted.high) * _ten(places))


def _overlap(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    return max(left[0], right[0]), min(left[1], right[1])


def _keeps(low: int, high: int, first: int, last: int, share: Fraction) -> bool:
    """Whether low..high is at least such a share of first..last."""
    return low <= high and Fraction(high - low + 1, last - first + 1) >= share


def _bounded(limits: Limits, places: int, low: int, high: int, *, is_float: bool) -> tuple[int, int]:
    """The units of low..high that the bounds leave.

    A single precision float may lie a little beside the number that it stands for, so floats keep off a bound.
    """
    if limits.low is not None:
        bound = _exact("low", limits.low) * _ten(places)
        low = max(low, floor(bound) + 1 if limits.low_open or is_float else ceil(bound))
    if limits.high is not None:
        bound = _exact("high", limits.high) * _ten(places)
        high = min(high, ceil(bound) - 1 if limits.high_open or is_float else floor(bound))
    return low, high


def _range(type: Type, places: int) -> tuple[int, int]:
    """What the type itself can hold, in units."""
    if type.kind == "integer":
        return type.whole()
    if type.kind == "year":
        return 1901, 2155
    if type.kind == "decimal" and type.precision is not None:
        most = 10 ** max(type.precision - (type.scale or 0) + places, 0) - 1
        return -most, most
    return -(10**15), 10**15


def _exact(field: str, value: Scalar) -> Fraction:
    found = number(field, value)
    if isinstance(found, float):
        raise Unreadable(field, value, "it is infinite")
    return found


def _spaced(type: Type, low: int, high: int, places: int, *, skewed: bool) -> Domain:
    count = high - low + 1
    if type.kind == "float":
        domain: Domain = Floats(type, low, count, places)
    else:
        step = 10 ** (_stored_places(type) - places)
        domain = Grid(type, low * step, step, count)
    return Skewed(domain) if skewed and count >= 100 else domain


def _stored_places(type: Type) -> int:
    """The decimals of the Arrow type."""
    if type.kind == "decimal":
        return 10 if type.precision is None else type.scale or 0
    return 2 if type.kind == "money" else 0
