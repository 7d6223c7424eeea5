"""`fields`: what the constructor of a model takes, where only the model's own description says so.

A field with bounds is told as the few values at and beside them, so that most objects that are made of it are valid.
"""

from __future__ import annotations

import datetime
import decimal
import re
import typing
import uuid
from collections.abc import Iterator
from typing import Any

from seedbed.testgen.explore.values.matching import samples
from seedbed.testgen.inside.chance import Chance

__all__ = ["allowed", "fields", "of_pydantic"]

Field = tuple[str, bool, Any]
"""A name, whether it is required, and its type."""


def fields(owner: Any) -> list[Field]:
    """Those of a model of Pydantic, SQLModel, SQLAlchemy or Django, or of a TypedDict; [] of other classes."""
    described = getattr(owner, "model_fields", None)
    if isinstance(described, dict):
        return [of_pydantic(name, field) for name, field in described.items()]
    mapper = getattr(owner, "__mapper__", None)
    if mapper is not None:
        return list(_of_sqlalchemy(mapper))
    listed = getattr(getattr(owner, "_meta", None), "concrete_fields", ())
    if listed:
        return [_of_django(field) for field in listed if not field.auto_created]
    if hasattr(owner, "__required_keys__"):
        hints = typing.get_type_hints(owner)
        return [(name, name in owner.__required_keys__, hint) for name, hint in hints.items()]
    return []


def allowed(owner: Any) -> dict[str, Any]:
    """For the fields of an attrs class whose validators name bounds or a choice, the values that these allow."""
    found = {}
    for each in getattr(owner, "__attrs_attrs__", ()):
        bounds = dict(_bounds(each.validator))
        kind = bounds.pop("instance_of", None) or _KINDS.get(str(each.type), each.type)
        name = getattr(each, "alias", None) or each.name.lstrip("_")
        if options := bounds.pop("options", ()):
            found[name] = typing.Literal.__getitem__(tuple(options))
        elif bounds or kind is not each.type:
            found[name] = _bounded(kind, bounds)
    return {name: kind for name, kind in found.items() if kind is not None and not isinstance(kind, str)}


_KINDS = {"str": str, "int": int, "float": float}
_SIGNS = {">": "gt", ">=": "ge", "<": "lt", "<=": "le"}


def _bounds(validator: Any) -> Iterator[tuple[str, Any]]:
    """What a validator of attrs asks, in the words of `_BOUNDS`, and `options` and `instance_of`."""
    for each in getattr(validator, "_validators", ()):
        yield from _bounds(each)
    if (sign := _SIGNS.get(getattr(validator, "compare_op", ""))) is not None:
        yield sign, validator.bound
    for name in ("min_length", "max_length"):
        if isinstance(getattr(validator, name, None), int):
            yield name, getattr(validator, name)
    pattern, options, kind = (getattr(validator, name, None) for name in ("pattern", "options", "type"))
    if isinstance(pattern, re.Pattern):
        yield "pattern", pattern.pattern
    if isinstance(options, (list, tuple, set, frozenset)) and all(type(each) in _PLAIN for each in options):
        yield "options", sorted(options, key=repr)
    if isinstance(kind, type):
        yield "instance_of", kind


_PLAIN = (str, int, float, bool)


def of_pydantic(name: str, field: Any) -> Field:
    """A field of Pydantic by its alias, as a type that keeps to its bounds."""
    bounds: dict[str, Any] = {}
    for each in field.metadata:
        held = getattr(each, "__dict__", None) or {word: getattr(each, word, None) for word in _BOUNDS}
        bounds.update({word: value for word, value in held.items() if word in _BOUNDS and value is not None})
    alias = field.alias if isinstance(field.alias, str) and field.alias.isidentifier() else name
    return alias, bool(field.is_required()), _bounded(field.annotation, bounds)


_BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern")


def _of_sqlalchemy(mapper: Any) -> Iterator[Field]:
    for column in mapper.columns:
        try:
            kind = column.type.python_type
        except NotImplementedError:
            kind = Any
        given = column.nullable or column.default is not None or column.server_default is not None
        bounds = {"max_length": length} if (length := getattr(column.type, "length", None)) and kind is str else {}
        yield mapper.get_property_by_column(column).key, not (given or column.primary_key), _bounded(kind, bounds)


def _of_django(field: Any) -> Field:
    if field.is_relation:
        kind = field.related_model
    elif field.flatchoices:
        kind = typing.Literal.__getitem__(tuple(key for key, _ in field.flatchoices))
    else:
        kind = next((_COLUMNS[each.__name__] for each in type(field).__mro__ if each.__name__ in _COLUMNS), Any)
    return field.name, not (field.has_default() or field.null or field.blank or field.primary_key), kind


_COLUMNS: dict[str, Any] = {
    "CharField": str, "TextField": str, "IntegerField": int, "FloatField": float, "BooleanField": bool,
    "DecimalField": decimal.Decimal, "DateTimeField": datetime.datetime, "DateField": datetime.date,
    "TimeField": datetime.time, "DurationField": datetime.timedelta, "UUIDField": uuid.UUID, "BinaryField": bytes,
    "JSONField": dict,
}  # fmt: skip
"""What an attribute of a field of Django holds; a field of another class as that of its nearest ancestor."""


def _bounded(kind: Any, bounds: dict[str, Any]) -> Any:
    """The type; with bounds, a choice of values that they allow."""
    values: list[Any] = []
    if kind is str and "pattern" in bounds:
        values = samples(re.compile(bounds["pattern"]), Chance(str(bounds["pattern"])), 6)
    elif kind is str and bounds:
        least, most = bounds.get("min_length", 1), min(bounds.get("max_length", 12), 40)
        lengths = sorted({least, least + 1, (least + most) // 2, most} - {0})
        values = [("abcdefghij" * 4)[:length] for length in lengths if least <= length <= most]
    elif kind in (int, float) and bounds:
        low: Any = bounds["gt"] + 1 if "gt" in bounds else bounds.get("ge")
        high: Any = bounds["lt"] - 1 if "lt" in bounds else bounds.get("le")
        if low is None and high is None:
            return kind
        low, high = (high - 10 if low is None else low), (low + 10 if high is None else high)
        values = sorted({kind(each) for each in (low, low + 1, (low + high) // 2, high) if low <= each <= high})
    return typing.Literal.__getitem__(tuple(values)) if values else kind
