"""The program ends without ceremony, but not without what was asked for, nor with another code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import atexit, sys, threading, time
{start}
atexit.register(print, "the first to ask is called last")
from seedbed.cli.ending import swiftly
class Told:
    def __del__(self):
        print("taken apart")
told = Told()
def run():
    atexit.register(print, "called")
    threading.Thread(target=lambda: (started.wait(), print("a thread goes on"))).start()
    threading.Timer(0, started.set).start()
    sys.exit({code!r})
started = threading.Event()
swiftly(run)
"""


def ended(tmp_path: Path, name: str, code: object, start: str = "") -> subprocess.CompletedProcess[str]:
    script = tmp_path / name
    script.write_text(PROGRAM.format(code=code, start=start))
    unwatched = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=False, timeout=60, env=unwatched
    )


@pytest.mark.parametrize("code", [0, 3])
def test_the_program_keeps_its_promises_and_takes_nothing_apart(tmp_path: Path, code: int) -> None:
    done = ended(tmp_path, "seedbed", code)
    assert (done.returncode, done.stdout.splitlines(), done.stderr) == (code, ["a thread goes on", "called"], "")


@pytest.mark.parametrize(("name", "start"), [("other.py", ""), ("seedbed", "sys.modules['coverage'] = sys")])
def test_other_programs_and_watched_ones_end_as_ever(tmp_path: Path, name: str, start: str) -> None:
    done = ended(tmp_path, name, 3, start)
    told = ["a thread goes on", "called", "the first to ask is called last", "taken apart"]
    assert (done.returncode, done.stdout.splitlines()) == (3, told)


def test_words_instead_of_a_code_are_printed(tmp_path: Path) -> None:
    done = ended(tmp_path, "seedbed", "it went wrong")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, "it went wrong")


def test_an_error_of_the_program_is_told(tmp_path: Path) -> None:
    done = ended(tmp_path, "seedbed", 0, "import seedbed.cli.ending\nsys.exit = lambda code: 1 / 0")
    assert (done.returncode, "ZeroDivisionError" in done.stderr) == (1, True)
