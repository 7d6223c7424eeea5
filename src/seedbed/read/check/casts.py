"""Casts with what says nothing left out: PostgreSQL adds them to every CHECK it stores."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from seedbed.read.check.calls import TEXT_CALLS
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref
from seedbed.schema.types import Type

__all__ = ["array_items", "cast", "number", "without_widening"]

_TEXT = frozenset({"text", "varchar", "char"})
_NUMBER_RANK = {"integer": 1, "decimal": 2, "float": 3}
_TRUTH = {"t": True, "true": True, "f": False, "false": False}


def cast(value: Expression, to: Type, types: Mapping[str, Type]) -> Expression:
    """The value as `to`, without the cast where the value is the same without it."""
    to = _resolved(to, types)
    if to.kind in _TEXT and to.length is None and not to.folds_case and _is_text(value, types):
        return value
    if isinstance(value, Literal):
        return _literal(value, to)
    known = types.get(value.column) if isinstance(value, Ref) else None
    if _same(known, to) or _widens(known, to) or _is_texts(known, to):
        return value
    if isinstance(value, Call) and value.name == "array" and to.kind == "array" and to.element is not None:
        element = to.element
        return Call("array", tuple(cast(item, element, types) for item in value.args))
    return Cast(value, to)


def number(text: str) -> int | Decimal | None:
    """The exact number that a text writes, None where it writes none."""
    try:
        value = Decimal(text.strip().replace("_", ""))
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    return int(value) if text.strip().lstrip("+-").isdigit() else value


def without_widening(value: Expression, types: Mapping[str, Type]) -> Expression:
    """A side of a comparison without a cast to a wider number type or of a text to plain text."""
    if not isinstance(value, Cast) or not isinstance(value.value, Ref):
        return value
    known = types.get(value.value.column)
    if known is None or value.to.precision is not None:
        return value
    low, high = _NUMBER_RANK.get(known.kind, 0), _NUMBER_RANK.get(value.to.kind, 0)
    wider = low and (low < high or (low == high and (known.bits or 0) <= (value.to.bits or 64)))
    return value.value if wider and (known.kind, value.to.bits) != ("decimal", 32) else value


def array_items(text: str) -> tuple[str, ...] | None:
    """The items of an array that PostgreSQL wrote as text ('{a,"b c"}'); None where it nests or holds NULL."""
    body = text.strip()
    if not (body.startswith("{") and body.endswith("}")) or "{" in body[1:]:
        return None
    items: list[str] = []
    current, quoted, seen = "", False, False
    characters = iter(body[1:-1])
    for character in characters:
        if character == "\\":
            current += next(characters, "")
        elif character == '"':
            quoted, seen = not quoted, True
        elif character == "," and not quoted:
            items.append(current if seen else current.strip())
            current, seen = "", False
        else:
            current += character
    if current or seen or items:
        items.append(current if seen else current.strip())
    return None if any(item.upper() == "NULL" for item in items) else tuple(items)


def _resolved(to: Type, types: Mapping[str, Type]) -> Type:
    """A user's own type by the name it has among the columns' types."""
    if to.kind != "unknown" or to.name is None:
        return to
    name = to.name.lower()
    for known in types.values():
        for candidate in (known, known.element):
            if candidate is not None and name in ((candidate.name or "").lower(), (candidate.domain or "").lower()):
                return candidate
    return to


def _is_text(value: Expression, types: Mapping[str, Type]) -> bool:
    """Whether the value is text already, so that a cast to text changes nothing."""
    if isinstance(value, Literal):
        return isinstance(value.value, str) or value.value is None
    if isinstance(value, Ref):
        known = types.get(value.column)
        return known is not None and known.kind in (*_TEXT, "enum") and not known.folds_case
    if isinstance(value, Cast):
        return value.to.kind in _TEXT and not value.to.folds_case
    return value.name in TEXT_CALLS


def _same(known: Type | None, to: Type) -> bool:
    if known is None or known.kind != to.kind or known.kind in ("unknown", "array"):
        return False
    return (known.bits, known.length, known.precision, known.scale, known.zone, known.name, known.folds_case) == (
        to.bits, to.length, to.precision, to.scale, to.zone, to.name, to.folds_case
    )  # fmt: skip


def _widens(known: Type | None, to: Type) -> bool:
    """Whether a whole number becomes a wider one, as PostgreSQL casts each SMALLINT before it counts with it."""
    whole = known is not None and known.kind == to.kind == "integer" and not to.unsigned and not known.unsigned
    return whole and known is not None and (known.bits or 64) <= (to.bits or 0)


def _is_texts(known: Type | None, to: Type) -> bool:
    """Whether an array of texts becomes one of plain text: VARCHAR(10)[] as TEXT[]."""
    old, new = known.element if known else None, to.element
    if old is None or new is None or (known and known.kind, to.kind) != ("array", "array"):
        return False
    return old.kind in _TEXT and new.kind in _TEXT and new.length is None and not (old.folds_case or new.folds_case)


def _literal(value: Literal, to: Type) -> Expression:
    if value.value is None:
        return value
    if to.kind == "enum" and isinstance(value.value, str):
        return value
    if to.kind in _NUMBER_RANK and to.precision is None:
        return _number_literal(value, to)
    if to.kind == "boolean" and isinstance(value.value, str) and value.value.strip().lower() in _TRUTH:
        return Literal(_TRUTH[value.value.strip().lower()])
    if to.kind == "array" and isinstance(value.value, str) and to.element is not None:
        items = array_items(value.value)
        element = to.element
        return Cast(value, to) if items is None else Call("array", tuple(cast(Literal(i), element, {}) for i in items))
    return Cast(value, to)


def _number_literal(value: Literal, to: Type) -> Expression:
    plain = value.value
    if isinstance(plain, str):
        exact = number(plain)
        plain = exact if exact is not None else plain
    if isinstance(plain, bool | str | None):
        return Cast(value, to)
    if to.kind == "integer":
        return Literal(int(plain)) if plain == int(plain) else Cast(value, to)
    return Literal(Decimal(plain))
