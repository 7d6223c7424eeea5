"""What conditions over parts of a text say of the whole: regular expressions that the text has to match."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from seedbed.sampling.regex import like, search
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref

__all__ = ["either_case", "spelled"]

_FOLDED = {"upper": "^[^a-z]*$", "lower": "^[^A-Z]*$"}
_EQUAL = ("=", "is_not_distinct")

Spelled = tuple[str, tuple[str, ...]] | None


def spelled(part: Call) -> Spelled:
    """The column of a condition over a text, and patterns that meet it if the text matches all of them."""
    if part.name == "starts_with":
        column, start = text_column(part.args[0]), _text(part.args[1])
        return None if column is None or start is None else (column, (f"^{re.escape(start)}.*$",))
    if part.name in ("ilike", "iregex"):
        return _either_spelled(part)
    if part.name in ("like", "regex"):
        return _of_folded(part)
    if part.name in _EQUAL and (folded := _folds_itself(*part.args)):
        return folded
    if part.name in (*_EQUAL, "in") and isinstance(part.args[0], Call):
        return _of_parts(part.args[0], [_text(item) for item in part.args[1:]])
    if part.name in (">", ">=", "<>") and isinstance(part.args[0], Call) and part.args[0].name == "position":
        return _found(part.name, part.args[0], part.args[1])
    return None


def text_column(expression: Expression) -> str | None:
    """The column that an expression is, whatever its collation."""
    if isinstance(expression, Cast) and expression.to.kind in ("text", "varchar", "char", "bytes"):
        return text_column(expression.value)
    if isinstance(expression, Call) and expression.name == "collate":
        return text_column(expression.args[0])
    return expression.column if isinstance(expression, Ref) else None


def either_case(pattern: str) -> str:
    """The pattern of a LIKE with every letter in both cases."""
    return re.sub(r"[a-zA-Z]", lambda letter: f"[{letter[0].lower()}{letter[0].upper()}]", pattern)


def _either_spelled(part: Call) -> Spelled:
    """A pattern that ignores case is met by a text that matches it as it stands."""
    column, pattern = text_column(part.args[0]), _text(part.args[1])
    if column is None or pattern is None:
        return None
    return column, (like(pattern) if part.name == "ilike" else search(pattern),)


def _of_folded(part: Call) -> Spelled:
    """`upper(x) ~ '^[A-Z]'`: a text that is in upper case already and matches."""
    outer, pattern = part.args[0], _text(part.args[1])
    if not isinstance(outer, Call) or outer.name not in _FOLDED or pattern is None:
        return None
    column = text_column(outer.args[0])
    spelling = like(pattern) if part.name == "like" else search(pattern)
    return None if column is None else (column, (_FOLDED[outer.name], spelling))


def _folds_itself(left: Expression, right: Expression) -> Spelled:
    """`x = upper(x)`; of lower case nothing is said, for most values are written in it."""
    for plain, call in ((left, right), (right, left)):
        column = text_column(plain)
        if (
            column is not None
            and isinstance(call, Call)
            and call.name == "upper"
            and text_column(call.args[0]) == column
        ):
            return column, (_FOLDED["upper"],)
    return None


def _of_parts(call: Call, texts: list[str | None]) -> Spelled:
    column = text_column(call.args[0]) if call.args else None
    spell = _PARTS.get(call.name)
    if column is None or spell is None or any(not isinstance(argument, Literal) for argument in call.args[1:]):
        return None
    rest = [argument.value for argument in call.args[1:] if isinstance(argument, Literal)]
    found = [spell(text, *rest) if text else None for text in texts]
    if not found or any(pattern is None for pattern in found):
        return None
    return column, (f"^(?:{'|'.join(pattern for pattern in found if pattern)})$",)


def _left(text: str, count: object) -> str | None:
    return f"{re.escape(text)}.*" if count == len(text) else None


def _right(text: str, count: object) -> str | None:
    return f".*{re.escape(text)}" if count == len(text) else None


def _substring(text: str, start: object, length: object = None) -> str | None:
    if not isinstance(start, int) or start < 1 or length not in (None, len(text)):
        return None
    return f".{{{start - 1}}}{re.escape(text)}{'' if length is None else '.*'}"


def _split_part(text: str, mark: object, number: object) -> str | None:
    if not isinstance(mark, str) or not mark or not isinstance(number, int) or number < 1 or mark in text:
        return None
    return f"(?:[^{re.escape(mark[0])}]+{re.escape(mark)}){{{number - 1}}}{re.escape(text)}(?:{re.escape(mark)}.*)?"


_PARTS: Mapping[str, Callable[..., str | None]] = {
    "left": _left,
    "right": _right,
    "substring": _substring,
    "split_part": _split_part,
}


def _found(name: str, call: Call, wanted: Expression) -> Spelled:
    """`position('@' in x) > 1`: so many other characters come before the first one."""
    column, mark = text_column(call.args[0]), _text(call.args[1])
    if column is None or not mark or not isinstance(wanted, Literal) or not isinstance(wanted.value, int):
        return None
    before = wanted.value - (name == ">=")
    if name == "<>" and wanted.value != 0:
        return None
    if before <= 0:
        return column, (f"^.*{re.escape(mark)}.*$",)
    return column, (f"^[^{re.escape(mark[0])}]{{{before},}}{re.escape(mark)}.*$",)


def _text(expression: Expression) -> str | None:
    return expression.value if isinstance(expression, Literal) and isinstance(expression.value, str) else None
