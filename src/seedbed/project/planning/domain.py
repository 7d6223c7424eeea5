"""domain-knowledge.md and domain-library: formulas with worked examples, edge cases and gotchas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from seedbed.errors import Origin
from seedbed.project.planning.facts import Case, Example, Formula, Statement
from seedbed.project.planning.text import Section, tables

__all__ = ["cases_in", "formulas_in", "is_example"]

_CALCULATION = re.compile(r"^(?:CALCULATION|FORMULA)\s*:\s*(?P<name>.+)$")
_FORMULA = re.compile(r"^(?:formula|calculation|computed as|computation)\s*:\s*(?P<text>.*)$", re.I)
_EQUATION = re.compile(r"^(?P<name>[A-Za-z][\w %()/'-]{0,60}?)\s*=\s*(?P<text>[^=].*)$")
_COMPUTES = re.compile(
    r"[+*/×÷^]|\s[-−–]\s|\b(?:sum|max|min|round|avg|count|abs|ceil|floor|total)\s*\(|\bof\b.*%|%\s*of", re.I
)
_STEP = re.compile(r"^(?:step\s+\d+|bracket\s+\d+|\d+)\s*[:.)]\s*(?P<text>.+)$", re.I)
_EXAMPLE = re.compile(r"^(?:worked\s+)?examples?(?:\s+\d+)?(?:\s*\([^)]*\))?\s*(?::|—|–|-|$)\s*(?P<text>.*)$", re.I)
_GIVEN = re.compile(r"^(?:given|inputs?|assume|suppose)\s*:?\s+(?P<text>.+)$", re.I)
_RESULT = re.compile(r"^(?:results?|total|answer|output|expected)\s*[:=]\s*(?P<text>.+)$", re.I)
_WRONG = re.compile(r"^(?:wrong|not|incorrect|common mistake)\s*:\s*(?P<text>.+)$", re.I)
_CASES = re.compile(
    r"\b(?:(?:edge|corner|boundary|special)[ -]cases?|gotchas?|pitfalls?|traps?|common mistakes?)\b",
    re.I,
)
_GOTCHA = re.compile(r"\b(?:gotchas?|pitfalls?|traps?|mistakes?)\b", re.I)
_MORE = re.compile(r"^(?:impact|correct handling|handling|source|fix|example|why|consequence)\s*:", re.I)
_TOPIC = re.compile(r"^category\s*:\s*(?P<name>.+)$", re.I)
_END = re.compile(
    r"^(?:source|verification|inputs?|output|domain context|rounding|expected output type|test case)\s*:", re.I
)


def is_example(statement: Statement) -> bool:
    """Whether a statement is of a worked example, whose numbers are no bounds."""
    return any(pattern.match(statement.text) for pattern in (_GIVEN, _STEP, _RESULT, _WRONG, _EXAMPLE))


def formulas_in(title: str, said: Sequence[Statement]) -> tuple[Formula, ...]:
    """The formulas of a section, each with the worked examples that follow it."""
    found: list[Formula] = []
    name, mode = "", "example" if re.search(r"\bexamples?\b", title, re.I) else ""
    for each in said:
        text = each.text
        if match := _CALCULATION.match(text):
            name, mode = match["name"], ""
        elif _CASES.search(text) and text.endswith(":"):
            mode = ""
        elif match := _FORMULA.match(text):
            found.append(Formula(name or title or "formula", match["text"], each.origin))
            mode = "formula"
        elif (match := _EXAMPLE.match(text)) and not each.field.casefold().startswith("source"):
            mode = "example"
            _example(found, name or title, each, match["text"])
        elif mode == "example" and not _END.match(text) and (text or each.bullet):
            _example(found, name or title, each, text)
        elif mode == "formula" and (_STEP.match(text) or each.bullet or each.depth) and not _END.match(text):
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{text}".strip())
        elif (match := _EQUATION.match(text)) and _COMPUTES.search(match["text"]) and _is_words(match["text"]):
            found.append(Formula(match["name"].strip(), match["text"].strip(), each.origin))
            mode = ""
        else:
            mode = "" if _END.match(text) else mode
    return tuple(formula for formula in found if formula.text or formula.examples)


def _is_words(text: str) -> bool:
    """Whether an expression names something: one of numbers alone is an example."""
    return bool(re.search(r"[A-Za-z_]{2,}", text))


def _example(found: list[Formula], name: str, each: Statement, text: str) -> None:
    """Takes a line of an example into the last formula."""
    if not found:
        found.append(Formula(name or "example", "", each.origin))
    examples = list(found[-1].examples)
    begins = bool(_EXAMPLE.match(each.text)) or bool(_GIVEN.match(text) and examples and examples[-1].result)
    if begins or not examples:
        examples.append(Example("", (), "", each.origin))
    last = examples[-1]
    if given := _GIVEN.match(text):
        last = replace(last, given="; ".join(filter(None, (last.given, given["text"]))))
    elif _WRONG.match(text):
        pass
    elif result := _RESULT.match(text):
        last = replace(last, result=result["text"])
    elif text:
        last = replace(last, steps=(*last.steps, text))
        inline = re.search(r"=\s*(?P<end>[^=]+)$", text)
        last = replace(last, result=inline["end"].strip()) if inline and not last.given and not last.result else last
    examples[-1] = last
    found[-1] = replace(found[-1], examples=tuple(each for each in examples if each.steps or each.result or each.given))


def cases_in(section: Section, said: Sequence[Statement], file: str) -> tuple[Case, ...]:
    """The edge cases and gotchas of a section: bullets below such a label or heading, rows of a table below it."""
    walk = _Cases(_kind(section.title))
    for table in tables(section.lines) if walk.kind else ():
        for row in table.rows:
            if len(row.cells) > 1 and row.cells[0]:
                walk.cases.append(Case(row.cells[0], row.cells[1], walk.kind or "gotcha", Origin(file, row.line)))
    for each in said:
        walk.read(each)
    return tuple(walk.cases)


class _Cases:
    """Collects cases, statement by statement; `here` is the kind that bullets are of, "" where they are none."""

    def __init__(self, kind: Literal["edge case", "gotcha", ""]) -> None:
        self.kind = self.here = kind
        self.topic = ""
        self.cases: list[Case] = []

    def read(self, each: Statement) -> None:
        """Takes in a statement: a topic, a label that says what follows, a case, or more of the last one."""
        text = each.text
        if wrong := _WRONG.match(text):
            self.cases.append(Case("common mistake", wrong["text"], "gotcha", each.origin, self.topic))
        elif named := _TOPIC.match(text):
            self.topic = named["name"].strip(' "')
        elif self.here and self.cases and _MORE.match(text):
            self.cases[-1] = replace(self.cases[-1], text=f"{self.cases[-1].text} {text}")
        elif each.bullet and self.here:
            name, colon, rest = (part.strip() for part in text.partition(":"))
            self.cases.append(
                Case(name if colon else text, rest if colon else text, self.here, each.origin, self.topic)
            )
        elif not each.bullet:
            self.label(text if text.endswith(":") else each.field, ends=bool(_END.match(text) or _EXAMPLE.match(text)))

    def label(self, label: str, *, ends: bool) -> None:
        """What the bullets below a label are."""
        named = _kind(label)
        self.here = named or ("" if ends or (label and not self.kind) else self.here)
        if self.kind and label and not named:
            self.topic = label.rstrip(":")


def _kind(text: str) -> Literal["edge case", "gotcha", ""]:
    if not _CASES.search(text):
        return ""
    return "gotcha" if _GOTCHA.search(text) and not re.search(r"\bcases?\b", text, re.I) else "edge case"
