"""Rows as objects of a class: each value under the name, and of the type, that the class takes.

A class of SQLAlchemy or Django says itself what it calls a column and what that holds; any other takes the columns by
their names. UUIDs and JSON, which Arrow holds as texts, are what Python has for them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.errors import Problem, UsageError
from seedbed.schema.model import Column, Table

__all__ = ["attributes", "objects"]

T = TypeVar("T")
Attributes = Mapping[str, Any]

_HELD: Mapping[str, type] = {"uuid": UUID, "json": dict}
_OF_DJANGO: Mapping[str, type] = {"UUIDField": UUID, "JSONField": dict, "DurationField": timedelta}
_MADE: Mapping[type, tuple[type, Callable[[Any], Any]]] = {
    UUID: (str, UUID),
    dict: (str, json.loads),
    list: (str, json.loads),
    timedelta: (int, lambda microseconds: timedelta(microseconds=microseconds)),
}
"""What becomes of a value for a type: only where it is of the other one."""


@dataclass(frozen=True, slots=True)
class _Member:
    """What a class calls a column, and the type that it asks for; None where it does not say."""

    name: str
    type: type | None = None


def objects(table: Table, rows: Iterator[Attributes], kind: Callable[..., T]) -> list[T]:
    """An object of each row. Raises UsageError where the class does not take these words."""
    try:
        return [kind(**row) for row in rows]
    except TypeError as error:
        name = getattr(kind, "__name__", str(kind))
        help = "give a class that takes each column as a keyword, or dict"
        raise UsageError(Problem(f"{name} does not take its rows", table.id, str(error), help)) from error


def attributes(table: Table, rows: pa.Table, kind: Callable[..., Any]) -> Iterator[Attributes]:
    """The rows in the words of a class."""
    told = {**_of_sqlalchemy(kind, table), **_of_django(kind)}
    members = {column.name: told.get(column.name, _Member(column.name)) for column in table.columns}
    makers = {name: _maker(table.column(name), member.type) for name, member in members.items()}
    for row in rows.to_pylist():
        yield {members[name].name: makers[name](value) for name, value in row.items()}


def _maker(column: Column, type: type | None) -> Callable[[Any], Any]:
    held = type if type in _MADE else _HELD.get(column.type.kind)
    if held is not None:
        of, make = _MADE[held]
        return lambda value: make(value) if isinstance(value, of) else value
    if column.type.element is not None:
        each = _maker(Column(column.name, column.type.element), None)
        return lambda values: None if values is None else [each(value) for value in values]
    return lambda value: value


def _of_sqlalchemy(kind: Any, table: Table) -> Mapping[str, _Member]:
    mapper = getattr(kind, "__mapper__", None)
    found = ((column, each.key) for each in getattr(mapper, "column_attrs", ()) for column in each.columns)
    return {column.name: _Member(key, _python(column.type)) for column, key in found if column.table.name == table.name}


def _python(told: Any) -> type | None:
    """What a type of SQLAlchemy is in Python, where it says so."""
    try:
        found = told.python_type
    except NotImplementedError:
        return None
    return found if isinstance(found, type) else None


def _of_django(kind: Any) -> Mapping[str, _Member]:
    fields = getattr(getattr(kind, "_meta", None), "concrete_fields", ())
    return {each.column: _Member(each.attname, _OF_DJANGO.get(each.get_internal_type())) for each in fields}
