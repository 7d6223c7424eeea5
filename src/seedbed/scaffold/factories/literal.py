"""Values as Python source, with the imports that the source needs."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

from seedbed.project.facts import Field

__all__ = ["NoLiteral", "literal", "only_where", "value_for"]

_LAZY = re.compile(r"factory\.(?:LazyAttribute\(lambda o|LazyFunction\(lambda): (?P<made>.+)\)", re.DOTALL)
"""A declaration that is a plain expression."""


class NoLiteral(Exception):
    """A value that the field's own type cannot be written of."""


def value_for(field: Field, value: Any) -> Any:
    """A value of the sample as the attribute of a model holds it: JSON read, texts of numbers as numbers."""
    if value is None:
        return None
    told = field.python
    if field.is_document:
        return _read(value) if isinstance(value, str) else value
    if told == "Decimal":
        exact = Decimal(str(value))
        return exact if field.places is None else exact.quantize(Decimal(1).scaleb(-field.places))
    if told == "float" and isinstance(value, Decimal | int):
        return float(value)
    if told == "int" and isinstance(value, Decimal | bool):
        return int(value)
    if told == "bool" and isinstance(value, int):
        return bool(value)
    if isinstance(value, dt.datetime):
        return _moment(field, value)
    if isinstance(value, dt.time) and field.zone:
        return value.replace(tzinfo=dt.UTC)
    return value


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:  # a type of the project's own keeps its JSON in a column of text
        return None


def _moment(field: Field, value: dt.datetime) -> Any:
    if field.python == "date":
        return value.date()
    aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    utc = aware.astimezone(dt.UTC).replace(microsecond=0)
    return utc if field.zone else utc.replace(tzinfo=None)


def literal(value: Any) -> str:
    """The source of a value; raises NoLiteral where nothing here writes one."""
    if isinstance(value, dt.datetime):
        parts = [value.year, value.month, value.day, value.hour, value.minute, value.second]
        zone = ", tzinfo=timezone.utc" if value.tzinfo else ""
        return f"datetime({', '.join(map(str, parts))}{zone})"
    if isinstance(value, dt.date):
        return f"date({value.year}, {value.month}, {value.day})"
    if isinstance(value, dt.time):
        zone = ", tzinfo=timezone.utc" if value.tzinfo else ""
        return f"time({value.hour}, {value.minute}, {value.second}{zone})"
    if isinstance(value, Decimal):
        return f'Decimal("{value}")'
    if isinstance(value, list | tuple):
        inside = ", ".join(map(literal, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(key)}: {literal(each)}" for key, each in value.items()) + "}"
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return _plain(value)
    raise NoLiteral(type(value).__name__)


def only_where(condition: str, code: str) -> str:
    """The declaration of what is made where a row meets a condition; elsewhere it has nothing."""
    lazy = _LAZY.fullmatch(code)
    if lazy is not None and " if " not in lazy["made"]:
        return f"factory.LazyAttribute(lambda o: {lazy['made']} if {condition} else None)"
    return f"factory.Maybe(factory.LazyAttribute(lambda o: {condition}), {code}, None)"


def _plain(value: bool | float | str | bytes | None) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\x7f") if value.isprintable() else repr(value)
    return repr(value)
