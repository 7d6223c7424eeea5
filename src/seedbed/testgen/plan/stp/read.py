"""`read_stp`: a Software Test Plan in markdown, in whichever of its dialects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from seedbed.errors import Note, Origin, Problem, ReadError
from seedbed.testgen.plan.markdown import Block, Heading, Item, Prose, Table, blocks, plain
from seedbed.testgen.plan.stp.agree import disagreements
from seedbed.testgen.plan.stp.bullets import (
    described,
    is_described,
    is_ticketed,
    scenario_head,
    ticketed,
    under_head,
)
from seedbed.testgen.plan.stp.model import Scenario, TestPlan
from seedbed.testgen.plan.stp.rows import criteria_of, is_criteria, is_mapping, is_scenarios, mapped, scenarios_of
from seedbed.testgen.plan.words import likeness, stems

__all__ = ["open_stp", "read_stp"]

_TICKET = re.compile(r"\b[A-Z][A-Z0-9]+-\d+\b")
_PLAN = re.compile(
    r"(?:software )?test plan(?: \(stp\))?\s*[:—–-]?\s*|\s*[:—–-]\s*quality engineering plan\s*$", re.IGNORECASE
)
_TIER = re.compile(r"tier\s*\d.*", re.IGNORECASE)
_ENOUGH = 0.5
"""The share of a scenario's words that a row of a table has to have, to be about the same."""


def open_stp(path: Path) -> TestPlan:
    """The plan in a file. Raises ReadError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror or str(error) if isinstance(error, OSError) else "it is not UTF-8"
        raise ReadError(Problem("the test plan cannot be read", str(path), why)) from error
    return read_stp(text, str(path))


def read_stp(text: str, file: str) -> TestPlan:
    """The plan of a text. Raises ReadError with all that could not be read, each with its line."""
    parts = blocks(text)
    found = [*_tabled(parts, file), *_written(parts, file)]
    problems = [each for each in found if isinstance(each, Problem)]
    scenarios = [each for each in found if isinstance(each, Scenario)]
    if not scenarios:
        problems.append(_none(file))
    if problems:
        raise ReadError(*problems)
    criteria = [each for part in parts if isinstance(part, Table) and is_criteria(part) for each in criteria_of(part)]
    joined, notes = _joined(scenarios, [each for each in _mapped(parts, file) if isinstance(each, Scenario)], file)
    named, doubled = _named(joined, file)
    notes = [*notes, *doubled, *disagreements(named, criteria, file)]
    return TestPlan(file, _feature(parts, file), _jira(parts, named), tuple(named), tuple(criteria), tuple(notes))


def _none(file: str) -> Problem:
    return Problem(
        "the plan has no scenario",
        file,
        "there is no table of scenarios (| TS-01 | …), no **Scenario 1: …**, no table of requirements that names"
        " tests, and no - **[ID-123]** with a Test Scenario",
        "write the scenarios in one of these forms",
    )


def _tabled(parts: Sequence[Block], file: str) -> Iterator[Scenario | Problem]:
    for part in parts:
        if isinstance(part, Table) and is_scenarios(part):
            yield from scenarios_of(part, file)
        elif isinstance(part, Table) and is_mapping(part):
            yield from (each for each in mapped(part, file) if isinstance(each, Problem))
    if not any(_is_scenario(part) for part in parts):
        yield from (each for each in _mapped(parts, file) if isinstance(each, Scenario))


def _is_scenario(part: Block) -> bool:
    """Whether a part of the plan is a scenario by itself, so that a table of requirements only refers to it."""
    if isinstance(part, Table):
        return is_scenarios(part)
    if isinstance(part, Item):
        return is_ticketed(part) or is_described(part)
    return isinstance(part, Heading | Prose) and scenario_head(part) is not None


def _mapped(parts: Sequence[Block], file: str) -> Iterator[Scenario | Problem]:
    for part in parts:
        if isinstance(part, Table) and not is_scenarios(part) and is_mapping(part):
            yield from mapped(part, file)


def _written(parts: Sequence[Block], file: str) -> Iterator[Scenario | Problem]:
    """Scenarios of bullets, with the tier that the headings above them name."""
    tiers: dict[int, str] = {}
    for number, part in enumerate(parts):
        head = scenario_head(part) if isinstance(part, Heading | Prose) else None
        tier = tiers[max(tiers)] if tiers else ""
        if head is not None:
            yield _headed(head, parts, number, tier, file)
        elif isinstance(part, Heading):
            tiers = {level: said for level, said in tiers.items() if level < part.level}
            if found := _TIER.search(part.text):
                tiers[part.level] = found[0]
        elif isinstance(part, Item) and is_ticketed(part) and part.items:
            yield from (_tiered(each, tier) for each in ticketed(part, file))
        elif isinstance(part, Item) and is_described(part):
            yield _tiered(described(part), tier)


def _tiered(found: Scenario | Problem, tier: str) -> Scenario | Problem:
    return replace(found, tier=tier) if isinstance(found, Scenario) and not found.tier else found


def _headed(head: tuple[str, str], parts: Sequence[Block], at: int, tier: str, file: str) -> Scenario | Problem:
    number, title = head
    line = parts[at].line
    if not title:
        return Problem(f"scenario {number} has no title", f"{file}:{line}", help="**Scenario 1: what is tested**")
    items: list[Item] = []
    for part in parts[at + 1 :]:
        if not isinstance(part, Item):
            if isinstance(part, Prose) and scenario_head(part) is None and not items:
                continue
            break
        items.append(part)
    scenario = under_head(Scenario(f"Scenario {number}", title, line, tier=tier), items)
    if not (scenario.steps or scenario.expected):
        why = "there are neither Steps nor an Expected Result under it"
        return Problem(f"scenario {number} cannot be read", f"{file}:{line}", why, "write both as bullets under it")
    return scenario


def _joined(scenarios: list[Scenario], rows: list[Scenario], file: str) -> tuple[list[Scenario], list[Note]]:
    """Scenarios with the requirements that a table traces to them; each row and each scenario counts once."""
    if not rows or all(row in scenarios for row in rows):
        return scenarios, []
    pairs = [
        (likeness(stems(scenario.title), stems(" ".join((row.title, *row.steps)))), -number, -other, number, other)
        for number, scenario in enumerate(scenarios)
        for other, row in enumerate(rows)
    ]
    of: dict[int, int] = {}
    for score, _, _, number, other in sorted(pairs, reverse=True):
        if score >= _ENOUGH and number not in of and other not in of.values():
            of[number] = other
    made = [_with(each, rows[of[number]]) if number in of else each for number, each in enumerate(scenarios)]
    left = [row for other, row in enumerate(rows) if other not in of.values()]
    notes = [
        Note(
            f"“{row.title}” is in the table of requirements only", "nothing describes it", origin=Origin(file, row.line)
        )
        for row in left
    ]
    notes += [
        Note(
            f"“{each.title}” is not in the table of requirements",
            "it is described below",
            origin=Origin(file, each.line),
        )
        for number, each in enumerate(scenarios)
        if number not in of
    ]
    return [*made, *left], notes


def _with(scenario: Scenario, row: Scenario) -> Scenario:
    return replace(
        scenario,
        requirement=scenario.requirement or row.requirement,
        priority=scenario.priority or row.priority,
        tier=scenario.tier or row.tier,
        steps=scenario.steps or row.steps,
        expected=scenario.expected or row.expected,
    )


def _named(scenarios: list[Scenario], file: str) -> tuple[list[Scenario], list[Note]]:
    """Each scenario under an id of its own: the plan's, or that of its requirement, numbered where it has several."""
    counted: dict[str, int] = {}
    for each in scenarios:
        if not each.id:
            counted[each.requirement] = counted.get(each.requirement, 0) + 1
    seen: dict[str, Scenario] = {}
    notes, next_of = [], dict.fromkeys(counted, 0)
    for each in scenarios:
        id = each.id
        if not id:
            next_of[each.requirement] += 1
            told = each.requirement or "Scenario"
            id = told if counted[each.requirement] == 1 and each.requirement else f"{told} #{next_of[each.requirement]}"
        if id in seen:
            same = seen[id].title == each.title
            what = f"{id} stands twice" if same else f"{id} stands twice, with different texts"
            why = f"the first is in line {seen[id].line}: “{seen[id].title}”"
            notes.append(
                Note(what, why, "give one of them an id of its own", grave=not same, origin=Origin(file, each.line))
            )
            if same:
                continue
            id = next(f"{id} ({number})" for number in range(2, len(scenarios) + 2) if f"{id} ({number})" not in seen)
        seen[id] = replace(each, id=id)
    return list(seen.values()), notes


def _feature(parts: Sequence[Block], file: str) -> str:
    """What the plan is about: its first heading that says more than whose test plan it is."""
    heads = [part.text for part in parts if isinstance(part, Heading) and part.level <= 2]
    for text in heads:
        said = _PLAN.sub("", text).strip(" :—–-")
        if said and not re.match(r"[IVX]+\.|\d+\.", said) and not re.search(r"\btest plan$", text, re.IGNORECASE):
            return said
    return next((said for text in heads[:1] if (said := _PLAN.sub("", text).strip(" :—–-"))), Path(file).stem)


def _jira(parts: Sequence[Block], scenarios: Sequence[Scenario]) -> str:
    """The ticket of the feature: of the table or line that says so, else the one that all scenarios share."""
    told = re.compile(r"jira|ticket|epic", re.IGNORECASE)
    for part in parts:
        rows = part.rows if isinstance(part, Table) else ()
        texts = [" ".join(row.cells[1:]) for row in rows if row.cells and told.search(row.cells[0])]
        if isinstance(part, Prose):
            texts += re.findall(r"\*\*Jira[^*]*\*\*:?\s*(.*)", part.text)
        for text in texts:
            if ticket := _TICKET.search(plain(text)):
                return ticket[0]
    shared = {each.requirement for each in scenarios}
    return shared.pop() if len(shared) == 1 else ""
