"""What people wrote stays: their sections of a file of ours, and everything in a file of theirs.

In a file of ours a section begins with a line `# CUSTOM` and ends with `# END CUSTOM`, else with its class or function,
or with the file; one line that ends in `# CUSTOM` is a section too. Sections are put, byte for byte, at the end of the
class or function that they were in. A file of theirs gets a block of ours at its end, which alone is written again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem, WriteError
from seedbed.project.layout import BLOCK_END, BLOCK_START, MARK, without_block
from seedbed.project.raw.sources import OURS

__all__ = ["kept", "people_wrote"]

_START = re.compile(r"^(\s*)#\s*CUSTOM\b(?!.*END)")
_END = re.compile(r"^\s*#\s*END[ _-]CUSTOM\b")
_BESIDE = re.compile(r"^(\s*)\S.*#\s*CUSTOM\s*$")
_OWNER = re.compile(r"^(?:async )?(?:class|def)\s+(\w+)")
_FOOT = "\n"
"""The owner of what stands behind all classes and functions."""

_INNER = re.compile(r"^    class\s+(\w+)")


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of people's own, and where they stood: in which class or function, and in which class of that."""

    text: str
    owner: str
    inner: str
    indent: int


def kept(before: str | None, text: str, path: str) -> tuple[str, tuple[Note, ...]]:
    """The text of a file with everything in it that people wrote, and what they may want to know."""
    if path.endswith(".sql") and before is not None and not before.startswith(OURS):
        why = "the statements that make the tables would be written there"
        raise WriteError(Problem("this file is not ours", path, why, "give it another name"))
    if before is None or not path.endswith(".py"):
        return text, ()
    if before.startswith(MARK):
        return _spliced(before, text, path)
    inside = _block(before)
    block, notes = _spliced(inside, text, path) if inside else (text, ())
    theirs = without_block(before).rstrip("\n")
    return f"{theirs}\n\n\n{BLOCK_START}\n{block.strip()}\n{BLOCK_END}\n", notes


def people_wrote(tests: Path) -> str:
    """All that people wrote in a folder of tests: their files, and their sections of ours."""
    told = (path.read_text(encoding="utf-8", errors="replace") for path in sorted(tests.rglob("*.py")))
    return "\n".join(_theirs(text) for text in told)


def _theirs(text: str) -> str:
    if not text.startswith(MARK):
        return without_block(text)
    return "".join(section.text for section in _sections(text.splitlines(keepends=True)))


def _block(text: str) -> str:
    """Our block in a file of theirs, "" where there is none."""
    _, found, rest = text.partition(BLOCK_START + "\n")
    return rest.partition(BLOCK_END)[0] if found else ""


def _spliced(before: str, text: str, path: str) -> tuple[str, tuple[Note, ...]]:
    notes: list[Note] = []
    found = list(_sections(before.splitlines(keepends=True)))
    inside = [section for section in found if section.indent]
    beside = [section for section in found if not section.indent]
    foot = [section for section in beside if section.owner == _FOOT]
    beside = [section for section in beside if section.owner != _FOOT]
    for section in (*inside, *reversed(beside), *foot):  # those beside a class come right behind it
        text, note = _inserted(text, section, path)
        notes += note
    return text, tuple(notes)


def _sections(lines: list[str]) -> Iterator[Section]:
    owner = inner = ""
    place = 0
    while place < len(lines):
        line = lines[place]
        if found := _OWNER.match(line):
            owner, inner = found[1], ""
        elif found := _INNER.match(line):
            inner = found[1]
        elif line.strip() and not line.startswith((" ", "\t", ")", "#", "@", "]", "}")):
            owner = inner = ""
        elif line.strip() and len(line) - len(line.lstrip()) <= 4 and line.startswith("    ") and line[4:5] != " ":
            inner = ""
        start = _START.match(line)
        if start and not _is_head(lines, place):
            stop = _stop(lines, place, len(start[1]))
            yield _section("".join(lines[place:stop]), len(start[1]), _FOOT if _is_foot(lines, place) else owner, inner)
            place = stop
            continue
        if _BESIDE.match(line) and not start:
            indent = len(line) - len(line.lstrip())
            yield _section(line, indent, owner, inner)
        place += 1


def _is_foot(lines: list[str], place: int) -> bool:
    """Whether a section at the margin stands behind all classes and functions but those of other sections."""
    number = place
    while number < len(lines) and not lines[place].startswith(" "):
        if _START.match(lines[number]):
            number = _stop(lines, number, 0)
        elif _OWNER.match(lines[number]):
            return False
        else:
            number += 1
    return not lines[place].startswith(" ")


def _section(text: str, indent: int, owner: str, inner: str) -> Section:
    inside = owner if indent else ""
    after = owner if not indent else ""
    return Section(text, inside or after, inner if indent > 4 else "", indent)


def _is_head(lines: list[str], place: int) -> bool:
    """Whether a line is one of those with which our files begin."""
    return place < 3 and lines[0].startswith(MARK)


def _stop(lines: list[str], place: int, indent: int) -> int:
    """The line behind a section: its end mark, else that of its class or function, else that of the file."""
    for number in range(place + 1, len(lines)):
        if _END.match(lines[number]):
            return number + 1
        if _START.match(lines[number]):
            break
    stop = place + 1
    for number in range(place + 1, len(lines)):
        line = lines[number]
        if line.strip():
            if indent and len(line) - len(line.lstrip()) < indent:
                break
            stop = number + 1
    return stop


def _inserted(text: str, section: Section, path: str) -> tuple[str, list[Note]]:
    """The text with a section where it belongs; at its end, with a note, where its class is gone."""
    lines = text.splitlines(keepends=True)
    body = section.text if section.text.endswith("\n") else section.text + "\n"
    if section.owner == _FOOT:
        return f"{text.rstrip()}\n\n\n{body}", []
    if not section.owner:
        at = _top(lines)
        return "".join([*lines[:at], "\n", body, "\n", *lines[at:]]), []
    span = _span(lines, section.owner)
    if span is None:
        what = f"{section.owner} is gone; what was custom in it is kept at the end of the file"
        note = Note(what, help="move it, or delete it", table=path, grave=True)
        head = f"\n\nclass {section.owner}Kept:\n" if section.indent else "\n\n"
        return "".join([*lines, head, body]), [note]
    if not section.indent:
        return "".join([*lines[: span[1]], "\n\n", body, *lines[span[1] :]]), []
    at = _inner_end(lines, span, section.inner) if section.inner else span[1]
    if at < 0:
        head = f"\n    class {section.inner}:\n"
        return "".join([*lines[: span[1]], head, body, *lines[span[1] :]]), []
    return "".join([*lines[:at], "\n", body, *lines[at:]]), []


def _top(lines: list[str]) -> int:
    """The line behind the imports."""
    last = 0
    deep = 0
    for number, line in enumerate(lines):
        if deep or line.startswith(("import ", "from ")):
            deep += line.count("(") - line.count(")")
            last = number + 1
        elif _OWNER.match(line):
            break
    return last


def _span(lines: list[str], owner: str) -> tuple[int, int] | None:
    """The lines of a class or function at the margin: its first, and the one behind its last."""
    start = next((n for n, line in enumerate(lines) if (found := _OWNER.match(line)) and found[1] == owner), None)
    if start is None:
        return None
    stop = start + 1
    for number in range(start + 1, len(lines)):
        if lines[number].strip():
            if not lines[number].startswith((" ", "\t", ")")):
                break
            stop = number + 1
    return start, stop


def _inner_end(lines: list[str], span: tuple[int, int], inner: str) -> int:
    """The line behind the last one of a class in a class; -1 where it is not there."""
    start = next(
        (n for n in range(*span) if (found := _INNER.match(lines[n])) and found[1] == inner),
        None,
    )
    if start is None:
        return -1
    stop = start + 1
    for number in range(start + 1, span[1]):
        if lines[number].strip():
            if not lines[number].startswith("     "):
                break
            stop = number + 1
    return stop
