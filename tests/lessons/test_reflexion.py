"""The reflexion index: read, added to without a change of other letters, and what is wrong with it told."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from seedbed.errors import UsageError
from seedbed.lessons.entry import entry_of, lesson_of
from seedbed.lessons.reflexion import indexed, read_index
from tests.lessons.yards import INDEX, LESSON


def test_an_entry_of_theirs_comes_back_as_it_was() -> None:
    (lesson,), problems = read_index(INDEX)
    assert not problems
    assert (lesson.title, lesson.category, lesson.task) == ("Totals were floats", "LogicError", "T01")
    assert str(lesson.origin) == "index.json:4:5"
    assert entry_of(lesson) == json.loads(INDEX)["entries"][0]


def test_an_entry_of_ours_has_the_keys_of_the_form_and_no_other() -> None:
    entry = entry_of(LESSON, 7)
    assert list(entry) == list(json.loads(INDEX)["entries"][0])[:-1]
    assert entry["id"] == 7
    assert entry["tags"] == ["TypeError"]
    assert entry["timestamp"] == "2026-01-31T00:00:00Z"
    assert entry["applies_to"] == ["tests/test_n.py::test_n"]
    assert "```python\nf(1)\n```" in entry["what_happened"]
    assert replace(lesson_of(entry), id="") == LESSON


def test_what_is_there_stays_to_the_letter() -> None:
    added = indexed(INDEX, LESSON)
    assert added.how == "written"
    assert added.text.startswith(INDEX.rstrip("\n }]"))
    assert [entry["id"] for entry in json.loads(added.text)["entries"]] == [1, 2]
    assert indexed(added.text, LESSON).how == "there"


def test_what_comes_again_is_noted_in_its_entry() -> None:
    text = indexed(INDEX, LESSON).text
    noted = indexed(text, replace(LESSON, date="2026-02-02"))
    assert noted.how == "noted"
    assert len(json.loads(noted.text)["entries"]) == 2
    assert (
        "### Seen Again\n\n- 2026-02-02: tests/test_n.py::test_n"
        in json.loads(noted.text)["entries"][1]["what_happened"]
    )


@pytest.mark.parametrize("text", ["", '{"version": 1, "entries": []}', "[]", '{"_schema": {}, "entries": [\n]}'])
def test_an_empty_index_of_any_kind_takes_a_lesson(text: str) -> None:
    added = indexed(text, LESSON)
    (lesson,), problems = read_index(added.text)
    assert not problems
    assert replace(lesson, id="") == LESSON


@pytest.mark.parametrize(
    ("old", "new", "said", "place"),
    [
        ('"severity": "high"', '"severity": "grave"', "grave is no severity", "7:19"),
        ('"id": 1, ', "", "the entry has no id", "4:5"),
        ('["models", "BACK-01"]', '"models"', "tags is a list of texts", "6:15"),
        ("2026-01-05T10:00:00Z", "yesterday", "yesterday is no moment", "5:29"),
        ('"lesson": "Decimal with 4 places."', '"lesson": " "', "lesson is empty", "10:17"),
        ('"task_id": "T01"', '"task_id": 1', "task_id is a text", "5:64"),
        ('"id": 1', '"id": null', "id is a number or a text", "5:13"),
        ("    {\n", "    3, {\n", "an entry is a mapping", "4:5"),
        ('"entries"', '"entires"', "there is no list of entries", "1:1"),
        ('"id": 1', '"id": 1,,', "this is not JSON", "5:15"),
    ],
)
def test_each_departure_is_told_with_its_place(old: str, new: str, said: str, place: str) -> None:
    assert old in INDEX
    _, problems = read_index(INDEX.replace(old, new))
    assert [problem.where for problem in problems if said in problem.what] == [f"index.json:{place}"], problems


def test_one_id_for_two_is_told() -> None:
    entry = json.loads(INDEX)["entries"][0]
    _, problems = read_index(json.dumps({"entries": [entry, entry]}))
    assert [problem.what for problem in problems] == ["another entry has the id 1"]


@pytest.mark.parametrize("text", ["{", '{"entries": 3}', "[" * 100_000, '"x"'])
def test_nothing_is_added_to_what_is_no_index(text: str) -> None:
    with pytest.raises(UsageError):
        indexed(text, LESSON)
