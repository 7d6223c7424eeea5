"""A function that a call gives is called in its turn: what decorators and factories make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seedbed.testgen.explore.find import find
from seedbed.testgen.explore.given import Given, given_by
from seedbed.testgen.explore.room import Room
from seedbed.testgen.inside.forks import each
from seedbed.testgen.local.wording import shown, subject_words

MODULE = """
import functools


def memo(function):
    held = {}

    @functools.wraps(function)
    def wrapper(key):
        if key not in held:
            held[key] = function(key)
        return held[key]

    return wrapper


def between(low, high):
    def check(value):
        if value < low:
            return "too low"
        return "too high" if value > high else ""

    return check
"""


def _between(low: int) -> Callable[[int], bool]:
    def check(value: int, strict: bool = False) -> bool:
        return value > low

    return check


def test_a_function_within_another_is_known_by_its_own_parameters() -> None:
    given = given_by("between", _between(1), __file__)
    assert given is not None
    assert given[:2] == ("between", "check")
    assert given.parameters == [["value", "POSITIONAL_OR_KEYWORD", True], ["strict", "POSITIONAL_OR_KEYWORD", False]]


@pytest.mark.parametrize("value", [len, _between, Path, None, lambda: 1])
def test_what_is_no_function_within_another_is_none(value: Any) -> None:
    assert given_by("f", value, __file__) is None


def test_few_expressions_that_give_one_are_kept() -> None:
    given = Given("f", "g", 1, [], False, [])
    for number in (1, 1, 2, 3, 4, 5, 6, 7, 8):
        given = given.with_text(f"f({number})")
    assert given.with_text("f('" + "a" * 90 + "')").texts == [f"f({number})" for number in range(1, 7)]


def test_what_is_given_is_searched_as_all_else(tmp_path: Path) -> None:
    file = tmp_path / "makers.py"
    file.write_text(MODULE)
    job = {"name": "makers", "file": str(file), "roots": [str(tmp_path)], "seed": 1, "seconds": 40.0, "until": 0.0}
    told = each(
        lambda _: find(Room({**job, "at_once": 2}), lambda _: None)["cases"],
        [0], at_once=1, seconds=60.0, until=float("inf"),
    )[0]  # fmt: skip
    results = {(case[0][0], case[1].get("result")) for case in told}
    assert {("between.check.__call__", repr(said)) for said in ("too low", "")} <= results
    assert any(label == "memo.wrapper.__call__" and result for label, result in results)


def test_it_is_told_by_who_gives_it() -> None:
    assert shown("between.check.__call__", ["3"], [""]) == "`between.check(3)`"
    assert subject_words("Breaker.decorate.wrapper.__call__") == "breaker_decorate_wrapper"
    assert subject_words("Breaker.__call__") == "breaker_call"


def test_all_are_tried_a_little_before_any_is_tried_for_long(tmp_path: Path) -> None:
    file = tmp_path / "many.py"
    file.write_text("".join(f"def f{at}(text):\n    return text * {at}\n\n\n" for at in range(12)))
    job = {"name": "many", "file": str(file), "roots": [str(tmp_path)], "seed": 1, "seconds": 40.0, "until": 0.0}

    def ask(_: int) -> Any:
        first: list[Any] = []
        find(Room({**job, "at_once": 2}), lambda answer: first.append(sorted({one[0][0] for one in answer["cases"]})))
        return first[0]

    told = each(ask, [0], at_once=1, seconds=60.0, until=float("inf"))[0]
    assert told == sorted(f"f{at}" for at in range(12))
