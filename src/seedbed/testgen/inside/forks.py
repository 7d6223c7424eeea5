"""`each`: a function asked about many things, every answer from a forked process of its own, several at once.

What a question does to the interpreter (a mutant imported, a value changed, an exit) ends with its process. Answers
come in the order of the questions, whatever their times were.
"""

from __future__ import annotations

import marshal
import math
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from seedbed.testgen.inside.guard import ours

__all__ = ["LATE", "LOST", "each", "end_of"]

_GRACE = 2
_PATIENCE = 5
"""How much longer than its work a process may take, on a machine that has other work too."""
_WORKING = 0.6
"""The share of a job's time that is left for its work, however slowly its process starts."""
LOST = "lost"
"""The answer of a process that died."""
LATE = "late"
"""The answer of one that was not done in its time."""


def end_of(job: Mapping[str, Any]) -> float:
    """When the time of a job is over: to start its process took some of it, but not all."""
    end: float = max(job["until"], time.monotonic() + _WORKING * job["seconds"])
    return end


def each(
    ask: Callable[[Any], Any], questions: Sequence[Any], *, at_once: int, seconds: float, until: float
) -> list[Any]:
    """The answers: plain data, or `LOST`, or `LATE` for what was not begun at `until`.

    A process that works for over `seconds` is lost too.
    """
    answers: list[Any] = [LATE] * len(questions)
    running: dict[int, tuple[int, int, float, list[bytes]]] = {}
    waiting = list(range(len(questions)))[::-1]
    while waiting or running:
        while waiting and len(running) < at_once and time.monotonic() < until:
            index = waiting.pop()
            reader, process = _start(ask, questions[index], seconds)
            running[reader] = (index, process, time.monotonic() + seconds * _PATIENCE, [])
        if not running:
            break
        ready = select.select(list(running), [], [], 0.05)[0]
        for reader in ready:
            _take(reader, running, answers)
        now = time.monotonic()
        over = now > until + _GRACE
        for reader in [each for each, (_, _, end, _) in running.items() if over or end < now]:
            _end(reader, running.pop(reader)[1])
    return answers


def _start(ask: Callable[[Any], Any], question: Any, seconds: float) -> tuple[int, int]:
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        ours.add(process)
        os.close(writer)
        return reader, process
    code = 1
    try:
        os.setpgid(0, 0)
        most = math.ceil(seconds + time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
        os.close(reader)
        answer = marshal.dumps(ask(question))
        while answer:
            answer = answer[os.write(writer, answer) :]
        code = 0
    except BaseException:
        pass
    finally:
        os._exit(code)


def _take(reader: int, running: dict[int, Any], answers: list[Any]) -> None:
    piece = os.read(reader, 1 << 16)
    index, process, _, pieces = running[reader]
    if piece:
        pieces.append(piece)
        return
    del running[reader]
    _end(reader, process)
    try:
        answers[index] = marshal.loads(b"".join(pieces)) if pieces else LOST
    except (EOFError, ValueError, TypeError):
        answers[index] = LOST


def _end(reader: int, process: int) -> None:
    os.close(reader)
    for kill in (os.killpg, os.kill):
        try:
            kill(process, signal.SIGKILL)
        except OSError:
            continue
    os.waitpid(process, 0)
    ours.discard(process)
