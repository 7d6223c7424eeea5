"""Four plans as four teams would write them, one in each dialect, for the laboratory; not fitted to the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.run.phases import Settings
from seedbed.testgen.plan.run.pipeline import Summary, run_plan
from seedbed.testgen.plan.stp.read import open_stp
from tests.testgen.plan.repository import LAB, made

SETTINGS = Settings(type_iterations=0, variables={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    return made(tmp_path, LAB)


def planned(lab: Path, name: str) -> Summary:
    return run_plan(lab / "stps" / f"{name}.md", lab, SETTINGS)


@pytest.mark.parametrize(
    ("name", "scenarios", "noted"),
    [("machines", 4, True), ("disks", 4, False), ("snapshots", 3, False), ("quota", 3, True)],
)
def test_each_dialect_is_read_and_what_disagrees_is_told(lab: Path, name: str, scenarios: int, *, noted: bool) -> None:
    plan = open_stp(lab / "stps" / f"{name}.md")
    assert (len(plan.scenarios), bool(plan.notes)) == (scenarios, noted)


@pytest.mark.parametrize(("name", "passed", "missing"), [("disks", 2, 2), ("snapshots", 3, 0), ("quota", 1, 2)])
def test_what_is_mapped_runs_and_what_is_not_is_missing(lab: Path, name: str, passed: int, missing: int) -> None:
    came = planned(lab, name)
    assert (came.passed, len(came.missing), came.findings) == (passed, missing, ())


def test_a_wait_that_was_missing_is_a_lesson_and_the_next_run_has_it(lab: Path) -> None:
    first, second = planned(lab, "machines"), planned(lab, "machines")
    assert (first.passed, len(first.missing), first.lessons) == (3, 1, ("status takes a moment",))
    assert (second.passed, second.prevented, second.lessons) == (3, 1, ())
