"""GRAVEYARD.md written: lessons at its end, and what came again under the old one. No line is changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Literal

from seedbed.classes import dataclass
from seedbed.lessons.graveyard import AGAIN, CAUSE, CODES, NO_CODE, NO_TEST, NOTHING, SECTIONS, Grave, graves, is_day
from seedbed.lessons.markup import escaped, field_line, listed
from seedbed.lessons.record import Again, Lesson, headline, same, seen, tidy
from seedbed.read.markdown import lines_of, unclosed

__all__ = ["HEADER", "Added", "again_line", "again_of", "fence_of", "inscribed", "lesson_text", "plain_fields"]

HEADER = """# GRAVEYARD

What went wrong in tests, and how to avoid it. Lessons are added at the end; none is changed or removed.
"""


@dataclass(frozen=True, slots=True)
class Added:
    """A file of lessons with one more: its text, and what became of the lesson."""

    text: str
    how: Literal["written", "noted", "there"]


def lesson_text(lesson: Lesson) -> str:
    """The lesson as an entry of GRAVEYARD.md, from its heading to its closing line; read back, it is equal."""
    lesson = tidy(lesson)
    parts = [f"## Entry: {lesson.title}", "\n".join(_head(lesson))]
    parts += [escaped(text) for name, text in lesson.sections if not name]
    for name, text in zip(SECTIONS, _texts(lesson), strict=True):
        parts += [f"### {name}", fence_of(text or NO_CODE) if name in CODES else escaped(text) or NOTHING]
        parts += [escaped(beside) for of, beside in lesson.sections if of == name and name in CODES]
    if "\n" in lesson.root_cause:
        parts += [f"### {CAUSE}", escaped(lesson.root_cause)]
    for name, text in lesson.sections:
        parts += [f"### {name}", escaped(text)] if name and name not in CODES else []
    if lesson.again:
        parts += [f"### {AGAIN}", "\n".join(again_line(again) for again in lesson.again)]
    return "\n\n".join([*parts, "---"]) + "\n"


def _texts(lesson: Lesson) -> tuple[str, ...]:
    return (lesson.went_wrong, lesson.wrong, lesson.correct, lesson.lesson, lesson.avoid)


def _head(lesson: Lesson) -> Iterator[str]:
    day = lesson.date[:10] if is_day(lesson.date[:10]) else lesson.date
    yield field_line("Category", lesson.category)
    yield field_line("Date", day)
    yield field_line("Test", lesson.test or NO_TEST)
    if lesson.root_cause and "\n" not in lesson.root_cause:
        yield field_line(CAUSE, lesson.root_cause)
    yield from plain_fields(lesson)
    if lesson.date != day:
        yield field_line("Time", lesson.date)
    if lesson.more:
        yield field_line("More", json.dumps({name: json.loads(text) for name, text in lesson.more}, ensure_ascii=False))
    for name, value in lesson.fields:
        yield field_line(name, value)


def plain_fields(lesson: Lesson) -> Iterator[str]:
    """What an index says beyond a GRAVEYARD.md, where it is not as usual."""
    if lesson.severity != "medium":
        yield field_line("Severity", lesson.severity)
    if lesson.task:
        yield field_line("Task", lesson.task)
    if lesson.tags:
        yield field_line("Tags", listed(lesson.tags))
    if lesson.applies_to:
        yield field_line("Applies To", listed(lesson.applies_to))
    if lesson.id != "":
        plain = isinstance(lesson.id, str) and not lesson.id.isdigit() and not lesson.id.startswith('"')
        yield field_line("Id", str(lesson.id) if plain else json.dumps(lesson.id, ensure_ascii=False))


def fence_of(code: str) -> str:
    """A block of Python, fenced by more backticks than the code has in a row."""
    ticks = "```"
    while ticks in code:
        ticks += "`"
    return f"{ticks}python\n{code}\n{ticks}"


def again_line(again: Again) -> str:
    """One more time that it went wrong, as a bullet."""
    what = f" — {again.what}" if again.what else ""
    return f"- {again.date or 'undated'}: {again.test or NO_TEST}{what}"


def again_of(old: Lesson, lesson: Lesson) -> tuple[Again, ...]:
    """What a lesson adds to the times that the old one is known to have come."""
    known = seen(old)
    what = headline(lesson)
    times = (Again(lesson.date, lesson.test, "" if what == headline(old) else what), *lesson.again)
    return tuple(again for again in times if (again.date, again.test) not in known)


def inscribed(text: str, lesson: Lesson, file: str = "GRAVEYARD.md") -> Added:
    """A GRAVEYARD.md with one more lesson, at its end; one with a known root cause is noted under the old one.

    A time that is recorded already changes nothing. An empty text becomes a file with a header. Line ends are kept.
    """
    lesson = tidy(lesson)
    text += _ended(text)
    for grave in graves(text, file, []):
        if same(grave.lesson, lesson):
            again = again_of(grave.lesson, lesson)
            return Added(_noted(text, grave, again), "noted") if again else Added(text, "there")
    return Added(_appended(text, lesson), "written")


def _ended(text: str) -> str:
    """What ends a fence or a comment that nobody closed: all that is added would belong to it."""
    opened = unclosed(lines_of(text))
    if opened is None:
        return ""
    fence = opened.text.strip()
    end = "-->" if opened.kind == "comment" else fence[: len(fence) - len(fence.lstrip(fence[0]))]
    return _broken(_line_end(text) + end + "\n", text)


def _appended(text: str, lesson: Lesson) -> str:
    if not text.removeprefix("\ufeff").strip():
        return text.rstrip() + HEADER + "\n" + lesson_text(lesson)
    found = graves(text, "", [])
    between = _line_end(text) + ("\n---\n\n" if found and not found[-1].closed else "\n")
    return text + _broken(between + lesson_text(lesson), text)


def _noted(text: str, grave: Grave, again: tuple[Again, ...]) -> str:
    """The text with bullets in the last lines of a lesson, or below those it has."""
    lines = "\n".join(again_line(each) for each in again)
    ends = [found.end() for found in re.finditer(r"\r\n|\n|\r", text)]
    after = grave.again or grave.last
    at = ends[after - 1] if after <= len(ends) else len(text)
    new = f"{lines}\n" if grave.again else f"\n### {AGAIN}\n\n{lines}\n"
    return text[:at] + _broken(_line_end(text[:at]) + new, text) + text[at:]


def _line_end(text: str) -> str:
    return "" if text.endswith(("\n", "\r")) else "\n"


def _broken(text: str, like: str) -> str:
    """The text with the line ends of another."""
    return text.replace("\n", "\r\n") if "\r\n" in like else text
