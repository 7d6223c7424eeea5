"""Guesses from names are as good as promised, on real columns that were labelled by hand."""

from __future__ import annotations

from collections import Counter

import pytest

from seedbed.generators.meanings.catalog import catalog
from tests.meanings.__main__ import main
from tests.meanings.measure import PARTS, asked, narrower, precision, recall, type_of, words_of


@pytest.mark.parametrize("part", PARTS)
def test_guesses_are_right(part: str) -> None:
    assert precision(asked(part)).percent >= 95


@pytest.mark.parametrize("part", PARTS)
def test_names_that_say_what_they_hold_are_understood(part: str) -> None:
    assert recall(asked(part)).percent >= 80


def test_the_labels_are_as_many_as_promised_and_whole_projects_are_held_out() -> None:
    held = {row.project for row in asked("held-out")}

    assert len(asked()) >= 1_500
    assert len({row.project for row in asked()}) >= 30
    assert len(asked("held-out")) * 3 >= len(asked())
    assert not held & {row.project for row in asked("tuned")}


def test_no_column_is_labelled_twice() -> None:
    assert max(Counter((row.project, row.table, row.column) for row in asked()).values()) == 1


def test_labels_are_words_of_the_vocabulary_and_types_can_be_read() -> None:
    assert {word for row in asked() for word in row.labels} <= words_of() | {"none"}
    assert {type_of(row.type).kind for row in asked()} >= {"text", "varchar", "integer", "decimal", "timestamp", "json"}


def test_what_is_narrower_is_no_word_of_the_vocabulary() -> None:
    assert not set(narrower()) & words_of()
    assert set(narrower()) <= set(catalog())
    assert set(narrower().values()) <= words_of()


def test_the_command_prints_both_parts_and_the_rows_behind_them(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--wrong"])
    lines = capsys.readouterr().out.splitlines()

    assert [line.split()[0] for line in lines[:2]] == list(PARTS)
    assert all("precision" in line and "recall" in line for line in lines[:2])
    assert all("guessed" in line for line in lines[2:])
