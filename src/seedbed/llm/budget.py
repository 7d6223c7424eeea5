"""A number of tokens that no loop exceeds."""

from __future__ import annotations

from collections.abc import Sequence

from seedbed.errors import ModelError, Problem
from seedbed.llm.completion import Completion, Message, Provider, estimated

__all__ = ["Budgeted"]

LEAST = 64
"""Tokens without which an answer is not worth asking for."""


class Budgeted:
    """A provider that is asked only as long as so many tokens, of questions and answers together, are not used up.

    What a question takes is estimated before it is asked; what it took counts afterwards.
    """

    def __init__(self, provider: Provider, total: int) -> None:
        self._provider, self._total = provider, total
        self.spent = 0

    def complete(self, messages: Sequence[Message], model: str, temperature: float, max_tokens: int) -> Completion:
        """The provider's answer, shorter where the budget asks for it. Raises ModelError where it is used up."""
        left = self._total - self.spent - estimated(messages).asked
        if left < min(LEAST, max_tokens):
            why = f"{self.spent:,} are used, and this question takes about {estimated(messages).asked:,}"
            what = f"the budget of {self._total:,} tokens is used up"
            raise ModelError(Problem(what, "--max-tokens-total", why, "allow more, or ask for less"))
        answer = self._provider.complete(messages, model, temperature, min(max_tokens, left))
        self.spent += answer.usage.total
        return answer
