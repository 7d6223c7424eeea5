"""The parts of a markdown text that plans are made of: headings, tables, nested bullets, fences, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedbed.classes import dataclass

__all__ = ["Block", "Fence", "Heading", "Item", "Prose", "Row", "Table", "blocks", "plain"]

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*([\w+-]*).*")
_BULLET = re.compile(r"(\s*)([-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.*)")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{2})(?=\S)(.+?)(?<=\S)\1(?![\w*])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, with its level from 1."""

    line: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the cells of its head, and its rows."""

    line: int
    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet or a numbered line, with those that are indented under it; `number` is 0 for a bullet."""

    line: int
    text: str
    number: int = 0
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines of text that are nothing else."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block; `line` is that of its first line of content. `closed` tells whether the fence ends."""

    line: int
    language: str
    text: str
    closed: bool = True


Block = Heading | Table | Item | Prose | Fence


def plain(text: str) -> str:
    """A text without emphasis and with links as their words."""
    text = _LINK.sub(r"\1", text)
    before = ""
    while before != text:
        before, text = text, _EMPHASIS.sub(r"\2", text)
    return " ".join(text.replace("<br>", " ").replace("<br/>", " ").split())


def blocks(text: str) -> tuple[Block, ...]:
    """The parts of a text, in their order; comments are left out, lines count from 1."""
    lines = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text).splitlines()
    return tuple(_blocks(lines))


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.fullmatch(line):
            end = _closing(lines, at, fence[1])
            yield Fence(
                at + 2, fence[2].lower(), "".join(f"{each}\n" for each in lines[at + 1 : end]), end < len(lines)
            )
            at = end + 1
        elif heading := _HEADING.fullmatch(line):
            yield Heading(at + 1, len(heading[1]), plain(heading[2]))
            at += 1
        elif "|" in line and at + 1 < len(lines) and "|" in lines[at + 1] and _RULE.fullmatch(lines[at + 1].strip()):
            end = _end(lines, at)
            rows = tuple(Row(number + 1, _cells(lines[number])) for number in range(at + 2, end))
            yield Table(at + 1, _cells(line), rows)
            at = end
        elif _BULLET.fullmatch(line):
            end = _list_end(lines, at)
            yield from _items(lines, at, end)
            at = end
        else:
            if line.strip():
                yield Prose(at + 1, line.strip())
            at += 1


def _closing(lines: list[str], at: int, mark: str) -> int:
    """The line that closes a fence, or one behind the last."""
    for number in range(at + 1, len(lines)):
        stripped = lines[number].strip()
        if stripped.startswith(mark) and not stripped.strip(mark[0]):
            return number
    return len(lines)


def _end(lines: list[str], at: int) -> int:
    while at < len(lines) and "|" in lines[at]:
        at += 1
    return at


def _cells(line: str) -> tuple[str, ...]:
    kept = line.strip().replace("\\|", "\0")
    kept = kept.removeprefix("|").removesuffix("|")
    return tuple(cell.replace("\0", "|").strip() for cell in kept.split("|"))


def _list_end(lines: list[str], at: int) -> int:
    """One behind the last line of a list: bullets, what is indented under them, and single empty lines between."""
    end = at + 1
    while end < len(lines):
        line = lines[end]
        following = lines[end + 1] if end + 1 < len(lines) else ""
        inside = _BULLET.fullmatch(line) or (line.strip() and line[0] in " \t" and not _FENCE.fullmatch(line))
        gap = not line.strip() and following[:1] in {" ", "\t"} and following.strip()
        if not (inside or gap):
            return end
        end += 1
    return end


def _items(lines: list[str], at: int, end: int) -> Iterator[Item]:
    """The outermost items of a list, each with its own below it."""
    found = _BULLET.fullmatch(lines[at])
    assert found is not None
    depth = len(found[1].expandtabs(4))
    while at < end:
        below = at + 1
        while below < end and not (_depth(lines[below]) is not None and (_depth(lines[below]) or 0) <= depth):
            below += 1
        yield _item(lines, at, below)
        at = below


def _item(lines: list[str], at: int, end: int) -> Item:
    found = _BULLET.fullmatch(lines[at])
    assert found is not None
    first = next((number for number in range(at + 1, end) if _BULLET.fullmatch(lines[number])), end)
    text = " ".join([found[3], *(line.strip() for line in lines[at + 1 : first])])
    number = int(found[2][:-1]) if found[2][:-1].isdigit() else 0
    return Item(at + 1, " ".join(text.split()), number, tuple(_items(lines, first, end)) if first < end else ())


def _depth(line: str) -> int | None:
    found = _BULLET.fullmatch(line)
    return len(found[1].expandtabs(4)) if found else None
