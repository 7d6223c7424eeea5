"""Broken tests: what healing is measured by. Here only how many of which kind there are, and that each is broken."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from seedbed.process.fence import interpreter
from tests.testgen.plan.repository import (
    COURIER,
    DEPOT,
    GREENHOUSE,
    GRIDWORK,
    HARBOUR,
    LEDGER,
    OBSERVATORY,
    ORCHARD,
    PARLANCE,
    SHELTER,
    SHOP,
    TRAMWAY,
    made,
)

SIXTY = {"imports": 20, "keywords": 10, "fixtures": 10, "exceptions": 10, "contradictions": 10}
THIRTY = {kind: count // 2 for kind, count in SIXTY.items()}
WITH_WAITS = {"imports": 8, "keywords": 5, "fixtures": 5, "exceptions": 5, "waits": 2, "contradictions": 5}
CORPORA = [
    pytest.param(SHOP, Path(__file__).parent / "broken", SIXTY, id="shop"),
    pytest.param(LEDGER, LEDGER / "broken", THIRTY, id="ledger"),
    pytest.param(HARBOUR, HARBOUR / "broken", THIRTY, id="harbour"),
    pytest.param(ORCHARD, ORCHARD / "broken", THIRTY, id="orchard"),
    pytest.param(DEPOT, DEPOT / "broken", THIRTY, id="depot"),
    pytest.param(OBSERVATORY, OBSERVATORY / "broken", THIRTY, id="observatory"),
    pytest.param(TRAMWAY, TRAMWAY / "broken", THIRTY, id="tramway"),
    pytest.param(PARLANCE, PARLANCE / "broken", THIRTY, id="parlance"),
    pytest.param(SHELTER, SHELTER / "broken", THIRTY, id="shelter"),
    pytest.param(GRIDWORK, GRIDWORK / "broken", THIRTY, id="gridwork"),
    pytest.param(GREENHOUSE, GREENHOUSE / "broken", THIRTY, id="greenhouse"),
    pytest.param(COURIER, COURIER / "broken", WITH_WAITS, id="courier"),
]


@pytest.mark.parametrize(("of", "cases", "kinds"), CORPORA)
def test_each_of_them_is_broken(tmp_path: Path, of: Path, cases: Path, kinds: dict[str, int]) -> None:
    assert Counter(path.stem.partition("-")[0] for path in cases.glob("*.txt")) == kinds
    repository = made(tmp_path, of)
    named = {f"tests/test_{path.stem.replace('-', '_')}.py": path for path in sorted(cases.glob("*.txt"))}
    for name, path in named.items():
        (repository / name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    whole, told = set(named), _run(repository, "tests")
    for _ in range(3):  # a wait that is too short may be long enough on a machine that stands still meanwhile
        failures = [line for line in told.splitlines() if line.startswith(("FAILED", "ERROR"))]
        whole -= {line.split()[1].partition("::")[0] for line in failures}
        told = _run(repository, *sorted(whole)) if whole else ""
    assert not whole, told


def _run(repository: Path, *tests: str) -> str:
    words = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--tb=no", "--continue-on-collection-errors", *tests]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [interpreter(repository), "-m", "pytest", *words],
        cwd=repository,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout
