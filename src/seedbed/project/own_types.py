"""What a column type of the project's own takes: values are written as for a database, and read again, without one.

It is loaded by the script beside it, in the project's own interpreter, and imports nothing of ours.
"""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import re
import uuid
from typing import Any, Iterator, List, Optional, Tuple  # noqa: UP035 - a project's Python may be an old one

__all__ = ["REFUSED", "enum_of", "is_own", "python_of", "schema_of"]

REFUSED = "refused"
"""What is said of a type that takes no value that we could write."""

LONG = 200
"""Letters of a pattern beyond which no text of it is looked for."""

ZONED = dt.datetime(2024, 2, 3, 4, 5, 6, tzinfo=dt.timezone.utc)  # noqa: UP017
SAMPLES: List[Tuple[str, Any]] = [  # noqa: UP006
    ("str", "a"),
    ("int", 1),
    ("float", 1.5),
    ("bool", True),
    ("Decimal", decimal.Decimal("1.5")),
    ("UUID", uuid.UUID(int=7)),
    ("datetime", ZONED.replace(tzinfo=None)),
    ("datetime", ZONED),
    ("date", ZONED.date()),
    ("bytes", b"a"),
]
STORED = (str, int, float, bytes, decimal.Decimal, dt.date, dt.time)
"""What a driver takes."""


def is_own(kind: Any) -> bool:
    """Whether a type is none of SQLAlchemy's own."""
    from sqlalchemy.types import TypeDecorator

    return isinstance(kind, TypeDecorator) and not type(kind).__module__.startswith("sqlalchemy.")


def python_of(kind: Any) -> Tuple[str, bool]:  # noqa: UP006
    """The name of the Python type that a column type takes, and whether its moments have a zone."""
    documents = [name for name, value in (("dict", {"a": 1}), ("list", ["a"])) if _returns(kind, value)]
    if documents:
        return ("document" if len(documents) > 1 else documents[0]), False
    for comes_back in (True, False):
        for name, value in _ordered(kind):
            if _returns(kind, value) if comes_back else _stores(kind, value):
                return name, getattr(value, "tzinfo", None) is not None
    return REFUSED, False


def schema_of(kind: Any) -> Optional[Any]:  # noqa: UP045
    """The schema in JSON of the Pydantic class, or of the adapter, by which a type reads its documents."""
    for value in vars(kind).values():
        told = getattr(value, "model_json_schema" if isinstance(value, type) else "json_schema", None)
        try:
            if callable(told):
                return _listed(told())
        except Exception:  # noqa: BLE001, S112 - not everything of a class can be told in a schema
            continue
    return None


def _listed(schema: Any) -> Any:
    """A schema in which a long pattern is a list of its words where it is no more than that, else left out."""
    if isinstance(schema, list):
        return [_listed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _listed(value) for name, value in schema.items()}
    pattern = found.get("pattern")
    if isinstance(pattern, str) and len(pattern) > LONG:
        del found["pattern"]
        words = pattern.split("|")
        if all(re.fullmatch(r"[\w/+ -]+", word) for word in words):
            found["enum"] = words
    return found


def enum_of(kind: Any) -> Optional[Any]:  # noqa: UP045
    """The enum whose members a type holds, where it was given one."""
    for value in vars(kind).values():
        if isinstance(value, type) and issubclass(value, enum.Enum) and all(_returns(kind, each) for each in value):
            return value
    return None


def written(kind: Any, value: Any) -> Any:
    """A value as a type hands it to the driver."""
    process = kind.bind_processor(_dialect())
    return process(value) if process is not None else value


def _returns(kind: Any, value: Any) -> bool:
    """Whether a value can be stored and comes back as one of its type."""
    try:
        stored = written(kind, value)
        process = kind.result_processor(_dialect(), None)
        found = process(stored) if process is not None else stored
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        return False
    return isinstance(stored, STORED) and type(found) is type(value)


def _stores(kind: Any, value: Any) -> bool:
    try:
        return isinstance(written(kind, value), STORED)
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        return False


def _ordered(kind: Any) -> Iterator[Tuple[str, Any]]:  # noqa: UP006
    """Values to try, those first that the type behind it is for; a moment with a zone where it says so."""
    try:
        first = kind.impl.python_type.__name__
    except Exception:  # noqa: BLE001 - not every type says so
        first = ""
    zoned = bool(getattr(kind, "timezone", False))
    some = sorted(SAMPLES, key=lambda each: (getattr(each[1], "tzinfo", None) is not None) != zoned)
    yield from sorted(some, key=lambda each: each[0] != first)


def _dialect() -> Any:
    from sqlalchemy.dialects import sqlite

    return sqlite.dialect()
