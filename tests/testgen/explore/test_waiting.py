"""To wait takes no time where cases are tried, and what waits for long, or asks for the day, is no case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.room import Room
from seedbed.testgen.inside.forks import each

MODULE = """
import asyncio
import datetime as dt
import time
from datetime import date


async def later(pause):
    begun = time.monotonic()
    await asyncio.sleep(pause)
    return round(time.monotonic() - begun, 1)


async def never():
    await asyncio.Event().wait()


async def busily():
    while True:
        await asyncio.sleep(0)


def slept(pause):
    begun = time.time()
    time.sleep(pause)
    return round(time.time() - begun, 1)


def today():
    return date.today()


def year():
    return dt.datetime.now(dt.timezone.utc).year


def year_of(day):
    return day.year
"""


@pytest.fixture
def asked(tmp_path: Path) -> Callable[..., Any]:
    """What comes of a call in a process of its own, and whether it was refused for waiting."""
    file = tmp_path / "waits.py"
    file.write_text(MODULE)
    job = {"name": "waits", "file": str(file), "roots": [str(tmp_path)], "seed": 1, "seconds": 60.0, "until": 0.0}

    def ask(question: tuple[str, list[str], bool]) -> Any:
        room = Room({**job, "at_once": 1})
        act, prior, days = question
        outcome = room.bench.run(Case("later", "", tuple(prior), (), act), days=days)
        return [outcome and outcome.said.get("result", outcome.raised), room.bench.idle]

    def answer(act: str, *prior: str, days: bool = True) -> Any:
        return each(ask, [(act, list(prior), days)], at_once=1, seconds=30.0, until=float("inf"))[0]

    return answer


@pytest.mark.parametrize("act", ["asyncio.run(later(0.2))", "slept(0.2)"])
def test_clocks_go_on_by_what_is_waited(asked: Any, act: str) -> None:
    assert asked(act) == ["0.2", False]


@pytest.mark.parametrize(
    "act", ["asyncio.run(later(3600))", "slept(3600)", "asyncio.run(never())", "asyncio.run(busily())"]
)
def test_what_waits_for_long_or_for_ever_is_no_case(asked: Any, act: str) -> None:
    assert asked(act) == [None, True]


@pytest.mark.parametrize("act", ["today()", "year()"])
def test_what_asks_for_the_day_comes_to_nothing_where_that_matters(asked: Any, act: str) -> None:
    assert asked(act)[0] is None
    assert asked(act, days=False)[0] is not None
    assert asked("year_of(datetime.date(2020, 1, 31))") == ["2020", False]


def test_a_day_that_stands_still_may_be_asked_for(tmp_path: Path, asked: Any) -> None:
    def ask(_: int) -> Any:
        room = Room({**job, "at_once": 1})
        told = []
        for act, place in (("today()", "'waits.date'"), ("year()", "'waits.dt.datetime'")):
            moments = next(each for each in room.values.clocks if place in each[0])
            outcome = room.bench.run(Case("today", "", (moments[0],), (), act), days=True)
            told.append(outcome and outcome.said.get("result"))
        return told

    file = tmp_path / "waits.py"
    job = {"name": "waits", "file": str(file), "roots": [str(tmp_path)], "seed": 1, "seconds": 60.0, "until": 0.0}
    answer = each(ask, [0], at_once=1, seconds=30.0, until=float("inf"))[0]
    assert answer == ["datetime.date(2020, 1, 31)", "2020"]
