"""What holds for any lesson and any text: nothing is lost on the way there and back, and nothing crashes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.lessons.entry import entry_of, lesson_of
from seedbed.lessons.graveyard import read_graveyard
from seedbed.lessons.inscription import inscribed, lesson_text
from seedbed.lessons.record import Lesson, same, seen, tidy
from seedbed.lessons.reflexion import indexed, read_index
from tests.lessons.yards import INDEX, YARD, lessons, texts

few = settings(max_examples=20, deadline=None)


@few
@given(lessons)
def test_a_graveyard_holds_all_of_a_lesson(lesson: Lesson) -> None:
    text = "# yard\n\n" + lesson_text(lesson)
    (read,), problems = read_graveyard(text)
    assert read == lesson
    assert not [problem for problem in problems if "no date" not in problem.what and "Date" not in problem.what]


@few
@given(lessons)
def test_an_index_holds_all_of_a_lesson(lesson: Lesson) -> None:
    assert lesson_of(entry_of(lesson)) == lesson


@few
@given(lessons)
def test_tidying_twice_is_tidying_once(lesson: Lesson) -> None:
    assert tidy(lesson) == lesson


@few
@given(texts, lessons)
def test_a_graveyard_only_grows(before: str, lesson: Lesson) -> None:
    added = inscribed(before, lesson)
    old = iter(added.text.split("\n"))
    assert all(line in old for line in before.split("\n") if before.strip())
    read, _ = read_graveyard(added.text)
    assert any(same(each, lesson) or replace(each, origin=None) == lesson for each in read)
    assert inscribed(added.text, lesson).how in ("there", "written")


@few
@given(lessons)
def test_a_lesson_is_found_again_where_it_was_put(lesson: Lesson) -> None:
    for adds, reads, text in ((inscribed, read_graveyard, YARD), (indexed, read_index, INDEX)):
        before = reads(text)[0]
        added = adds(text, lesson)
        assert added.how == "written"
        after = reads(added.text)[0]
        assert after[:-1] == before
        assert replace(after[-1], id=lesson.id) == lesson


@few
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_text_crashes(text: str) -> None:
    read_graveyard(text)
    read_index(text)


@few
@given(texts, texts)
def test_no_markdown_crashes(one: str, other: str) -> None:
    read_graveyard(f"# x\n\n## Entry: a\n{one}\n---\n## Entry: b\n{other}")
    read_index(f'{{"entries": [{{"what_happened": "{one}"}}, 3]}}')


@few
@given(lessons, lessons)
def test_what_came_again_is_known(lesson: Lesson, other: Lesson) -> None:
    again = tidy(replace(lesson, date=other.date, test=other.test))
    if not same(lesson, again):
        return
    for adds, reads in ((inscribed, read_graveyard), (indexed, read_index)):
        first = adds("", lesson)
        second = adds(first.text, again)
        (read,), _ = reads(second.text)
        assert seen(lesson) | seen(again) == seen(read)
        assert adds(second.text, again).how == "there"
