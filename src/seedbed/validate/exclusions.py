"""EXCLUDE: pairs of rows that may not be.

One overlap among equals is asked in a single sorted pass: rows by their start, each against the furthest end
before it. Everything else is asked by joining the table with itself.
"""

# ruff: noqa: S608 - the queries are made here; foreign text comes through sqlglot, into a locked court

from __future__ import annotations

from collections.abc import Iterator

from seedbed.classes import dataclass
from seedbed.schema.model import Dialect, Exclusion
from seedbed.schema.types import Type
from seedbed.validate.cell import Unasked, folded
from seedbed.validate.cells import form
from seedbed.validate.load import Held
from seedbed.validate.question import Question, Search, named_exclusion
from seedbed.validate.translate.text import translated
from seedbed.validate.verdict import Skipped

__all__ = ["exclusion_questions"]

_MAKERS = {
    "int4range": Type("integer", bits=32),
    "int8range": Type("integer", bits=64),
    "numrange": Type("decimal"),
    "daterange": Type("date"),
    "tsrange": Type("timestamp"),
    "tstzrange": Type("timestamp", zone=True),
}
_STEPPED = ("integer", "date")  # ranges of these have one form: [start, end)
_BOUND = r"""'\s*[\[(]\s*("[^"]*"|[^",]*),\s*("[^"]*"|[^",]*)\s*[\])]\s*'"""


@dataclass(frozen=True, slots=True)
class _Span:
    """The SQL of a range: its ends (NULL is endless), whether they belong to it, and whether it holds anything."""

    start: str
    end: str
    start_in: str
    end_in: str
    filled: str


def exclusion_questions(held: Held, dialect: Dialect) -> Iterator[Question | Skipped]:
    """The exclusions of a table, each as a search or as skipped with the reason."""
    for exclusion in held.table.exclusions:
        name = named_exclusion(exclusion)
        try:
            rows = _rows(held, exclusion, dialect)
        except Unasked as error:
            yield Skipped("EXCLUDE", held.table.id, name, str(error))
            continue
        columns = tuple(
            column.name for column in held.table.columns if any(column.name in part for part, _ in exclusion.parts)
        )
        how = "no two rows for which all parts hold"
        count = f"SELECT count(*) FROM ({rows})"
        yield Search("EXCLUDE", held.table.id, name, columns, how, count, f"SELECT row FROM ({rows}) ORDER BY row")


def _rows(held: Held, exclusion: Exclusion, dialect: Dialect) -> str:
    """The SQL of the rows that an earlier row excludes."""
    same = [_value(held, part, dialect) for part, operator in exclusion.parts if operator == "="]
    other = [_value(held, part, dialect) for part, operator in exclusion.parts if operator == "<>"]
    spans = [_span(held, part, dialect) for part, operator in exclusion.parts if operator == "&&"]
    unknown = [operator for _, operator in exclusion.parts if operator not in ("=", "<>", "&&")]
    if unknown:
        raise Unasked(f"the operator {unknown[0]} is none that DuckDB has for these types")
    given = [f"{sql} IS NOT NULL" for sql in (*same, *other)] + [span.filled for span in spans]
    if exclusion.where:
        given.append(f"({translated(exclusion.where.sql, dialect, held.cells)})")
    columns = [f"{sql} AS s{number}" for number, sql in enumerate(same)]
    columns += [f"{sql} AS o{number}" for number, sql in enumerate(other)]
    for number, span in enumerate(spans):
        columns += [f"{span.start} AS a{number}", f"{span.end} AS b{number}"]
        columns += [f"{span.start_in} AS ai{number}", f"{span.end_in} AS bi{number}"]
    source = f"(SELECT rowid AS row, {', '.join(columns)} FROM {held.name} WHERE {' AND '.join(given)})"
    return (
        _swept(source, len(same))
        if len(spans) == 1 and not other
        else _joined(source, len(same), len(other), len(spans))
    )


def _swept(source: str, same: int) -> str:
    """Each row against the furthest end among those of its equals that start before it."""
    groups = ", ".join(f"s{number}" for number in range(same))
    over = f"{f'PARTITION BY {groups} ' if groups else ''}ORDER BY a0 NULLS FIRST, ai0 DESC, row"
    reach = "{'endless': b0 IS NULL, 'end': b0, 'end_in': bi0}"
    window = f"max({reach}) OVER ({over} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    return (
        f"SELECT row FROM (SELECT row, a0, ai0, {window} AS far FROM {source}) WHERE far IS NOT NULL"
        " AND (a0 IS NULL OR far['endless'] OR a0 < far['end'] OR (a0 = far['end'] AND ai0 AND far['end_in']))"
    )


def _joined(source: str, same: int, other: int, spans: int) -> str:
    """Each row against every earlier one."""
    tests = ["p.row < q.row"]
    tests += [f"p.s{number} = q.s{number}" for number in range(same)]
    tests += [f"p.o{number} <> q.o{number}" for number in range(other)]
    for number in range(spans):
        tests += [_reaches("p", "q", number), _reaches("q", "p", number)]
    return f"SELECT DISTINCT q.row AS row FROM {source} AS p JOIN {source} AS q ON {' AND '.join(tests)}"


def _reaches(one: str, two: str, n: int) -> str:
    """One starts no later than two ends."""
    meets = f"{one}.a{n} = {two}.b{n} AND {one}.ai{n} AND {two}.bi{n}"
    return f"({one}.a{n} IS NULL OR {two}.b{n} IS NULL OR {one}.a{n} < {two}.b{n} OR ({meets}))"


def _value(held: Held, part: str, dialect: Dialect) -> str:
    """A part that is compared for equality."""
    cell = held.cells.get(part.strip('"'))
    if cell is None:
        return f"({translated(part, dialect, held.cells)})"
    if cell.missing:
        raise Unasked(cell.missing)
    return folded(held.keys[part.strip('"')], dialect) if cell.type.folds_case else held.keys[part.strip('"')]


def _span(held: Held, part: str, dialect: Dialect) -> _Span:
    """A part that is compared for overlap: a range column, or a range that is made of two values."""
    cell = held.cells.get(part.strip('"'))
    if cell is not None:
        if cell.missing or cell.type.kind != "range" or cell.type.element is None:
            raise Unasked(cell.missing or f"DuckDB cannot tell whether two values of type {cell.type.raw} overlap")
        return _stored(cell.sql, cell.type.element, dialect)
    from sqlglot import exp, parse_one  # most schemas exclude nothing
    from sqlglot.errors import SqlglotError

    try:
        made = parse_one(part, dialect=dialect)
    except SqlglotError as error:
        raise Unasked("its range cannot be read") from error
    while isinstance(made, exp.Paren):
        made = made.this
    element = _MAKERS.get(made.name.lower()) if isinstance(made, exp.Anonymous) else None
    if element is None or len(made.expressions) not in (2, 3):
        raise Unasked(f"{part} is no range that can be read")
    start, end = (f"({translated(side.sql(dialect), dialect, held.cells)})" for side in made.expressions[:2])
    bounds = made.expressions[2].name if len(made.expressions) == 3 else "[)"
    return _spanned(start, end, str(bounds[:1] == "[").lower(), str(bounds[-1:] == "]").lower(), element, "true")


def _stored(sql: str, element: Type, dialect: Dialect) -> _Span:
    """The range that a text tells: [a,b), (,b], empty."""
    duck = form(element, dialect)
    start, end = (duck.value(f"nullif(trim(regexp_extract({sql}, {_BOUND}, {side}), '\" '), '')") for side in (1, 2))
    filled = f"{sql} IS NOT NULL AND lower(trim({sql})) <> 'empty'"
    return _spanned(start, end, f"starts_with(trim({sql}), '[')", f"ends_with(trim({sql}), ']')", element, filled)


def _spanned(start: str, end: str, start_in: str, end_in: str, element: Type, filled: str) -> _Span:
    if element.kind in _STEPPED:
        start = f"({start} + CASE WHEN {start_in} THEN 0 ELSE 1 END)"
        end = f"({end} + CASE WHEN {end_in} THEN 1 ELSE 0 END)"
        start_in, end_in = "true", "false"
    some = f"coalesce({start} < {end} OR ({start} = {end} AND {start_in} AND {end_in}), true)"
    return _Span(start, end, start_in, end_in, f"{filled} AND {some}")
