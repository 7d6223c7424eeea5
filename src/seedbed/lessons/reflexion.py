"""`reflexion/index.json` read, and added to without a change of any other letter.

    {"_schema": {"version": "1.0", "description": ...}, "entries": [...]}

A bare {"version": 1, "entries": []} is read too, and so is a list of entries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Origin, Problem, UsageError
from seedbed.lessons.entry import KEYS, LISTS, TEXTS, entry_of, lesson_of
from seedbed.lessons.inscription import Added, again_of
from seedbed.lessons.record import SEVERITIES, Lesson, same, tidy
from seedbed.read.recipe.json import json_tree
from seedbed.read.recipe.tree import Node

__all__ = ["SCHEMA", "indexed", "is_moment", "read_index"]

SCHEMA: Mapping[str, str] = {
    "version": "1.0",
    "description": "What went wrong, why, and what to do differently; entries are added at the end",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry with its place in the text."""

    lesson: Lesson
    start: int
    end: int


def read_index(text: str, file: str = "index.json") -> tuple[tuple[Lesson, ...], tuple[Problem, ...]]:
    """The lessons of a reflexion index, and whatever in it departs from the form, each with file:line:column.

    Never raises, whatever the text is.
    """
    entries, problems = _entries(text, file)
    return tuple(entry.lesson for entry in entries), problems


def _entries(text: str, file: str) -> tuple[tuple[_Entry, ...], tuple[Problem, ...]]:
    if not text.strip("\ufeff \t\r\n"):
        return (), (Problem("the file is empty", file, help='the least is {"version": 1, "entries": []}'),)
    try:
        tree = json_tree(text, file)
    except UsageError as error:
        return (), error.problems
    except RecursionError:
        return (), (Problem("this is nested deeper than anyone writes", file),)
    listed = _listed(tree)
    if listed is None:
        what = "there is no list of entries"
        return (), (Problem(what, str(tree.at), help='an index is {"_schema": {...}, "entries": [...]}'),)
    problems: list[Problem] = []
    entries = tuple(_entry(node, text, problems) for node in listed if _is_entry(node, problems))
    problems += _repeated(listed)
    return entries, tuple(problems)


def _listed(tree: Node) -> tuple[Node, ...] | None:
    inner = tree.value.get("entries") if isinstance(tree.value, Mapping) else tree
    return inner.value if inner is not None and isinstance(inner.value, tuple) else None


def _is_entry(node: Node, problems: list[Problem]) -> bool:
    if not isinstance(node.value, Mapping):
        problems.append(Problem(f"an entry is a mapping, and this is {node.kind}", str(node.at)))
    return isinstance(node.value, Mapping)


def _entry(node: Node, text: str, problems: list[Problem]) -> _Entry:
    start = _offset(text, node.at)
    found, end = json.JSONDecoder().raw_decode(text, start)
    problems += _faults(node)
    return _Entry(replace(lesson_of(found), origin=node.at), start, end)


def _offset(text: str, at: Origin) -> int:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return starts[at.line - 1] + at.column - 1


def _faults(node: Node) -> Iterator[Problem]:
    """What in an entry is not as its form says."""
    assert isinstance(node.value, Mapping)
    for key in sorted(KEYS - node.value.keys()):
        yield Problem(f"the entry has no {key}", str(node.at))
    for key, value in node.value.items():
        at = str(value.at)
        if key in TEXTS and not isinstance(value.value, str):
            yield Problem(f"{key} is a text, and this is {value.kind}", at)
        elif key in LISTS and not _is_texts(value):
            yield Problem(f"{key} is a list of texts, and this is {value.kind}", at)
        elif key in ("what_happened", "lesson") and not str(value.value).strip():
            yield Problem(f"{key} is empty", at)
        elif key == "severity" and value.value not in SEVERITIES:
            yield Problem(f"{value.value} is no severity", at, help=f"it is one of {', '.join(SEVERITIES)}")
        elif key == "timestamp" and not is_moment(str(value.value)):
            yield Problem(f"{value.value} is no moment", at, help="write it as 2026-01-31T09:30:00Z")
        elif key == "id" and (isinstance(value.value, bool) or not isinstance(value.value, str | int)):
            yield Problem(f"id is a number or a text, and this is {value.kind}", at)


def _is_texts(node: Node) -> bool:
    return isinstance(node.value, tuple) and all(isinstance(each.value, str) for each in node.value)


def _repeated(entries: tuple[Node, ...]) -> Iterator[Problem]:
    seen = set[str]()
    for node in entries:
        id = node.value.get("id") if isinstance(node.value, Mapping) else None
        if id is not None and id.text in seen:
            yield Problem(f"another entry has the id {id.text}", str(id.at))
        seen |= {id.text} if id is not None else set()


def is_moment(text: str) -> bool:
    """Whether a text is a moment, or a day, of ISO 8601."""
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def indexed(text: str, lesson: Lesson, file: str = "index.json") -> Added:
    """An index with one more lesson, at its end; one with a known root cause is noted in the old entry.

    All other letters stay as they are. Raises UsageError where the text is no index.
    """
    lesson = tidy(lesson)
    if not text.strip("\ufeff \t\r\n"):
        text = json.dumps({"_schema": SCHEMA, "entries": []}, indent=2, ensure_ascii=False) + "\n"
    entries, problems = _entries(text, file)
    listed = _list_of(text, file, problems)
    for entry in entries:
        if same(entry.lesson, lesson):
            again = again_of(entry.lesson, lesson)
            changed = replace(entry.lesson, again=(*entry.lesson.again, *again))
            new = _printed(entry_of(changed))
            return Added(text[: entry.start] + new + text[entry.end :], "noted") if again else Added(text, "there")
    taken = [entry.lesson.id for entry in entries]
    lesson = replace(lesson, id="") if lesson.id in taken else lesson
    number = max((id for id in taken if isinstance(id, int)), default=0) + 1
    new = _printed(entry_of(lesson, number))
    start, end = listed
    inner = text[start + 1 : end - 1].rstrip()
    comma = "," if inner.strip() else ""
    return Added(f"{text[: start + 1]}{inner}{comma}\n    {new}\n  {text[end - 1 :]}", "written")


def _list_of(text: str, file: str, problems: tuple[Problem, ...]) -> tuple[int, int]:
    """From where to where the list of entries goes. Raises UsageError with the problems where there is none."""
    try:
        tree = json_tree(text, file)
    except (UsageError, RecursionError) as error:
        raise UsageError(*problems) from error
    node = tree.value.get("entries") if isinstance(tree.value, Mapping) else tree
    if node is None or not isinstance(node.value, tuple):
        raise UsageError(*problems)
    start = _offset(text, node.at)
    return start, json.JSONDecoder().raw_decode(text, start)[1]


def _printed(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, indent=2, ensure_ascii=False).replace("\n", "\n    ")
