"""`std_text`: a description as markdown, with the stubs of its tests."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from seedbed.testgen.plan.std.model import Described, DescribedClass, DescribedFile, Description

__all__ = ["docstring_of", "std_text", "stubs"]

_WIDTH = 100
_CHECKLIST = (
    "STP reference in the docstring of every module",
    "Tests grouped in classes that share preconditions",
    "Each test has a description, Preconditions where it needs any, Steps and Expected",
    "Each test looks at one thing: one Expected",
    "Tests of what has to fail are marked `[NEGATIVE]`",
    "Bodies of tests are empty",
    "Every scenario of the plan has a test",
)


def std_text(description: Description, notes: tuple[str, ...] = ()) -> str:
    """The description as markdown; `notes` say what in the plan skips or disagrees."""
    tests = [(file, group, test) for file in description.files for group, test in file.tests()]
    parts = [
        "# Software Test Description (STD)",
        f"## Feature: {description.feature}",
        "\n".join(_fields(description)),
        "---",
        "## Summary",
        f"{len(tests)} tests for {len({test.scenario for _, _, test in tests})} scenarios of the plan:",
        "\n".join(f"- {test.scenario}: {test.claim}" for _, _, test in tests),
    ]
    if notes:
        parts += ["In the plan, not in order:", "\n".join(f"- {note}" for note in notes)]
    parts += ["---", "## Test Files"]
    for file in description.files:
        parts += [f"### File: `{file.path}`", f"```python\n{stubs(file)}```"]
    parts += ["---", "## Test Coverage Summary", "\n".join(_coverage(description))]
    parts += ["## Traceability Matrix", "\n".join(_traced(description))]
    parts += ["---", "## Checklist", "\n".join(f"- [x] {line}" for line in _CHECKLIST)]
    return "\n\n".join(parts) + "\n"


def _fields(description: Description) -> Iterator[str]:
    yield f"**STP Reference:** {description.reference}"
    yield f"**Jira ID:** {description.jira or 'none'}"
    yield f"**Generated:** {description.generated}"


def stubs(file: DescribedFile) -> str:
    """The stubs of a file, as Python."""
    lines = ['"""', *_escaped(file.docstring).rstrip("\n").split("\n"), '"""']
    for group in file.classes:
        lines += ["", "", *_class(group)] if group.name else ["", *_tests(group, "")]
    return "\n".join(lines).rstrip("\n") + "\n"


def _class(group: DescribedClass) -> Iterator[str]:
    yield f"class {group.name}:"
    yield '    """'
    yield from (f"    {line}" for line in _wrapped(group.about))
    for head, items in (
        ("Markers", group.markers),
        ("Parametrize", group.parametrize),
        ("Preconditions", group.preconditions),
    ):
        if items:
            yield from ("", f"    {head}:", *_bullets(items, "        "))
    yield from ('    """', "", "    __test__ = False")
    yield from _tests(group, "    ")


def _tests(group: DescribedClass, indent: str) -> Iterator[str]:
    for test in group.tests:
        yield from ("", f"{indent}def {test.name}({'self' if indent else ''}):", f'{indent}    """')
        yield from (f"{indent}    {line}" if line else "" for line in docstring_of(test))
        yield from (f'{indent}    """', f"{indent}    pass")


def docstring_of(test: Described) -> list[str]:
    """The lines of a test's docstring."""
    negative = "[NEGATIVE] " if test.negative else ""
    lines = _wrapped(f"{negative}Test that {test.claim.rstrip('.')}.")
    if test.preconditions:
        lines += ["", "Preconditions:", *_bullets(test.preconditions, "    ")]
    lines += ["", "Steps:"]
    for number, step in enumerate(test.steps, 1):
        lines += textwrap.wrap(_escaped(step), _WIDTH, initial_indent=f"    {number}. ", subsequent_indent="       ")
    return [*lines, "", "Expected:", *_bullets((test.expected,), "    ")]


def _bullets(items: tuple[str, ...], indent: str) -> list[str]:
    made: list[str] = []
    for item in items:
        made += textwrap.wrap(
            _escaped(item), _WIDTH, initial_indent=f"{indent}- ", subsequent_indent=f"{indent}  "
        ) or [f"{indent}-"]
    return made


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(_escaped(text), _WIDTH)


def _escaped(text: str) -> str:
    """A text that may stand in a docstring of three quotes."""
    return text.replace("\\", "\\\\").replace('"""', "'''")


def _coverage(description: Description) -> Iterator[str]:
    yield from ("| Test File | Test Class | Test Count | Tier | Related ACs |", "|---|---|---|---|---|")
    for file in description.files:
        for group in file.classes:
            criteria = dict.fromkeys(id for test in group.tests for id in test.criteria)
            cells = (f"`{file.path.rpartition('/')[2]}`", f"`{group.name}`", str(len(group.tests)), group.tier or "-")
            yield f"| {' | '.join(cells)} | {', '.join(criteria) or '-'} |"


def _traced(description: Description) -> Iterator[str]:
    yield from ("| Test ID | Test Method | Acceptance Criteria |", "|---|---|---|")
    for file in description.files:
        for _, test in file.tests():
            yield f"| {test.scenario} | `{test.name}` | {', '.join(test.criteria) or '-'} |"
