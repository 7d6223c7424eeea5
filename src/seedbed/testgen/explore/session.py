"""`session`: a call behind awaited ones, all in one run of an event loop, as a function of the test's own."""

from __future__ import annotations

import ast
import dis
import textwrap
from collections.abc import Sequence

__all__ = ["AWAITED", "led", "session", "steps"]

AWAITED = "await "
_HEAD = "async def used():\n"


def session(prior: Sequence[str], act: str, *, awaited: bool) -> tuple[tuple[str, ...], str]:
    """The statements before a call, and its text, where they and the call run within one function that is run."""
    call = f"return {AWAITED if awaited else ''}{act}" if _gives(act) else act
    return (_HEAD + textwrap.indent("\n".join([*prior, call]), "    "),), "asyncio.run(used())"


def steps(prior: Sequence[str]) -> list[str]:
    """The statements before a call as they were before they became a session."""
    found: list[str] = []
    for text in prior:
        lines = textwrap.dedent(text.removeprefix(_HEAD)).split("\n")
        found += lines[:-1] if text.startswith(_HEAD) else [text]
    return found


def led(error: BaseException) -> bool:
    """Whether what leads to the call of a session raised an error, and not the call."""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_name == "used" and code.co_filename == "<case>":
            return trace.tb_lineno < max(line for _, line in dis.findlinestarts(code) if line)
        trace = trace.tb_next
    return False


def _gives(act: str) -> bool:
    try:
        ast.parse(act, mode="eval")
    except SyntaxError:
        return False
    return True
