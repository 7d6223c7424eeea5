"""One call in a process of its own, so that it can be ended at any moment and nothing it prints reaches the host.

A line of JSON each. In: the call, then answers of the host's model. Out: `progress`, `ask`, and at last `answer` or
`problems`. When its input ends, or a signal comes, the call is taken back and the process ends.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from queue import SimpleQueue
from types import FrameType
from typing import Any, NoReturn

from seedbed.errors import Problem, SeedbedError, out_of_memory
from seedbed.server.allowed import Allowed
from seedbed.server.brief import plain
from seedbed.server.folder import Folder
from seedbed.server.here import Here
from seedbed.server.tools import tools

__all__ = ["Cancelled", "main"]


class Cancelled(BaseException):
    """The call is not wanted any more: whatever was begun goes, for no other call will go on with it."""


def main() -> None:
    """Does the call that comes on standard input."""
    out = _own_output()
    signal.signal(signal.SIGINT, _cancelled)
    signal.signal(signal.SIGTERM, _cancelled)
    lines = _lines()
    job = json.loads(next(lines))
    replies: SimpleQueue[Mapping[str, Any]] = SimpleQueue()
    threading.Thread(target=_listen, args=(lines, replies), daemon=True).start()

    def say(**told: Any) -> None:
        os.write(out, json.dumps(told, ensure_ascii=False, default=str).encode("utf-8", "replace") + b"\n")

    def ask(request: Mapping[str, Any]) -> Mapping[str, Any]:
        say(ask=request)
        return replies.get()

    def tell(done: int, of: int, what: str) -> None:
        say(progress=[done, of, what])

    allowed = Allowed(tuple(job["databases"]), job["remote"])
    here = Here(Folder(Path(job["root"])), allowed, job["most"], tell, ask if job["asks"] else None)
    try:
        say(**_done(job, here))
    except Cancelled:
        sys.exit(1)


def _done(job: Mapping[str, Any], here: Here) -> dict[str, Any]:
    """The answer of a call, or what stopped it."""
    try:
        return {"answer": tools()[job["tool"]].call(job["words"], here)}
    except SeedbedError as error:
        return _refused(error)
    except MemoryError as error:
        return _refused(out_of_memory(error))
    except Exception as error:  # noqa: BLE001 - an agent is told of a fault in words, never in a traceback
        sys.stderr.write(here.allowed.hidden(traceback.format_exc()))
        help = "this is a fault of Seedbed's own: report it, with what the server wrote to its standard error"
        why = f"{type(error).__name__}: {error}"
        return {"problems": [plain(Problem("the call failed", job["tool"], why, help))], "exit_code": 1}


def _refused(error: SeedbedError) -> dict[str, Any]:
    return {"problems": [plain(problem) for problem in error.problems], "exit_code": error.exit_code}


def _own_output() -> int:
    """A handle of what was standard output; whatever is printed from now on goes to standard error."""
    out = os.dup(1)
    os.dup2(2, 1)
    return out


def _cancelled(number: int, frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second one would end the taking back
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Cancelled


def _lines() -> Iterator[bytes]:
    """The lines of standard input, from its handle: a thread that waits in a buffered file would not end."""
    rest = b""
    while block := os.read(0, 1 << 16):
        *whole, rest = (rest + block).split(b"\n")
        yield from whole


def _listen(lines: Iterator[bytes], replies: SimpleQueue[Mapping[str, Any]]) -> None:
    for line in lines:
        replies.put(json.loads(line))
    os.kill(os.getpid(), signal.SIGINT)  # nobody is there to hear the answer


if __name__ == "__main__":
    main()
