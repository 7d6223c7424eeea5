"""Examples of docstrings: what they promise, behind which statements, in the forms that people write."""

from __future__ import annotations

import ast

import pytest

from seedbed.testgen.explore.expectations.documented import Example, examples


def _shown(doc: str) -> list[Example]:
    text = "def f():\n" + "\n".join(f"    {line}" for line in ['"""Does it.', "", *doc.splitlines(), '"""'])
    return examples(ast.parse(text))


def test_calls_that_show_a_value_stand_before_what_comes_after_them_only_in_the_whole() -> None:
    _, second = _shown(">>> it = iter([1, 2])\n>>> next(it)\n1\n>>> next(it)\n2")
    assert second.case.prior == ("it = iter([1, 2])",)
    assert second.behind_all.case.prior == ("it = iter([1, 2])", "next(it)")


@pytest.mark.parametrize(
    ("comment", "literal"),
    [
        ("returns true", "True"),
        ("returns false (out of range)", "False"),
        ("=> [1, 2]", "[1, 2]"),
        ("-> 'a b'", "'a b'"),
    ],
)
def test_comments_name_what_is_given(comment: str, literal: str) -> None:
    (only,) = _shown(f">>> f(1)  # {comment}")
    assert only.literal == literal


def test_a_comment_that_tells_something_else_promises_nothing() -> None:
    assert _shown(">>> f(1)  # returns what it is given") == []


def test_an_error_may_be_shown_without_its_traceback() -> None:
    (only,) = _shown(">>> f('1')\nSyntaxError: it cannot start with a number")
    assert (only.raises, only.message, only.want) == ("SyntaxError", "it cannot start with a number", "")


def test_an_error_with_arguments_may_be_what_is_given() -> None:
    (only,) = _shown(">>> f('1')\nValidationError(func=f, args={'value': '1'})")
    assert (only.raises, only.want) == ("", "ValidationError(func=f, args={'value': '1'})")


def test_an_error_that_is_shown_does_not_stand_before_the_next_example() -> None:
    _, second = _shown(">>> f('1')\nValueError: no\n>>> f('a')\n2")
    assert second.whole == ()


def test_what_doctest_is_told_to_skip_promises_nothing() -> None:
    assert _shown(">>> f(1)  # doctest: +SKIP\n7") == []


def test_calls_within_comparisons_stand_before_what_comes_after_them_too() -> None:
    _, second = _shown(">>> held = {}\n>>> put(held, 1) == {1: 1}\nTrue\n>>> put(held, 2) == {1: 1, 2: 2}\nTrue")
    assert second.behind_all.case.prior == ("held = {}", "put(held, 1) == {1: 1}")
