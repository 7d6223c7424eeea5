"""What is told of checks: fixes that were made, and each error once that is left to a person."""

from __future__ import annotations

import io
from types import SimpleNamespace

from rich.console import Console

from seedbed.cli.mended import show_course
from seedbed.errors import Origin
from seedbed.scaffold.verify.checks import Check
from seedbed.scaffold.verify.failure import Failure


def told(checks: list[Check], *, green: bool, escalated: tuple[tuple[Failure, str], ...] = (), cycles: int = 0) -> str:
    """What is shown of a course without coverage."""
    out = io.StringIO()
    outcome = SimpleNamespace(coverage=())
    course = SimpleNamespace(
        checks=checks, fixes=(), escalated=escalated, outcome=outcome, is_green=green, cycles=cycles
    )
    show_course(Console(file=out, width=200), course)
    return out.getvalue()


def failed(check: str, message: str, factory: str = "") -> Failure:
    about = (("factory", factory),) if factory else ()
    return Failure(
        check, "IntegrityError", message, (Origin("tests/factories.py", 3),), "", about, f"text of {message}"
    )


def test_an_error_that_several_checks_met_is_told_once_with_all_of_them() -> None:
    why = "no rule knows it"
    met = [
        (failed("factories", "locked", "RunFactory"), why),
        (failed("factories", "locked", "UserFactory"), why),
        (failed("seed edge", "locked"), why),
        (failed("seed edge", "another"), why),
    ]
    shown = told([Check("factories", "", "failed")], green=False, escalated=tuple(met), cycles=1)
    assert "escalated: factories (RunFactory, UserFactory), seed edge: no rule knows it\n  text of locked" in shown
    assert "escalated: seed edge: no rule knows it\n  text of another" in shown
    assert shown.count("escalated") == 2
    assert shown.endswith("not every check passes; 0 fixes in 1 cycle\n")


def test_checks_that_did_not_run_are_not_said_to_pass() -> None:
    passed, skipped = Check("seed", "", "passed"), Check("tests", "", "skipped")
    assert "\nevery check passes; 0 fixes in 0 cycles\n" in told([passed], green=True)
    assert "\nevery check that ran passes, 1 skipped; 0" in told([passed, skipped], green=True)
    assert "\nno check could run; 0" in told([skipped], green=True)
