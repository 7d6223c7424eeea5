"""Runs a command and prints what it cost as JSON: stopwatch.py LOG COMMAND...

A process of its own that imports next to nothing: a child's peak memory counts from the memory of the process that
starts it, so whoever measures must be small.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time


def main(log: str, *command: str) -> None:
    words = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=words, stderr=words)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    scale = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, kilobytes elsewhere
    cpu = usage.ru_utime + usage.ru_stime
    told = {"seconds": seconds, "cpu": cpu, "megabytes": usage.ru_maxrss / scale, "exit": process.returncode}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
