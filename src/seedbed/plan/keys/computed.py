"""Unique keys over expressions: as good as their columns where the expression tells them apart, else computed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from seedbed.classes import dataclass
from seedbed.generators.evaluate.predicate import Unsupported, computable
from seedbed.read.check.parse import parse_check
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, references
from seedbed.schema.model import Dialect, Unique
from seedbed.schema.types import Type

__all__ = ["Keys", "keys_of"]

# Functions that give different texts for different texts of ours: these have no blanks at their ends, and no two of a
# unique column differ by case or accents alone where one of these folds them.
_TELLING = {
    "lower", "upper", "trim", "ltrim", "rtrim", "btrim", "left", "coalesce", "reverse", "md5", "sha256", "encode",
    "unaccent", "immutable_unaccent", "public.immutable_unaccent", "to_hex", "neg", "ifnull", "hex",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keys:
    """A unique key: plain columns, expressions to be computed, and the texts of those that are only judged."""

    columns: frozenset[str]
    computed: tuple[Expression, ...] = ()
    judged: tuple[str, ...] = ()


def keys_of(unique: Unique, types: Mapping[str, Type], dialect: Dialect, today: date) -> Keys:
    """What a unique key is made of."""
    if not unique.keys:
        return Keys(frozenset(unique.columns))
    columns: set[str] = set()
    computed: list[Expression] = []
    judged: list[str] = []
    for text in unique.keys:
        read = parse_check(text.partition(" COLLATE ")[0], dialect, types)
        told = None if read is None else _told(read)
        if told is not None:
            columns.add(told)
        elif read is not None and _is_computable(read, types, today):
            computed.append(read)
        else:
            judged.append(text)
    if judged:  # what cannot be computed is left to the columns: most functions tell them apart
        columns |= set(unique.columns) - {name for expression in computed for name in references(expression)}
    return Keys(frozenset(columns), tuple(computed), tuple(judged))


def _told(expression: Expression) -> str | None:
    """The one column whose values the expression tells apart; None where it may give one value for several."""
    match expression:
        case Ref(column):
            return column
        case Cast(value, Type(kind="text" | "varchar", length=None)):
            return _told(value)
        case Call("collate", (value, *_)):
            return _told(value)
        case Call("+" | "-", (value, Literal())) | Call("+" | "-", (Literal(), value)):
            return _told(value)
        case Call("*", (value, Literal(factor))) | Call("*", (Literal(factor), value)) if factor:
            return _told(value)
        case Call(name, (value, *rest)) if name in _TELLING and all(isinstance(item, Literal) for item in rest):
            return _told(value)
    return None


def _is_computable(expression: Expression, types: Mapping[str, Type], today: date) -> bool:
    try:
        computable(expression, types, today)
    except Unsupported:
        return False
    return bool(references(expression))
