"""What is awaited before a call, and calls that need a running event loop, share one run of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seedbed.testgen.explore.cases import UNREADY
from seedbed.testgen.explore.room import Room
from seedbed.testgen.explore.search import formed, ran
from seedbed.testgen.explore.session import session, steps
from seedbed.testgen.inside.forks import each

MODULE = """
import asyncio


class Gate:
    def __init__(self):
        self.inside = 0

    async def enter(self, many=1):
        self.loop = asyncio.get_running_loop()
        if many < 1:
            raise ValueError("nobody enters")
        self.inside += many
        return self.inside

    def is_ours(self):
        return self.loop is asyncio.get_running_loop()

    def waiting(self):
        return asyncio.get_running_loop().is_running()
"""


@pytest.fixture
def asked(tmp_path: Path) -> Callable[[str, list[str], list[str]], Any]:
    """What comes of a call of a Gate: its setup, its text, its result; from a process of its own."""
    file = tmp_path / "gates.py"
    file.write_text(MODULE)
    job = {"name": "gates", "file": str(file), "roots": [str(tmp_path)], "seed": 1, "seconds": 60.0, "until": 0.0}

    def ask(question: tuple[str, list[str], list[str]]) -> Any:
        room = Room({**job, "at_once": 1})
        label, prior, given = question
        callee = next(one for one in room.callees if one.label == label)
        case, outcome = ran(room.bench, formed(callee, "Gate()", prior, given))
        assert outcome is not None
        return [case.setup, case.act, outcome.said.get("result", outcome.raised)]

    return lambda *question: each(ask, [question], at_once=1, seconds=30.0, until=float("inf"))[0]


def test_a_call_shares_the_loop_of_what_is_awaited_before_it(asked: Any) -> None:
    setup, act, result = asked("Gate.is_ours", ["await subject.enter()"], [])
    assert setup == ["subject = Gate()", "async def used():\n    await subject.enter()\n    return subject.is_ours()"]
    assert (act, result) == ("asyncio.run(used())", "True")


def test_a_coroutine_is_awaited_within_it(asked: Any) -> None:
    setup, _, result = asked("Gate.enter", ["await subject.enter(2)"], ["3"])
    assert setup[-1].endswith("return await subject.enter(3)")
    assert result == "5"


def test_a_call_that_is_refused_without_a_loop_runs_within_one(asked: Any) -> None:
    setup, act, result = asked("Gate.waiting", [], [])
    assert setup[-1] == "async def used():\n    return subject.waiting()"
    assert (act, result) == ("asyncio.run(used())", "True")


def test_what_is_raised_on_the_way_is_not_told_of_the_call(asked: Any) -> None:
    assert asked("Gate.enter", ["await subject.enter(0)"], ["1"])[2] == UNREADY
    assert asked("Gate.enter", ["await subject.enter(1)"], ["0"])[2] == "ValueError"


def test_statements_give_nothing_and_all_can_be_had_back() -> None:
    prior, _ = session(["await subject.enter()"], "subject.held = 1", awaited=False)
    assert prior[0].endswith("    subject.held = 1")
    assert steps(("first()", *prior)) == ["first()", "await subject.enter()"]
