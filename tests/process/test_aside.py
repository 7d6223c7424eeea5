"""A second process does what it is asked; where it cannot, or is gone, the work is done here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from seedbed.process.aside import begun

TWO = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
pytestmark = pytest.mark.skipif(not TWO, reason="a process is doubled on Linux, where two run at once")

# In an interpreter of its own: this one has loaded too much to be doubled.
ASKED = """
import os, signal
from seedbed.process.aside import begun, done
aside = begun()
other = aside.answer(aside.ask("os:getpid"))
assert other not in (None, os.getpid())
assert done(aside, "os:getpid") == other
aside.ask("math:sqrt", 4)
assert aside.answer(aside.ask("math:sqrt", 9)) == 3, "an answer that nobody fetched is passed over"
assert aside.answer(aside.ask("math:sqrt", -1)) is None
aside.ask("builtins:print", "not to be seen")
try:
    done(aside, "math:sqrt", -1)
except ValueError:
    pass
else:
    raise AssertionError("what fails there fails here")
os.kill(other, signal.SIGKILL)
assert done(aside, "os:getpid") == os.getpid(), "it is gone"

aside = begun()
number = aside.ask("math:sqrt", 16)
aside.last()
assert aside.answer(number) == 4
assert aside.answer(number + 1) is None, "it has ended"
"""

SHOP = "CREATE TABLE users (id INT PRIMARY KEY, age INT CHECK (age > 17));\n"


def test_it_does_what_it_is_asked() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_process_that_has_loaded_much_is_not_doubled() -> None:
    import numpy as np

    assert np.__name__ in sys.modules
    assert begun() is None


def test_the_files_of_a_run_are_judged_by_it(tmp_path: Path) -> None:
    (tmp_path / "shop.sql").write_text(SHOP)
    words = ["generate", "shop.sql", "--count", "3", "--format", "csv", "--output", "data"]
    command = [sys.executable, "-X", "importtime", "-m", "seedbed", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=tmp_path)
    assert "seedbed.plan.passes" in done.stderr, "what this process loads is told"
    assert "duckdb" not in done.stderr, "another one judged"
    report = json.loads((tmp_path / "data" / "report.json").read_text())
    assert report["constraints"]
    assert report["breaches"] == []
