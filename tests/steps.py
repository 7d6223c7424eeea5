"""How many calls a piece of work takes: the same on every machine, so that growth can be tested without a clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

__all__ = ["steps"]


def steps(work: Callable[[], object], of: str = "") -> int:
    """The calls of functions, built-in ones included, that some work makes; or of those of one name in Python."""
    made = 0

    def count(frame: FrameType, event: str, about: object) -> None:
        nonlocal made
        made += event in ("call", "c_call") if not of else event == "call" and frame.f_code.co_name == of

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made
