"""Scenarios that are written as bullets: under `**Scenario N: Title**`, a name, or a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from seedbed.errors import Problem
from seedbed.testgen.plan.markdown import Heading, Item, Prose, plain
from seedbed.testgen.plan.stp.model import Scenario
from seedbed.testgen.plan.stp.rows import parts_of
from seedbed.testgen.plan.words import claim, is_check

__all__ = ["described", "is_described", "is_ticketed", "scenario_head", "ticketed", "under_head"]

_HEAD = re.compile(r"(?:Test\s+)?Scenario\s+(\d+[a-z]?)\s*(?:[:.)—–-]\s*(.*))?$", re.IGNORECASE)
_KEY = re.compile(
    r"(preconditions?|prerequisites?|steps?|test steps|expected(?: results?| outcomes?)?|priority|tier|test scenarios?"
    r"|test approach|requirements?(?: covered)?|automated|automation|acceptance criteria|acs?)\s*:\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_TICKET = re.compile(r"\*\*\s*\[([A-Za-z][\w-]*)\](?:\([^)]*\))?\s*\*\*\s*(?:—|–|--|-|:)?\s*(.*)", re.DOTALL)
_TIERED = re.compile(r"\[([^\]]+)\]\s*(.*)", re.DOTALL)
_OWN_ID = re.compile(r"((?:TS|TC)-\d+[a-z]?|Scenario \d+)\s*(?:[:—–-]+)?\s*(.*)", re.DOTALL)


def scenario_head(block: Heading | Prose) -> tuple[str, str] | None:
    """The number and the title of `**Scenario 3: Title**`, as bold text or as a heading."""
    if isinstance(block, Prose) and not block.text.startswith("**"):
        return None
    found = _HEAD.fullmatch(plain(block.text))
    return (found[1], (found[2] or "").strip()) if found else None


def under_head(scenario: Scenario, items: list[Item]) -> Scenario:
    """A scenario with what the bullets under its head say."""
    for item in items:
        scenario = _told(scenario, item)
    return scenario


def is_described(item: Item) -> bool:
    """Whether a bullet is `- **Name**` with a Test Approach under it or behind it."""
    below = [plain(each.text) for each in item.items]
    return item.text.startswith("**") and (
        any(re.match(r"Test Approach\b", text, re.IGNORECASE) for text in below)
        or re.search(r"Test Approach\s*[:(]", plain(item.text), re.IGNORECASE) is not None
    )


def described(item: Item) -> Scenario:
    """The scenario of `- **Name**` with its Test Approach."""
    said = plain(item.text)
    name, steps, expected = parts_of(said) if "test approach" in said.lower() else (said, (), ())
    scenario = Scenario("", name, item.line, steps=steps, expected=expected)
    return under_head(scenario, list(item.items))


def is_ticketed(item: Item) -> bool:
    """Whether a bullet is `- **[Jira-123]** — As a user…` with something under it."""
    found = _TICKET.match(item.text)
    return found is not None and re.search(r"\d|-", found[1]) is not None


def ticketed(item: Item, file: str) -> Iterator[Scenario | Problem]:
    """The scenarios of one ticket; each Test Scenario under it is one."""
    found = _TICKET.match(item.text)
    assert found is not None
    ticket, story = found[1], plain(found[2])
    made: list[Scenario] = []
    common = Scenario("", story, item.line, requirement=ticket)
    for each in item.items:
        key = _KEY.fullmatch(plain(each.text))
        if key and key[1].lower().startswith("test scenario"):
            made.append(_scenario(key[2], each, ticket))
        elif key:
            common = _told(common, each)
        elif not made and is_check(plain(each.text)):
            made.append(_scenario(plain(each.text), each, ticket))
    if not made or not all(one.title for one in made):
        help = "write `- *Test Scenario:* [Tier 1] Verify …` under it"
        yield Problem(f"[{ticket}] has no test scenario", f"{file}:{item.line}", help=help)
        return
    for one in made:
        yield replace(
            one,
            priority=common.priority,
            tier=one.tier or common.tier,
            preconditions=(*common.preconditions, *one.preconditions),
            steps=one.steps or common.steps,
            expected=one.expected or common.expected,
            criteria=common.criteria,
        )


def _scenario(text: str, item: Item, ticket: str) -> Scenario:
    tiered = _TIERED.fullmatch(text)
    tier, said = (tiered[1], tiered[2]) if tiered else ("", text)
    own = _OWN_ID.fullmatch(said)
    id, said = (own[1], own[2]) if own else ("", said)
    name, steps, expected = parts_of(said)
    scenario = Scenario(id, name, item.line, tier=tier, requirement=ticket, steps=steps, expected=expected)
    return under_head(scenario, list(item.items))


def _told(scenario: Scenario, item: Item) -> Scenario:
    """A scenario with what one bullet adds to it."""
    key = _KEY.fullmatch(plain(item.text))
    if key is None:
        return scenario
    word, rest = key[1].lower(), key[2].strip()
    texts = tuple(text for text in (rest, *(plain(each.text) for each in item.items)) if text)
    if word.startswith(("precond", "prereq")):
        return replace(scenario, preconditions=(*scenario.preconditions, *texts))
    if word.endswith(("step", "steps")):
        return replace(scenario, steps=(*scenario.steps, *_numbered(texts)))
    if word.startswith("expected"):
        return replace(scenario, expected=(*scenario.expected, *(claim(text) for text in texts)))
    if word == "test approach":
        _, steps, expected = parts_of(rest.strip("()"))
        steps = steps or ((rest,) if rest and not is_check(rest) else ())
        expected = expected or ((claim(rest),) if is_check(rest) else ())
        more = tuple(plain(each.text) for each in item.items)
        return replace(scenario, steps=(*scenario.steps, *steps, *more), expected=(*scenario.expected, *expected))
    if word == "priority":
        return _priority(scenario, rest)
    if word == "tier":
        return replace(scenario, tier=rest)
    if word.startswith("requirement"):
        return replace(scenario, requirement=rest)
    if word.startswith("automat"):
        return replace(scenario, automated=rest)
    return replace(scenario, criteria=tuple(re.findall(r"AC-?\d+", " ".join(texts))) or scenario.criteria)


def _priority(scenario: Scenario, rest: str) -> Scenario:
    """`P0`, or `P1 | Tier: Tier 1` in one line."""
    tier = re.search(r"Tier:\s*(.+)", rest)
    first = re.match(r"P?\w+", rest)
    return replace(scenario, priority=first[0] if first else rest, tier=tier[1].strip() if tier else scenario.tier)


def _numbered(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Steps that stand in one line, "1. a 2. b", taken apart."""
    if len(texts) == 1 and re.match(r"1[.)]\s", texts[0]):
        return tuple(part.strip(" ;") for part in re.split(r"(?:^|\s)\d+[.)]\s+", texts[0]) if part.strip())
    return texts
