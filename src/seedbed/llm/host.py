"""The model of a host that runs us, as a server of tools is given it: handed in, never imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seedbed.errors import ModelError, Problem, SeedbedError
from seedbed.llm.completion import Completion, Message
from seedbed.llm.secret import hidden

__all__ = ["Ask", "Host"]

Ask = Callable[[Sequence[Message], str, float, int], Completion]


class Host:
    """A provider made of one function of the host."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def complete(self, messages: Sequence[Message], model: str, temperature: float, max_tokens: int) -> Completion:
        """The host's answer. Raises ModelError whatever goes wrong in the host."""
        try:
            return self._ask(messages, model, temperature, max_tokens)
        except SeedbedError:
            raise
        except Exception as error:
            what = "the host that runs us did not answer"
            raise ModelError(Problem(what, why=hidden(str(error)) or type(error).__name__)) from error
