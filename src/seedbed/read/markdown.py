"""A markdown text by lines: which are text, which lie in a fenced block of code, which in a comment.

The rules are those of CommonMark 0.31 (4.5 fenced code blocks, 4.6 comments), with one difference: a fence may be
indented by more than three spaces, as it is below a bullet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from seedbed.classes import dataclass

__all__ = ["Block", "Line", "blocks", "lines_of", "unclosed"]

Kind = Literal["text", "open", "code", "close", "comment"]

_BREAK = re.compile(r"\r\n|\n|\r")
_FENCE = re.compile(r"^\s*(?P<fence>`{3,}(?=[^`]*$)|~{3,})\s*(?P<info>.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end; `number` counts from 1, `open` and `close` are the lines that fence code in."""

    number: int
    text: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language in small letters, its lines, and the line that opens it."""

    language: str
    text: str
    line: int


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a text, each with its kind. A fence or a comment that nobody closes lasts to the end."""
    return tuple(_kinds(_BREAK.split(text)))


def _kinds(texts: Iterable[str]) -> Iterator[Line]:
    fence, commented = "", False
    for number, text in enumerate(texts, 1):
        if fence:
            closes = _closes(text, fence)
            fence = "" if closes else fence
            yield Line(number, text, "close" if closes else "code")
        elif commented or re.match(r" {0,3}<!--", text):
            commented = "-->" not in text
            yield Line(number, text, "comment")
        elif opens := _FENCE.match(text):
            fence = opens["fence"]
            yield Line(number, text, "open")
        else:
            yield Line(number, text)


def _closes(text: str, fence: str) -> bool:
    bare = text.strip()
    return len(bare) >= len(fence) and set(bare) == {fence[0]}


def unclosed(lines: Iterable[Line]) -> Line | None:
    """The line that opens a fence or a comment which nobody closes, if there is one."""
    opened: Line | None = None
    for line in lines:
        if line.kind == "open" or (line.kind == "comment" and opened is None):
            opened = line
        if line.kind in ("close", "text") or (line.kind == "comment" and "-->" in line.text):
            opened = None
    return opened


def blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """The fenced blocks, without the indentation of their fence; one that nobody closes is one too."""
    opened: Line | None = None
    code: list[str] = []
    for line in lines:
        if line.kind == "open":
            opened, code = line, []
        elif line.kind == "code":
            code.append(line.text)
        elif opened is not None:
            yield _block(opened, code)
            opened = None
    if opened is not None:
        yield _block(opened, code)


def _block(opened: Line, code: list[str]) -> Block:
    found = _FENCE.match(opened.text)
    info = found["info"] if found else ""
    indent = len(opened.text) - len(opened.text.lstrip(" "))
    text = "\n".join(re.sub(f"^ {{0,{indent}}}", "", line) for line in code)
    return Block(info.split(" ")[0].strip("{}.").lower(), text, opened.number)
