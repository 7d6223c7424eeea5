"""The code in a model's answer: what its first fence holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["code_of"]

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")


def code_of(answer: str, parses: Callable[[str], bool] = lambda text: True) -> str:
    """The text in the outermost first fence of an answer, "" where it is empty.

    A fence inside it is kept, one that is never closed is read to the end, and an answer without any is taken
    whole. Where a bare fence may be the end or belong to what is inside, the first end is taken with which the text
    parses.
    """
    lines = answer.replace("\r\n", "\n").split("\n")
    at, opened = next(((n, m) for n, line in enumerate(lines) if (m := _FENCE.match(line)) is not None), (0, None))
    if opened is None:
        return _ended(answer.strip("\n"))
    inside = [_undented(line, len(opened["indent"])) for line in lines[at + 1 :]]
    ends = [*_ends(inside, opened["mark"]), len(inside)]
    texts = [_ended("\n".join(inside[:end])) for end in dict.fromkeys(ends)]
    return next((text for text in texts if parses(text)), texts[0])


def _ends(lines: list[str], mark: str) -> Iterator[int]:
    """The lines that may close a fence, the likeliest first: those that close no fence with a name inside."""
    depth, later = [mark], list[int]()
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found is None or not found["mark"].startswith(mark):
            continue  # shorter ones, and those of the other letter, cannot close it
        if found["info"].strip():
            depth.append(found["mark"])
        elif len(found["mark"]) >= len(depth[-1]) and len(found["indent"]) < 4:
            depth.pop()
            if not depth:
                yield number
                depth.append(mark)
        else:
            later.append(number)
    yield from later


def _undented(line: str, width: int) -> str:
    """A line without so much of its indentation as the fence had."""
    return line[min(width, len(line) - len(line.lstrip(" \t"))) :]


def _ended(text: str) -> str:
    text = text.strip("\n")
    return f"{text}\n" if text.strip() else ""
