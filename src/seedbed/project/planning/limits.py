"""constraints.md: limits in tables and bullets, often in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from seedbed.errors import Origin
from seedbed.project.planning.facts import Limit, Statement
from seedbed.project.planning.ranges import number_in
from seedbed.project.planning.text import Document, sections, statements, tables

__all__ = ["read_limits"]

_SUBJECTS = (
    "constraint",
    "limit",
    "metric",
    "item",
    "what",
    "resource",
    "field",
    "parameter",
    "property",
    "name",
    "boundary",
)
_VALUES = ("limit", "target", "value", "maximum", "max", "threshold", "bound", "requirement", "minimum", "min")
_SAYS = re.compile(
    r"\b(?:max(?:imum)?|min(?:imum)?|limit(?:ed)?|at (?:most|least)|up to|no (?:more|less) than|under|below)\b|[<>≤≥]",
    re.I,
)
_LEAST = re.compile(r"\b(?:min(?:imum)?|at least|no less than|not less than)\b|[>≥]", re.I)
_EXACTLY = re.compile(r"\bexactly\b|^=", re.I)
_NONE = re.compile(r"\b(?:no|without)\b[^.]*\b(?:limits?|bounds?|maximum)\b|\bunlimited\b", re.I)
_LEAD = re.compile(
    r"^(?:max(?:imum)?|min(?:imum)?|at most|at least|up to|no more than|limit(?:ed)? to)\b[\s:]*(?:of\s+)?", re.I
)


def read_limits(document: Document) -> Iterator[Limit]:
    """The limits of a document: rows of its tables, and bullets that say at most or at least."""
    for section in sections(document.lines):
        for table in tables(section.lines):
            subject = table.column(*_SUBJECTS) or 0
            value = next(
                (at for at, name in enumerate(table.head) if at != subject and name.casefold().startswith(_VALUES)),
                None,
            )
            for row in table.rows if value is not None else ():
                if row.cells[subject] and row.cells[value or 0]:
                    yield _limit(row.cells[subject], row.cells[value or 0], Origin(document.file, row.line))
        for statement in statements(section.lines, document.file):
            if statement.bullet and (_SAYS.search(statement.text) or _NONE.search(statement.text)):
                yield from _of_bullet(statement)


def _limit(subject: str, text: str, origin: Origin) -> Limit:
    number, unit = (None, "") if _NONE.search(text) else number_in(text)
    return Limit(subject, text, origin, number, unit, _sense(f"{subject} {text}", text))


def _sense(both: str, text: str) -> Literal["most", "least", "exactly"]:
    if _EXACTLY.search(text):
        return "exactly"
    return "least" if _LEAST.search(both) else "most"


def _of_bullet(statement: Statement) -> Iterator[Limit]:
    """`Max 20 bookings per guest`, `File size: at most 5 MB`."""
    label, colon, rest = statement.text.partition(":")
    number, unit = number_in(rest if colon else statement.text)
    if number is None and not _NONE.search(statement.text):
        return
    if colon and len(label.split()) <= 6:
        yield _limit(label.strip(), rest.strip(), statement.origin)
        return
    subject = re.sub(r"^[\d,.]+\s*", "", _LEAD.sub("", statement.text)).strip()
    unlimited = _NONE.search(statement.text) is not None
    sense = _sense(statement.text, statement.text)
    yield Limit(
        subject, statement.text, statement.origin, None if unlimited else number, "" if unlimited else unit, sense
    )
