"""Facets that are no spelled text: labels that agree with an attribute, births and ages, prices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from seedbed.generators.data.lists import word_list
from seedbed.generators.data.rows import classes
from seedbed.generators.data.wares import categories
from seedbed.generators.domain import Domain
from seedbed.generators.domains.choice import Choice
from seedbed.generators.domains.floating import Floats
from seedbed.generators.domains.grid import Grid
from seedbed.generators.factors.facets import Aged, Born, Facet, Labelled, Priced
from seedbed.generators.factors.factor import Factor
from seedbed.generators.factors.local import Local, Near, texts_of
from seedbed.generators.meanings.catalog import NUMBERS, catalog
from seedbed.generators.meanings.fit import obeys, room_of
from seedbed.generators.meanings.naming import words
from seedbed.plan.dress.cloth import Cloth, accepted, is_free, spelled
from seedbed.plan.dress.members import Member
from seedbed.schema.types import Type

__all__ = ["SPECIAL"]

_OWN = 24
"""How many times as often as a label that fits everyone all those come together that fit one only."""

_MOST = 2**40
_LEAST = 0.5
_FEW_DAYS = 1000
_NEAR = 30_000  # millionths of a degree: some three kilometres
_OLDEST = 120
_EPOCH = date(1970, 1, 1)
_DAYS = (_EPOCH - date(1800, 1, 1)).days


_TITLES = frozenset({"name_title", "courtesy_title"})


def _labelled(cloth: Cloth, member: Member, given: str) -> Cloth | None:
    """Labels for the texts of an attribute of a factor, both named behind the word."""
    _, name, attribute = given.split()
    factor = cloth.factor(name)
    labels = _labels(member, factor, attribute)
    if labels is None:
        return spelled(cloth, member, f"{{{name}:{attribute}}}")
    labels = tuple(label for label, kept in zip(labels, accepted(member, labels), strict=True) if kept)
    told = {label: _class(label, attribute) for label in labels}
    if sum(text is None for text in told.values()) * 3 > len(labels):
        return None  # most of them mean something else
    fits_all = [label for label, text in told.items() if not text]
    texts = sorted(set(factor.texts(attribute)))
    spans: list[tuple[str, int, int]] = []
    flat: list[str] = []
    for text in texts:
        own = [label for label, meant in told.items() if meant == text]
        if own:
            run = [*own * max(_OWN // len(own), 1), *fits_all]
            spans.append((text, len(flat), len(run)))
            flat += run
    held = tuple(text for text, _, _ in spans)
    if len(held) < len(texts):
        if len(held) < 2 and attribute == "gender":
            return None
        factor = replace(factor, only=(*factor.only, (attribute, held)))
    choice = Choice(member.type, tuple(flat))
    return cloth.adding(member.column, Labelled(name, attribute, choice, tuple(spans)), factor) if held else None


def _labels(member: Member, factor: Factor, attribute: str) -> tuple[str, ...] | None:
    """The labels that the column may hold; None where any text will do."""
    if member.type.kind == "enum":
        return member.type.values
    if member.limits.values is not None:
        return tuple(value for value in member.limits.values if isinstance(value, str))
    if member.meaning in _TITLES:
        return word_list("name_title", factor.locale)
    if attribute == "gender":
        return word_list("gender_letter" if member.type.length == 1 else "gender", "us")
    return None


def _class(label: str, attribute: str) -> str | None:
    """The text of an attribute for which a label stands; "" for any, None for none of them."""
    found = words(label)
    if attribute == "category":
        named = categories()
        return next((named[text] for text in (" ".join(found), *found) if text in named), None)
    known = classes(attribute)
    return next((known[word] for word in found if word in known), None)


def _born(cloth: Cloth, member: Member, given: str) -> Cloth | None:
    grid = member.domain
    if member.type.kind != "date" or not isinstance(grid, Grid) or grid.step != 1:
        return None
    return _birth(cloth, member, Born("birth"), grid.first, grid.first + grid.size - 1)


def _aged(cloth: Cloth, member: Member, given: str) -> Cloth | None:
    grid, is_year = member.domain, member.meaning == "birth_year"
    if not isinstance(grid, Grid) or grid.step != 1 or not 0 <= grid.first < 9000:
        return None
    first, last = grid.first, min(grid.first + grid.size - 1, 9000 if is_year else _OLDEST)
    low = date(first, 1, 1) if is_year else _before(cloth.today, last + 1) + timedelta(days=1)
    high = date(last, 12, 31) if is_year else _before(cloth.today, first)
    return _birth(cloth, member, Aged("birth", cloth.today, is_year), (low - _EPOCH).days, (high - _EPOCH).days)


def _birth(cloth: Cloth, member: Member, facet: Facet, first: int, last: int) -> Cloth | None:
    """With a facet of births between two days, counted from 1970, and between those of the facets before it."""
    known = cloth.factors.get("birth")
    low, high = (int(end) - _DAYS for end in known.source.split("-")) if known else _usual(cloth.today)
    low, high = max(low, first), min(high, last)
    if high - low < _FEW_DAYS:
        return None
    return cloth.adding(member.column, facet, Factor("birth", f"{low + _DAYS}-{high + _DAYS}"))


def _usual(today: date) -> tuple[int, int]:
    """The first and the last day of the births of people today."""
    days = catalog()["birth_date"].days or (-29200, -6600)
    first, last = (today - _EPOCH + timedelta(days=end) for end in days)
    return first.days, last.days


def _before(today: date, years: int) -> date:
    """The day so many years before today; on a leap day the one before where there is none."""
    year = max(today.year - years, 1800)
    return today.replace(year=year, day=28) if (today.month, today.day) == (2, 29) else today.replace(year=year)


def _priced(cloth: Cloth, member: Member, given: str) -> Cloth | None:
    """Prices of wares, those for which the type and the checks of the column leave their whole range."""
    limits, type = member.limits, member.type
    whole = type.kind == "integer" or (type.kind == "decimal" and type.scale in (0, 1))
    if type.kind not in (*NUMBERS, "integer") or limits.excluded or limits.values is not None or limits.step:
        return None
    domain, factor = _amounts(type), cloth.factor("ware")
    for end in ("low", "high"):
        texts = sorted(set(factor.texts(end)), key=int)
        units = np.array([int(text) if whole else int(text) * 100 - 1 for text in texts], dtype=np.uint64)
        most = _MOST if type.precision is None else 10 ** (type.precision - (type.scale or 0))
        values = domain.at(units[np.array([int(text) < most for text in texts])])
        kept = accepted(member, values.to_pylist())
        good = tuple(text for text, is_good in zip(texts, kept, strict=False) if is_good)
        if len(good) < len(texts):
            factor = replace(factor, only=(*factor.only, (end, good)))
    is_rich = factor.size >= _LEAST * cloth.factor("ware").size
    return cloth.adding(member.column, Priced("ware", domain, whole), factor) if is_rich else None


def _amounts(type: Type) -> Domain:
    """All amounts in hundredths, or in whole units where the type keeps fewer decimals."""
    if type.kind == "float":
        return Floats(type, 0, _MOST, 2)
    scale = 2 if type.kind == "money" else 10 if type.kind == "decimal" and type.precision is None else type.scale or 0
    step = 1 if type.kind == "integer" else 10 ** (scale - 2 if scale > 1 else scale)
    return Grid(type, 0, step, _MOST)


def _local(cloth: Cloth, member: Member, given: str) -> Cloth | None:
    """Postcodes or telephone numbers of the place; all that any place writes has to do."""
    factor, form = cloth.factor("place"), given.split()[1]
    texts = texts_of(factor.locale, form)
    most = room_of(member.type, member.limits)
    if not is_free(member) or (most is not None and texts.longest > most):
        return None
    done = obeys(texts, replace(member.limits, null=None, max_length=None))
    return cloth.adding(member.column, Local("place", form), factor) if done else None


def _near(cloth: Cloth, member: Member, given: str) -> Cloth | None:
    """Coordinates within a few kilometres of the place, whose whole surroundings have to do."""
    type, factor = member.type, cloth.factor("place")
    scale = {"float": 6 if type.bits == 64 else 4, "decimal": 6 if type.precision is None else type.scale or 0}
    places = min(scale.get(type.kind, 0), 6)
    if not places or not factor.has(member.meaning) or member.limits.excluded or member.limits.values is not None:
        return None
    facet = Near("place", member.meaning, _NEAR, places, _degrees(type, places))
    ends = [int(text) + away for text in sorted(set(factor.texts(member.meaning))) for away in (-_NEAR, _NEAR)]
    room = 10**9 if type.kind == "float" or type.precision is None else 10 ** (type.precision - (type.scale or 0))
    if any(abs(end) >= room * 1_000_000 for end in ends):
        return None
    index = (np.array(ends) + 180_000_000).astype(np.uint64) // np.uint64(10 ** (6 - places))
    is_good = all(accepted(member, facet.domain.at(index).to_pylist()))
    return cloth.adding(member.column, facet, factor) if is_good else None


def _degrees(type: Type, places: int) -> Domain:
    """All degrees from -180 to 180 with so many decimals."""
    first, count = -180 * 10**places, 360 * 10**places + 1
    if type.kind == "float":
        return Floats(type, first, count, places)
    step = 10 ** ((10 if type.precision is None else type.scale or 0) - places)
    return Grid(type, first * step, step, count)


SPECIAL: Mapping[str, Callable[[Cloth, Member, str], Cloth | None]] = {
    "labels": _labelled,
    "born": _born,
    "aged": _aged,
    "priced": _priced,
    "local": _local,
    "near": _near,
}
"""Ways to weave in a column, by the first word of its form."""
