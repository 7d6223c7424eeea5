"""Answers kept in a file, a line of JSON each, and given again without any model; no key is in them.

    {"asked": {"messages": [{"role": ..., "content": ...}], "model": ...}, "answer": {"content": ..., "model": ...}}

A line without `asked` is the answer to whatever is asked when its turn comes: so a conversation is written by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import ModelError, Problem, ReadError
from seedbed.llm.completion import Completion, Message, Provider, Usage, estimated
from seedbed.llm.secret import unkeyed
from seedbed.write.files.temporary import refusals

__all__ = ["Recorder", "Replay"]


class Recorder:
    """A provider whose answers are also written to a file, behind those that are in it."""

    def __init__(self, provider: Provider, path: Path) -> None:
        self._provider, self._path = provider, path

    def complete(self, messages: Sequence[Message], model: str, temperature: float, max_tokens: int) -> Completion:
        """The provider's answer. Raises ModelError, WriteError."""
        answer = self._provider.complete(messages, model, temperature, max_tokens)
        told = {
            "asked": {
                "messages": _plain(messages),
                "model": model,
                "temperature": temperature,
                "max_tokens": max_tokens,
            },
            "answer": {
                "content": unkeyed(answer.content),
                "model": unkeyed(answer.model),
                "usage": [answer.usage.asked, answer.usage.answered],
                "cut": answer.cut,
            },
        }
        with refusals(self._path), self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n")
        return answer


@dataclass(frozen=True, slots=True)
class _Kept:
    asked: list[dict[str, str]] | None
    answer: Mapping[str, Any]


class Replay:
    """The answers of a recording: equal questions get theirs in the order in which they were recorded."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left = _read(path)

    def complete(self, messages: Sequence[Message], model: str, temperature: float, max_tokens: int) -> Completion:
        """The recorded answer. Raises ModelError where there is none (any more)."""
        asked = _plain(messages)
        found = next((kept for kept in self._left if kept.asked is None or kept.asked == asked), None)
        if found is None:
            why = f"{len(self._left)} recorded answers are left, to other questions" if self._left else "all are given"
            help = "the source, its examples or the objective changed since: record it anew"
            raise ModelError(Problem("the recording has no answer to this question", str(self._path), why, help))
        self._left.remove(found)
        content = str(found.answer.get("content", ""))
        usage = found.answer.get("usage")
        told = (
            Usage(usage[0], usage[1]) if isinstance(usage, list) and len(usage) == 2 else estimated(messages, content)
        )
        named = found.answer.get("model")
        return Completion(content, named if isinstance(named, str) else model, told, bool(found.answer.get("cut")))


def _plain(messages: Sequence[Message]) -> list[dict[str, str]]:
    return [{"role": message.role, "content": unkeyed(message.content)} for message in messages]


def _read(path: Path) -> list[_Kept]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(Problem("the recording cannot be read", str(path), str(error))) from error
    kept, problems = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            kept.append(_Kept(told["asked"]["messages"] if "asked" in told else None, dict(told["answer"])))
        except (ValueError, TypeError, KeyError) as error:
            problems.append(Problem("this is no recorded answer", f"{path}:{number}", str(error)))
    if problems:
        raise ReadError(*problems)
    return kept
