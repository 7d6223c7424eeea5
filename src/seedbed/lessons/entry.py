"""A lesson as an entry of a reflexion index, and back.

    {"id", "timestamp", "task_id", "tags", "severity", "what_happened", "root_cause", "lesson", "applies_to"}

An entry has no place for a title, a test, codes: they stand in `what_happened` and `lesson` in the markup of
GRAVEYARD.md, and are read back from there. The category is a tag.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from seedbed.lessons.graveyard import AGAIN, CODES, PYTHON, SECTIONS, agains_of, is_day
from seedbed.lessons.inscription import again_line, fence_of
from seedbed.lessons.markup import Part, escaped, field_line, fields_of, is_field, parts_of, unescaped
from seedbed.lessons.record import Again, Lesson, category_of, headline, is_test, test_of, tidy
from seedbed.read.markdown import Line, blocks, lines_of

__all__ = ["KEYS", "LISTS", "TEXTS", "entry_of", "lesson_of"]

TEXTS = ("timestamp", "task_id", "severity", "what_happened", "root_cause", "lesson")
LISTS = ("tags", "applies_to")
KEYS = frozenset({"id", *TEXTS, *LISTS})
_MIDNIGHT = "T00:00:00Z"


def lesson_of(entry: Mapping[str, Any]) -> Lesson:
    """The lesson that an entry of an index holds; what is no text in it is taken as one."""
    said = {key: str(entry.get(key) or "") for key in TEXTS}
    tags, applies_to = (tuple(map(str, _list(entry.get(key)))) for key in LISTS)
    told = _told(said["what_happened"])
    lesson, avoid = _learned(said["lesson"])
    day = said["timestamp"].removesuffix(_MIDNIGHT)
    id = entry.get("id", "")
    made = replace(
        told,
        category=category_of(tags),
        date=day if is_day(day) else said["timestamp"],
        test=told.test or test_of(applies_to),
        lesson=lesson,
        avoid=avoid,
        severity=said["severity"],
        task=said["task_id"],
        tags=tags,
        applies_to=applies_to,
        id=id if isinstance(id, str | int) and not isinstance(id, bool) else str(id),
        more=tuple(
            (str(key), json.dumps(value, ensure_ascii=False)) for key, value in entry.items() if key not in KEYS
        ),
    )
    return tidy(replace(made, root_cause=said["root_cause"]))


def _others(entry: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What an entry says beyond its form, as JSON by key."""
    return tuple((key, json.dumps(value, ensure_ascii=False)) for key, value in entry.items() if key not in KEYS)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _learned(text: str) -> tuple[str, str]:
    """The lesson, and how to avoid it: a section of it."""
    parts = parts_of(lines_of(text))
    avoid = next((part for part in parts if part.name == SECTIONS[4]), None)
    rest = [f"### {part.name}\n\n{part.text}" if part.name else part.text for part in parts if part is not avoid]
    return "\n\n".join(filter(None, rest)), avoid.text if avoid is not None else ""


def _told(text: str) -> Lesson:
    """What the text of `what_happened` says: fields at its top, then what went wrong, then sections."""
    parts = parts_of(lines_of(text))
    top, body = _top(parts[0].lines)
    fields = [(field.name, field.value) for field in fields_of(top)[0]]
    said = dict(reversed(fields))
    codes = dict.fromkeys(CODES, "")
    sections: list[tuple[str, str]] = []
    again: tuple[Again, ...] = ()
    for part in parts[1:]:
        if codes.get(part.name) == "":
            codes[part.name], beside = _code_of(part)
            sections.append((part.name, beside))
        elif part.name == AGAIN:
            again += tuple(agains_of(part.text))
        else:
            sections.append((part.name, part.text))
    return Lesson(
        said.get("Title", ""),
        test=said.get("Test", ""),
        went_wrong=unescaped(body),
        wrong=codes[CODES[0]],
        correct=codes[CODES[1]],
        again=again,
        fields=tuple(pair for pair in fields if pair[0] not in ("Title", "Test")),
        sections=tuple(sections),
    )


def _code_of(part: Part) -> tuple[str, str]:
    """The first block of Python in a section, and the text around it."""
    code = next((block for block in blocks(part.lines) if block.language in PYTHON), None)
    if code is None:
        return "", part.text
    last = code.line + code.text.count("\n") + 2
    return code.text, unescaped([line for line in part.lines if not code.line <= line.number <= last])


def _top(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The fields that a text begins with, and the rest."""
    if not lines or not is_field(lines[0]):
        return (), lines
    end = next((at for at, line in enumerate(lines) if not line.text.strip()), len(lines))
    return lines[:end], lines[end:]


def entry_of(lesson: Lesson, number: int = 0) -> dict[str, Any]:
    """The lesson as an entry of an index; `number` is its id where it has none."""
    lesson = tidy(lesson)
    tags = lesson.tags if category_of(lesson.tags) == lesson.category else (lesson.category, *lesson.tags)
    applies_to = lesson.applies_to
    if lesson.test and test_of(applies_to) != lesson.test and is_test(lesson.test):
        applies_to = (lesson.test, *applies_to)
    avoid = f"### {SECTIONS[4]}\n\n{escaped(lesson.avoid)}" if lesson.avoid else ""
    return {
        "id": number if lesson.id == "" else lesson.id,
        "timestamp": lesson.date + _MIDNIGHT if is_day(lesson.date) else lesson.date,
        "task_id": lesson.task,
        "tags": list(tags),
        "severity": lesson.severity,
        "what_happened": _what_happened(lesson, test_of(applies_to)),
        "root_cause": lesson.root_cause or headline(lesson),
        "lesson": "\n\n".join(filter(None, (escaped(lesson.lesson), avoid))),
        "applies_to": list(applies_to),
        **{key: json.loads(text) for key, text in lesson.more if key not in KEYS},
    }


def _what_happened(lesson: Lesson, test: str) -> str:
    body = escaped(lesson.went_wrong)
    begins_as_field = bool(body) and is_field(lines_of(body)[0])
    head = [field_line(name, value) for name, value in lesson.fields]
    if lesson.test != test:
        head.insert(0, field_line("Test", lesson.test))
    if lesson.title != headline(lesson) or (begins_as_field and not head):
        head.insert(0, field_line("Title", lesson.title))
    parts = ["\n".join(head), body]
    for name, code in zip(CODES, (lesson.wrong, lesson.correct), strict=True):
        beside = [escaped(text) for of, text in lesson.sections if of == name]
        parts += ["\n\n".join([f"### {name}", *([fence_of(code)] if code else []), *beside])] if code or beside else []
    parts += [f"### {name}\n\n{escaped(text)}" for name, text in lesson.sections if name not in CODES]
    if lesson.again:
        parts.append("\n".join([f"### {AGAIN}\n", *map(again_line, lesson.again)]))
    return "\n\n".join(filter(None, parts))
