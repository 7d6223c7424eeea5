"""What is said to a model, what it answers, and the one method that every provider has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from seedbed.classes import dataclass

__all__ = ["Completion", "Message", "Provider", "Usage", "estimated"]

_LETTERS_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens that a question and its answer took; `told` by the provider, else estimated from their length."""

    asked: int = 0
    answered: int = 0
    told: bool = True

    @property
    def total(self) -> int:
        """Both together."""
        return self.asked + self.answered


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer: its text, the id of the model that gave it, what it took, and whether it was cut for its length."""

    content: str
    model: str
    usage: Usage
    cut: bool = False


class Provider(Protocol):
    """Whatever answers: a server, a command, a host, a recording."""

    def complete(self, messages: Sequence[Message], model: str, temperature: float, max_tokens: int) -> Completion:
        """The model's answer. Raises ModelError."""
        ...


def estimated(messages: Sequence[Message], answer: str = "") -> Usage:
    """About how many tokens texts take, where nobody counts them."""
    asked = sum(len(message.content) for message in messages)
    return Usage(-(-asked // _LETTERS_A_TOKEN), -(-len(answer) // _LETTERS_A_TOKEN), told=False)
