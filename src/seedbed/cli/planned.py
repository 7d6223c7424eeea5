"""What `seedbed plan-tests` and its phases print."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.console import Console

from seedbed.api import plans
from seedbed.cli.show import show_notes
from seedbed.errors import Problem, UsageError

__all__ = ["check", "std"]


def std(plan: Path, root: Path, output: Path | None, today: str, *, force: bool) -> int:
    """Writes the description of a plan; the exit code."""
    written = plans.write_description(plan, root, today=day(today), output=output, force=force)
    show_notes(Console(stderr=True), written.notes)
    _say(f"{written.path}: {written.tests} tests for {written.scenarios} scenarios, {written.lines} lines")
    return 0


def check(description: Path, root: Path, plan: Path | None) -> int:
    """Tells every departure of a description; the exit code."""
    found = plans.check_description(description, root, plan)
    for problem in found:
        _say(str(problem))
    _say(f"{description}: {'no departure' if not found else f'{len(found)} departures'}")
    return 1 if found else 0


def day(text: str) -> str:
    """A day as it was written. Raises UsageError."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(Problem(f"{text!r} is no day", "--today", help="YYYY-MM-DD")) from error


def _say(text: str) -> None:
    Console().print(text, highlight=False, markup=False, soft_wrap=True)
