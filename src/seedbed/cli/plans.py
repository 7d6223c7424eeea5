"""`seedbed plan-tests` and its phases, each a command of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedbed.cli.bundles import taking
from seedbed.cli.coerce import Command
from seedbed.cli.models import ModelWords, wanted
from seedbed.cli.options import Debug
from seedbed.cli.passed import PassEnv
from seedbed.errors import Problem, UsageError

__all__ = ["register"]

Root = Annotated[Path, typer.Option("--root", help="The repository.")]
Day = Annotated[str, typer.Option(help="The day that stands in what is written, YYYY-MM-DD; never the clock.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that Seedbed did not write.")]
Lessons = Annotated[Path, typer.Option("--graveyard", help="The file of lessons, in the repository.")]
Engine = Annotated[
    str | None, typer.Option(help="local (no model) or model; by default a model where one is named or has a key.")
]
PytestArgs = Annotated[str, typer.Option(help='Handed to pytest, as one text: "--cluster dev -x".')]
Seconds = Annotated[float, typer.Option(help="The time that one run of the tests may take.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command("plan-tests", cls=Command)(plan_tests)
    app.command("std", cls=Command)(std)
    app.command("explore", cls=Command)(explore)
    app.command("pytest", cls=Command)(pytest)
    app.command("graveyard", cls=Command)(graveyard)
    app.command("heal", cls=Command)(heal)


def std(
    words: Annotated[list[str], typer.Argument(metavar="[check] FILE", help="A plan; or check and a description.")],
    plan: Annotated[
        Path | None, typer.Option("--plan", help="check: the plan; by default the one the description refers to.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The description to write. Default tests/std/<feature>/std_<id>.md."),
    ] = None,
    root: Root = Path(),
    today: Day = "2026-01-01",
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Write the test description (STD) of a test plan (STP), or check one.

    seedbed std stps/3.md

    seedbed std check tests/std/cancelling_orders/std_shop_41.md --plan stps/3.md
    """
    from seedbed.cli import planned

    if words[0] == "check" and len(words) == 2:
        raise typer.Exit(planned.check(Path(words[1]), root, plan))
    if len(words) != 1:
        raise UsageError(Problem(f"{' '.join(words)}: one file is wanted", "FILE", help="seedbed std stps/3.md"))
    raise typer.Exit(planned.std(Path(words[0]), root, output, today, force=force))


@taking(wanted)
def plan_tests(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="A test plan (STP) in markdown.")],
    start: Annotated[
        int, typer.Option("--from", min=1, max=6, help="The phase to begin at: those before stay as they are.")
    ] = 1,
    max_iterations: Annotated[int, typer.Option(min=0, help="Times that tests are mended and run again.")] = 3,
    type_iterations: Annotated[int, typer.Option(min=0, help="Times that types are mended and checked again.")] = 10,
    pytest_args: PytestArgs = "",
    pass_env: PassEnv = None,
    seconds: Seconds = 600,
    engine: Engine = None,
    *,
    wanted: ModelWords,
    graveyard: Lessons = Path("GRAVEYARD.md"),
    root: Root = Path(),
    today: Day = "2026-01-01",
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Turn a test plan into tests that have run: six phases, resumed where they were left.

    seedbed plan-tests stps/3.md

    seedbed plan-tests stps/3.md --from 3

    seedbed plan-tests stps/3.md --model anthropic:claude-sonnet-4-20250514 --pytest-args "--cluster dev"
    """
    from seedbed.cli import planned

    told = planned.settings(graveyard, today, type_iterations, max_iterations, pytest_args, pass_env or (), seconds)
    raise typer.Exit(planned.plan_tests(plan, root, told, planned.model(engine, wanted), start=start, force=force))


def explore(root: Root = Path(), graveyard: Lessons = Path("GRAVEYARD.md"), debug: Debug = False) -> None:
    """Show what a repository offers its tests, as JSON: helpers, fixtures, conventions, lessons.

    seedbed explore --root .
    """
    from seedbed.cli import planned

    raise typer.Exit(planned.explore(root, graveyard))


@taking(wanted)
def pytest(
    std: Annotated[Path, typer.Argument(metavar="STD", help="A test description.")],
    engine: Engine = None,
    *,
    wanted: ModelWords,
    graveyard: Lessons = Path("GRAVEYARD.md"),
    root: Root = Path(),
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Write the tests of a description; what cannot be mapped is marked as not implemented.

    seedbed pytest tests/std/cancelling_orders/std_shop_41.md
    """
    from seedbed.cli import planned

    told = planned.settings(graveyard)
    raise typer.Exit(planned.pytest(std, root, told, planned.model(engine, wanted), force=force))


def graveyard(
    words: Annotated[list[str], typer.Argument(metavar="verify FILE", help="A test file, to be mended by lessons.")],
    graveyard: Lessons = Path("GRAVEYARD.md"),
    root: Root = Path(),
    debug: Debug = False,
) -> None:
    """Hold a test file against every lesson of GRAVEYARD.md, and mend it in place.

    seedbed graveyard verify tests/cancelling_orders/test_cancelling_orders.py
    """
    from seedbed.cli import planned

    if len(words) != 2 or words[0] != "verify":
        raise UsageError(Problem(" ".join(words), "FILE", help="seedbed graveyard verify tests/test_x.py"))
    told = planned.settings(graveyard)
    raise typer.Exit(planned.graveyard(Path(words[1]), root, told))


@taking(wanted)
def heal(
    words: Annotated[
        list[str], typer.Argument(metavar="types|tests FILE", help="What to heal, and the test file that is mended.")
    ],
    max_iterations: Annotated[
        int | None, typer.Option(min=0, help="Times that it is mended and looked at again. Default 10 types, 3 tests.")
    ] = None,
    pytest_args: PytestArgs = "",
    pass_env: PassEnv = None,
    seconds: Seconds = 600,
    engine: Engine = None,
    *,
    wanted: ModelWords,
    graveyard: Lessons = Path("GRAVEYARD.md"),
    root: Root = Path(),
    today: Day = "2026-01-01",
    debug: Debug = False,
) -> None:
    """Mend a test file in place where the fault is its own: its types by pyright, or its tests by running them.

    seedbed heal types tests/cancelling_orders/test_cancelling_orders.py --max-iterations 10

    seedbed heal tests tests/cancelling_orders/test_cancelling_orders.py --max-iterations 3
    """
    from seedbed.cli import planned

    if len(words) != 2 or words[0] not in {"types", "tests"}:
        raise UsageError(Problem(" ".join(words), "FILE", help="seedbed heal tests tests/test_x.py"))
    most = (10, 3) if max_iterations is None else (max_iterations, max_iterations)
    told = planned.settings(graveyard, today, *most, pytest_args, pass_env or (), seconds)
    raise typer.Exit(planned.heal(words[0], Path(words[1]), root, told, planned.model(engine, wanted)))
