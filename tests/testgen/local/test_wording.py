"""What tests are called, and what their docstrings say of a call."""

from __future__ import annotations

import pytest

from seedbed.testgen.local.wording import (
    argument_words,
    coming,
    condition,
    detail,
    outcome,
    shown,
    snake,
    subject_words,
)


@pytest.mark.parametrize(
    ("name", "words"),
    [("fromRoman", "from_roman"), ("HTTPError", "http_error"), ("b58decode", "b58decode"), ("_hidden", "hidden")],
)
def test_names_have_underscores_for_capitals(name: str, words: str) -> None:
    assert snake(name) == words


def test_methods_are_told_with_their_class_and_operators_in_words() -> None:
    assert subject_words("Version.bump_build") == "version_bump_build"
    assert subject_words("Version.__eq__") == "version_equal"
    assert subject_words("Version.__init__") == "version_new"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("'P1200D'", "p1200d"), ("'fooBar'", "foo_bar"),
        ("''", "empty_text"), ("' '", "blank_text"), ("'major'", "major"), ("'%s#'", "text_like_s"), ("'#'", "signs"),
        ("-3", "minus_3"), ("2.5", "2_5"), ("None", "none"), ("True", "true"), ("[]", "empty_list"),
        ("{}", "empty_dict"), ("[1]", "list_of_one"), ("[1, 2]", "list"), ("b'a'", "bytes"),
        ("[Version(1)]", "list"),
        ("lambda x: x", "function"), ("Version(1, 2)", "version"), ("datetime.date(2020, 1, 2)", "date"),
        ("str(sample)", "file"), ("tmp_path / 'a'", "path"),
    ],
)  # fmt: skip
def test_an_argument_is_told_in_a_word_or_two(text: str, words: str) -> None:
    assert argument_words(text) == words


def test_a_call_is_told_by_what_is_given_by_place_and_by_name() -> None:
    assert condition(["", "limit"], ["''", "3"]) == "for_empty_text_with_limit_3"
    assert condition(["", ""], ["1", "2"]) == "for_1_and_2"
    assert condition([], []) == ""


def test_of_many_arguments_only_those_that_are_no_flags_are_told() -> None:
    assert condition([""] * 5, ["'a'", "True", "None", "-1", "'b'"]) == "for_a_and_minus_1"


def test_long_conditions_end_at_a_word() -> None:
    words = condition(["", "", ""], ["'one_long_word_here'", "'another_long_word'", "'third'"])
    assert len(words) <= 40
    assert not words.endswith("_")


@pytest.mark.parametrize(
    ("said", "words"),
    [({"result": "True"}, "is_true"), ({"result": "3"}, ""), ({"raises": "errors.TooFew"}, "raises_too_few")],
)
def test_what_comes_of_it_is_told_where_it_is_short(said: dict[str, str], words: str) -> None:
    assert outcome(said) == words


def test_a_call_is_shown_whole_where_it_is_short_and_has_no_signs_that_docstrings_hide() -> None:
    assert shown("f", ["1", "2"], ["", "b"]) == "`f(1, b=2)`"
    assert shown("f", [r"'\n'"], [""]) == "`f`"
    assert shown("Stack.__init__", ["1"], [""]) == "`Stack(1)`"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("result", "3", "gives_3"),
        ("str(result)", "'1.0.0-rc.1'", "gives_1_0_0_rc_1"),
        ("result.major", "-2", "gives_major_minus_2"),
        ("subject.size", "[]", "leaves_size_empty_list"),
        ("match", "'too short'", "saying_too_short"),
        ("isinstance(result, Version)", "True", ""),
    ],
)
def test_what_is_claimed_is_told_in_words(key: str, value: str, words: str) -> None:
    assert coming(key, value) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("datetime.datetime(5, 1, 1)", "datetime_5_1_1"), ("Version(1, -2)", "version_1_minus_2"), ("b''", "empty_bytes")],
)
def test_an_expression_is_told_in_its_own_words(text: str, words: str) -> None:
    assert detail(text) == words
