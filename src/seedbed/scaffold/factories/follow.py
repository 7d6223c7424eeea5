"""Attributes that tell of the same thing: each follows what is given of the others in the call of a factory."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from seedbed.project.facts import Sum
from seedbed.scaffold.factories.known import ENOUGH, Known
from seedbed.scaffold.factories.parts import Line
from seedbed.scaffold.factories.shares import Sharing, places_of
from seedbed.scaffold.factories.value import Told

__all__ = ["BEFORE", "following", "names", "sums", "worked"]

BEFORE = "never before "
"""What the reason of a moment begins with that comes after another one."""

_NUMBERS = ("int", "float", "Decimal")
_WORDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "full_name": (("first_name", "last_name"),),
    "email": (("first_name", "last_name"), ("full_name",), ("user_name",)),
    "user_name": (("first_name", "last_name"), ("full_name",)),
}
"""What is spelled by what of the same person, by meaning; the first that are there."""


def sums(told: Mapping[str, Told], formulas: Iterable[Sum]) -> tuple[Sum, ...]:
    """The numbers of a model that others make, each attribute in one of them at most: by formulas, then by the sample.

    Every row of the sample shows the latter.
    """
    rows = {name: cells for name, each in told.items() if (cells := _numbers(each))}
    found: list[Sum] = []
    for one in formulas:
        if one.names <= rows.keys() and not any(one.names & each.names for each in found) and _fits(one, rows, told):
            found.append(one)
    ways: tuple[tuple[int, tuple[int, ...]], ...] = ((2, ()), (2, (1, 1)), (3, (1, 1, 1)), (3, (1, 1, -1)))
    for count, signs in ways:
        for whole, parts in itertools.product(rows, itertools.permutations(rows, count)):
            one = Sum(whole, parts, signs)
            taken = any(one.names & each.names for each in found)
            if len(one.names) == count + 1 and not taken and _holds(one, rows, told) and _fits(one, rows, told):
                found.append(one)
    return tuple(found)


def _numbers(told: Told) -> list[Any]:
    """The cells of a number in the sample, none where some are missing or nearly all are the same."""
    field = told.field
    if told.known is None or told.unique or field.primary or field.foreign or field.python not in _NUMBERS:
        return []
    cells = told.known.rows.get(field.column, [])
    whole = len(cells) >= ENOUGH and all(isinstance(cell, int | float | Decimal) for cell in cells)
    return [Decimal(str(cell)) for cell in cells] if whole and len(set(cells)) > 3 else []


def _holds(one: Sum, rows: Mapping[str, list[Decimal]], told: Mapping[str, Told]) -> bool:
    step = Decimal(1).scaleb(-places_of(told[one.whole])) / 2
    cells = zip(rows[one.whole], *(rows[part] for part in one.parts), strict=True)
    return all(abs(_made(one, parts) - whole) <= step for whole, *parts in cells)


def _made(one: Sum, parts: list[Decimal]) -> Decimal:
    if one.signs:
        return sum((sign * part for sign, part in zip(one.signs, parts, strict=True)), Decimal(0))
    return math.prod(parts, start=Decimal(1))


def _fits(one: Sum, rows: Mapping[str, list[Decimal]], told: Mapping[str, Told]) -> bool:
    """Whether whatever the parts are made of, the whole fits its column."""
    whole = told[one.whole]
    digits, places = whole.digits
    most = (
        Decimal(10) ** (digits - places) if whole.field.python == "Decimal" and digits is not None else Decimal(2**31)
    )
    largest = _made(replace(one, signs=tuple(map(abs, one.signs))), [2 * max(rows[part]) for part in one.parts])
    limits = whole.limits
    bounded = limits.high is not None or limits.values is not None or limits.step is not None
    return largest < most and not bounded and not (limits.low is not None and -1 in one.signs)


def worked(sharing: Sharing, lines: Mapping[str, Line]) -> Iterator[Line]:
    """The lines of a sum: the whole follows its parts; where it was given, they share it."""
    one, told = sharing.one, sharing.told
    place = places_of(told[one.whole])
    shown = [f"exact(o.{part})" for part in one.parts]
    if one.signs:
        signs = ["+" if sign > 0 else "-" for sign in one.signs]
        body = " ".join(f"{sign} {part}" for sign, part in zip(signs, shown, strict=True)).removeprefix("+ ")
    else:
        body = " * ".join(shown)
    code = f"factory.LazyAttribute(lambda o: {_typed(body, told[one.whole], place)})"
    yield Line(one.whole, code, f"what {', '.join(one.parts)} make", made=True)
    for part, left in sharing.codes():
        instead = _typed(left, told[part], places_of(told[part]))
        yield replace(lines[part], code=following(lines[part].code, {one.whole: f"lambda o: {instead}"}))


def _typed(body: str, told: Told, places: int) -> str:
    """The source of an exact number as the attribute has it."""
    python = told.field.python
    if python == "Decimal":
        return f"exact({body}, {places})"
    plain = body.isdigit()
    return body if plain else f"int({body})" if python == "int" else f"round(float({body}), {places})"


def names(told: Mapping[str, Told], known: Iterable[Known], lines: Mapping[str, Line]) -> Iterator[Line]:
    """The lines of texts that are spelled by others: an e-mail by a name, a slug by a title."""
    for one in known:
        own = {each.field.column: name for name, each in told.items() if each.known is one and name in lines}
        for column, source in one.slugs.items():
            if column in own and source in own:
                yield from _spelled(told[own[column]], "-", (own[source],))
        for group in one.together:
            meant = {meaning.name: own[c] for c in group if c in own and (meaning := one.meanings.get(c)) is not None}
            for text, ways in _WORDS.items():
                sources = next((way for way in ways if set(way) <= set(meant)), None)
                if text in meant and sources is not None:
                    yield from _spelled(told[meant[text]], _JOINED[text], tuple(meant[each] for each in sources))


_JOINED = {"full_name": " ", "email": "@", "user_name": "."}


def _spelled(told: Told, joint: str, sources: tuple[str, ...]) -> Iterator[Line]:
    """The line of a text after others, but where a pattern or a list has its own say."""
    limits, most = told.limits, told.most or 254
    if limits.patterns or limits.rejected or limits.values is not None or limits.min_length or most < 20:
        return
    read = ", ".join(f"o.{name}" for name in sources)
    why = f"after {' and '.join(sources)}"
    if joint == " ":
        if not told.unique:
            code = f'factory.LazyAttribute(lambda o: " ".join(filter(None, ({read}))).strip()[:{most}])'
            yield Line(told.field.name, code, why)
        return
    words = f'{read}, joint="{"." if joint == "@" else joint}"'
    end = ', end="@example.com"' if joint == "@" else ""
    if told.unique:
        code = f"factory.LazyAttributeSequence(lambda o, n: spelled_after({words}{end}, number=n, most={most}))"
    else:
        code = f"factory.LazyAttribute(lambda o: spelled_after({words}{end}, most={most}))"
    yield Line(told.field.name, code, why)


def following(code: str, others: Mapping[str, str]) -> str:
    """A declaration that gives way to functions where others are given in the call."""
    listed = ", ".join(f"{name}={function}" for name, function in others.items())
    return f"Following({code}, {listed})"
