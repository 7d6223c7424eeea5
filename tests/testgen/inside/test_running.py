"""What ends a test that takes too long: never between two lines of what runs it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from functools import partial
from types import FrameType, FunctionType
from typing import Any

import pytest

from seedbed.testgen.inside.running import _late


@pytest.fixture
def clock() -> Iterator[None]:
    """The clock of waiting, with nobody to hear it."""
    before = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def _frame_in(*modules: str) -> FrameType:
    """The frame of a line of the last of the modules, that those before it called, each the next."""
    line = (lambda further: further()).__code__
    here: Any = sys._getframe
    for module in reversed(modules):
        here = partial(FunctionType(line, {"__name__": module}), here)
    frame: FrameType = here()
    return frame


@pytest.mark.parametrize("modules", [("shop.prices",), ("_pytest.python", "tests.test_x", "shop.prices", "json")])
def test_a_test_that_takes_too_long_is_ended(modules: tuple[str, ...], clock: None) -> None:
    with pytest.raises(TimeoutError, match="it took too long"):
        _late(signal.SIGALRM, _frame_in(*modules))
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.mark.parametrize(
    "modules",
    [("tests.test_x", "coverage.collector"), ("tests.test_x", "coverage.data", "threading"), ("_pytest.runner",)],
)
def test_what_runs_it_goes_on_to_its_end_first(modules: tuple[str, ...], clock: None) -> None:
    _late(signal.SIGALRM, _frame_in(*modules))
    assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 0.01
