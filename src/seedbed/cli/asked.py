"""The program with no more commands than are asked for: each takes a thousandth of a second and more to be made."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import typer
from typer.main import get_command_name
from typer.models import CommandInfo

__all__ = ["asked"]


def asked(app: typer.Typer, words: Sequence[str]) -> typer.Typer:
    """A program of the one command that the first word names; all of it where that is none, or many."""
    named = [command for command in app.registered_commands if words[:1] == [_name(command)]]
    if not named:
        return app
    lean = copy(app)
    lean.registered_commands, lean.registered_groups = named, []
    return lean


def _name(command: CommandInfo) -> str:
    return command.name or get_command_name(getattr(command.callback, "__name__", ""))
