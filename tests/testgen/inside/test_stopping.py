"""A run of tests whose time is over begins no other test, and says so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import json, pytest
from seedbed.testgen.inside.running import Recorder, arguments
recorder = Recorder(None, "", None, stop={stop})
pytest.main(arguments(["test_some.py"]), plugins=[recorder])
print(json.dumps([recorder.stopped, sorted(recorder.outcomes)]))
"""


def _ran(folder: Path, stop: object) -> list[object]:
    (folder / "test_some.py").write_text("def test_a(): pass\n\n\ndef test_b(): pass\n")
    program = [sys.executable, "-c", PROGRAM.format(stop=stop)]
    ran = subprocess.run(program, capture_output=True, text=True, check=True, cwd=folder)
    told: list[object] = json.loads(ran.stdout.splitlines()[-1])
    return told


def test_what_there_is_no_time_for_is_not_begun(tmp_path: Path) -> None:
    assert _ran(tmp_path, 0.0) == [True, ["test_some.py::test_a"]]


def test_without_a_limit_all_run(tmp_path: Path) -> None:
    assert _ran(tmp_path, None) == [False, ["test_some.py::test_a", "test_some.py::test_b"]]
