"""The options that say which model is asked, the same in every command that may ask one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedbed.classes import dataclass

__all__ = ["ModelWords", "wanted"]


@dataclass(frozen=True, slots=True)
class ModelWords:
    """What a user says of the model, each word by the name that those who choose a model know it by."""

    model: str
    provider: str
    command: str
    base_url: str
    record: Path | None
    replay: Path | None
    max_tokens_total: int | None


def wanted(
    model: Annotated[
        str | None, typer.Option(help="[PROVIDER:]MODEL, as openai:NAME. Default claude-sonnet-4-20250514.")
    ] = None,
    provider: Annotated[
        str | None, typer.Option(help="anthropic, openai (and all that speak its protocol), command or replay.")
    ] = None,
    command: Annotated[
        str | None, typer.Option(help="A command line that reads a prompt on standard input and writes the answer.")
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="The address of the model's server, local ones too.")] = None,
    record: Annotated[Path | None, typer.Option(help="Add what the model answers to this file.")] = None,
    replay: Annotated[Path | None, typer.Option(help="Take the answers from this file, without a model.")] = None,
    max_tokens_total: Annotated[
        int | None,
        typer.Option(help="Tokens of all questions and answers together; what is longer is cut, or refused."),
    ] = None,
) -> ModelWords:
    """What is said of the model."""
    return ModelWords(model or "", provider or "", command or "", base_url or "", record, replay, max_tokens_total)
