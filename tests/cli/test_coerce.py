"""Plain words become values by themselves; whatever is not plain gets typer's own judgement."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from typer.testing import CliRunner

from seedbed.cli.coerce import Command, Commands

WORDS = [
    [],
    ["--whole", "12", "--number", "-2.5", "--text", "x", "--path", "a/b", "--texts", "a", "--texts", "b"],
    ["--whole", " 12"],
    ["--whole", "1_000"],
    ["--whole", "12.0"],
    ["--whole", "twelve"],
    ["--whole", "١٢"],
    ["--number", "1e3"],
    ["--number", "inf"],
    ["--number", "much"],
    ["--number", "7"],
    ["--yes"],
    ["--no-yes"],
    ["--path", "-"],
    ["--text", ""],
    ["--many", "3"],
    ["--many", "0"],
    ["--many", "12"],
]


def program(**cls: Any) -> typer.Typer:
    app = typer.Typer(add_completion=False, rich_markup_mode=None, cls=cls.get("group"))

    def run(
        whole: int | None = None,
        number: float | None = None,
        text: str | None = None,
        path: Path | None = None,
        texts: Annotated[list[str] | None, typer.Option()] = None,
        yes: bool | None = None,
        home: Path = Path("home"),
        many: Annotated[int, typer.Option(min=1, max=9)] = 2,
    ) -> None:
        typer.echo(repr((whole, number, text, path, texts, yes, home, many)))

    app.command(cls=cls.get("command"))(run)
    app.command("other", cls=cls.get("command"))(run)
    return app


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_values_and_errors_are_typers_own(words: list[str]) -> None:
    plain = CliRunner().invoke(program(), ["run", *words])
    eased = CliRunner().invoke(program(command=Command, group=Commands), ["run", *words])
    assert (eased.exit_code, eased.output) == (plain.exit_code, plain.output)
