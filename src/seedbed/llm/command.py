"""A model behind any command line that reads a prompt on standard input and writes its answer."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
from collections.abc import Sequence

from seedbed.errors import ModelError, Problem, UsageError
from seedbed.llm.completion import Completion, Message, estimated
from seedbed.llm.secret import hidden

__all__ = ["CommandModel", "prompt_of"]

_SHOWN = 300


class CommandModel:
    """A command of the user's own, run as they would run it: no shell, their environment, a limit of time."""

    def __init__(self, command: str, seconds: float = 300.0) -> None:
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise UsageError(Problem("the command cannot be read", "--command", str(error))) from error
        if not self._words:
            help = 'say it in one word, as --command "llm -m small"'
            raise UsageError(Problem("there is no command", "--command", help=help))
        self._seconds = seconds

    def complete(self, messages: Sequence[Message], model: str, temperature: float, max_tokens: int) -> Completion:
        """What the command writes. Raises ModelError. What it does with temperature and length is its own affair."""
        answer = self._run(prompt_of(messages))
        return Completion(answer, model or self._words[0], estimated(messages, answer))

    def _run(self, prompt: str) -> str:
        name = self._words[0]
        try:
            process = subprocess.Popen(  # noqa: S603 - the user's own command
                self._words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise ModelError(Problem("the command cannot be run", name, error.strerror or str(error))) from error
        try:
            output, errors = process.communicate(prompt, timeout=self._seconds)
        except subprocess.TimeoutExpired as error:
            why = f"it was given {self._seconds:g} seconds"
            raise ModelError(Problem("the command did not end in time", name, why)) from error
        finally:
            _end(process)
        if process.returncode != 0:
            said = hidden(" ".join(errors.split())[-_SHOWN:])
            raise ModelError(Problem(f"the command ended with {process.returncode}", name, said))
        return output


def prompt_of(messages: Sequence[Message]) -> str:
    """A conversation as one text."""
    if all(message.role != "assistant" for message in messages):
        return "\n\n".join(message.content for message in messages) + "\n"
    return "\n\n".join(f"[{message.role}]\n{message.content}" for message in messages) + "\n"


def _end(process: subprocess.Popen[str]) -> None:
    """Ends a command and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
