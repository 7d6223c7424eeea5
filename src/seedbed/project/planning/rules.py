"""Business rules over fields, and computed fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from seedbed.project.planning.facts import Range, Rule, Statement
from seedbed.project.planning.ranges import ranges_in
from seedbed.project.planning.vocabulary import words

__all__ = ["rules_in"]

Sense = Literal["", "<", "<=", "=", "!=", ">=", ">"]

_ENTITY = re.compile(r"^(?:DOMAIN )?ENTITY:\s*(?P<name>[A-Za-z][\w ]*?)\s*(?:\(.*)?$", re.I)
_RULES = re.compile(
    r"\b(?:business rules?|validations?|cross-field|invariants?|rules?|constraints?)\b",
    re.I,
)
_COMPUTED = re.compile(r"\b(?:computed|derived|calculated)\b", re.I)
_FIELD = r"[A-Za-z]\w*(?:\.\w+)?"
_SYMBOLS = re.compile(
    rf"(?<![\w.$])(?P<left>{_FIELD})\s*(?P<sense><=|>=|!=|==|≤|≥|≠|<|>)\s*(?P<right>{_FIELD}|-?\d[\d,.]*)(?![\w%])"
)
_WORDS = re.compile(
    rf"(?<![\w.])(?P<left>{_FIELD})\s+(?:must|shall|should|has to|is|are|cannot|can not|can't|may not)\s+"
    rf"(?P<no>not\s+|never\s+)?(?:be\s+)?"
    rf"(?P<sense>(?:strictly\s+)?(?:on or after|on or before|after|before|later than|earlier than|at least|at most|"
    rf"greater than or equal to|less than or equal to|greater than|less than|more than|equal to|equals?|exceed|"
    rf"different from))\s+(?:the\s+)?(?P<right>{_FIELD}|-?\d[\d,.]*)",
    re.I,
)
_SENSES: dict[str, Sense] = {
    **dict.fromkeys(("≤", "at most", "on or before", "less than or equal to"), "<="),
    **dict.fromkeys(("≥", "at least", "on or after", "greater than or equal to"), ">="),
    **dict.fromkeys(("after", "later than", "greater than", "more than", "exceed"), ">"),
    **dict.fromkeys(("before", "earlier than", "less than"), "<"),
    **dict.fromkeys(("==", "equal to", "equal", "equals"), "="),
    **dict.fromkeys(("≠", "different from"), "!="),
}
_TURNED: dict[str, Sense] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
_COMPUTES = re.compile(r"^(?P<name>[A-Za-z]\w*)\s*(?::|=)\s*(?P<how>[^|]+)(?:\|.*)?$")
_CHECKED = re.compile(r"^(?P<name>[A-Za-z]\w*)\s*:.*\|\s*validation\s*:\s*(?P<rule>[^|]+)", re.I)


def rules_in(said: Sequence[Statement], decision: str) -> tuple[tuple[Rule, ...], tuple[Range, ...]]:
    """The rules and computed fields of statements, and the ranges that fields are checked to lie in."""
    rules: list[Rule] = []
    ranges: list[Range] = []
    entity, mode, field = "", "", ""
    for each in said:
        text = each.text
        if each.field.casefold() in words("asides"):
            continue
        if each.field != field:
            field, mode = each.field, _mode(each.field)
        if found := _ENTITY.match(text):
            entity, mode = found["name"], ""
        elif not each.bullet and text.endswith(":"):
            mode = _mode(text)
        elif mode == "computed" and (found := _COMPUTES.match(text)):
            how = found["how"].strip()
            rules.append(
                Rule(f"{found['name']} = {how}", each.origin, "computed", entity, found["name"], "=", how, decision)
            )
        elif found := _CHECKED.match(text):
            named = f"{entity}.{found['name']}" if entity else found["name"]
            ranges += ranges_in(Statement(found["rule"].strip(), each.origin), named, decision)
            rules += _compared(each, found["rule"], entity, decision)
        else:
            rules += _ruled(each, entity, decision, listed=mode == "rule" and each.bullet)
    return tuple(rules), tuple(ranges)


def _mode(label: str) -> str:
    return "computed" if _COMPUTED.search(label) else "rule" if _RULES.search(label) else ""


def _ruled(each: Statement, entity: str, decision: str, *, listed: bool) -> Iterator[Rule]:
    """The comparisons of a statement; a bullet of a list of rules that compares nothing is a rule in words."""
    found = list(_compared(each, each.text, entity, decision))
    yield from found
    if listed and not found:
        yield Rule(each.text.partition(" | ")[0], each.origin, "rule", entity, decision=decision)


def _compared(each: Statement, text: str, entity: str, decision: str) -> Iterator[Rule]:
    bare = text.partition(" | ")[0].strip()
    for found in (*_SYMBOLS.finditer(bare), *_WORDS.finditer(bare)):
        left, right = found["left"], found["right"].rstrip(".,")
        said = re.sub(r"\s+", " ", found["sense"].casefold()).removeprefix("strictly ")
        sense = _SENSES.get(said, said)
        refused = found.groupdict().get("no") or re.search(r"\b(?:cannot|can not|can't|may not)\b", found[0])
        sense = _TURNED[sense] if refused else sense
        if _names(left, right) and sense in _TURNED:
            yield Rule(bare, each.origin, "rule", entity, left, sense, right, decision)  # type: ignore[arg-type]


def _names(left: str, right: str) -> bool:
    """Whether two sides are fields, or a field and a number: one of them is written as columns are."""
    sides = [side for side in (left, right) if not re.match(r"-?\d", side)]
    return any("_" in side or "." in side for side in sides) or all(side.islower() and len(side) > 2 for side in sides)
