"""What `seedbed plan-tests` and its phases print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.text import Text

from seedbed.api import plans
from seedbed.cli.models import ModelWords
from seedbed.cli.passed import variables
from seedbed.cli.show import show_notes
from seedbed.errors import Problem, UsageError

__all__ = ["check", "explore", "graveyard", "heal", "model", "plan_tests", "pytest", "settings", "std"]

Model = tuple[plans.Wanted, bool]
"""What a user says of the model, and whether none is to be asked."""


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


def model(engine: str | None, words: ModelWords) -> Model:
    """The words on the model. Raises UsageError."""
    if engine not in {None, "local", "model"}:
        raise UsageError(Problem(f"there is no engine {engine!r}", "--engine", help="local or model"))
    wanted = plans.Wanted(**asdict(words))
    if engine == "local" and wanted.named:
        raise UsageError(Problem("a model is named, and none is to be asked", "--engine", help="leave one out"))
    return wanted, engine == "local"


def settings(
    graveyard: Path,
    today: str = "2026-01-01",
    types: int = 10,
    tests: int = 3,
    pytest_args: str = "",
    names: Sequence[str] = (),
    seconds: float = 600,
) -> plans.Settings:
    """The words on a run. Raises UsageError."""
    words = plans.words_of(pytest_args)
    return plans.Settings(day(today), graveyard, types, tests, words, variables(names), seconds)


def plan_tests(plan: Path, root: Path, told: plans.Settings, model: Model, *, start: int, force: bool) -> int:
    """Runs all phases; the exit code."""
    wanted, local = model
    with _progress() as tell:
        made = plans.plan_tests(plan, root, told, wanted=wanted, local=local, tell=tell, start=start, force=force)
    _say(f"\n{made.plan} -> {', '.join(made.output)}")
    _say(f"{made.passed} passed, {len(made.findings)} findings, {len(made.missing)} missing")
    for test, what, why, line in made.findings:
        _say(f"! {test}, line {line}: {what}\n    {why.splitlines()[0] if why else ''}")
    for name in made.missing:
        _say(f"· {name}: not implemented")
    for reason in made.refused:
        _say(f"· refused: {reason}")
    _say(f"{len(made.lessons)} lessons added, {made.prevented} mistakes prevented by lessons")
    for title in made.lessons:
        _say(f"· {title}")
    _say(f"run them: {made.command}\nthe run: {made.folder}")
    return 0 if made.complete else 1


@contextmanager
def _progress() -> Iterator[plans.Tell]:
    """A line for each phase: on a terminal all of them, as they go on; elsewhere one when it is over."""
    console, lines = Console(), [_phase(number, "pending", "") for number in range(1, len(plans.PHASES) + 1)]

    def over(number: int, state: str, line: str) -> None:
        if state not in {"pending", "in progress"}:
            console.print(_phase(number, state, line), highlight=False, markup=False, soft_wrap=True)

    def going_on(number: int, state: str, line: str) -> None:
        lines[number - 1] = _phase(number, state, line)
        live.update(Text("\n".join(lines)), refresh=True)

    if not console.is_terminal:
        yield over
        return
    with Live(Text("\n".join(lines)), console=console, auto_refresh=False) as live:
        yield going_on


def _phase(number: int, state: str, line: str) -> str:
    return f"{number}/{len(plans.PHASES)} {plans.PHASES[number - 1]:<10}{state}" + (f": {line}" if line else "")


def explore(root: Path, graveyard: Path) -> int:
    """Prints what a repository offers; the exit code."""
    _say(plans.explore(root, graveyard))
    return 0


def pytest(std: Path, root: Path, told: plans.Settings, model: Model, *, force: bool) -> int:
    """Writes the tests of a description; the exit code."""
    missing = 0
    for path, draft, refused in plans.write_tests(std, root, told, wanted=model[0], local=model[1], force=force):
        missing += len(draft.missing)
        _say(f"{path}: {len(draft.missing)} not implemented")
        for name, gap in draft.missing:
            _say(f"· {name}: {gap}")
        for reason in refused:
            _say(f"· refused: {reason}")
    return 1 if missing else 0


def graveyard(file: Path, root: Path, told: plans.Settings) -> int:
    """Mends a file by lessons; the exit code."""
    said = plans.verify_lessons(file, root, told)
    for line in said["violations"]:
        _say(f"{file}: {line}")
    for title in said["not_checkable"]:
        _say(f"· not checkable: {title}")
    left = len(said["violations"]) - said["fixed"]
    _say(f"{file}: {said['lessons']} lessons, {said['fixed']} violations fixed, {left} left")
    return 1 if left else 0


def heal(what: str, file: Path, root: Path, told: plans.Settings, model: Model) -> int:
    """Heals types or tests; the exit code."""
    healing = plans.heal_types_of if what == "types" else plans.heal_run_of
    said = healing(file, root, told, wanted=model[0], local=model[1])
    for fix in said["fixes"]:
        _say(f"· {fix}")
    for reason in said["refused"]:
        _say(f"· refused: {reason}")
    if what == "types":
        _say(_typed(said))
        return 1 if said["left"] else 0
    for test, whose, why, line in said["findings"]:
        _say(f"! {test}, line {line}: {whose}\n    {why.splitlines()[0] if why else ''}")
    counts = f"{len(said['passed'])} passed, {len(said['findings'])} findings, {len(said['missing'])} missing"
    _say(f"{said['iterations']} iterations, {len(said['fixes'])} fixes, {len(said['lessons'])} lessons added; {counts}")
    return 1 if said["findings"] or said["missing"] or not said["passed"] else 0


def _typed(said: dict[str, Any]) -> str:
    if not said["ran"]:
        return "there is no pyright here; types were not checked: pip install 'seedbed[check]'"
    left = "".join(f"\n! {each}" for each in said["left"])
    return f"{said['iterations']} iterations, {len(said['fixes'])} fixes, {said['errors'][1]} errors left{left}"


def day(text: str) -> str:
    """A day as it was written. Raises UsageError."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(Problem(f"{text!r} is no day", "--today", help="YYYY-MM-DD")) from error


def _say(text: str) -> None:
    Console().print(text, highlight=False, markup=False, soft_wrap=True)
