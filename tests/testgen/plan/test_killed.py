"""A run that is killed again and again, in the middle of its phases, comes to what one comes to that is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.llm.speaking import Reply, anthropic, serving
from tests.testgen.plan import killing
from tests.testgen.plan.repository import SHOP, made

GOOD = (SHOP / "replies" / "stock.txt").read_text(encoding="utf-8")


def says(asked: dict[str, str]) -> Reply:
    """Nonsense at first, then an answer whose mistakes are mended."""
    if "You mend" in asked["system"]:
        return anthropic("")
    return anthropic(GOOD if "This cannot be taken" in str(asked) else GOOD.replace("class ", "class Other", 1))


def ran(root: Path, url: str, change: int = 0, when: str = "") -> subprocess.CompletedProcess[str]:
    words = [sys.executable, killing.__file__, str(root), "stps/stock.md", url, str(change), when]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(words, capture_output=True, text=True, check=False, env=env)


def left(root: Path) -> dict[str, str]:
    """What people and later runs see: all files but the log, the digests of what was written, and the caches."""
    files = (path for path in root.rglob("*") if path.is_file() and path.suffix not in {".pyc", ".txt"})
    names = {path: path.relative_to(root).as_posix() for path in files}
    return {name: path.read_text(encoding="utf-8") for path, name in names.items() if not name.endswith("/written")}


def test_a_run_that_is_killed_repeats_nothing_and_loses_nothing(tmp_path: Path) -> None:
    with serving(usual=says) as server:
        whole = made(tmp_path / "whole")
        alone = ran(whole, server.url)
        assert alone.returncode == 0, alone.stderr
        asked = len(server.asked)

        root, kills = made(tmp_path / "killed"), 0
        while (done := ran(root, server.url, 3 + kills, "before" if kills % 2 else "after")).returncode:
            assert done.returncode == -9, done.stderr
            kills += 1
        assert kills > 4
        assert len(server.asked) == 2 * asked  # each question once
    assert done.stdout.partition("]")[2].split()[:-1] == alone.stdout.partition("]")[2].split()[:-1]
    assert left(root) == left(whole)
