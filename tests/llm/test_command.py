"""A model behind a command line: a prompt in, an answer out, a clear word where it fails."""

from __future__ import annotations

import shlex
import sys

import pytest

from seedbed.errors import ModelError, UsageError
from seedbed.llm.command import CommandModel, prompt_of
from seedbed.llm.completion import Completion, Message

ASKED = (Message("system", "Be short."), Message("user", "Say A."))


def ask(code: str, seconds: float = 60, model: str = "") -> Completion:
    return CommandModel(shlex.join([sys.executable, "-c", code]), seconds).complete(ASKED, model, 0.7, 100)


def test_it_reads_the_prompt_and_its_words_are_the_answer() -> None:
    answer = ask("import sys; print('heard', sys.stdin.read())", model="mine")
    assert (answer.content, answer.model, answer.usage.told) == ("heard Be short.\n\nSay A.\n\n", "mine", False)
    assert answer.usage.total > 0
    assert ask("print('A')").model == sys.executable


def test_turns_are_marked_where_there_are_several() -> None:
    assert prompt_of([*ASKED, Message("assistant", "A")]) == (
        "[system]\nBe short.\n\n[user]\nSay A.\n\n[assistant]\nA\n"
    )


def test_its_failure_is_told_without_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "hush-hush-hush")
    with pytest.raises(ModelError, match=r"ended with 3\n  why: bad key \*\*\*"):
        ask("import os, sys; sys.stderr.write('bad key ' + os.environ['SOME_API_KEY']); sys.exit(3)")


def test_one_that_does_not_end_is_ended() -> None:
    with pytest.raises(ModelError, match=r"did not end in time\n  why: it was given 0.5 seconds"):
        ask("import time; time.sleep(60)", seconds=0.5)


def test_one_that_does_not_listen_is_heard() -> None:
    assert ask("import sys; sys.stdin.close(); print('A')").content == "A\n"


@pytest.mark.parametrize(("command", "kind"), [("", UsageError), ("a 'b", UsageError), ("/nowhere/llm", ModelError)])
def test_what_is_no_command_is_told(command: str, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="command"):
        CommandModel(command).complete(ASKED, "", 0.7, 100)
