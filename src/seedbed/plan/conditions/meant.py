"""A condition as its dialect means it: names that mean different things get different ones before they are asked."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref
from seedbed.schema.model import Dialect
from seedbed.schema.types import Type

__all__ = ["meant"]

_REAL = Type("float", bits=64)

_NAMES: Mapping[tuple[str, str], str] = {
    ("mysql", "json_type"): "json_type_mysql",
    ("sqlite", "json_type"): "json_type_sqlite",
    ("mysql", "json_array_length"): "json_length",
    ("mysql", "/"): "ratio",
    ("mysql", "concat"): "||",
    ("sqlite", "json_extract"): "json_text",
    ("mysql", "json_value"): "json_text",
    ("mysql", "regexp_like"): "iregex",
    ("postgres", "regexp_like"): "regex",
}


def meant(expression: Expression, dialect: Dialect, types: Mapping[str, Type]) -> Expression:
    """The expression in words that mean one thing only; `types` are those of the columns."""
    match expression:
        case Ref(column) if dialect == "sqlite" and column in types and types[column].kind == "decimal":
            return Cast(expression, _REAL)  # what SQLite keeps of a NUMERIC column
        case Cast(value, to) if dialect == "mysql" and to.kind == "bytes":
            return meant(value, dialect, types)  # a text that is compared letter by letter
        case Cast(value, to):
            return Cast(meant(value, dialect, types), to)
        case Call(name, args):
            return _call(name, tuple(meant(argument, dialect, types) for argument in args), dialect, types)
    return expression


def _call(name: str, args: tuple[Expression, ...], dialect: Dialect, types: Mapping[str, Type]) -> Expression:
    kinds = [types.get(argument.column) if isinstance(argument, Ref) else None for argument in args]
    first = kinds[0] if kinds else None
    if first is not None and first.kind in ("range", "multirange") and first.element is not None:
        if name in ("lower", "upper"):
            edge = "range_low" if name == "lower" else "range_high"
            return Cast(Call(edge, args), first.element)
        if name == "contains":
            return Call("range_contains", args)
    if name == "<>" and all(kind is not None and kind.folds_case for kind in kinds):
        return Call(name, tuple(Call("lower", (argument,)) for argument in args))
    if name == "json_valid":
        return _document(args, first, dialect)
    if name == "typeof" and dialect == "sqlite" and first is not None:
        return _typeof(args[0], first)
    if name == "regexp_like" and len(args) > 2:
        return Call(name, args)
    return Call(_NAMES.get((dialect, name), name), args)


def _document(args: tuple[Expression, ...], type: Type | None, dialect: Dialect) -> Expression:
    """Whether a text is JSON: what a JSON column holds always is, but to SQLite NULL is no document."""
    valid = Literal(True) if type is not None and type.kind == "json" else Call("json_valid", args)
    present = Call("not", (Call("is_null", args),))
    return Call("and", (present, valid)) if dialect == "sqlite" else valid


def _typeof(value: Expression, type: Type) -> Expression:
    """SQLite's word for the kind of value that a column of ours holds."""
    words = {"integer": "integer", "boolean": "integer", "float": "real", "decimal": "real", "bytes": "blob"}
    found = Literal(words.get(type.kind, "text"))
    return Call("case", (Call("is_null", (value,)), Literal("null"), found))
