"""Tests of one name are told apart by words for what differs between them, by numbers only where nothing does."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.testgen.local.forms import Test
from seedbed.testgen.local.naming import named


def _names(*apart: Mapping[str, str], name: str = "version_bump") -> list[str]:
    return [each.name for each in named([Test("Version.bump", 2, name, "", [], apart=words) for words in apart])]


def test_what_sets_all_apart_ends_the_name() -> None:
    made = _names({"result": "gives_1", "of": "of_a"}, {"result": "gives_1", "of": "of_b"})
    assert made == ["test_version_bump_of_a", "test_version_bump_of_b"]


def test_where_one_kind_of_words_is_not_enough_another_follows() -> None:
    made = _names({"result": "gives_1", "of": "of_a"}, {"result": "gives_1", "of": "of_b"}, {"result": "gives_2"})
    assert len(set(made)) == 3
    assert not any(each[-2:] == "_2" and "gives" not in each for each in made)


def test_a_name_of_its_own_stays_as_it_is() -> None:
    assert _names({"result": "gives_1"}) == ["test_version_bump"]


def test_what_differs_in_nothing_is_counted() -> None:
    assert _names({"result": "gives_1"}, {"result": "gives_1"}) == ["test_version_bump", "test_version_bump_2"]


def test_a_long_name_keeps_what_sets_it_apart() -> None:
    made = _names({"result": "gives_1"}, {"result": "gives_2"}, name="very_long_" * 12)
    assert [each[-8:] for each in made] == ["_gives_1", "_gives_2"]
    assert all(len(each) <= 90 for each in made)


def test_a_name_that_is_too_long_ends_with_a_whole_word() -> None:
    long = "version_" + "_".join(["bumped"] * 13)
    made = _names({"of": "of_a"}, {"of": "of_b"}, name=long)
    assert [len(each) <= 90 and each.endswith(f"_bumped_of_{word}") for each, word in zip(made, "ab", strict=True)] == [
        True,
        True,
    ]
