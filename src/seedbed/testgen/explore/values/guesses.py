"""`kinds`: what an argument without a type may be, as the function's text uses it and as its name says."""

from __future__ import annotations

import datetime
import io
import pathlib
import re
import types
from functools import lru_cache

from seedbed.testgen.explore.facts import Parameter
from seedbed.testgen.explore.values.stock import STANDARD, TEXTS_BY_NAME

__all__ = ["DICT_METHODS", "LIST_METHODS", "STRING_METHODS", "attributes", "kinds", "likely", "unknown"]

STRING_METHODS = {"." + name for name in dir(str) if not name.startswith("_")} - {".index", ".count"}
DICT_METHODS = {".items", ".keys", ".values", ".setdefault", ".get", ".update"}
LIST_METHODS = {".append", ".extend", ".insert", ".sort", ".reverse"}

_BY_USE: tuple[tuple[set[str], tuple[str, ...]], ...] = (
    ({"=str"}, ("text",)),
    ({"=int"}, ("integer",)),
    ({"match"}, ("text",) * 5),
    (STRING_METHODS | {"match"}, ("text",) * 3),
    (DICT_METHODS, ("mapping",) * 3),
    (LIST_METHODS, ("list",) * 2),
    ({"for", "iter", "sorted", "list"}, ("list", "text", "iterable")),
    ({"len"}, ("list", "text")),
    ({"[]"}, ("mapping", "list", "text")),
    ({"Sub", "Mult", "Div", "Mod", "FloorDiv", "Pow", "int", "float", "abs"}, ("integer", "integer", "float")),
    ({"ordered"}, ("integer", "float")),
    ({"=float"}, ("float",) * 2),
    ({"Add"}, ("integer", "text")),
)
_BY_NAME: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"string|text|word|name|str$|^s$|msg|sep|prefix|suffix|key|url|path|pattern|char|line|label|title", ("text",) * 3),
    (
        r"num|count|^n$|^i$|size|len|width|index|max|min|limit|depth|year|month|day|^x$|^y$|level|times",
        ("integer",) * 3,
    ),
    (
        (
            r"timeout|interval|period|delay|ttl|seconds|minutes|hours|days|threshold|(^|_)rate|retries|attempts|amount|price"
            r"|total|cost|weight|ratio|percent|capacity|(^|_)age$|(^|_)port$|score|factor|offset|quantity|qty|duration"
        ),
        ("integer", "integer", "float"),
    ),
    (r"fn|func|callback|call|predicate|handler|mapper|^f$|^op$|^g$|binop|transform", ("callable",) * 4),
    (r"seq|list|items|iter|values|args|elements|xs|coll|pairs|array|data", ("list", "integers", "texts")),
    (r"dict|map|^d$|kwargs|options|attrs|config|mapping|obj$", ("named",) * 2),
    (r"path|file|dir$|folder", ("path",) * 3),
    (r"(^|_)(date|time|datetime|dt|when|since|until|now)($|_)|(date|time)$", ("moment",) * 2),
    (r"flag|is_|has_|_only|strict|bool|reverse", ("bool",) * 2),
    (r"exc(eption)?s?($|_)|error|(^|_)catch", ("error",) * 6),
    (r"cls|class|klass|type", ("class",) * 2),
    (r"bytes|binary|raw|payload|buf", ("bytes",) * 2),
)


_PLAIN = (str, bytes, int, float, list, tuple, dict, set, type, types.FunctionType)
_KNOWN = (*_PLAIN, re.Pattern, datetime.datetime, datetime.timedelta, pathlib.Path, io.StringIO)
_TIMES_STANDARD = 3


def attributes(parameter: Parameter) -> list[str]:
    """The attributes that are asked of an argument."""
    return sorted(use[1:] for use in parameter.uses if use.startswith("."))


def unknown(parameter: Parameter) -> list[str]:
    """The attributes that are asked of an argument, where it has one that nothing of Python's own has."""
    asked = attributes(parameter)
    strange = [name for name in asked if not any(hasattr(kind, name) for kind in _KNOWN)]
    return [name for name in asked if not name.startswith("__")] if strange else []


def kinds(parameter: Parameter) -> list[str]:
    """The kinds, the likelier ones more often; `is TYPE` and `()COUNT` are those that the text itself says."""
    found: list[str] = []
    for use in sorted(parameter.uses):
        if use.startswith("is "):
            found += [use, use]
        elif use.startswith("()"):
            found.append(use)
    for uses, said in _BY_USE:
        if uses & parameter.uses:
            found += said
    name = "" if parameter.kind.startswith("VAR") else parameter.name.lower()
    for pattern, said in _BY_NAME:
        if re.search(pattern, name):
            found += said
    if name and likely(name):
        found.append("text")
    return found + _standard(parameter) * _TIMES_STANDARD


def _standard(parameter: Parameter) -> list[str]:
    """The classes of the standard library that have all that is asked of an argument, where nothing plain has it."""
    asked = attributes(parameter)
    if not asked or any(all(hasattr(kind, name) for name in asked) for kind in _PLAIN):
        return []
    return [f"is {last}" for last, kind in STANDARD.items() if all(hasattr(kind, name) for name in asked)]


@lru_cache(maxsize=512)
def likely(name: str) -> tuple[str, ...]:
    """The texts that a parameter of that name is likely to be given."""
    return next((texts for pattern, texts in TEXTS_BY_NAME if re.search(pattern, name.lower())), ())
