"""Definitions that stand in a body: of a DO block, or of a routine that the same file makes and calls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.read.notes import hides, shortened
from seedbed.read.statements import Statement, statements
from seedbed.schema.model import Dialect

__all__ = ["Body", "called", "composed", "defined", "routine"]

_NAME = r"(?:[`\"]?\w+[`\"]?\.)?[`\"]?(\w+)[`\"]?"
_ROUTINE = re.compile(rf"create\b.*?\b(?:function|procedure)\s+(?:if\s+not\s+exists\s+)?{_NAME}", re.I | re.S)
_BODY = re.compile(r"\bas\s+\$(?P<tag>\w*)\$(?P<quoted>.*)\$(?P=tag)\$|\b(?P<plain>begin\b.*)", re.I | re.S)
_CALL = re.compile(rf"(?:call|select(?:\s+\*\s+from)?)\s+{_NAME}\s*(?:\(|\Z)", re.I)
_LEAD = re.compile(
    r"\s*(?:begin|else|declare|<<\w+>>|(?:els)?if\b.*?\bthen|exception\s+when\b.*?\bthen|when\b.*?\bthen)\b\s*",
    re.I | re.S,
)
_COMPOSES = re.compile(r"\b(?:execute|loop|while|repeat)\b", re.I)
_HIDDEN = re.compile(
    r"\bcreate\s+(?:unlogged\s+)?(?:table|type|domain|unique)\b"
    r"|\balter\s+(?:table|type|domain)\b(?=[^;]*\b(?:add|rename|modify|change|attach|set|type)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Body:
    """What stands between the marks of a body; `line` counts from 1, in the file."""

    text: str
    line: int


def routine(statement: Statement) -> Mapping[str, Body]:
    """The body of the routine that a statement makes, under its name in lower case; none that defines nothing."""
    name, body = _ROUTINE.match(statement.text), _BODY.search(statement.text)
    if name is None or body is None or not _HIDDEN.search(body.group()):
        return {}
    group = "quoted" if body["quoted"] is not None else "plain"
    line = statement.line + statement.text.count("\n", 0, body.start(group))
    return {name[1].lower(): Body(body[group], line)}


def called(statement: Statement) -> str:
    """The name, in lower case, of the routine that a statement does nothing but call; "" where it does not."""
    match = _CALL.match(statement.text)
    return match[1].lower() if match else ""


def defined(body: Body, dialect: Dialect) -> Iterator[Statement]:
    """The definitions that stand plainly in a body, guarded or not."""
    for piece in statements(body.text, dialect):
        text = piece.text
        while match := _LEAD.match(text):
            text = text[match.end() :]
        before = body.line + piece.line - 1 + piece.text[: len(piece.text) - len(text)].count("\n")
        for inner in statements(text, dialect):
            if hides(inner.text):
                yield Statement(inner.text, before + inner.line - 1, inner.kind, column=0)


def composed(body: Body, what: str, file: str) -> Iterator[Note]:
    """The note on a body that composes definitions when it runs: those are not read."""
    if _COMPOSES.search(body.text) and _HIDDEN.search(body.text):
        told = f"{what} may create more than is read: {shortened(body.text, 100)}"
        yield Note(told, "it composes statements at run time", grave=True, origin=Origin(file, body.line))
