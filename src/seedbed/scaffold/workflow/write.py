"""Workflow state as texts of files: made, or emptied again; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin, ReadError
from seedbed.lessons.reflexion import SCHEMA as REFLEXION
from seedbed.project.planning.facts import Planning
from seedbed.scaffold.workflow.chain import MARK, SCHEMA, hash_of, printed, recorded, sealed
from seedbed.scaffold.workflow.check import faults_of
from seedbed.scaffold.workflow.evals import SCHEMA as EVALS
from seedbed.scaffold.workflow.evals import evals_of
from seedbed.scaffold.workflow.places import CHAIN, FILES, OURS, REFLECTIONS, TASKS
from seedbed.scaffold.workflow.records import records_of
from seedbed.scaffold.workflow.reflections import reflections_of
from seedbed.scaffold.workflow.story import told
from seedbed.scaffold.workflow.tool import TOOL, by_tool
from seedbed.scaffold.workflow.verify import read_json, value_of

__all__ = ["Made", "clean_workflow", "write_workflow"]

VERSION = 1
"""Of what is written: another one writes it anew."""


@dataclass(frozen=True, slots=True)
class Made:
    """Files that would change, with their text; `entries` counts the entries of ours by file, changed or not."""

    files: tuple[tuple[Path, str], ...] = ()
    entries: tuple[tuple[str, int], ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _There:
    """A file that is there: its document, its entries, and whether they are all ours."""

    document: Mapping[str, Any] | None
    entries: Sequence[Any]
    foreign: int
    kept: Mapping[str, Any]


_SCHEMAS: Mapping[str, Mapping[str, str]] = {REFLECTIONS: REFLEXION, TASKS: EVALS, CHAIN: SCHEMA}


def write_workflow(folder: Path, planning: Planning, today: date, *, anew: bool = False) -> Made:
    """The three files for a project, where it has a task queue; those with entries of other people are left alone.

    Entries of ours whose inputs (the plan, today, the project's own chain manager) are as they were stay as they are,
    unless a check finds a fault in their file; `anew` makes them again all the same.
    """
    if not planning.tasks:
        return Made()
    story = told(planning, today)
    inputs = _inputs(folder, planning, today)
    notes: list[Note] = []
    there = {name: _there(folder, name, notes) for name in FILES}
    reflections = reflections_of(story)
    listed = reflections if not there[REFLECTIONS].foreign else there[REFLECTIONS].entries
    counts = {task.id: sum(_task_of(entry) == task.id for entry in listed) for task in planning.tasks}
    made: dict[str, Callable[[], Mapping[str, Any]]] = {
        REFLECTIONS: lambda: {"entries": reflections},
        TASKS: lambda: {"entries": evals_of(story, counts)},
        CHAIN: lambda: _chain(folder, records_of(story), notes),
    }
    files: list[tuple[Path, str]] = []
    entries: list[tuple[str, int]] = []
    for name, build in made.items():
        found = there[name]
        if found.foreign:
            continue
        kept = found.entries and found.kept.get("inputs") == inputs and not anew
        if kept and not faults_of(folder, name, planning):
            entries.append((name, len(found.entries)))
            continue
        document = _document(name, build(), found, inputs)
        entries.append((name, len(document["entries"])))
        files.append((folder / ".workflow" / name, printed(document)))
    return Made(tuple(files), tuple(entries), tuple(notes))


def _task_of(entry: Any) -> Any:
    return entry.get("task_id") if isinstance(entry, Mapping) else None


def _inputs(folder: Path, planning: Planning, today: date) -> str:
    """A digest of all that the entries are made of."""
    tool = folder / TOOL
    facts = [
        str(VERSION),
        today.isoformat(),
        repr(planning),
        hash_of(tool.read_text("utf-8", "replace")) if tool.is_file() else "",
    ]
    return hash_of("\x1f".join(facts))


def _there(folder: Path, name: str, notes: list[Note]) -> _There:
    """What is there of a file; one that cannot be read counts as other people's."""
    path, shown = folder / ".workflow" / name, f".workflow/{name}"
    if not path.exists() or not path.read_bytes().strip():
        return _There(None, (), 0, {})
    try:
        document = value_of(read_json(path, shown))
    except ReadError as error:
        notes.append(Note("the file cannot be read, and is left alone", str(error), origin=Origin(shown)))
        return _There(None, (), 1, {})
    entries = document.get("entries") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(entries, list):
        notes.append(Note("the file has no list of entries, and is left alone", origin=Origin(shown)))
        return _There(None, (), 1, {})
    foreign = sum(not OURS[name](entry) for entry in entries)
    if foreign:
        what = f"{foreign} entries are real ones: the file is left alone"
        notes.append(Note(what, "entries of a real run are never mixed with made ones", origin=Origin(shown)))
    schema = document.get("_schema")
    kept = schema.get(MARK) if isinstance(schema, dict) else None
    return _There(document, entries, foreign, kept if isinstance(kept, dict) else {})


def _chain(folder: Path, records: Sequence[Any], notes: list[Note]) -> Mapping[str, Any]:
    """The chain, by the project's own tool where it has one that works."""
    found, said = by_tool(folder, records)
    notes += said
    entries = sealed(found["entries"] if found else recorded(records), records)
    return {**(found or {}), "entries": entries}


def _document(name: str, built: Mapping[str, Any], there: _There, inputs: str) -> dict[str, Any]:
    """The document of a file: its schema with what we keep, our entries, and whatever else it has."""
    old = dict(there.document or {})
    schema = old.pop("_schema", None) or built.get("_schema")
    kept = {"inputs": inputs, "entries": len(built["entries"])}
    others = {key: value for key, value in {**built, **old}.items() if key not in ("_schema", "entries", "integrity")}
    document = {
        "_schema": {**(schema if isinstance(schema, dict) else _SCHEMAS[name]), MARK: kept},
        **others,
        "entries": built["entries"],
    }
    if name == CHAIN:
        document["integrity"] = {"last_verified": None, "chain_valid": True, "broken_links": []}
    return document


def clean_workflow(folder: Path) -> Made:
    """The three files without our entries; all else stays. A chain in which others go on behind ours is left alone."""
    notes: list[Note] = []
    files: list[tuple[Path, str]] = []
    entries: list[tuple[str, int]] = []
    for name in FILES:
        there = _there(folder, name, [])
        document = dict(there.document or {})
        left = [entry for entry in there.entries if not OURS[name](entry)]
        gone = len(there.entries) - len(left)
        if there.document is None or not gone:
            continue
        if name == CHAIN and left and there.entries[: len(left)] != left:
            what = "entries of others are linked to ours: the chain is left alone"
            notes.append(Note(what, "without ours their links would be broken", origin=Origin(f".workflow/{name}")))
            continue
        schema = document.get("_schema")
        if isinstance(schema, dict):
            document["_schema"] = {key: value for key, value in schema.items() if key != MARK}
        files.append((folder / ".workflow" / name, printed({**document, "entries": left})))
        entries.append((name, gone))
    return Made(tuple(files), tuple(entries), tuple(notes))
