"""`Answer`: what one question found; and all answers together as a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.validate.verdict import Breach, Checked, Judged, Kind, Skipped, Verdict

__all__ = ["Answer", "counted", "shown", "verdict_of"]

_LONGEST = 40  # characters of a value that is shown


@dataclass(frozen=True, slots=True)
class Answer:
    """A constraint, how it was asked, how many rows break it, and the first of them."""

    kind: Kind
    table: str
    constraint: str
    columns: tuple[str, ...]
    how: str
    count: int
    examples: tuple[str, ...] = ()


def verdict_of(answers: Iterable[Answer | Skipped], rows: Mapping[str, int], notes: Sequence[Note]) -> Verdict:
    """The verdict that the answers add up to; `rows` has every table, in the order of the verdict."""
    places = {id: place for place, id in enumerate(rows)}
    ordered = sorted(answers, key=lambda answer: places[answer.table])
    found = [answer for answer in ordered if isinstance(answer, Answer)]
    breaches = tuple(_breach(answer) for answer in found if answer.count)
    errors = dict.fromkeys(rows, 0)
    for breach in breaches:
        errors[breach.table] += breach.count
    return Verdict(
        breaches,
        tuple(Judged(id, count, errors[id]) for id, count in rows.items()),
        tuple(Checked(a.kind, a.table, a.constraint, a.columns, a.how, a.count) for a in found),
        tuple(answer for answer in ordered if isinstance(answer, Skipped)),
        tuple(notes),
    )


def _breach(answer: Answer) -> Breach:
    return Breach(answer.kind, answer.table, answer.constraint, answer.columns, answer.count, answer.examples)


def counted(table: str, wanted: int, rows: int) -> Answer:
    """The number of rows, where one is expected."""
    missing = abs(wanted - rows)
    examples = (f"{wanted} expected, {rows} found",) if missing else ()
    return Answer("ROW_COUNT", table, "row count", (), f"{wanted} rows", missing, examples)


def shown(text: str | None) -> str:
    """A value on one line: NULL, or quoted text with what cannot be printed escaped."""
    if text is None:
        return "NULL"
    plain = "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in text)
    return f"'{plain}'" if len(plain) <= _LONGEST else f"'{plain[: _LONGEST - 3]}...'"
