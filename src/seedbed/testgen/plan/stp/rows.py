"""Scenarios and acceptance criteria that stand in tables: one row each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from seedbed.errors import Problem
from seedbed.testgen.plan.markdown import Row, Table, plain
from seedbed.testgen.plan.stp.model import Criterion, Scenario
from seedbed.testgen.plan.words import claim, is_check

__all__ = ["ID", "criteria_of", "is_criteria", "is_mapping", "is_scenarios", "mapped", "parts_of", "scenarios_of"]

ID = re.compile(r"[A-Z][A-Za-z]*(?:[A-Z]*\d*)-\d+[a-z]?")
_OWN = re.compile(r"(?:TS|TC|SC|ST)-?\d+[a-z]?", re.IGNORECASE)
_KEYED = re.compile(r"\[?([A-Za-z][\w-]*-\d+)\]?\s*[:—-]*\s*(.*)")
_STEPS = re.compile(r"\s*(?:→|->|⇒|=>)\s*")
_APPROACH = re.compile(r"Test Approach\s*:?\s*\(?(.*?)\)?\s*$", re.IGNORECASE)

_OTHER = re.compile(r"goal|risk|limitation|criteri|non-goal|assumption|field|attribute|check\b", re.IGNORECASE)


def is_scenarios(table: Table) -> bool:
    """Whether each row of a table is a scenario with an id of its own: `| TS-01 | description | … |`."""
    first, others = table.head[0], " ".join(table.head[1:])
    owned = any(row.cells and _OWN.fullmatch(plain(row.cells[0])) for row in table.rows)
    named = re.search(r"\b(test|scenario|case)\b|^(id|#)$", first, re.IGNORECASE) is not None
    keyed = any(row.cells and re.fullmatch(r"[A-Za-z]+-?\d+[a-z]?", plain(row.cells[0])) for row in table.rows)
    if re.search(r"method|test file|class", others, re.IGNORECASE) or is_criteria(table):
        return False
    says = re.search(r"scenario|description|title|verif|test case|name", others, re.IGNORECASE) is not None
    return owned or (named and keyed and says and not _OTHER.search(first + " " + others))


def is_criteria(table: Table) -> bool:
    """Whether a table lists acceptance criteria: `| AC-1 | … | TS-01, TS-02 |`."""
    ids = [plain(row.cells[0]) for row in table.rows if row.cells]
    return any(re.fullmatch(r"AC-?\d+[a-z]?", id, re.IGNORECASE) for id in ids)


def is_mapping(table: Table) -> bool:
    """Whether a table traces requirements to what is tested: `| [ID-123] … | A → B → C |`."""
    head = [cell.lower() for cell in table.head]
    asks = re.search(r"requirement|user story|ticket|jira|^id$|issue", head[0]) is not None
    tests = any(re.search(r"scenario|test approach|mapped test|test case|\btests?\b", cell) for cell in head[1:])
    keyed = any(row.cells and _KEYED.match(plain(row.cells[0])) for row in table.rows)
    return asks and tests and keyed and not is_criteria(table)


def criteria_of(table: Table) -> Iterator[Criterion]:
    """The criteria of a table; the scenarios of each are the ids in its other cells."""
    for row in table.rows:
        cells = [plain(cell) for cell in row.cells]
        if cells and cells[0]:
            named = [id for cell in cells[1:] for id in ID.findall(cell)]
            text = next((cell for cell in cells[1:] if cell and not ID.fullmatch(cell)), "")
            yield Criterion(cells[0], text, row.line, tuple(dict.fromkeys(named)))


def scenarios_of(table: Table, file: str) -> Iterator[Scenario | Problem]:
    """The scenarios of a table with ids of its own; what cannot be read of it is a problem with its line."""
    places = {_role(cell): number for number, cell in reversed(list(enumerate(table.head)))}
    for row in table.rows:
        cells = [plain(cell) for cell in row.cells]
        if not any(cells):
            continue
        id = cells[0].strip("[]")
        text = _cell(cells, places.get("text", 1))
        if not id or not text:
            what = f"the scenario {id} has no description" if id else "a scenario has no id"
            yield Problem(what, f"{file}:{row.line}", help="fill the cell, or take the row out")
            continue
        named = [each for cell in cells[1:] for each in re.findall(r"\bAC-?\d+[a-z]?\b", cell)]
        found = Scenario(
            id,
            text,
            row.line,
            tier=_cell(cells, places.get("tier", -1)) or _like(cells, r"tier\s*\d.*"),
            automated=_cell(cells, places.get("automated", -1)),
            priority=_cell(cells, places.get("priority", -1)) or _like(cells, r"P[0-4]"),
            criteria=tuple(dict.fromkeys(named)),
        )
        given = _cell(cells, places.get("expected", -1))
        conditions, steps = _cell(cells, places.get("preconditions", -1)), _cell(cells, places.get("steps", -1))
        yield replace(
            found,
            preconditions=(conditions,) if conditions else (),
            steps=tuple(part for part in _STEPS.split(steps) if part),
            expected=(given,) if given else (),
        )


def mapped(table: Table, file: str) -> Iterator[Scenario | Problem]:
    """The scenarios of a table that is keyed by requirements; a row without a key goes on with the one above."""
    places = {_role(cell): number for number, cell in reversed(list(enumerate(table.head)))}
    last = ""
    for row in table.rows:
        cells = [plain(cell) for cell in row.cells]
        if not any(cells):
            continue
        keyed = _KEYED.fullmatch(cells[0])
        last = keyed[1] if keyed else last
        for text in _listed(row, places.get("text", len(cells) - 1)):
            summary = (keyed[2] if keyed else "") or _cell(cells, places.get("summary", -1))
            if not (text or summary) or not last:
                what = "a row names no scenario" if last else f"a row has no requirement: {cells[0]!r}"
                yield Problem(what, f"{file}:{row.line}", help="fill the cells, or take the row out")
                continue
            name, steps, expected = parts_of(text or summary)
            yield Scenario(
                "",
                _titled(summary, name),
                row.line,
                tier=_tier(_cell(cells, places.get("tier", -1))),
                priority=_cell(cells, places.get("priority", -1)) or _like(cells, r"P[0-4]"),
                requirement=last,
                steps=steps,
                expected=expected,
            )


def parts_of(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A title, steps and what is expected, of one text such as "A → B → verify C"."""
    approach = _APPROACH.search(text)
    title = text[: approach.start()].strip(" :-—–.") if approach else ""
    steps = [part for part in _STEPS.split(approach[1] if approach else text) if part]
    if len(steps) == 1:
        steps = _listing(steps[0])
    if len(steps) < 2:
        return title or text, (), ()
    expected = (claim(steps.pop()),) if is_check(steps[-1]) else ()
    return title or text, tuple(steps), expected


def _listing(text: str) -> list[str]:
    """The steps of "do A, do B, verify C": cut at commas and "and" before what is looked at, not in brackets."""
    parts, depth, begun = [], 0, 0
    for found in re.finditer(r"[()\[\]]|[,;]\s+(?:and\s+|then\s+)?|\s+and\s+(?=verif|check|confirm|ensure)", text):
        if found[0] in "([":
            depth += 1
        elif found[0] in ")]":
            depth -= 1
        elif depth <= 0:
            parts.append(text[begun : found.start()])
            begun = found.end()
    parts = [part.strip() for part in [*parts, text[begun:]] if part.strip()]
    return parts if is_check(parts[-1]) and not is_check(parts[0]) else [text]


def _listed(row: Row, at: int) -> list[str]:
    """The texts of a cell, one for each of its `- **Name** …` lines, which stand between breaks."""
    cell = row.cells[at] if at < len(row.cells) else ""
    parts = [part.strip() for part in re.split(r"<br\s*/?>", cell)]
    bullets = [part for part in parts if re.match(r"[-*•]\s+\*\*", part)]
    if len(bullets) < 1:
        return [plain(" ".join(parts))]
    texts: list[str] = []
    for part in parts:
        if part in bullets or not texts:
            texts.append(plain(re.sub(r"^[-*•]\s+", "", part)))
        else:
            texts[-1] += " " + plain(re.sub(r"^[-*•]\s+", "", part))
    return texts


def _titled(summary: str, name: str) -> str:
    return f"{summary}: {name}" if summary and name and summary != name else summary or name


def _role(head: str) -> str:
    said = head.lower()
    for role, pattern in _ROLES.items():
        if re.search(pattern, said):
            return role
    return ""


_ROLES = {
    "tier": r"\btiers?\b|test type|test level|^level",
    "automated": r"automat",
    "priority": r"priorit",
    "expected": r"expect",
    "preconditions": r"precondition|prerequisite",
    "steps": r"\bsteps?\b|procedure",
    "summary": r"summary",
    "criteria": r"\bacs?\b|criteri",
    "text": r"scenario.*desc|description|scenario\b|scenarios|scenario\(s\)|mapped|approach|test case name|title|name",
}
"""What a column holds, by its head; the first that fits. The id stands first and has no role."""


def _cell(cells: list[str], at: int) -> str:
    return cells[at] if 0 <= at < len(cells) else ""


def _like(cells: list[str], pattern: str) -> str:
    return next((cell for cell in cells[1:] if re.fullmatch(pattern, cell, re.IGNORECASE)), "")


def _tier(cell: str) -> str:
    return f"Tier {cell}" if cell.isdigit() else cell
