"""Which model is asked, by the words of a user and the keys that are there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Problem, UsageError
from seedbed.llm.budget import Budgeted
from seedbed.llm.command import CommandModel
from seedbed.llm.completion import Provider
from seedbed.llm.posting import Line
from seedbed.llm.recording import Recorder, Replay
from seedbed.llm.secret import key_of
from seedbed.llm.servers import ANTHROPIC, OPENAI, Anthropic, OpenAI

__all__ = ["DEFAULT_MODEL", "PROVIDERS", "Chosen", "Wanted", "chosen"]

DEFAULT_MODEL = "claude-sonnet-4-20250514"
PROVIDERS = ("anthropic", "openai", "command", "replay")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user says of the model: `provider:model`, an address, a command, a recording, a budget."""

    model: str = ""
    provider: str = ""
    base_url: str = ""
    command: str = ""
    record: Path | None = None
    replay: Path | None = None
    max_tokens_total: int | None = None

    @property
    def named(self) -> bool:
        """Whether a model is asked for by any word."""
        return bool(self.model or self.provider or self.base_url or self.command or self.replay)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A provider, and the id of the model that it is asked for."""

    provider: Provider
    model: str


def chosen(wanted: Wanted, *, environment: Mapping[str, str] | None = None, line: Line | None = None) -> Chosen | None:
    """The model that is asked, None where none is named and there is no key. Raises UsageError."""
    environment = os.environ if environment is None else environment
    line = line or Line()
    found = _bare(_split(wanted), environment, line) if wanted.named or key_of("anthropic", environment) else None
    if found is None:
        return None
    provider = found.provider
    if wanted.record is not None:
        provider = Recorder(provider, wanted.record)
    if wanted.max_tokens_total is not None:
        if wanted.max_tokens_total < 1:
            raise UsageError(Problem("a budget has at least one token", "--max-tokens-total"))
        provider = Budgeted(provider, wanted.max_tokens_total)
    return Chosen(provider, found.model)


def _split(wanted: Wanted) -> Wanted:
    """The words with the provider that stands before the model's name, or that they imply."""
    before, colon, after = wanted.model.partition(":")
    if colon and before in PROVIDERS:
        if wanted.provider not in ("", before):
            why = f"--model names {before}, --provider names {wanted.provider}"
            raise UsageError(Problem("two providers are named", "--provider", why, "leave one out"))
        wanted = replace(wanted, model=after, provider=before)
    implied = "command" if wanted.command else "replay" if wanted.replay else ""
    wanted = replace(wanted, provider=wanted.provider or implied or _maker(wanted))
    if wanted.provider not in ("", *PROVIDERS):
        help = f"the providers are {', '.join(PROVIDERS)}"
        raise UsageError(Problem(f"there is no provider {wanted.provider!r}", "--provider", help=help))
    return wanted


def _maker(wanted: Wanted) -> str:
    """Whose protocol a model speaks, by its name and address."""
    if wanted.model.startswith("claude") or not (wanted.model or wanted.base_url):
        return "anthropic"
    return "openai"


def _bare(wanted: Wanted, environment: Mapping[str, str], line: Line) -> Chosen:
    if wanted.provider == "replay":
        if wanted.replay is None:
            raise UsageError(Problem("there is no recording", "--replay", help="name its file"))
        return Chosen(Replay(wanted.replay), wanted.model or DEFAULT_MODEL)
    if wanted.provider == "command":
        if not wanted.command:
            raise UsageError(Problem("there is no command", "--command", help='as --command "llm -m small"'))
        return Chosen(CommandModel(wanted.command), wanted.model)
    return _server(wanted, environment, line)


def _server(wanted: Wanted, environment: Mapping[str, str], line: Line) -> Chosen:
    key = key_of(wanted.provider, environment)
    said = wanted.base_url or environment.get(f"{wanted.provider.upper()}_BASE_URL", "")
    usual = ANTHROPIC if wanted.provider == "anthropic" else OPENAI
    if said and not said.startswith(("http://", "https://")):
        raise UsageError(Problem("an address starts with http:// or https://", "--base-url"))
    if key is None and not said:
        name = f"{wanted.provider.upper()}_API_KEY"
        help = f"set {name}, or store it with: keyring set seedbed {wanted.provider}"
        raise UsageError(Problem(f"there is no key for {wanted.provider}", name, help=help))
    if wanted.provider == "anthropic":
        return Chosen(Anthropic(key, said or usual, line), wanted.model or DEFAULT_MODEL)
    if not wanted.model:
        raise UsageError(Problem("there is no model", "--model", help="say its name, as --model openai:NAME"))
    return Chosen(OpenAI(key, said or usual, line), wanted.model)
