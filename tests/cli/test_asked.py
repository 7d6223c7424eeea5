"""A program of one command is the same program to whoever calls that command."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from seedbed.cli.app import app
from seedbed.cli.asked import asked

NAMES = ["generate", "introspect", "plan-tests"]  # named by a function, by a word, and by one of two words


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_a_command_is_the_same(name: str) -> None:
    lean = asked(app, [name, "--help"])
    assert len(lean.registered_commands) == 1
    results = [CliRunner().invoke(each, [name, "--help"]) for each in (lean, app)]
    assert results[0].output == results[1].output
    assert results[0].exit_code == 0


@pytest.mark.parametrize("words", [[], ["--help"], ["lessons", "list"], ["genrate"], ["--version", "generate"]])
def test_all_of_the_program_is_there_where_no_command_comes_first(words: list[str]) -> None:
    assert asked(app, words) is app
