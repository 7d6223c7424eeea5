"""One call within limits of time and steps, with streams, folder and environment of its own."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import signal
import sys
import threading
import types
from types import CodeType
from typing import Any

__all__ = ["Calendar", "Quiet", "TooSlow", "Tracer", "clock", "late", "limited"]

_SECONDS = 0.6
_WAITING = 5.0


class TooSlow(BaseException):
    """A call took too long."""


def limited(code: CodeType, space: dict[str, Any], tracer: Any) -> None:
    """Runs a code among names, its steps told to a `tracer`; raises TooSlow."""
    clock(on=True)
    try:
        if tracer is not None:
            sys.settrace(tracer.call)
            threading.settrace(tracer.call)  # a framework may answer in a thread of its own
        exec(code, space)
    finally:
        sys.settrace(None)
        threading.settrace(None)
        clock(on=False)


def clock(*, on: bool) -> None:
    """Limits the work of a call by the processor's time, so that a busy machine changes nothing, and its waiting."""
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS if on else 0, 0.1)
    signal.setitimer(signal.ITIMER_REAL, _WAITING if on else 0, 0.2)


def late(signum: int, frame: Any) -> None:
    """What a signal of the clock does: raises TooSlow."""
    raise TooSlow


class Calendar:
    """Notices whether anybody asks for the day that it is: what is told of it today is not so tomorrow."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> None:
        sys.setprofile(self._called)

    def __exit__(self, *raised: object) -> None:
        sys.setprofile(None)

    def _called(self, frame: types.FrameType, event: str, arg: Any) -> None:
        if event == "c_call" and arg.__name__ in _DAYS:
            kind = getattr(arg, "__self__", None)
            self.asked |= isinstance(kind, type) and issubclass(kind, datetime.date)


_DAYS = ("now", "today", "utcnow")


class Tracer:
    """The steps from line to line within one file."""

    def __init__(self, file: str, most: int = 200_000) -> None:
        self.file, self.most = file, most
        self.arcs: set[tuple[int, int]] = set()
        self.steps = 0

    def call(self, frame: types.FrameType, event: str, arg: Any) -> Any:
        """Follows the frames of the file."""
        if frame.f_code.co_filename != self.file:
            return None
        last = [-frame.f_code.co_firstlineno]
        arcs = self.arcs

        def line(frame: types.FrameType, event: str, arg: Any) -> Any:
            if event == "line":
                self.steps += 1
                if self.steps > self.most:
                    raise TooSlow
                arcs.add((last[0], frame.f_lineno))
                last[0] = frame.f_lineno
            elif event == "return":
                arcs.add((last[0], -1))
            return line

        return line


class Quiet:
    """Streams of its own for a call, and after it the environment, the folder and the limits as they were."""

    __slots__ = ("held", "limit", "said", "streams", "where")

    def __init__(self, said: io.StringIO) -> None:
        self.said = said

    def __enter__(self) -> None:
        self.streams = sys.stdout, sys.stderr, sys.stdin
        self.held, self.limit, self.where = _environment().copy(), sys.getrecursionlimit(), os.getcwd()
        sys.stdout, sys.stderr, sys.stdin = self.said, io.StringIO(), io.StringIO()

    def __exit__(self, *raised: object) -> None:
        sys.stdout, sys.stderr, sys.stdin = self.streams
        if sys.getrecursionlimit() != self.limit:
            sys.setrecursionlimit(self.limit)
        if _environment() != self.held:
            os.environ.clear()
            os.environ.update({os.fsdecode(name): os.fsdecode(value) for name, value in self.held.items()})
        with contextlib.suppress(OSError):
            if os.getcwd() != self.where:
                os.chdir(self.where)


def _environment() -> dict[Any, Any]:
    """The variables as they are held, without decoding them for every call."""
    held = getattr(os.environ, "_data", None)
    return held if isinstance(held, dict) else dict(os.environ)
