"""DuckDB is loaded late, and whole."""

from __future__ import annotations

import subprocess
import sys

# The user's Ctrl-C comes while DuckDB is being found. Whoever runs the tests in the background may have it ignored.
INTERRUPTED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "duckdb":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from seedbed.validate import duck
assert "duckdb" not in sys.modules
try:
    duck.connect
except KeyboardInterrupt:
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    print(duck.connect().execute("SELECT 41 + 1").fetchone()[0])
"""
IN_A_THREAD = """
import sys, threading
from seedbed.validate import duck
made = threading.Thread(target=lambda: print(duck.connect().execute("SELECT 42").fetchone()[0]))
made.start(); made.join()
"""


def said(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def test_an_interrupt_waits_until_it_is_whole() -> None:
    assert said(INTERRUPTED) == "42\n"


def test_another_thread_may_load_it() -> None:
    assert said(IN_A_THREAD) == "42\n"
