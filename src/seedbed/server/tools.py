"""`tools`: what an agent may call, from the page beside this module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module, resources
from typing import Any

import yaml

from seedbed.classes import dataclass
from seedbed.server.here import Here

__all__ = ["Tool", "tools"]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it is told to be for, the forms of its words and of its answer, and how much it may change."""

    name: str
    title: str
    description: str
    takes: Mapping[str, Any]
    gives: Mapping[str, Any]
    hints: Mapping[str, bool]

    def call(self, words: Mapping[str, Any], here: Here) -> dict[str, Any]:
        """The answer to words that fit. Raises whatever the verbs raise."""
        answer: dict[str, Any] = import_module(f"seedbed.server.calls.{self.name}").call(words, here)
        return answer


@cache
def tools() -> Mapping[str, Tool]:
    """All tools by name."""
    text = resources.files("seedbed.server").joinpath("tools.yaml").read_text(encoding="utf-8")
    page = yaml.safe_load(text)
    return {name: _tool(name, told, page) for name, told in page["tools"].items()}


def _tool(name: str, told: Mapping[str, Any], page: Mapping[str, Any]) -> Tool:
    shared = {word: page["words"][word] for word in _spread(told["takes"], page["groups"])}
    form = {"type": "object", "properties": shared | told.get("own", {}), "additionalProperties": False}
    answer = {
        "type": "object",
        "properties": {word: {"type": kind} for word, kind in told["gives"].items()},
        "required": list(told["gives"]),
    }
    takes = form | {"required": told.get("required", [])}
    return Tool(name, told["title"], told["description"], takes, answer, told["hints"])


def _spread(names: Iterable[str], groups: Mapping[str, list[str]]) -> list[str]:
    """Words, those of groups one by one."""
    return [word for name in names for word in groups.get(name, [name])]
