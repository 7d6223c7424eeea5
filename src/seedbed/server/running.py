"""Runs a call in a worker of its own: passes on how far it is, asks the host's model for it, ends it when cancelled."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream

from seedbed.classes import dataclass

__all__ = ["Calling", "Limits", "answered"]

GRACE = 10.0
"""Seconds in which a worker takes back what it began, before it is killed."""

LONGEST = 1 << 26
"""Bytes of a line from a worker."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server was started for: a folder, databases, and how many rows one call may make."""

    root: Path
    databases: Sequence[str] = ()
    remote: bool = False
    most: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Calling:
    """Who is told how far a call is, and who answers for the host's model, where it has one for us."""

    tell: Callable[[int, int, str], Awaitable[None]]
    ask: Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]] | None = None


async def answered(tool: str, words: Mapping[str, Any], limits: Limits, calling: Calling) -> dict[str, Any]:
    """What a worker says at last: an `answer`, or `problems`.

    Where the task is cancelled the worker takes back what it began, and ends, before this does.
    """
    job = {
        "tool": tool,
        "words": words,
        "root": str(limits.root),
        "databases": list(limits.databases),
        "remote": limits.remote,
        "most": limits.most,
        "asks": calling.ask is not None,
    }
    command = [sys.executable, "-P", "-m", "seedbed.server.worker"]
    process = await anyio.open_process(command, cwd=limits.root, stderr=sys.stderr, start_new_session=True)
    try:
        await _say(process, job)
        told = await _heard(process, calling)
        with anyio.move_on_after(GRACE):
            await process.wait()  # it has no more to do
        return told
    finally:
        with anyio.CancelScope(shield=True):
            await _end(process)


async def _heard(process: Process, calling: Calling) -> dict[str, Any]:
    """Listens until the call is done."""
    assert process.stdout is not None, "it is a pipe"
    lines = BufferedByteReceiveStream(process.stdout)
    while True:
        try:
            told = json.loads(await lines.receive_until(b"\n", LONGEST))
        except (anyio.IncompleteRead, anyio.EndOfStream, anyio.DelimiterNotFound):
            return {"problems": [await _broken(process)], "exit_code": 1}
        if "progress" in told:
            await calling.tell(*told["progress"])
        elif "ask" in told and calling.ask is not None:
            await _say(process, await calling.ask(told["ask"]))
        else:
            return dict(told)


async def _say(process: Process, told: Mapping[str, Any]) -> None:
    assert process.stdin is not None, "it is a pipe"
    with suppress(anyio.BrokenResourceError):  # it has ended, which is heard
        await process.stdin.send(json.dumps(told).encode() + b"\n")


async def _broken(process: Process) -> dict[str, str]:
    """What is told of a worker that ended without an answer."""
    with anyio.move_on_after(GRACE):
        await process.wait()
    code = process.returncode
    ended = signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
    help = "ask for less; what the server wrote to its standard error may tell more"
    return {
        "what": "the call ended without an answer",
        "where": "",
        "why": f"its process ended with {ended}",
        "help": help,
    }


async def _end(process: Process) -> None:
    """Ends a worker: asks it first, and kills it, and all that it started, when it does not listen."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        with anyio.move_on_after(GRACE):
            await process.wait()
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    await process.aclose()
