"""Models behind an HTTP address: Anthropic's protocol, and the one of OpenAI that most other servers speak.

Both are one POST each, so they are asked by httpx itself. pydantic-ai-slim 2.68 with these two providers is 19 packages
and 107 MB more than is here anyway, and takes 2.1 s of CPU to load where this room takes 0.2; what it adds (tools,
streams, structured answers) is not asked for here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seedbed.errors import ModelError, Problem
from seedbed.llm.completion import Completion, Message, Usage, estimated
from seedbed.llm.posting import Line, Refused, is_near, post, shown
from seedbed.llm.secret import Key

__all__ = ["ANTHROPIC", "OPENAI", "Anthropic", "OpenAI"]

ANTHROPIC = "https://api.anthropic.com"
OPENAI = "https://api.openai.com/v1"


class Anthropic:
    """A server that speaks Anthropic's protocol (POST /v1/messages)."""

    def __init__(self, key: Key | None, base_url: str = ANTHROPIC, line: Line | None = None) -> None:
        self._url = f"{base_url.rstrip('/').removesuffix('/v1')}/v1/messages"
        self._key, self._line = _fit(key, self._url), line or Line()

    def complete(self, messages: Sequence[Message], model: str, temperature: float, max_tokens: int) -> Completion:
        """The model's answer. Raises ModelError."""
        headers = {"anthropic-version": "2023-06-01", **({"x-api-key": self._key.value} if self._key else {})}
        system = "\n\n".join(message.content for message in messages if message.role == "system")
        turns = [{"role": each.role, "content": each.content} for each in messages if each.role != "system"]
        body = {"model": model, "max_tokens": max_tokens, "temperature": temperature, "messages": turns}
        told = _asked(self._url, headers, {**body, "system": system} if system else body, self._line, self._key)
        blocks = told.get("content")
        if not isinstance(blocks, list):
            raise _unread(self._url, "it has no list `content`")
        text = _text(blocks)
        usage = _usage(told, "input_tokens", "output_tokens", messages, text)
        return Completion(text, _id(told, model), usage, told.get("stop_reason") == "max_tokens")


class OpenAI:
    """A server that speaks OpenAI's protocol (POST /chat/completions): OpenAI, vLLM, Ollama, llama.cpp and others."""

    def __init__(self, key: Key | None, base_url: str = OPENAI, line: Line | None = None) -> None:
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self._key, self._line = _fit(key, self._url), line or Line()

    def complete(self, messages: Sequence[Message], model: str, temperature: float, max_tokens: int) -> Completion:
        """The model's answer. Raises ModelError."""
        headers = {"authorization": f"Bearer {self._key.value}"} if self._key else {}
        turns = [{"role": each.role, "content": each.content} for each in messages]
        body = {"model": model, "max_tokens": max_tokens, "temperature": temperature, "messages": turns}
        told = _asked(self._url, headers, body, self._line, self._key)
        choices = told.get("choices")
        first = choices[0] if isinstance(choices, list) and choices else None
        said = first.get("message") if isinstance(first, dict) else None
        if not isinstance(said, dict):
            raise _unread(self._url, "it has no `choices` with a `message`")
        content = said.get("content")
        text = content if isinstance(content, str) else _text(content) if isinstance(content, list) else ""
        usage = _usage(told, "prompt_tokens", "completion_tokens", messages, text)
        return Completion(text, _id(told, model), usage, first is not None and first.get("finish_reason") == "length")


def _asked(url: str, headers: Mapping[str, str], body: dict[str, Any], line: Line, key: Key | None) -> dict[str, Any]:
    """The answer; asked anew, without or with another word, where a newer model does not take one of ours."""
    for _ in range(2):
        try:
            return post(url, headers, body, line=line, key=key)
        except Refused as refused:
            other = _other_words(body, refused) if refused.status in (400, 422) else body
            if other == body:
                raise
            body = other
    return post(url, headers, body, line=line, key=key)


def _other_words(body: dict[str, Any], refused: Refused) -> dict[str, Any]:
    if "max_completion_tokens" in refused.said and "max_tokens" in body:
        rest = {key: value for key, value in body.items() if key != "max_tokens"}
        return {**rest, "max_completion_tokens": body["max_tokens"]}
    if "temperature" in refused.said:
        return {key: value for key, value in body.items() if key != "temperature"}
    return body


def _fit(key: Key | None, url: str) -> Key | None:
    """The key, unless it would travel to another machine where everyone can read it."""
    return key if url.startswith("https://") or is_near(url) else None


def _text(blocks: Sequence[object]) -> str:
    texts = (block.get("text") for block in blocks if isinstance(block, dict) and block.get("type", "text") == "text")
    return "".join(text for text in texts if isinstance(text, str))


def _id(told: Mapping[str, Any], asked: str) -> str:
    model = told.get("model")
    return model if isinstance(model, str) and model else asked


def _usage(told: Mapping[str, Any], asked: str, answered: str, messages: Sequence[Message], text: str) -> Usage:
    used = told.get("usage")
    numbers = [used.get(name) for name in (asked, answered)] if isinstance(used, dict) else []
    whole = [number for number in numbers if isinstance(number, int) and number >= 0]
    return Usage(whole[0], whole[1]) if len(whole) == 2 else estimated(messages, text)


def _unread(url: str, why: str) -> ModelError:
    return ModelError(Problem("the answer of the model's server cannot be read", shown(url), why, "look at --base-url"))
