"""The option that lets code of a project see variables of our environment, of which it sees nothing by itself."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Annotated

import typer

from seedbed.errors import Problem, UsageError

__all__ = ["PassEnv", "variables"]

PassEnv = Annotated[
    list[str] | None,
    typer.Option(
        "--pass-env",
        help="A variable of the environment that the project's code may see, as KUBECONFIG. Repeatable.",
    ),
]


def variables(names: Iterable[str]) -> dict[str, str]:
    """Variables of our environment by their names. Raises UsageError for each that it lacks."""
    names = tuple(names)
    missing = [name for name in names if name not in os.environ]
    if missing:
        raise UsageError(*(Problem(f"the environment has no {name}", "--pass-env") for name in missing))
    return {name: os.environ[name] for name in names}
