"""task-queue.md: milestones, and tasks with their files, criteria, verification and review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.project.planning.decisions import decision_ids
from seedbed.project.planning.facts import Milestone, Statement, Task
from seedbed.project.planning.text import Document, Section, plain, sections, statements
from seedbed.read.markdown import blocks

__all__ = ["read_tasks"]

_MILESTONE = re.compile(
    r"^(?:Milestone\s*:?\s*(?=M?\d|[A-Z]{1,4}\d)|(?=M\d))(?P<id>[A-Z]{0,4}\d+[a-z]?)\s*(?:[—–:-]\s*(?P<name>.*))?$",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"^(?:\[(?P<mark>.?)\]\s*)?(?P<id>[A-Z]{1,5}-?\d{1,4}[a-z]?)\s*[:—–.-]\s*"
    r"(?P<title>.*?)\s*(?:\[(?P<late>[ xX~])\])?$"
)
_ID = re.compile(
    r"(?<![\w-])(?P<one>[A-Z]{1,5}-?\d{1,4}[a-z]?)(?:\s*(?:–|—|-|to|through|\.\.)\s*(?P<other>[A-Z]{1,5}-?\d{1,4}))?(?![\w-])"
)
_KIND = re.compile(
    r"^(?P<kind>create[sd]?|new|add|modif(?:y|ies|ied)|update[sd]?|change[sd]?|edit|delete|remove|test)s?"
    r"(?:/\w+)?(?:\s*:\s*|\s+(?=\S*[/.]\w))(?P<paths>.*)$",
    re.I,
)
_CHUNK = re.compile(r"[\s;,.]+(?=(?:creat|modif|updat|chang)\w*(?:\s*:|\s+\S*[/.]\w))", re.IGNORECASE)
_FILES = re.compile(
    r"(?:files?(?:\s+to\s+\w+|\s*\([\w ]+\))?|creates?|modif(?:y|ies)|(?:new|changed|modified)\s+files?)$", re.I
)
_MODIFIES = re.compile(r"\b(?:modif|updat|chang|edit|delet|remov)", re.IGNORECASE)
_MARKS: dict[str, Literal["pending", "doing", "done"]] = {
    " ": "pending",
    "": "pending",
    "~": "doing",
    "-": "doing",
    "/": "doing",
}
_DONE = "xX✓✔✅"


@dataclass(frozen=True, slots=True)
class _Place:
    """A section of a task, with the milestone it stands under."""

    section: Section
    milestone: str


def read_tasks(document: Document) -> tuple[tuple[Milestone, ...], tuple[Task, ...], tuple[Note, ...]]:
    """The milestones and tasks of a queue, and notes on what in it is at odds with itself."""
    milestones: dict[str, Milestone] = {}
    tasks: list[Task] = []
    notes: list[Note] = []
    here = ""
    for section in sections(document.lines):
        origin = Origin(document.file, section.line)
        if found := _MILESTONE.match(section.title):
            here = found["id"].upper() if found["id"][0].isalpha() else f"M{found['id']}"
            goal = next((each.text for each in statements(section.lines, document.file) if each.field == "Goal"), "")
            milestones.setdefault(here, Milestone(here, (found["name"] or "").strip(), origin, goal))
        elif task := _task(section, here, document.file, notes):
            tasks.append(task)
        elif re.match(r"\[.?\]", section.title):
            notes.append(
                Note(f"no task is read from {section.title[:60]!r}", "a task is [ ] T01: title", origin=origin)
            )
    notes += _odd(tasks, milestones)
    return tuple(milestones.values()), tuple(tasks), tuple(notes)


def _task(section: Section, milestone: str, file: str, notes: list[Note]) -> Task | None:
    found = _TASK.match(section.title)
    origin = Origin(file, section.line)
    if found is None or section.level < 2:
        return None
    mark = found["mark"] if found["mark"] is not None else found["late"]
    if mark is None:
        notes.append(Note(f"{found['id']} has no mark of its status: pending", "[ ], [~] or [x]", origin=origin))
    status = "done" if mark and mark in _DONE else _MARKS.get(mark or " ")
    if status is None:
        notes.append(Note(f"{found['id']} has an unknown mark [{mark}]: pending", "[ ], [~] or [x]", origin=origin))
    said = statements(section.lines, file)
    fields = _fields(said)
    creates, modifies = _files([each for each in said if _FILES.match(each.field)])
    named = re.match(r"\s*(?P<id>M\d+[a-z]?|[A-Z]{1,4}\d+)\b", fields.get("milestone", ""))
    if named and milestone and named["id"] != milestone:
        what = f"{found['id']} says milestone {named['id']}, and stands under {milestone}"
        notes.append(Note(what, origin=origin))
    return Task(
        found["id"],
        plain(found["title"]),
        status or "pending",
        named["id"] if named else milestone,
        origin,
        depends=_ids(fields.get("depends on", "") or fields.get("dependencies", "") or fields.get("depends", "")),
        decisions=decision_ids(fields.get("decisions", "")),
        creates=creates,
        modifies=modifies,
        criteria=tuple(
            re.sub(r"^\[.?\]\s*", "", each.text)
            for each in said
            if each.field.casefold() in ("acceptance criteria", "criteria", "acceptance") and each.text
        ),
        verification=_verification(section, said),
        review=_reviewers(fields.get("review", "")),
        goal=fields.get("goal", ""),
        text="\n".join([section.title, *(line.text for line in section.lines)]).strip(),
    )


def _fields(said: Sequence[Statement]) -> dict[str, str]:
    """The texts of the fields by name, those below a field joined to it."""
    fields: dict[str, str] = {}
    for each in said:
        name = each.field.casefold()
        fields[name] = " ".join(filter(None, (fields.get(name, ""), each.text)))
    return fields


def _ids(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in _ID.finditer(text):
        one, other = match["one"], match["other"]
        found += _through(one, other) if other else [one]
    return tuple(dict.fromkeys(found))


def _through(one: str, other: str) -> list[str]:
    first, last = re.search(r"\d+$", one), re.search(r"\d+$", other)
    if (
        not first
        or not last
        or one[: first.start()] != other[: last.start()]
        or not int(first[0]) < int(last[0]) < 1000
    ):
        return [one, other]
    return [f"{one[: first.start()]}{number:0{len(first[0])}}" for number in range(int(first[0]), int(last[0]) + 1)]


def _files(said: Sequence[Statement]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paths that a task creates, and those that it modifies; those of no kind are created."""
    creates, modifies = list[str](), list[str]()
    target, field = creates, ""
    for each in said:
        if each.field != field:
            field = each.field
            target = modifies if _MODIFIES.search(field) else creates
        for chunk in _CHUNK.split(each.text):
            found = _KIND.match(chunk)
            if found:
                target = creates if found["kind"].casefold().startswith(("creat", "new", "add", "test")) else modifies
            behind = re.search(r"\((?P<kind>[a-z]+)[^)]*\)\s*$", chunk, re.IGNORECASE)
            own = modifies if behind and _MODIFIES.search(behind["kind"]) else target
            own += _paths(found["paths"] if found else chunk)
    return tuple(dict.fromkeys(creates)), tuple(dict.fromkeys(modifies))


def _braced(text: str) -> str:
    """The text with `a/{b,c}.py` written out."""
    while found := re.search(r"([^\s,;{}]*)\{([^{},\s]+(?:,\s?[^{},\s]+)+)\}([^\s,;{}]*)", text):
        paths = ", ".join(f"{found[1]}{one.strip()}{found[3]}" for one in found[2].split(","))
        text = text[: found.start()] + paths + text[found.end() :]
    return text


def _paths(text: str) -> Iterator[str]:
    for piece in re.split(r"\s*[,;]\s*|\s+(?:and|\+)\s+", re.sub(r"\s*\([^)]*\)", "", _braced(text))):
        path = re.split(r"\s+[—–-]\s+|\s", piece.strip(" `."))[0] if piece.strip() else ""
        if re.fullmatch(r"[\w.@\[\]{}*/\\~+-]+", path) and ("/" in path or "." in path):
            yield path


def _verification(section: Section, said: Sequence[Statement]) -> str:
    """The commands below Verification: a block of code, or the text behind it."""
    line = next((each.origin.line for each in said if each.field.casefold() == "verification"), 0)
    after = next(
        (each.origin.line for each in said if each.origin.line > line and each.field.casefold() != "verification"),
        1 << 30,
    )
    code = [block.text for block in blocks(section.lines) if line and line < block.line < after]
    text = " ".join(each.text for each in said if each.field.casefold() == "verification" and each.text)
    return "\n".join(code) if code else text


def _reviewers(text: str) -> tuple[str, ...]:
    bare = re.sub(r"\([^)]*\)", "", text)
    return tuple(
        dict.fromkeys(re.findall(r"[A-Za-z][\w]*(?:-[\w]+)+|(?<![\w-])[A-Za-z]\w*(?=\s*(?:[,+&]|and\b|$))", bare))
    )


def _odd(tasks: Sequence[Task], milestones: dict[str, Milestone]) -> Iterator[Note]:
    """What the tasks name that is not there, and circles of dependencies."""
    ids: dict[str, Task] = {}
    for task in tasks:
        if task.id in ids:
            yield Note(
                f"{task.id} is there a second time; the first is in line {ids[task.id].origin.line}", origin=task.origin
            )
        ids.setdefault(task.id, task)
    for task in tasks:
        for other in task.depends:
            if other not in ids:
                yield Note(f"{task.id} depends on {other}, which is no task", origin=task.origin)
        if task.milestone and task.milestone not in milestones:
            yield Note(f"{task.id} is of {task.milestone}, which is no milestone", origin=task.origin)
    for task in _circling(ids):
        yield Note(f"{task.id} depends on itself, by way of others", origin=task.origin)


def _circling(ids: dict[str, Task]) -> list[Task]:
    """The tasks that stand in a circle."""
    left = {id: {other for other in task.depends if other in ids} for id, task in ids.items()}
    while free := [id for id, others in left.items() if not others]:
        for id in free:
            del left[id]
        for others in left.values():
            others -= set(free)
    behind = {id for id in left if not any(id in others for others in left.values())}
    return [ids[id] for id in left if id not in behind]
