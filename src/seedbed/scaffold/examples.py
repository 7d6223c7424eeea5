"""Worked examples of formulas: the numbers that they give to the parts, and whether the formula makes what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from seedbed.errors import Note
from seedbed.project.facts import Model, Sum, Worked
from seedbed.project.planning.facts import Example, Formula, key
from seedbed.scaffold.factories.shares import made

__all__ = ["example_name", "worked_in"]

_NUMBER = r"[-−]?\s?[€$£¥]?\s?\d[\d,]*(?:\.\d+)?(?!\d|\.\d|\s?%)"
_ALONE = re.compile(rf"\s*({_NUMBER})\s*")
_FIRST = re.compile(rf"(?<![\w.,])({_NUMBER})")
_LABEL = re.compile(r"^[^:=\d]{0,30}\d{0,3}\s*:\s*")
_PRODUCT = re.compile(r"\s*[*×]\s*|\s+times\s+")
_SUM = re.compile(r"\s+([+−-])\s+|\s+(plus|minus)\s+")


def example_name(formula: Formula, number: int) -> str:
    """What an example of a formula is called, by its number from 1."""
    return (
        f"worked example {number} of {formula.name}"
        if len(formula.examples) > 1
        else f"worked example of {formula.name}"
    )


def worked_in(formula: Formula, one: Sum, model: Model, notes: list[Note]) -> Iterator[Worked]:
    """The examples of a formula that give each part a number and agree with it; the others are noted."""
    for number, example in enumerate(formula.examples, 1):
        name = example_name(formula, number)
        parts, result = _numbers(example, one, model)
        missing = [part for part in one.parts if part not in parts]
        if missing:
            what, why = f"the {name} is not followed", f"it tells no number of {', '.join(missing)}"
            notes.append(Note(what, why, table=model.name, origin=example.origin))
        elif result is not None and not _agrees(made(one, parts), result):
            what = f"the {name} makes {result}, and the formula {made(one, parts).normalize():f}"
            notes.append(Note(what, "one of the two is wrong", table=model.name, origin=example.origin))
        else:
            yield Worked(name, tuple((part, parts[part]) for part in one.parts))


def _agrees(found: Decimal, result: Decimal) -> bool:
    """Whether a number is the result, which may be rounded."""
    places = -min(int(result.as_tuple().exponent), 0)
    return abs(found - result) <= Decimal(1).scaleb(-places) / 2


def _numbers(example: Example, one: Sum, model: Model) -> tuple[dict[str, Decimal], Decimal | None]:
    """The number of each part as far as the example tells, and what it says that they make."""
    said = (example.given, *example.steps)
    parts = {part: number for part in one.parts if (number := _named(part, model, said)) is not None}
    found = _FIRST.search(example.result)
    result = _plain(found[1]) if found else None
    for step in example.steps:
        left, _, right = _LABEL.sub("", step).rpartition("=")
        numbers = _operands(left.rpartition("=")[2], one)
        told = _placed(numbers, parts, one) if numbers else None
        if told is not None:
            end = _FIRST.search(right)
            return told, _plain(end[1]) if end else result
    return parts, result


def _named(part: str, model: Model, said: tuple[str, ...]) -> Decimal | None:
    """The number that a text gives to a field: behind its name, or before it as of a unit."""
    words = r"[\s_-]*".join(map(re.escape, key(part).split("_")))
    own = rf"(?:{re.escape(key(model.name))}[\s_.-]*)?{words}"
    for pattern in (rf"\b{own}\s*(?:=|:|is|of)\s*({_NUMBER})", rf"(?<![\w.,])({_NUMBER})\s*{own}\b"):
        found = next((match for text in said if (match := re.search(pattern, text, re.I))), None)
        if found:
            return _plain(found[1])
    return None


def _operands(text: str, one: Sum) -> list[Decimal]:
    """The numbers of a product or of a sum with the formula's signs; none where a text is another one."""
    if one.signs:
        pieces = [piece for piece in _SUM.split(f" + {text.strip()}") if piece]
        signs, texts = tuple(-1 if sign in ("-", "−", "minus") else 1 for sign in pieces[::2]), pieces[1::2]
    else:
        signs, texts = (), _PRODUCT.split(text.strip())
    found = [match[1] for each in texts if (match := _ALONE.fullmatch(each))]
    return [_plain(each) for each in found] if len(found) == len(texts) == len(one.parts) and signs == one.signs else []


def _placed(numbers: list[Decimal], named: Mapping[str, Decimal], one: Sum) -> dict[str, Decimal] | None:
    """The numbers by part, those that are named first; None where the numbers are others than the named ones."""
    rest = list(numbers)
    for number in named.values():
        if number not in rest:
            return None
        rest.remove(number)
    return {**named, **dict(zip((part for part in one.parts if part not in named), rest, strict=True))}


def _plain(text: str) -> Decimal:
    """A number without the marks of money and of thousands."""
    return Decimal(re.sub(r"[^\d.-]", "", text.replace("−", "-")))
