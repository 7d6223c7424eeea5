"""`as_kind`: a literal as the type that a parameter is written with asks for it: -500 of "-500", a member of its value.

`is_stated` tells whether such a change may be made even in what is expected to raise, or is asserted: there the plan
has to say the literal as it becomes, since what does not fit may be what is tried.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal

from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.planned import docstring_of
from seedbed.testgen.plan.heal.forms.raises import exceptions_in, expected_around

__all__ = ["as_kind", "is_stated", "is_valued", "scaled"]

_NUMBERS = {"int": r"-?(?:0|[1-9]\d*)", "float": r"-?(?:0|[1-9]\d*)(?:\.\d+)?"}
_MANY = re.compile(r"(list|tuple)\[(\w+)(?:, \.\.\.)?\]")
_UNCLEAR = frozenset(["a", "m", "of"])
"""Of metres, minutes or thousandths; and no units."""
_AS_TEXT = re.compile(
    r"\b(?:as|by|in|of type|is) (?:an? |the |plain )?(?:text|string|str|number|word)\b", re.IGNORECASE
)
_ROUGH = re.compile(r"\bfloats?\b|\bfloating\b", re.IGNORECASE)
"""How a plan asks for a number that is no decimal."""

_OF_TYPES = frozenset(["AttributeError", "BaseException", "Exception", "TypeError"])
"""What is raised of a value of the wrong type."""


def scaled(value: ast.expr, times: int, keyword: str, docstring: str) -> int | None:
    """A number in the unit of a keyword, of which so many are one; None where it is no number, or no whole one there.

    It stays as it is where a text says that it is in that unit already: 60000 of `grams` in "a dog of 60000 g".
    """
    if not isinstance(value, ast.Constant) or type(value.value) not in {int, float}:
        return None
    made = Decimal(str(value.value)) * (1 if _is_in_unit(value.value, keyword, docstring) else times)
    return int(made) if made == made.to_integral_value() else None


def _is_in_unit(number: object, keyword: str, docstring: str) -> bool:
    """Whether a text says a number with a unit that a keyword is called by, or begins with."""
    plain = re.sub(r"(?<=\d)[,_](?=\d{3})", "", docstring)
    units = {each.lower() for each in re.findall(rf"(?<![\w.]){re.escape(str(number))}\s*([A-Za-z]+)", plain)}
    return any(word.startswith(unit) for word in keyword.split("_") for unit in units - _UNCLEAR)


def as_kind(value: ast.expr, annotation: str, kinds: Kinds, docstring: str) -> list[ast.expr]:
    """The one literal, or member, that a value may have been meant as; none where the plan speaks of its form."""
    member = _value_of_member(value, annotation, kinds)
    if member is not None:
        return [member]
    if not isinstance(value, ast.Constant) or _AS_TEXT.search(docstring):
        return []
    there = _member(value, annotation, kinds)
    if there is not None:
        return [there]
    if kinds.own(annotation) == "Decimal":
        return [_exact(value.value)] if _is_amount(value.value) and not _ROUGH.search(docstring) else []
    quoted = isinstance(value.value, str) and re.search(rf"[\"'`]{re.escape(value.value)}[\"'`]", docstring)
    made = None if quoted else _plain(value.value, kinds.own(annotation)) or _in_many(value, annotation, kinds)
    return [made] if made is not None else []


def _member(value: ast.Constant, annotation: str, kinds: Kinds) -> ast.expr | None:
    """The member of an enumeration that a text names, or whose value it is."""
    wanted = kinds.own(annotation)
    if not kinds.is_enumeration(wanted):
        return None
    named = str(value.value).upper().replace("-", "_").replace(" ", "_")
    of_value = [name for name, text in kinds.constants(wanted).items() if text == repr(value.value)]
    told = [named] if isinstance(value.value, str) and named in kinds.known.members(wanted) else of_value
    return ast.Attribute(ast.Name(wanted, ast.Load()), told[0], ast.Load()) if len(told) == 1 else None


def _value_of_member(value: ast.expr, annotation: str, kinds: Kinds) -> ast.expr | None:
    """`Currency.EUR.value` where the text that it stands for is asked for."""
    owner = value.value.id if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) else ""
    text = (
        kinds.constants(owner).get(value.attr)
        if kinds.is_enumeration(owner) and isinstance(value, ast.Attribute)
        else None
    )
    fits = text is not None and type(ast.literal_eval(text)).__name__ == kinds.own(annotation)
    return ast.Attribute(value, "value", ast.Load()) if fits else None


def _plain(value: object, wanted: str) -> ast.expr | None:
    """A number, a truth, a text or bytes, where it is written as it would be in the other type."""
    if isinstance(value, str) and re.fullmatch(_NUMBERS.get(wanted, r"(?!)"), value):
        return ast.parse(value, mode="eval").body
    if wanted == "bool" and (value in (0, 1) or str(value).lower() in {"true", "false"}):
        return ast.Constant(value == 1 or str(value).lower() == "true")
    if wanted == "str" and isinstance(value, int | float) and not isinstance(value, bool):
        return ast.Constant(str(value))
    if wanted == "int" and isinstance(value, float) and value.is_integer():
        return ast.Constant(int(value))
    if wanted == "bytes" and isinstance(value, str) and value.isascii():
        return ast.Constant(value.encode())
    return None


def _is_amount(value: object) -> bool:
    """Whether a value is a number that is written in digits, or as a text."""
    return isinstance(value, float) or (isinstance(value, str) and bool(re.fullmatch(_NUMBERS["float"], value)))


def _exact(value: object) -> ast.expr:
    """`Decimal("2.50")` of "2.50", or 0.025: the number that is written, and not the float that is next to it."""
    return ast.Call(ast.Name("Decimal", ast.Load()), [ast.Constant(str(value))], [])


def _in_many(value: ast.Constant, annotation: str, kinds: Kinds) -> ast.expr | None:
    """`["red"]` of "red", where a list of such is asked for."""
    found = _MANY.fullmatch(annotation)
    if found is None or not kinds.fits(type(value.value).__name__, found[2]) or isinstance(value.value, bool):
        return None
    return ast.List([value], ast.Load()) if found[1] == "list" else ast.Tuple([value], ast.Load())


def is_stated(call: ast.Call, right: ast.Call, function: ast.AST | None) -> bool:
    """Whether a call differs by literals only, which the plan says as they became, and no wrong type is expected."""
    docstring = docstring_of(function)
    changes = list(_changes(call, right))
    if call.func is not right.func or not changes or _expects_types(call, function):
        return False
    return all(isinstance(old, ast.Constant) and _says(docstring, old, new) for old, new in changes)


def is_valued(call: ast.Call, right: ast.Call) -> bool:
    """Whether a call is given another literal: what is asserted may be about its very form."""
    return any(
        isinstance(old, ast.Constant) and isinstance(new, ast.Constant | ast.UnaryOp)
        for old, new in _changes(call, right)
    )


def _changes(call: ast.Call, right: ast.Call) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The arguments that are others, before and after."""
    before, after = ([*one.args, *(each.value for each in one.keywords)] for one in (call, right))
    return ((old, new) for old, new in zip(before, after, strict=False) if old is not new)


def _says(docstring: str, old: ast.Constant, new: ast.expr) -> bool:
    """Whether a text names a value as it is written, and not in quotes; of a member, its name or its value."""
    texts = [str(old.value), new.attr] if isinstance(new, ast.Attribute) else [ast.unparse(new)]
    bare = r"(?<![\w.\"'`-]){}(?![\w\"'`]|\.\d)"
    return any(re.search(bare.format(re.escape(text)), docstring) for text in texts)


def _expects_types(call: ast.Call, function: ast.AST | None) -> bool:
    """Whether what a wrong type brings about is expected around a call."""
    expects = expected_around(call, function)
    return any(_OF_TYPES & set(exceptions_in(arg)) for each in expects for arg in each.args[:1])
