"""`check_workflow`: whether reflexion, evals and chain have their form, and name what exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from seedbed.errors import Problem, ReadError
from seedbed.lessons.reflexion import read_index
from seedbed.project.planning.facts import Planning
from seedbed.read.recipe.tree import Node
from seedbed.scaffold.workflow.evals import KEYS, STATUSES
from seedbed.scaffold.workflow.places import CHAIN, FILES, REFLECTIONS, TASKS
from seedbed.scaffold.workflow.verify import read_json, value_of, verify_chain

__all__ = ["check_workflow", "faults_of"]

_TASK = re.compile(r"[A-Z]{1,5}-?\d{1,4}[a-z]?")
_PATH = re.compile(
    r"[\w.@-]+(?:/[\w.@-]+)+|[\w-]+\.(?:py|ts|tsx|js|jsx|sql|toml|json|md|yaml|yml|html|css|prisma|rb|go|rs)"
)
_COUNTS = ("total", "passed", "failed", "skipped")


def check_workflow(folder: Path, planning: Planning) -> list[Problem]:
    """All faults of the workflow state of a project; a file that is not there has none.

    Chain: its integrity, and the tasks it names. Evals and reflexion: their form, and the tasks and files they name.
    Milestones: of each task the same in the queue, in its own line and in the evals.
    """
    return [*_milestones(planning), *(problem for name in FILES for problem in faults_of(folder, name, planning))]


def faults_of(folder: Path, name: str, planning: Planning) -> list[Problem]:
    """The faults of one file of workflow state."""
    path, shown = folder / ".workflow" / name, f".workflow/{name}"
    if not path.exists():
        return []
    try:
        tree = read_json(path, shown)
    except ReadError as error:
        return list(error.problems)
    checks = {CHAIN: _chain, TASKS: _evals, REFLECTIONS: _reflections}
    return list(checks[name](tree, planning, folder))


def _milestones(planning: Planning) -> Iterator[Problem]:
    """What the queue itself says of milestones that do not agree."""
    for note in planning.notes:
        if "milestone" in note.what and note.origin and note.origin.file.endswith("task-queue.md"):
            yield Problem(note.what, str(note.origin))


def _entries(tree: Node) -> Sequence[Node]:
    listed = tree.value.get("entries") if isinstance(tree.value, Mapping) else None
    return listed.value if listed is not None and isinstance(listed.value, tuple) else ()


def _chain(tree: Node, planning: Planning, folder: Path) -> Iterator[Problem]:
    yield from verify_chain(tree)[1]
    known = {*(task.id for task in planning.tasks), *(milestone.id for milestone in planning.milestones)}
    for node in _entries(tree):
        entry = value_of(node)
        id = entry.get("task_id") if isinstance(entry, dict) else None
        if isinstance(id, str) and _TASK.fullmatch(id) and id not in known:
            yield Problem(f"the chain names {id}, which is no task or milestone of the queue", str(node.at))


def _evals(tree: Node, planning: Planning, folder: Path) -> Iterator[Problem]:
    tasks = {task.id: task for task in planning.tasks}
    seen = set[str]()
    if not isinstance(tree.value, Mapping) or "entries" not in tree.value:
        yield Problem("there is no list of entries", str(tree.at))
    for node in _entries(tree):
        entry, at = value_of(node), str(node.at)
        if not isinstance(entry, dict):
            yield Problem(f"an entry is a mapping, and this is {node.kind}", at)
            continue
        for what in _form(entry):
            yield Problem(what, at)
        id = entry.get("task_id")
        task = tasks.get(id) if isinstance(id, str) else None
        if task is None:
            yield Problem(f"the evals name {id}, which is no task of the queue", at)
            continue
        if id in seen:
            yield Problem(f"{id} has two entries", at)
        seen.add(task.id)
        if entry.get("milestone") != task.milestone:
            what = f"{id} is of milestone {entry.get('milestone')} here, and of {task.milestone} in the queue"
            yield Problem(what, at, help=f"{task.origin} says so")
        for path in _texts(entry.get("files_planned")):
            if path not in task.files:
                yield Problem(f"{id} planned {path} by its entry, and not by the queue", at)


def _form(entry: Mapping[str, Any]) -> Iterator[str]:
    """What in an entry of the evals is not as its form says."""
    missing = [key for key in KEYS if key not in entry]
    if missing:
        yield f"the entry has no {', '.join(missing)}"
    if "status" in entry and entry["status"] not in STATUSES:
        yield f"{entry['status']} is no status: {', '.join(STATUSES)}"
    for key in ("files_planned", "files_touched"):
        if key in entry and len(_texts(entry[key])) != len(entry[key] if isinstance(entry[key], list) else "?"):
            yield f"{key} is a list of paths"
    for key in ("review_cycles", "scope_violations", "reflexion_entries_created"):
        if key in entry and not _is_count(entry[key]):
            yield f"{key} is a count, and this is {entry[key]!r}"
    if not isinstance(entry.get("security_review"), bool | None):
        yield "security_review is true, false or null"
    yield from _times(entry)
    yield from _tests(entry.get("test_results"))


def _times(entry: Mapping[str, Any]) -> Iterator[str]:
    times = [_moment(entry.get(key)) for key in ("started_at", "completed_at")]
    for key, moment in zip(("started_at", "completed_at"), times, strict=True):
        if moment is None and entry.get(key) is not None:
            yield f"{key} is no moment: {entry[key]!r}"
        elif moment is None and entry.get("status") == "completed":
            yield f"a completed task has no {key}"
    if times[0] and times[1] and times[0] > times[1]:
        yield "completed_at is before started_at"


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=None) - (found.utcoffset() or datetime.resolution * 0) if found else None


def _tests(results: Any) -> Iterator[str]:
    if not isinstance(results, dict) or not all(_is_count(results.get(key)) for key in _COUNTS):
        yield f"test_results counts {', '.join(_COUNTS)}"
    elif results["total"] != results["passed"] + results["failed"] + results["skipped"]:
        yield "test_results: passed, failed and skipped are not the total"


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _reflections(tree: Node, planning: Planning, folder: Path) -> Iterator[Problem]:
    path = folder / ".workflow" / REFLECTIONS
    yield from read_index(path.read_text(encoding="utf-8-sig"), f".workflow/{REFLECTIONS}")[1]
    tasks = {task.id for task in planning.tasks}
    named = {path for task in planning.tasks for path in task.files}
    for node in _entries(tree):
        entry = value_of(node)
        if not isinstance(entry, dict):
            continue
        id = entry.get("task_id")
        if isinstance(id, str) and id and id not in tasks:
            yield Problem(f"the reflexion index names {id}, which is no task of the queue", str(node.at))
        for key in ("tags", "applies_to"):
            for text in _texts(entry.get(key)):
                if _PATH.fullmatch(text) and text not in named and not (folder / text).exists():
                    yield Problem(f"{key} names {text}, which is no file, and no task plans it", str(node.at))
