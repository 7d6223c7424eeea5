"""What a model is asked: the objective, the source, where its tests go, and how the project writes tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.llm.completion import Message
from seedbed.testgen.unit.examples import Example

__all__ = ["LETTERS_A_TOKEN", "Asked", "messages"]

LETTERS_A_TOKEN = 4
"""About how many letters of source text a token of today's models stands for."""

_SYSTEM = """You write comprehensive unit tests for {language}, run by {runner}. Test every function, branch and error
that the file offers, with exact expected values that follow from its documentation, names and types. Where the code
contradicts its own documentation, assert what is documented. Tests are short, independent of each other, and use no
network, no clock and nothing outside of the project. Answer with only a code block that holds the whole test file."""

_CUT = "[{left:,} of {lines:,} lines are left out here: the file is longer than the budget]"


@dataclass(frozen=True, slots=True)
class Asked:
    """The file that a model is asked about, and what it is told of the project."""

    objective: str
    target: str
    source: str
    test: str
    runner: str
    language: str
    examples: Sequence[Example] = ()
    manifest: Example | None = None


def messages(asked: Asked, tokens: int) -> tuple[tuple[Message, ...], tuple[Note, ...]]:
    """The messages, of about so many tokens at most, and what of the texts had to be left out."""
    notes: list[Note] = []
    letters = max(tokens * LETTERS_A_TOKEN, 400)
    source = _within(asked.source, letters, asked.target, notes)
    left = (letters - len(source)) // max(len(asked.examples), 1)
    shown = [Example(each.path, _within(each.text, max(left, 400), each.path, notes)) for each in asked.examples]
    if not shown and asked.manifest is not None:
        text = _within(asked.manifest.text, max(left, 400), asked.manifest.path, notes)
        shown = [Example(asked.manifest.path, text)]
    heading = "What the project depends on" if not asked.examples else "Tests of this project, for their style"
    parts = [
        f"Objective: {asked.objective}",
        f"The source file, {asked.target}:\n\n{_fenced(source, asked.target)}",
        f"The test file to write: {asked.test}",
    ]
    if shown:
        parts.append(
            "\n\n".join([f"{heading}:", *(f"{each.path}\n\n{_fenced(each.text, each.path)}" for each in shown)])
        )
    system = _SYSTEM.format(language=asked.language, runner=asked.runner).replace("\n", " ")
    return (Message("system", system), Message("user", "\n\n".join(parts))), tuple(notes)


def _within(text: str, letters: int, path: str, notes: list[Note]) -> str:
    """A text of at most so many letters: its first lines, and a line that says how many are left out."""
    if len(text) <= letters:
        return text
    lines = text.splitlines()
    kept = text[:letters].splitlines()[:-1]
    left = len(lines) - len(kept)
    what = f"{left:,} of {len(lines):,} lines are not shown to the model"
    notes.append(Note(f"{path}: {what}", "the file is longer than the budget", "raise --max-tokens-total"))
    return "\n".join([*kept, _CUT.format(left=left, lines=len(lines)), ""])


def _fenced(text: str, path: str) -> str:
    """A text in a fence that is longer than any in it."""
    longest = max((len(found) for found in re.findall(r"`{3,}", text)), default=2)
    mark = "`" * (longest + 1)
    return f"{mark}{Path(path).suffix.removeprefix('.')}\n{text.rstrip()}\n{mark}"
