"""Precision: `Decimal with 4 decimal places`, NUMERIC(12, 2), 2dp."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from seedbed.project.planning.facts import Decision, Entity, Precision, Statement
from seedbed.project.planning.vocabulary import words

__all__ = ["precisions_in", "precisions_of"]

_NUMBERS = {"no": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10}
_COUNT = rf"(?P<places>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_PLACES = re.compile(
    rf"(?<![\w.]){_COUNT}[\s-]*(?:decimal\s+(?:places?|digits?|points?)|decimals?\b|d\.?p\.?\b|fractional\s+digits?|places\b)"
    rf"|\b(?:scale|precision)\s*(?:of|:|=)\s*(?P<scale>\d{{1,2}})(?!\s*(?:digits|significant|bits))",
    re.I,
)
_TYPE = re.compile(
    r"\b(?:decimal|numeric|number|money)\s*\(\s*(?P<digits>\d{1,2})\s*,\s*(?P<places>\d{1,2})\s*\)", re.I
)
_KEYWORDS = re.compile(r"max_digits\s*=\s*(?P<digits>\d+)\s*,\s*decimal_places\s*=\s*(?P<places>\d+)")
_DIGITS = re.compile(r"(?P<digits>\d{1,2})\s+(?:significant\s+)?digits\b(?:\s+in\s+(?:all|total))?", re.I)
_LEAD = re.compile(
    r"(?:\s|[:=—–(,-]|\b(?:use[sd]?|using|are|is|have|has|with|to|must|be|stored?|kept|rounded|represented|as|at|in|of|a|an|"
    r"the|type|decimal|numeric|values?|python|exactly|always)\b)*$",
    re.IGNORECASE,
)
_FIELD = re.compile(r"(?<![\w.])(?:[A-Za-z]\w*\.)?[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w(])|(?<![\w.])[A-Z]\w*\.[a-z]\w*")


def precisions_in(decision: Decision) -> Iterator[Precision]:
    """How exact a decision wants numbers, each with what it says that of."""
    for statement in (Statement(decision.title, decision.origin), *decision.statements):
        if statement.field.casefold() not in words("asides"):
            yield from _in(statement, decision.id)


def _in(statement: Statement, decision: str) -> Iterator[Precision]:
    for sentence in re.split(r"(?<=[a-z0-9)])[.;]\s+", statement.text):
        found = _each(sentence)
        for at, match in enumerate(found):
            begin = found[at - 1].end() if at else 0
            end = len(sentence) if at == len(found) - 1 else match.end()
            subject = _LEAD.sub("", sentence[begin : match.start()]).strip(" -,")
            yield Precision(
                _places(match),
                subject or sentence,
                statement.origin,
                _digits(match, sentence),
                tuple(dict.fromkeys(_FIELD.findall(sentence[begin:end]))),
                decision,
            )


def _places(match: re.Match[str]) -> int:
    said = match.groupdict()
    places = said.get("places") or said.get("scale") or "0"
    return int(places) if places.isdigit() else _NUMBERS[places.casefold()]


def _digits(match: re.Match[str], sentence: str) -> int | None:
    digits = match.groupdict().get("digits") or next(iter(_DIGITS.findall(sentence)), "")
    return int(digits) if digits else None


def _each(sentence: str) -> list[re.Match[str]]:
    found = [*_TYPE.finditer(sentence), *_KEYWORDS.finditer(sentence)]
    spans = [(match.start(), match.end()) for match in found]
    found += [match for match in _PLACES.finditer(sentence) if not any(a <= match.start() < b for a, b in spans)]
    return sorted(found, key=lambda match: match.start())


def precisions_of(entities: Iterable[Entity]) -> Iterator[Precision]:
    """The fields of the data model whose type says how exact they are."""
    for entity in entities:
        for field in entity.attributes:
            for found in _each(field.text):
                name = f"{entity.name}.{field.name}"
                yield Precision(_places(found), name, field.origin, _digits(found, ""), (name,))
