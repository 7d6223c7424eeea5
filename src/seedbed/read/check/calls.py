"""Canonical calls: whatever a dialect names a function, one name and one order of arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from seedbed.schema.expression import Call, Cast, Expression, Literal

if TYPE_CHECKING:
    from seedbed.schema.model import Dialect

__all__ = ["TEXT_CALLS", "call_of", "negated"]

Args = tuple[Expression, ...]

# Calls that always give text, so that a cast to text around them says nothing.
TEXT_CALLS = frozenset(
    {"||", "lower", "upper", "trim", "ltrim", "rtrim", "substring", "left", "right", "replace", "concat", "json_text",
     "json_path_text", "json_type", "regexp_replace", "reverse", "repeat", "lpad", "rpad", "md5"}
)  # fmt: skip

_NAMES: Mapping[str, str] = {
    "char_length": "length",
    "character_length": "length",
    "lcase": "lower",
    "ucase": "upper",
    "btrim": "trim",
    "substr": "substring",
    "mid": "substring",
    "ceiling": "ceil",
    "pow": "power",
    "ifnull": "coalesce",
    "nvl": "coalesce",
    "mod": "%",
    "strpos": "position",
    "instr": "position",
    "date_part": "extract",
    "isnull": "is_null",
    "current_timestamp": "now",
    "localtimestamp": "now",
    "transaction_timestamp": "now",
    "statement_timestamp": "now",
    "clock_timestamp": "now",
    "sysdate": "now",
    "curdate": "current_date",
    "curtime": "current_time",
    "localtime": "current_time",
    "adddate": "+",
    "date_add": "+",
    "subdate": "-",
    "date_sub": "-",
    "jsonb_typeof": "json_type",
    "json_typeof": "json_type",
    "jsonb_array_length": "json_array_length",
    "json_length": "json_array_length",
}

# Names that mean something else in one dialect than in the others.
_NAMES_OF: Mapping[tuple[str, str], str] = {
    ("mysql", "length"): "octet_length",
    ("mysql", "localtime"): "now",
    ("sqlite", "sysdate"): "sysdate",
}

_FIELDS = frozenset({"year", "quarter", "month", "week", "day", "hour", "minute", "second"})
_DIGEST_OF_TWO = {"max": "greatest", "min": "least"}


def call_of(name: str, args: Args, dialect: Dialect) -> Expression:
    """The call in canonical form; a name without one is kept in lower case."""
    lower = name.lower().removeprefix("pg_catalog.")
    special = _SPECIAL.get((lower, len(args)))
    if special is not None:
        return special(args)
    if dialect == "mysql" and lower in _FIELDS and len(args) == 1:
        return Call("extract", (Literal(lower), *args))
    if dialect == "sqlite" and lower in _DIGEST_OF_TWO and len(args) > 1:
        return Call(_DIGEST_OF_TWO[lower], args)
    lower = _NAMES_OF.get((dialect, lower), _NAMES.get(lower, lower))
    if lower == "extract":
        return Call(lower, (_lower_literal(args[0]), *args[1:]))
    return Call(lower, args)


def negated(expression: Expression) -> Expression:
    """The opposite, without a double `not`."""
    if isinstance(expression, Call) and expression.name == "not":
        return expression.args[0]
    return Call("not", (expression,))


def _lower_literal(expression: Expression) -> Expression:
    if isinstance(expression, Cast):
        expression = expression.value
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        return Literal(expression.value.lower())
    return expression


def _regexp_like(args: Args) -> Expression:
    """REGEXP_LIKE with flags: only c (case matters) and i (it does not) have a word of ours."""
    names = {Literal("c"): "regex", Literal("i"): "iregex"}
    name = names.get(args[2]) if isinstance(args[2], Literal) else None
    return Call(name, args[:2]) if name else Call("regexp_like", args)


_SPECIAL: Mapping[tuple[str, int], Callable[[Args], Expression]] = {
    ("if", 3): lambda args: Call("case", args),
    ("iif", 3): lambda args: Call("case", args),
    ("iif", 2): lambda args: Call("case", (*args, Literal(None))),
    ("locate", 2): lambda args: Call("position", (args[1], args[0])),
    ("regexp_like", 3): _regexp_like,
    ("json_unquote", 1): lambda args: _unquoted(args[0]),
}


def _unquoted(value: Expression) -> Expression:
    if isinstance(value, Call) and value.name in ("json_get", "json_extract") and len(value.args) == 2:
        return Call("json_text", value.args)
    return Call("json_unquote", (value,))
