"""`describe`: a test plan as a description, one test for each thing that is expected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from seedbed.classes import dataclass
from seedbed.testgen.plan.std.model import Described, DescribedClass, DescribedFile, Description
from seedbed.testgen.plan.stp.model import Scenario, TestPlan
from seedbed.testgen.plan.words import claim, is_check, is_negative, name_of

__all__ = ["describe", "path_of"]

_CLASS_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Group:
    tier: str
    negative: bool


def path_of(plan: TestPlan) -> str:
    """Where the description of a plan is kept: `tests/std/{feature}/std_{id}.md`."""
    id = name_of(plan.jira or PurePosixPath(plan.file.replace("\\", "/")).stem)
    return f"tests/std/{_slug(plan)}/std_{id.removeprefix('n') if id[1:2].isdigit() else id}.md"


def describe(plan: TestPlan, today: str, reference: str) -> Description:
    """The description of a plan: one file, a class for each tier and for what has to fail."""
    slug = _slug(plan)
    groups: dict[_Group, list[Described]] = {}
    taken: set[str] = set()
    for scenario in plan.scenarios:
        for test in _tests(scenario, taken):
            groups.setdefault(_Group(scenario.tier, test.negative), []).append(test)
    names: set[str] = set()
    classes = tuple(_class(group, tests, plan, names) for group, tests in groups.items())
    about = f"{plan.feature}\n\nSTP Reference: {reference}\n"
    about += f"Jira: {plan.jira}\n" if plan.jira else ""
    file = DescribedFile(f"tests/{slug}/test_{slug}.py", classes, about)
    return Description(plan.feature, reference, plan.jira, today, (file,))


def _slug(plan: TestPlan) -> str:
    return name_of(plan.feature, 40)


def _tests(scenario: Scenario, taken: set[str]) -> list[Described]:
    """The tests of a scenario: one for each expected result, and one where the plan names none."""
    title = re.sub(r"^\W+", "", scenario.title)
    wanted = scenario.expected or (_wanted(scenario),)
    made = []
    for expected in wanted:
        short = title if len(wanted) == 1 else f"{title} {expected}"
        name = _unique(f"test_{name_of(short.partition(': ')[2] or short if is_check(short) else short)}", taken)
        test = Described(
            name,
            _claim(scenario, expected),
            scenario.steps or (_step(scenario.title),),
            expected,
            is_negative(scenario.title, expected),
            scenario.preconditions,
            scenario.id,
            scenario.criteria,
        )
        made.append(test)
    return made


def _wanted(scenario: Scenario) -> str:
    """What a scenario without an expected result has to show: what its last step, or its title, looks at."""
    for text in (*reversed(scenario.steps), scenario.title):
        for part in reversed(re.split(r"\s+and\s+(?=verif|check|confirm|ensure|validate)|;\s+|:\s+", text)):
            if is_check(part):
                return claim(part)
    return claim(scenario.title)


def _step(title: str) -> str:
    """The one step of a scenario that tells none: its title, without what is to be seen."""
    head = re.split(r"\s+and\s+(?=verif|check|confirm|ensure|validate)|;\s+", title)[0]
    return f"Check that {claim(head)}" if is_check(head) else head


def _claim(scenario: Scenario, expected: str) -> str:
    """What a test shows, to stand behind "Test that"."""
    said = claim(scenario.title) if is_check(scenario.title) and len(scenario.expected) < 2 else expected
    if said == scenario.title:
        return f"the scenario holds: {said}"
    return said if re.match(r"[A-Z]{2}|[A-Z]\w*[A-Z(_]|`", said) else said[:1].lower() + said[1:]


def _unique(name: str, taken: set[str]) -> str:
    number, found = 2, name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    taken.add(found)
    return found


def _class(group: _Group, tests: Sequence[Described], plan: TestPlan, names: set[str]) -> DescribedClass:
    words = [
        word for word in re.findall(r"[A-Za-z0-9]+", plan.feature) if word.lower() not in {"the", "a", "of", "for"}
    ]
    stem = "".join(word[0].upper() + word[1:] for word in words[:_CLASS_WORDS])
    tier = re.match(r"tier\s*(\d)", group.tier, re.IGNORECASE)
    name = f"Test{stem}{f'Tier{tier[1]}' if tier else ''}{'Negative' if group.negative else ''}"
    shared = _shared([test.preconditions for test in tests])
    markers = (f"tier{tier[1]}",) if tier else ()
    about = f"Tests for {plan.feature}" + (": what has to fail." if group.negative else ".")
    return DescribedClass(
        _unique(name, names), about, tuple(_without(test, shared) for test in tests), markers, (), shared, group.tier
    )


def _shared(all_of: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Preconditions that every test of a class has."""
    if len(all_of) < 2:
        return ()
    return tuple(each for each in all_of[0] if all(each in others for others in all_of[1:]))


def _without(test: Described, shared: tuple[str, ...]) -> Described:
    left = tuple(each for each in test.preconditions if each not in shared)
    return Described(
        test.name, test.claim, test.steps, test.expected, test.negative, left, test.scenario, test.criteria
    )
