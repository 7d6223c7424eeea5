"""Runs a command and prints what it cost as JSON: stopwatch.py LOG COMMAND...

A process of its own that imports next to nothing: a child's peak memory counts from the memory of the process that
starts it, so whoever measures must be small. What the command starts is counted too, on Linux also what it leaves
behind: memory is the most that all of its processes had at one time, shared pages counted once.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time

EVERY = 0.1  # seconds between two looks at several processes
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: orphans become children of this process, so that they can be waited for


def main(log: str, *command: str) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    words = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=words, stderr=words)
    over, peaks = threading.Event(), [0.0]
    watch = threading.Thread(target=look, args=(over, peaks), daemon=True)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    over.set()
    watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    leave()
    scale = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, kilobytes elsewhere
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "megabytes": max(usage.ru_maxrss / scale, *peaks),
        "exit": process.returncode,
    }
    print(json.dumps(told))


def look(over: threading.Event, peaks: list[float]) -> None:
    """Notes from time to time how much memory the processes below this one have, where there are several."""
    while sys.platform == "linux" and not over.wait(EVERY):
        below = children(os.getpid())
        if len(below) > 1:
            peaks.append(sum(map(megabytes, below)))


def children(root: int) -> set[int]:
    """The processes that a process started, and those that they started."""
    parents = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 - pathlib is a library to load
        if name.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:  # noqa: PTH123
                parents[int(name)] = int(file.read().rpartition(b")")[2].split()[1])
    found: set[int] = set()
    while new := {pid for pid, parent in parents.items() if parent in found | {root}} - found:
        found |= new
    return found


def megabytes(pid: int) -> float:
    """The memory of a process, its part of shared pages only; 0 where it is gone."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup", "rb") as file:  # noqa: PTH123
        return next((int(line.split()[1]) / 2**10 for line in file if line.startswith(b"Pss:")), 0.0)
    return 0.0


def leave() -> None:
    """Waits for what the command left behind, but not for ever."""
    end = time.monotonic() + 10
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < end:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if not pid:
                time.sleep(0.05)


if __name__ == "__main__":
    main(*sys.argv[1:])
