"""Roles: `admin > manager > member`, lists, matrices of permissions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seedbed.errors import Origin
from seedbed.project.planning.arrows import listed_states, state, with_arrows
from seedbed.project.planning.facts import Decision, Role, Statement, key
from seedbed.project.planning.text import Table
from seedbed.project.planning.vocabulary import any_of, words

__all__ = ["read_roles"]

_ROLE = r"[A-Za-z][\w-]*(?: [A-Za-z][\w-]*)?"
_ORDER = re.compile(rf"(?P<chain>{_ROLE}(?:\s*(?:[>≥⟩›⊇⊃]=?)\s*{_ROLE})+)")
_RISING = re.compile(rf"(?P<chain>{_ROLE}(?:\s*[<≤⊂⊆]=?\s*{_ROLE})+)")
_STEPS = re.compile(r"\s*(?:[<>≥≤⟩›⊇⊃⊂⊆]=?)\s*")
_HIERARCHY = re.compile(r"\b(?:hierarchy|ranks?|ranking|order of roles|role order)\b", re.I)
_LISTED = re.compile(
    r"\b(?:(?:user\s+)?roles?|(?:access|permission)\s+levels?|user\s+types?)\b"
    r"(?:(?:\s+(?:are|is|in|include|hierarchy|model|enum|set))*\s*(?:\([^)]*\))?\s*[:=∈]|\s+(?:are|is one of))\s*"
    r"(?P<list>[^.;—–]+)",
    re.I,
)
_COUNTED = re.compile(r"\b(?:two|three|four|five|six|\d)\s+roles?\s*[:(—–-]\s*(?P<list>[^.;)]+)", re.I)
_DEFINED = re.compile(rf"^(?P<name>{_ROLE})\s*(?:[:—–]|\s-\s)\s*(?P<text>.+)$")
_SPEAKS = re.compile(r"\b(?:roles?|permissions?|rbac|hierarchy|access)\b", re.I)


def read_roles(decision: Decision, grids: Sequence[Table]) -> tuple[Role, ...]:
    """The roles that a decision names, in the order that it gives them."""
    speaks = bool(_SPEAKS.search(decision.title)) or decision.prefix == "SEC"
    found: dict[str, Role] = {}
    head = Statement(decision.title, decision.origin)
    below = False
    for statement in (head, *decision.statements):
        if statement.field.casefold() in words("asides"):
            continue
        if below and statement.bullet and (one := _DEFINED.match(statement.text)):
            role = Role(one["name"], statement.origin, None, one["text"], decision.id)
            found.setdefault(key(role.name), role)
            continue
        for role in _in(statement, decision.id, speaks=speaks):
            found.setdefault(key(role.name), role)
        below = bool(re.search(r"\broles?\b[^:]*:?$", statement.text or statement.field, re.I)) and (
            statement.text.endswith(":") or not statement.text
        )
    for role in _of_grids(grids, decision):
        found.setdefault(key(role.name), role)
    return tuple(found.values())


def _in(statement: Statement, decision: str, *, speaks: bool) -> Iterator[Role]:
    """The roles of one statement: an order, or else a list."""
    origin, text = statement.origin, re.sub(r"\s*\([^)]*\)", "", statement.text)
    if _HIERARCHY.search(text):
        text = with_arrows(text).replace("→", ">")
    ordered = _ORDER.search(text) or _RISING.search(text)
    if ordered and (speaks or _SPEAKS.search(text)):
        names = [_role(name) for name in _STEPS.split(ordered["chain"])]
        if len(names) > 1 and all(names):
            rising = _ORDER.search(text) is None
            for rank, name in enumerate(reversed(names) if rising else names):
                yield Role(name, origin, rank, statement.text, decision)
            return
    listed = _LISTED.search(text) or _COUNTED.search(statement.text)
    found = listed_states(re.sub(r"\([^)]*\)", "", listed["list"])) if listed else ()
    for name in found if len(found) > 1 else ():
        yield Role(name, origin, None, statement.text, decision)


def _role(text: str) -> str:
    """The name of a role, without what leads to it ("hierarchy admin") or goes on behind it ("viewer for read")."""
    bare = re.sub(r"^.*\b(?:roles?|hierarchy|order|is|are)\s+", "", text)
    behind = any_of("remarks").search(bare, 1)
    return state(bare[: behind.start()].strip() if behind else bare)


def _of_grids(grids: Sequence[Table], decision: Decision) -> Iterator[Role]:
    """The columns of a matrix of permissions."""
    for grid in grids:
        marks = {cell.strip().casefold() for row in grid.rows for cell in row.cells[1:]}
        first = grid.head[0].casefold() if grid.head else ""
        if first.startswith("role"):
            for row in grid.rows:
                if name := state(row.cells[0]):
                    yield Role(name, Origin(decision.origin.file, row.line), None, " ".join(row.cells[1:]), decision.id)
        elif first.startswith(("action", "permission", "resource", "operation", "capability")) and marks & _MARKS:
            for name in grid.head[1:]:
                if state(name) and name.casefold() not in ("ui behavior", "notes", "comment"):
                    yield Role(name, decision.origin, None, "", decision.id)


_MARKS = {"✅", "❌", "✓", "✗", "yes", "no", "x", "y", "n", "-", "✔", "✔️", "crud", "r", "rw"}
