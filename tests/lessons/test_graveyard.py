"""GRAVEYARD.md as people keep it: what is read, what is told of, and that it only grows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seedbed.lessons.graveyard import read_graveyard
from seedbed.lessons.inscription import inscribed, lesson_text
from seedbed.lessons.record import Again, Lesson, same
from tests.lessons.yards import LESSON, YARD


def test_all_is_read_that_stands_there() -> None:
    (first, second), problems = read_graveyard(YARD, "tests/GRAVEYARD.md")
    assert not problems
    assert (first.title, first.category, first.date) == ("`wait_for` lives in utilities", "ImportError", "2025-11-03")
    assert first.test == "tests/vm/test_start.py::test_vm_starts"
    assert first.wrong == 'from libs.wait import wait_for\n\nwait_for(vm, "Running")'
    assert first.correct.endswith('status="Running")')
    assert first.sections == (("Correct Code", "Mind the keyword:"),)
    assert "### this is no heading\n---" in first.avoid
    assert str(first.origin) == "tests/GRAVEYARD.md:17"
    assert second.root_cause == "admin_client and unprivileged_client share a session"
    assert second.fields == (("Reporter", "Ana"),)
    assert second.again == (Again("2026-01-02", "tests/net/test_three.py::test_third"),)


def test_windows_line_ends_and_a_mark_are_no_matter() -> None:
    plain = read_graveyard(YARD)[0]
    assert read_graveyard("\ufeff" + YARD.replace("\n", "\r\n"))[0] == plain


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (
            "y**: ImportError\n**Date**: 2025",
            "y**: Import\n**Date**: 2025",
            "**Category**: Import",
            "Import is no category",
        ),
        ("**Date**: 2025-11-03", "**Date**: 3.11.2025", "**Date**: 3.11.2025", "3.11.2025 is no date"),
        ("**Test**: `tests/vm", "**Where**: `tests/vm", "## Entry: `wait", "the lesson has no Test"),
        ("**Date**: 2025-11-03", "**Date:** 2025-11-03", "**Date:** 2025", "the field is written **Date**:"),
        ("## Entry: `wait", "### Entry: `wait", "### Entry: `wait", "the heading of a lesson is written"),
        ("### How to Avoid\nUse `as_user`.\n", "", "## Entry: Two", "the lesson has no ### How to Avoid"),
        ("One client a test.", "", "### Lesson Learned", "### Lesson Learned is empty"),
        ("```python\nfrom libs", "```\nfrom libs", "### Wrong Code", "has 1 blocks of code, none of Python"),
        ("```python\ndef test_both(admin_client): ...\n```", "", "### Correct Code", "has no blocks of code"),
        ("### Lesson L", "```python\nx\n```\n\n### Lesson L", "### Correct Code", "2 blocks of code, 2 of Python"),
        ("\n---\n\n## Entry: Two", "\n## Entry: Two", "## Entry: `wait", "the lesson has no closing ---"),
        ("# Graveyard\n", "", "Mistakes that", "the file does not begin with a header"),
        ("\n---\n\n## Entry: Two", "\n---\n\nA word.\n\n## Entry: Two", "A word.", "belongs to no lesson"),
        ("### Lesson L", "---\n### Lesson L", "---", "before the end of the lesson"),
        ("**Date**: 2025-12-24", "**Date**: 2025-12-24\n**Date**: 2026-12-24", "**Date**: 2026", "Date is said twice"),
        ("Use `as_user`.", "Use `as_user`.\n\n```python\nx", "```python", "nobody closes"),
        ("Reporter**: Ana", "Severity**: huge", "**Severity**: huge", "huge is no severity"),
        ("### Seen", "### How to Avoid\nx\n\n### Seen", "### How to Avoid", "is there twice"),
        ("## Entry: Two clients in one test", "## Entry: ", "## Entry:", "the lesson has no title"),
    ],
)
def test_each_departure_is_told_with_its_line(old: str, new: str, line: str, said: str) -> None:
    text = YARD.replace(old, new, 1) if YARD.count(old) == 1 else new.join(YARD.rsplit(old, 1))
    assert text != YARD
    lessons, problems = read_graveyard(text)
    found = [problem.where for problem in problems if said in problem.what]
    assert len(found) == 1, problems
    assert text.split("\n")[int(found[0].partition(":")[2]) - 1].startswith(line), found
    assert len(lessons) == 2


def test_a_file_without_lessons_is_in_form_and_lost_parts_of_one_are_not() -> None:
    assert read_graveyard("") == ((), ())
    assert read_graveyard("# Graveyard\n\nNothing yet.\n") == ((), ())
    for line in ("**Category**: TypeError", "### Wrong Code"):
        (problem,) = read_graveyard(f"# Graveyard\n\n## Lesson\n{line}\n")[1]
        assert (problem.what, problem.where) == ("there is no lesson that this belongs to", "GRAVEYARD.md:4")


def test_a_lesson_twice_is_told() -> None:
    _, problems = read_graveyard("# Graveyard\n\n" + lesson_text(LESSON) + "\n" + lesson_text(LESSON))
    assert [problem.where for problem in problems] == ["GRAVEYARD.md:35"]


def test_what_is_written_is_in_form() -> None:
    added = inscribed("", LESSON)
    assert added.how == "written"
    assert read_graveyard(added.text) == ((LESSON,), ())
    assert added.text.endswith("### How to Avoid\n\nLook.\n\n---\n")
    assert inscribed(YARD, LESSON).text.startswith(YARD)


def test_a_lesson_of_a_decision_has_no_code_and_is_in_form() -> None:
    bare = Lesson("Totals", went_wrong="Floats drifted.", lesson="Use Decimal.", date="2026-01-31")
    assert read_graveyard(inscribed("", bare).text) == ((bare,), ())


def test_the_same_root_cause_is_noted_under_the_old_lesson() -> None:
    cause = "Admin_client and unprivileged_client share a SESSION."
    again = replace(LESSON, category="FixtureError", root_cause=cause, title="Once more")
    added = inscribed(YARD, again)
    assert added.how == "noted"
    new = "- 2026-01-31: tests/test_n.py::test_n — It broke\n"
    assert added.text == YARD.replace("test_three.py::test_third\n", f"test_three.py::test_third\n{new}")
    assert inscribed(added.text, again).how == "there"
    assert not read_graveyard(added.text)[1]


def test_a_first_repetition_makes_a_section_before_the_closing_line() -> None:
    first = read_graveyard(YARD)[0][0]
    added = inscribed(YARD, replace(first, date="2026-05-01"))
    assert (
        "```\n\n### Seen Again\n\n- 2026-05-01: tests/vm/test_start.py::test_vm_starts\n\n---\n\n## Entry: Two"
        in added.text
    )
    assert not read_graveyard(added.text)[1]


def test_causes_are_compared_by_what_code_says() -> None:
    laid_out = replace(LESSON, wrong="f(\n)  # ouch", date="2026-03-03")
    assert same(LESSON, laid_out)
    assert not same(LESSON, replace(laid_out, category="LogicError"))
    assert not same(replace(LESSON, root_cause="a"), replace(LESSON, root_cause="b"))
    assert same(replace(LESSON, wrong="not python ("), replace(LESSON, wrong="not  python ("))
    assert same(replace(LESSON, wrong=""), replace(LESSON, wrong="", went_wrong="it BROKE"))


@pytest.mark.parametrize("tail", ["", "\n```python\nopen", "\n<!-- open", "\n## Entry: half\n**Category**: TypeError"])
def test_what_is_added_to_a_broken_file_is_read(tail: str) -> None:
    text = YARD.rstrip() + "\n" + tail
    lessons, _ = read_graveyard(inscribed(text, LESSON).text)
    assert replace(lessons[-1], origin=None) == LESSON
    assert inscribed(text, LESSON).text.startswith(text)


def test_line_ends_of_the_file_are_kept() -> None:
    added = inscribed(YARD.replace("\n", "\r\n"), LESSON)
    assert "\n" not in added.text.replace("\r\n", "")
