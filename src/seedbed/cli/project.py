"""`seedbed project`: the test data scripts of a repository."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from seedbed.cli.options import Debug, Today
from seedbed.cli.passed import PassEnv, variables
from seedbed.errors import Problem, UsageError

__all__ = ["project"]

_LAYOUTS = ("single", "package")


def project(
    folder: Annotated[Path, typer.Argument(help="The folder of the project.")] = Path(),
    only: Annotated[
        str | None,
        typer.Option(help="Any of factories, seed, conftest, dependencies, workflow, with commas; else all of them."),
    ] = None,
    layout: Annotated[
        str, typer.Option(help="single: all factories in one file; package: a file for each model.")
    ] = "single",
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="MODEL=FACTORY[:FILE], the name of a factory and of its file. Repeatable."),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(help="A written plan for factories: names and variants are its own, its fields are checked."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Say what would change and write nothing; exit code 1 if anything would.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify/--no-verify", help="Run what was written, and mend what fails; else only write.")
    ] = True,
    database: Annotated[
        str | None, typer.Option(help="A database to verify in; else one that is thrown away.", metavar="URL")
    ] = None,
    allow_remote: Annotated[bool, typer.Option("--allow-remote", help="Let --database be on another machine.")] = False,
    require_planning: Annotated[
        bool, typer.Option("--require-planning", help="A project without planning documents is an error.")
    ] = False,
    pass_env: PassEnv = None,
    today: Today = None,
    debug: Debug = False,
) -> None:
    """Read a repository, write the factories, seeds and fixtures that fit its models, run them, and mend what fails.

    seedbed project .

    seedbed project . --only factories --layout package

    seedbed project . --check
    """
    from rich.console import Console

    from seedbed.api import mending, projecting
    from seedbed.cli.mended import show_course, show_coverage, show_next

    if database is not None:
        mending.check_database(database, allow_remote=allow_remote)
    words = (_parts(only), _layout(layout), _names(name or ()), _today(today))
    seen = variables(pass_env or ())
    request = projecting.Request(folder, *words, plan=plan, require_planning=require_planning, variables=seen)
    outcome = projecting.project(request)
    if check or not verify:
        if not check:
            projecting.apply(outcome, folder)
        _tell(outcome, check=check)
        show_coverage(Console(), outcome.coverage)
        if not check:
            show_next(Console(), outcome.facts, folder)
        raise typer.Exit(1 if outcome.faults or (check and outcome.changes) else 0)
    course = mending.mended(request, outcome, database=database or "")
    _tell(course.outcome, check=False)
    show_course(Console(), course)
    show_next(Console(), course.outcome.facts, folder)
    raise typer.Exit(0 if course.is_green and not outcome.faults else 1)


def _parts(only: str | None) -> tuple[str, ...]:
    from seedbed.api.projecting import PARTS

    if only is None:
        return PARTS
    asked = tuple(part.strip() for part in only.split(",") if part.strip())
    wrong = [part for part in asked if part not in PARTS]
    if wrong or not asked:
        what = f"there is no part {', '.join(wrong)}" if wrong else "no part is named"
        raise UsageError(Problem(what, "--only", help=f"any of {', '.join(PARTS)}"))
    return asked


def _layout(layout: str) -> Any:
    if layout not in _LAYOUTS:
        raise UsageError(Problem(f"there is no layout {layout}", "--layout", help=f"one of {', '.join(_LAYOUTS)}"))
    return layout


def _names(words: tuple[str, ...] | list[str]) -> tuple[tuple[str, str, str], ...]:
    found, wrong = [], []
    for word in words:
        model, _, rest = word.partition("=")
        factory, _, file = rest.partition(":")
        file = file.removesuffix(".py")
        fine = model and (factory or file) and all(not part or part.isidentifier() for part in (factory, file))
        found.append((model, factory, file))
        wrong += [] if fine else [word]
    if wrong:
        help = "MODEL=FACTORY or MODEL=FACTORY:FILE, as User=PersonFactory:people"
        raise UsageError(*(Problem(f"{word} does not name a factory", "--name", help=help) for word in wrong))
    return tuple(found)


def _today(today: str | None) -> date:
    if today is None:
        return date(2026, 1, 1)
    try:
        return date.fromisoformat(today)
    except ValueError as error:
        raise UsageError(Problem(f"{today} is no date", "--today", help="write it as 2026-01-31")) from error


def _tell(outcome: Any, *, check: bool) -> None:
    """The notes, the faults of a written plan, what changes, and how many there are of each thing."""
    from rich.console import Console

    from seedbed.cli.show import show_notes

    console = Console()
    show_notes(Console(stderr=True), outcome.notes)
    for fault in outcome.faults:
        console.print(str(fault), highlight=False, soft_wrap=True, markup=False)
    verbs = ("would be written", "would change") if check else ("written", "changed")
    for change in outcome.changes:
        console.print(f"{change.path}: {verbs[0] if change.is_new else verbs[1]}", highlight=False, soft_wrap=True)
    if not outcome.changes:
        console.print("nothing changes: everything fits the project", highlight=False)
    models = len(outcome.facts.models)
    counted = ", ".join(f"{number} {what}" for what, number in outcome.counts)
    stack = f"SQL by {outcome.facts.driver}" if outcome.facts.driver else outcome.facts.stack.orm
    told = f"{models} models ({stack})" if models else stack
    console.print(f"{told}: {counted}", highlight=False, soft_wrap=True)
