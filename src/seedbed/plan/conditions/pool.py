"""Pools: rows of a group that were found while planning; each row of the table then takes one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.generators.choose import Defaulted, Drawn, Permuted
from seedbed.generators.domain import Generator
from seedbed.generators.domains.choice import Choice
from seedbed.generators.evaluate.predicate import Unsupported, holds
from seedbed.generators.units import Among, Listed, Value
from seedbed.plan.conditions.candidates import candidates
from seedbed.plan.conditions.follow import extent
from seedbed.plan.conditions.search import witnesses
from seedbed.plan.facts import Facts
from seedbed.schema.arrow import arrow_type
from seedbed.schema.expression import Expression, Ref, references
from seedbed.schema.model import Dialect
from seedbed.schema.types import Type

__all__ = ["pool_of", "sifted"]

_SAMPLES = 24
_SIFTED = 2**18


def pool_of(
    generators: Mapping[str, Generator], conditions: Sequence[Expression], facts: Facts, today: date, dialect: Dialect
) -> Listed | None:
    """A pool of the columns that the generators fill, of rows that all conditions accept; None where none is found."""
    own = [part for name in generators for part in _of_one(name, facts)]
    asked = tuple(dict.fromkeys((*conditions, *own)))
    values: dict[str, pa.Array] = {}
    for name in sorted(generators, key=lambda name: facts.type(name).kind == "json"):  # documents may repeat others
        values[name] = _values(name, generators[name], asked, facts, today, values)
    found = witnesses({name: values[name] for name in generators}, _judge(asked, facts, today, dialect))
    if found is None:
        return None
    types = {name: facts.type(name) for name in found}
    return Listed(tuple(Choice(_bare(types[name]), tuple(map(_kept, cells))) for name, cells in found.items()))


def sifted(made: Generator, name: str, conditions: Iterable[Expression], today: date) -> Generator:
    """A column of distinct values, all of those that its own conditions accept where its domain is small."""
    asked = [condition for condition in conditions if references(condition) == (name,)]
    if not (isinstance(made, Permuted) and isinstance(made.unit, Value) and asked and made.unit.size <= _SIFTED):
        return made
    values = made.unit.domain.at(np.arange(made.unit.size, dtype=np.uint64))
    good = np.logical_and.reduce(
        [holds(condition, {name: values}, today).to_numpy(zero_copy_only=False) for condition in asked]
    )
    kept = tuple(np.flatnonzero(good).tolist())
    return replace(made, unit=Among(made.unit, kept)) if kept else made


def _of_one(name: str, facts: Facts) -> Iterable[Expression]:
    return (*facts.own.get(name, ()), *extent(Ref(name), facts.type(name)))


def _values(
    name: str, made: Generator, asked: Iterable[Expression], facts: Facts, today: date, known: Mapping[str, pa.Array]
) -> pa.Array:
    """What a column may be: some values of its domain, and what its checks suggest by constants and known columns."""
    type = arrow_type(facts.type(name))
    parts = [pa.array([], type)]
    if isinstance(made, Drawn | Defaulted) and isinstance(made.unit, Value):
        size = made.unit.size
        spread = np.unique(np.linspace(0, size - 1, _SAMPLES).astype(np.uint64))
        parts.append(made.unit.domain.at(np.minimum(spread, np.uint64(size - 1))))
    parts += [
        array for value in candidates(name, facts.type(name), asked, today, known) if (array := _array(value, type))
    ]
    if name not in facts.required:
        parts.append(pa.nulls(1, type))
    whole = pa.concat_arrays(parts)
    return whole if pa.types.is_nested(type) else whole.unique()


def _array(value: Any, type: pa.DataType) -> pa.Array | None:
    try:
        return pa.array([value], type)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return None


def _judge(
    asked: Sequence[Expression], facts: Facts, today: date, dialect: Dialect
) -> Callable[[dict[str, pa.Array]], list[NDArray[np.bool_]]]:
    """Asks our own evaluator, and DuckDB of what it cannot read."""

    def judge(cells: dict[str, pa.Array]) -> list[NDArray[np.bool_]]:
        answers, unread = [], []
        for condition in asked:
            try:
                answers.append(holds(condition, cells, today).to_numpy(zero_copy_only=False))
            except Unsupported:
                unread += [facts.checks[condition]] if condition in facts.checks else []
        if unread:
            from seedbed.validate.accepted import Asked, accepted  # the referee is loaded where it is asked

            (told,) = accepted([Asked(facts.table, tuple(dict.fromkeys(unread)), pa.table(cells))], dialect)
            answers += [answer for answer in told if not isinstance(answer, str)]
        return answers

    return judge


def _kept(value: Any) -> Any:
    """A value as a plan keeps it: days and times as text, bytes as hexadecimal digits."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return tuple(map(_kept, value))
    if hasattr(value, "isoformat"):
        return value.replace(tzinfo=None).isoformat() if hasattr(value, "tzinfo") else value.isoformat()
    return value


def _bare(type: Type) -> Type:
    """The type without what its values do not depend on."""
    return replace(type, raw="", checks=(), domain=None, not_null=False)
