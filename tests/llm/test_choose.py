"""Which model is asked: by words, by keys; what does not fit is told before anything is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seedbed.errors import ModelError, UsageError
from seedbed.llm.budget import Budgeted
from seedbed.llm.choose import DEFAULT_MODEL, Wanted, chosen
from seedbed.llm.command import CommandModel
from seedbed.llm.completion import Completion, Message, Usage
from seedbed.llm.host import Host
from seedbed.llm.recording import Recorder, Replay
from seedbed.llm.servers import Anthropic, OpenAI
from tests.llm.speaking import openai, serving

CLAUDE, OPEN = {"ANTHROPIC_API_KEY": "sk-ant-0123456789"}, {"OPENAI_API_KEY": "sk-0123456789abc"}


@pytest.mark.parametrize(
    ("words", "environment", "kind", "model"),
    [
        ({}, CLAUDE, Anthropic, DEFAULT_MODEL),
        ({}, CLAUDE | OPEN, Anthropic, DEFAULT_MODEL),
        ({"model": "anthropic:claude-x"}, CLAUDE, Anthropic, "claude-x"),
        ({"model": "claude-x"}, CLAUDE, Anthropic, "claude-x"),
        ({"model": "openai:gpt-x"}, OPEN, OpenAI, "gpt-x"),
        ({"model": "gpt-x"}, OPEN, OpenAI, "gpt-x"),
        ({"model": "qwen:7b", "base_url": "http://localhost:11434/v1"}, {}, OpenAI, "qwen:7b"),
        ({"model": "claude-x", "provider": "openai", "base_url": "http://localhost:1/v1"}, {}, OpenAI, "claude-x"),
        ({"model": "gpt-x"}, {"OPENAI_BASE_URL": "http://localhost:1/v1"}, OpenAI, "gpt-x"),
        ({"command": "llm -m x"}, {}, CommandModel, ""),
        ({"command": "llm", "model": "x"}, {}, CommandModel, "x"),
    ],
)
def test_words_and_keys_choose(words: dict[str, Any], environment: dict[str, str], kind: type, model: str) -> None:
    found = chosen(Wanted(**words), environment=environment)
    assert found is not None
    assert (type(found.provider), found.model) == (kind, model)


@pytest.mark.parametrize("environment", [{}, OPEN])
def test_nothing_said_and_no_key_is_no_model(environment: dict[str, str]) -> None:
    assert chosen(Wanted(), environment=environment) is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"model": "anthropic:x"}, "there is no key for anthropic"),
        ({"provider": "openai", "model": "x"}, "set OPENAI_API_KEY"),
        ({"provider": "openai", "base_url": "http://localhost:1"}, "there is no model"),
        ({"provider": "other"}, "the providers are anthropic, openai, command, replay"),
        ({"provider": "openai", "model": "anthropic:x"}, "two providers are named"),
        ({"provider": "command"}, "there is no command"),
        ({"provider": "replay"}, "there is no recording"),
        ({"model": "x", "base_url": "localhost:1"}, "http:// or https://"),
        ({"command": "llm", "max_tokens_total": 0}, "at least one token"),
    ],
)
def test_words_that_do_not_fit_are_told(words: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        chosen(Wanted(**words), environment={})


def test_recordings_and_budgets_are_put_around_it(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    path.write_text('{"answer": {"content": "A"}}\n')
    found = chosen(Wanted(replay=path), environment={})
    assert found is not None
    assert isinstance(found.provider, Replay)
    found = chosen(Wanted(replay=path, record=tmp_path / "again.jsonl"), environment={})
    assert found is not None
    assert isinstance(found.provider, Recorder)
    found = chosen(Wanted(replay=path, max_tokens_total=50), environment={})
    assert found is not None
    assert isinstance(found.provider, Budgeted)


def test_a_server_by_its_address_is_asked() -> None:
    with serving(openai("A")) as server:
        found = chosen(Wanted(model="small", base_url=f"{server.url}/v1"), environment={})
        assert found is not None
        assert found.provider.complete([Message("user", "Say A.")], found.model, 0.7, 9).content == "A"


def asking(used: list[int]) -> Host:
    """A host that takes the tokens it may, and notes how many."""

    def ask(messages: Any, model: str, warmth: float, most: int) -> Completion:
        used.append(most)
        return Completion("A", model, Usage(1, most))

    return Host(ask)


def test_a_budget_shortens_answers_and_ends_a_loop() -> None:
    used: list[int] = []
    budget = Budgeted(asking(used), 250)
    budget.complete([Message("user", "abcd")], "m", 0.7, 100)
    budget.complete([Message("user", "abcd")], "m", 0.7, 200)
    assert used == [100, 148]
    assert budget.spent == 250
    with pytest.raises(ModelError, match=r"(?s)budget of 250 tokens is used up.*250 are used"):
        budget.complete([Message("user", "abcd")], "m", 0.7, 100)
    assert len(used) == 2


def test_a_question_beyond_the_budget_is_not_asked() -> None:
    used: list[int] = []
    with pytest.raises(ModelError, match="takes about 1,000"):
        Budgeted(asking(used), 900).complete([Message("user", "a" * 4000)], "m", 0.7, 10)
    assert used == []


def test_a_host_that_fails_is_told() -> None:
    def broken(*words: Any) -> Completion:
        raise ConnectionResetError("Bearer abcdefghijkl was refused")

    with pytest.raises(ModelError, match=r"did not answer\n  why: \*\*\* was refused"):
        Host(broken).complete([Message("user", "x")], "m", 0.7, 9)

    def refusing(*words: Any) -> Completion:
        raise ModelError

    with pytest.raises(ModelError):
        Host(refusing).complete([Message("user", "x")], "m", 0.7, 9)
