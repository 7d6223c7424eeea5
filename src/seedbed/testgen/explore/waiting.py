"""`hasten`: to wait takes no time here: clocks go on by what was asked for, and a case that waits for long is refused.

The tests that are made of what is found wait truly: so only that is kept which waits for a moment.
"""

from __future__ import annotations

import selectors
import time
from collections.abc import Callable
from typing import Any

from seedbed.testgen.explore.limited import TooSlow

__all__ = ["Idle", "awake", "hasten"]

_MOST = 0.3
"""The seconds that one case may wait, all its pauses together."""
_TURNS = 1000
"""How often the event loop of one case may turn: more often does one that asks again and again without a pause."""
_SLICE = 0.05
_READ = ("time", "monotonic", "perf_counter")


class Idle(TooSlow):
    """A call waits for too long, or for nothing that ever comes."""


class _Waited:
    """How long was waited, by a case and altogether."""

    def __init__(self) -> None:
        self.here = self.all = 0.0
        self.turns = 0

    def turn(self) -> None:
        """An event loop looked whether there is anything to do."""
        self.turns += 1
        if self.turns > _TURNS:
            raise Idle

    def add(self, seconds: float) -> None:
        self.here += seconds
        self.all += seconds
        if self.here > _MOST:
            raise Idle


_waited = _Waited()


def awake() -> None:
    """A case begins: it has not waited yet."""
    _waited.here, _waited.turns = 0.0, 0


def hasten() -> None:
    """Puts clocks, `time.sleep` and the selectors of event loops up that do not wait, for the rest of this process."""
    for name in _READ:
        setattr(time, name, _going_on(getattr(time, name)))
    time.sleep = _slept  # type: ignore[assignment]
    selectors.DefaultSelector = _hastened(selectors.DefaultSelector)  # type: ignore[misc]


def _going_on(clock: Callable[[], float]) -> Callable[[], float]:
    def read() -> float:
        return clock() + _waited.all

    read.__name__ = read.__qualname__ = clock.__name__
    read.__module__ = "time"
    return read


def _slept(seconds: float, /) -> None:
    if seconds < 0:
        message = "sleep length must be non-negative"
        raise ValueError(message)
    _waited.add(seconds)


def _hastened(kind: Any) -> Any:
    class Hastened(kind):  # type: ignore[misc]
        """A selector that does not wait for a time that is known."""

        def select(self, timeout: float | None = None) -> Any:
            """What is ready; where nothing is, a time that is known is over at once, another one is waited for."""
            _waited.turn()
            ready = super().select(0)
            if ready or (timeout is not None and timeout <= 0):
                return ready
            pause = _SLICE if timeout is None else timeout
            if timeout is None:
                ready = super().select(pause)  # another thread may have something to say
            if not ready:
                _waited.add(pause)
            return ready

    return Hastened
