"""Sixty broken tests of the shop: what healing is measured by. Here only that they are sixty, and broken."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.testgen.plan.repository import made

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.txt"))


def test_there_are_sixty_in_five_kinds() -> None:
    kinds = Counter(path.stem.partition("-")[0] for path in BROKEN)
    assert kinds == {"imports": 20, "keywords": 10, "fixtures": 10, "exceptions": 10, "contradictions": 10}


def test_each_of_them_fails_as_it_stands(tmp_path: Path) -> None:
    repository = made(tmp_path)
    for path in BROKEN:
        name = f"test_{path.stem.replace('-', '_')}.py"
        (repository / "tests" / name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    words = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--tb=no", "--continue-on-collection-errors", "tests"]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=repository,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    told = {line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))}
    failed = {line.split()[1].partition("::")[0] for line in told}
    assert failed == {f"tests/test_{path.stem.replace('-', '_')}.py" for path in BROKEN}, done.stdout
