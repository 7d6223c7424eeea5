"""The model of the host that runs us, as a provider: asked by the protocol's sampling, which a person may refuse."""

from __future__ import annotations

from collections.abc import Sequence

from seedbed.errors import ModelError, Problem
from seedbed.llm.completion import Completion, Message, estimated
from seedbed.llm.host import Host
from seedbed.server.here import Ask

__all__ = ["lent"]


def lent(ask: Ask) -> Host:
    """A provider that asks the host."""

    def answer(messages: Sequence[Message], model: str, temperature: float, max_tokens: int) -> Completion:
        told = ask(
            {
                "system": "\n\n".join(each.content for each in messages if each.role == "system"),
                "messages": [{"role": each.role, "text": each.content} for each in messages if each.role != "system"],
                "max_tokens": max_tokens,
                "temperature": temperature,
            }
        )
        if "error" in told:
            help = "say engine local, which asks no model"
            raise ModelError(Problem("the host's model did not answer", why=str(told["error"]), help=help))
        text = str(told["text"])
        return Completion(text, str(told["model"]), estimated(messages, text), cut=told["stop"] == "maxTokens")

    return Host(answer)
