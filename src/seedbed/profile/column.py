"""What one column of real data is like, as a wish for a made one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.profile.caution import Caution
from seedbed.profile.forms import form_of
from seedbed.profile.histogram import Floats, edges_of
from seedbed.schema.expression import Call, Expression, Literal, references, walk
from seedbed.schema.model import Column, Table
from seedbed.schema.recipe import ColumnWish, Distribution, TimeProfile

__all__ = ["line_of", "profile_column"]

FEW = 30
"""So many different values are told one by one, if each has its crowd."""

TEXTS = frozenset({"char", "varchar", "text"})
"""Kinds of a type whose texts have a form of their own; others are written as the type is."""

LISTING = frozenset({"in", "="})
_DAY = 86_400_000_000
_EPOCH = date(1970, 1, 1)


def profile_column(table: Table, column: Column, cells: pa.ChunkedArray, caution: Caution) -> ColumnWish | None:
    """The wish for a column that no key decides; None where there is nothing that may be told."""
    wish = ColumnWish(table.id, column.name)
    full = cells.drop_null().combine_chunks()
    if column.nullable:
        wish = replace(wish, nulls=_rate(cells.null_count, len(cells), caution.crowd))
    found = _weights(table, column, full, caution)
    if found is not None:
        wish = replace(wish, distribution=found)
    elif pa.types.is_string(full.type) or pa.types.is_large_string(full.type):
        free = column.type.kind in TEXTS and (table.id, column.name) not in caution.named
        wish = _written(wish, full, caution.crowd) if free else wish
    else:
        wish = _spread(wish, full, caution.crowd)
    return None if wish == ColumnWish(table.id, column.name) else wish


def line_of(full: pa.Array) -> Floats | None:
    """Cells as places on a line, days for dates and moments; None where the type is no line."""
    kind = full.type
    if pa.types.is_date32(kind):
        full = full.cast(pa.int32())
    elif pa.types.is_timestamp(kind):
        moments = full.cast(pa.timestamp("us", kind.tz)).cast(pa.int64())
        days: Floats = moments.to_numpy(zero_copy_only=False) / _DAY
        return days
    elif not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        return None
    found: Floats = full.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return found


def _rate(nulls: int, rows: int, crowd: int) -> float | None:
    """The share of NULL: none or all where fewer than a crowd are otherwise."""
    if rows < crowd:
        return None
    return 0.0 if nulls < crowd else 1.0 if rows - nulls < crowd else round(nulls / rows, 3)


def _weights(table: Table, column: Column, full: pa.Array, caution: Caution) -> Distribution | None:
    """The values with their weights, where they are few, may be told, and each has its crowd."""
    if not len(full) or pa.types.is_nested(full.type) or pa.types.is_binary(full.type):
        return None
    known = _named(table, column)
    is_text = pa.types.is_string(full.type)
    if is_text and not known and (table.id, column.name) not in caution.values:
        return None
    counts = pc.value_counts(full)
    if len(counts) > FEW:
        return None
    pairs = [(pair["values"], pair["counts"]) for pair in counts.to_pylist()]
    pairs.sort(key=lambda pair: pair[0])
    told = [(_text(value), count) for value, count in pairs if count >= caution.crowd]
    if known and is_text:
        told = [pair for pair in told if pair[0] in known]
    if not told or (not is_text and line_of(full) is not None and len(told) < len(pairs)):
        return None
    total = sum(count for _, count in told)
    return Distribution("choice", weights=tuple((value, round(count / total, 4)) for value, count in told))


def _named(table: Table, column: Column) -> frozenset[str]:
    """The values that the schema itself names for a column: labels, and what its checks list."""
    labels = set(column.type.values)
    for check in table.checks:
        if check.expression is not None and references(check.expression) == (column.name,):
            labels |= {text for part in walk(check.expression) for text in _listed(part)}
    return frozenset(labels)


def _listed(part: Expression) -> Iterator[str]:
    if isinstance(part, Call) and part.name in LISTING:
        yield from (each.value for each in part.args if isinstance(each, Literal) and isinstance(each.value, str))


def _spread(wish: ColumnWish, full: pa.Array, crowd: int) -> ColumnWish:
    line = line_of(full)
    if line is None:
        return wish
    whole = pa.types.is_integer(full.type) or pa.types.is_date32(full.type) or pa.types.is_timestamp(full.type)
    found = edges_of(line, crowd, 1.0 if whole else 0.0)
    if found is None:
        return wish
    edges, counts = found
    shares = tuple(round(float(count) / float(counts.sum()), 5) for count in counts)
    told = tuple(
        _edge(edge, full.type) for edge in (_between(edges) if pa.types.is_integer(full.type) else edges).tolist()
    )
    wish = replace(wish, distribution=Distribution("empirical", edges=told, shares=shares))
    return replace(wish, times=_times(full, crowd)) if pa.types.is_timestamp(full.type) else wish


def _times(full: pa.Array, crowd: int) -> TimeProfile | None:
    """The hours of the day, where enough rows tell."""
    counts = np.bincount(pc.hour(full).to_numpy(zero_copy_only=False), minlength=24)
    if counts[counts > 0].min(initial=len(full)) < crowd or counts.max() == len(full):
        return None
    return TimeProfile(hours=tuple(round(float(count) / len(full), 4) for count in counts))


def _written(wish: ColumnWish, full: pa.Array, crowd: int) -> ColumnWish:
    """A form that nearly all share; else, for texts of several words, how long they are."""
    form = form_of(full, crowd)
    if form:
        return replace(wish, pattern=form)
    if not len(full) or pc.mean(pc.match_substring(full, " ")).as_py() < 1 / 2:
        return wish
    found = edges_of(pc.utf8_length(full).to_numpy(zero_copy_only=False).astype(np.float64), crowd, 1.0)
    if found is None:
        return wish
    edges, counts = found
    shares = tuple(round(float(count) / float(counts.sum()), 5) for count in counts)
    told = tuple(f"{edge:g}" for edge in _between(edges).tolist())
    return replace(wish, lengths=Distribution("empirical", edges=told, shares=shares))


def _between(edges: Floats) -> Floats:
    """The edges of bins of whole numbers, put where no number is: a bin holds its low end, the last one both ends."""
    found = edges - 0.5
    found[-1] += 1.0
    return found


def _edge(edge: float, kind: pa.DataType) -> str:
    if pa.types.is_date32(kind) or pa.types.is_timestamp(kind):
        days = min(max(round(edge), (date.min - _EPOCH).days), (date.max - _EPOCH).days)  # edges are rounded outwards
        return (_EPOCH + timedelta(days=days)).isoformat()
    return f"{edge:.0f}" if edge == int(edge) and abs(edge) < 1e15 else f"{edge:.15g}"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
