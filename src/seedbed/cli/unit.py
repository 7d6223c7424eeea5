"""`seedbed test`: a test file for a source file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from seedbed.cli.bundles import taking
from seedbed.cli.coerce import Command
from seedbed.cli.models import ModelWords, wanted
from seedbed.cli.options import Debug

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("test", cls=Command)(unit)


@taking(wanted)
def unit(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The source file whose tests are wanted.")] = "",
    objective: Annotated[
        str | None, typer.Option(help="What a model is asked for. Default: Make {target} pass all tests.")
    ] = None,
    framework: Annotated[
        str | None, typer.Option(help="vitest, jest, mocha, pytest, rspec, cargo or custom; detected by default.")
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(help="local (no model), model, or both; by default both where there is a key, else local."),
    ] = None,
    *,
    wanted: ModelWords,
    max_tokens: Annotated[int, typer.Option(min=1, help="Tokens that one answer may have.")] = 4096,
    temperature: Annotated[float, typer.Option(min=0.0, max=2.0, help="How freely the model answers.")] = 0.7,
    seed: Annotated[int, typer.Option(help="The same seed gives the same tests of the local engine.")] = 42,
    seconds: Annotated[
        float,
        typer.Option(
            min=1.0, help="The time that the tests may take without a model: most of it to draft, the rest to judge."
        ),
    ] = 60.0,
    tests_dir: Annotated[
        Path | None, typer.Option(help="The folder of tests in which the file's place is mirrored.")
    ] = None,
    working_dir: Annotated[
        Path, typer.Option(help="The project: paths are relative to it, examples are looked for in it.")
    ] = Path(),
    soft: Annotated[bool, typer.Option("--soft", help="A failure is a warning, with exit code 0: for loops.")] = False,
    generate: Annotated[bool, typer.Option(help="Make tests; --no-generate makes none.")] = True,
    test: Annotated[str | None, typer.Option(help="The command that runs your own tests: none are made then.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell of each test whether it was kept, and why.")] = False,
    debug: Debug = False,
) -> None:
    """Write a test file for a source file; every test has run before it is written.

    seedbed test src/math.ts --objective "Make math.ts pass all tests"

    seedbed test app/auth.py --engine local

    seedbed test app/auth.py --model anthropic:claude-sonnet-4-20250514

    seedbed test app/auth.py --model qwen:7b --base-url http://localhost:11434/v1

    seedbed test app/auth.py --command "llm -m small"
    """
    from seedbed.cli import testing
    from seedbed.testgen.unit.options import TestGeneratorOptions

    options = TestGeneratorOptions(
        target_file=file,
        objective=objective or "",
        working_dir=working_dir,
        framework=framework or "",
        verbose=verbose,
        engine=engine or "",
        max_tokens=max_tokens,
        temperature=temperature,
        seed=seed,
        seconds=seconds,
        tests_dir=tests_dir,
        soft=soft,
        generate=generate,
        test=test or "",
        **asdict(wanted),
    )
    raise typer.Exit(testing.test(options))
