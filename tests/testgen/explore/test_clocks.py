"""A module's clocks are stopped for a case, and put to other moments, as pytest's `monkeypatch` does."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seedbed.testgen.explore.room import Room
from seedbed.testgen.explore.search import explore, formed, ran
from seedbed.testgen.explore.values.clocks import Patched, clocks
from seedbed.testgen.inside.forks import each

MODULE = """
import time


class Held:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since = 0.0

    def start(self) -> None:
        self._since = time.time()

    def left(self) -> float:
        return max(0.0, self._seconds - (time.time() - self._since))
"""


def test_the_clocks_are_those_that_a_module_reads() -> None:
    (only,) = clocks(ast.parse("import time\ndef f():\n    return time.time() + time.mktime(t)"), "a.b")
    assert only[:2] == [
        "monkeypatch.setattr(time, 'time', lambda: 1000.0)",
        "monkeypatch.setattr(time, 'time', lambda: 1001.0)",
    ]


def test_a_clock_that_is_imported_by_name_is_the_modules_own() -> None:
    text = "from time import sleep as pause, gmtime\ndef f():\n    pause(1)"
    assert clocks(ast.parse(text), "a.b") == [["monkeypatch.setattr('a.b.pause', lambda seconds: None)"]]


@pytest.mark.parametrize(
    "text", ["import time\nasync def f():\n    return time.time()", "def f(time):\n    return time.zone"]
)
def test_an_event_loop_keeps_its_clocks_and_what_is_read_nowhere_is_none(text: str) -> None:
    assert clocks(ast.parse(text), "a") == []


def test_what_was_patched_is_put_back() -> None:
    patched, before = Patched(), time.gmtime
    patched.setattr(time, "gmtime", "first")
    patched.setattr("time.gmtime", "second")
    assert vars(time)["gmtime"] == "second"
    patched.undo()
    assert time.gmtime is before


@pytest.fixture
def asked(tmp_path: Path) -> Callable[[Callable[[Room], Any]], Any]:
    """What a function says of the module, in a process of its own."""
    file = tmp_path / "held.py"
    file.write_text(MODULE)
    job = {"name": "held", "file": str(file), "roots": [str(tmp_path)], "seed": 1, "seconds": 60.0, "until": 0.0}
    return lambda ask: each(
        lambda _: ask(Room({**job, "at_once": 1})), [0], at_once=1, seconds=60.0, until=float("inf")
    )[0]


def test_a_case_is_told_by_the_moments_that_it_says(asked: Any) -> None:
    def ask(room: Room) -> Any:
        left = next(one for one in room.callees if one.label == "Held.left")
        first, second = room.values.clocks[0][0], room.values.clocks[0][2]
        _, outcome = ran(room.bench, formed(left, "Held(90)", [first, "subject.start()", second], []))
        return [outcome and outcome.said["result"], time.time() > 5000]

    assert asked(ask) == ["30.0", True]


def test_cases_that_time_makes_a_difference_to_are_found_with_their_clock(asked: Any) -> None:
    def ask(room: Room) -> Any:
        left = next(one for one in room.callees if one.label == "Held.left")
        found = explore(room.bench, room.values, left, 400, "1", [])
        return [each.case.text for each in found if each.outcome.said.get("result") not in (None, "0.0")]

    assert any("monkeypatch.setattr(time, 'time'" in text for text in asked(ask))
