"""Decisions in any of their forms: a heading with fields below, one line, a row of an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.project.planning.facts import Decision
from seedbed.project.planning.text import Document, plain, statements, tables
from seedbed.read.markdown import Line

__all__ = ["decision_ids", "read_decisions", "read_index"]

_ID = r"[A-Z][A-Z0-9]{1,11}-\d{1,4}[a-z]?"
_HEAD = re.compile(rf"^ {{0,3}}(?P<level>#{{1,6}})\s+[*`~\[]*(?P<id>{_ID})[*`\]]*(?P<rest>.*)$")
_LINE = re.compile(
    rf"^\s*(?:[-*+]\s+|\d+[.)]\s+)?(?:\[[ xX~]\]\s+)?[*`~\[]*(?P<id>{_ID})[*`\]]*(?P<rest>\s*(?:\(|[:–—]|-\s).*)$"
)
_REST = re.compile(r"^\s*(?:\((?P<mark>[^)]*)\))?[\s:–—.*`-]*(?P<title>.*)$")
_ANY = re.compile(rf"(?<![\w-])(?P<one>{_ID})(?:\s*(?:–|—|-|to|through|\.\.)\s*(?P<other>{_ID}))?(?![\w-])")


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a decision begins, and what its first line says."""

    id: str
    rest: str
    at: int
    level: int


def decision_ids(text: str) -> tuple[str, ...]:
    """The ids that a text names, each once; of a range (BACK-01 through BACK-03) all."""
    found: list[str] = []
    for match in _ANY.finditer(text):
        found += _range(match["one"], match["other"]) if match["other"] else [match["one"]]
    return tuple(dict.fromkeys(found))


def _range(one: str, other: str) -> list[str]:
    prefix, _, first = one.partition("-")
    last = other.partition("-")[2]
    if (
        other.partition("-")[0] != prefix
        or not (first.isdigit() and last.isdigit())
        or not 0 < int(last) - int(first) < 200
    ):
        return [one, other]
    return [f"{prefix}-{number:0{len(first)}}" for number in range(int(first), int(last) + 1)]


def read_decisions(document: Document) -> tuple[tuple[Decision, ...], tuple[Note, ...]]:
    """The decisions of a document in their order; of two with one id the first, the other noted."""
    lines = document.lines
    found = _found(lines)
    made, notes, seen = list[Decision](), list[Note](), dict[str, int]()
    for one, after in zip(found, [*found[1:], None], strict=False):
        end = _end(lines, one, after.at if after else len(lines))
        number = lines[one.at].number
        if one.id in seen:
            what = f"{one.id} is decided a second time; the first, in line {seen[one.id]}, counts"
            notes.append(Note(what, origin=Origin(document.file, number)))
            continue
        seen[one.id] = number
        made.append(_decision(one, lines[one.at : end], Origin(document.file, number)))
    return tuple(made), tuple(notes)


def _found(lines: Sequence[Line]) -> list[_Found]:
    """Where decisions begin. Under a decision with a heading, a line with an id refers to it and begins none."""
    found: list[_Found] = []
    under = 0
    for at, line in enumerate(lines):
        if line.kind != "text":
            continue
        head = _HEAD.match(line.text)
        heading = re.match(r" {0,3}(#{1,6})\s", line.text)
        if head:
            under = len(head["level"])
            found.append(_Found(head["id"], head["rest"], at, under))
        elif heading:
            under = under if len(heading[1]) > under else 0
        elif not under and (one := _LINE.match(line.text)):
            found.append(_Found(one["id"], one["rest"], at, 0))
    return found


def _end(lines: Sequence[Line], one: _Found, end: int) -> int:
    """Where a decision ends: at the next one, or at a heading that is no part of it."""
    for at in range(one.at + 1, end):
        heading = re.match(r" {0,3}(#{1,6})\s", lines[at].text) if lines[at].kind == "text" else None
        if heading and (not one.level or len(heading[1]) <= one.level):
            return at
    return end


def _decision(one: _Found, lines: Sequence[Line], origin: Origin) -> Decision:
    rest = _REST.match(one.rest)
    title, mark = (plain(rest["title"].rstrip("~")), rest["mark"] or "") if rest else ("", "")
    said = statements(lines[1:], origin.file, fenced=True)
    own = [each for each in said if each.field.casefold() in ("", "decision")]
    text = " ".join(each.text for each in said if each.field.casefold() == "decision") or " ".join(
        each.text for each in own
    )
    status = next((each.text for each in said if each.field.casefold() == "status"), "")
    deferred = bool(re.search(r"\bDEFERRED\b", f"{mark} {title} {text[:60]}")) or status.casefold().startswith(
        "deferred"
    )
    return Decision(one.id, title, text or title, origin, deferred, said, lines[-1].number)


def read_index(document: Document, known: Iterable[Decision]) -> tuple[tuple[Decision, ...], tuple[Note, ...]]:
    """The decisions that only an index names, in a table or a list: what it says of them in a line."""
    ids = {decision.id for decision in known}
    rows = list[Decision]()
    for table in tables(document.lines):
        for row in table.rows:
            named = decision_ids(row.cells[0]) if row.cells else ()
            if len(named) == 1 and len(row.cells) > 1:
                origin = Origin(document.file, row.line)
                deferred = "DEFERRED" in " ".join(row.cells)
                rows.append(Decision(named[0], row.cells[1], row.cells[1], origin, deferred))
    listed, _ = read_decisions(document)
    alone = {each.id: each for each in [*listed, *rows] if each.id not in ids}
    notes = tuple(
        Note(f"{each.id} is in the index alone", "no document decides it", origin=each.origin)
        for each in alone.values()
    )
    return tuple(replace(each, statements=()) for each in alone.values()), notes
