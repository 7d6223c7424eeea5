"""`faults`: what is wrong with the words of a schema, each with its place, such as a `required` that is no list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from seedbed.errors import Problem
from seedbed.read.json_schema.files import Told

__all__ = ["faults"]

_KINDS = ("array", "boolean", "integer", "null", "number", "object", "string", "file", "any")
_NUMBERS = ("minimum", "maximum", "multipleOf")
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_MAPPINGS = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependentRequired")
_SCHEMAS = (
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "additionalItems",
)
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")


def faults(root: Any) -> Iterator[Problem]:
    """The problems of the schemas of a document."""
    if not isinstance(root, Told):
        return
    components = root.get("components")
    if {"openapi", "swagger"} & root.keys():
        for place in (components.get("schemas") if isinstance(components, Told) else None, root.get("definitions")):
            for schema in place.values() if isinstance(place, Told) else ():
                yield from _faults(schema)
    else:
        yield from _faults(root)


def _faults(schema: Any) -> Iterator[Problem]:
    if not isinstance(schema, Told):
        return
    at = str(schema.at)
    yield from _kinds(schema, at)
    yield from _values(schema, at)
    required = schema.get("required", [])
    if not isinstance(required, bool) and not (
        isinstance(required, list) and all(isinstance(one, str) for one in required)
    ):
        yield Problem(f"required is a list of names, not {_short(required)}", at)
    yield from _pattern(schema, at)
    for value in _within(schema):
        yield from _faults(value)


def _values(schema: Told, at: str) -> Iterator[Problem]:
    """Words whose value is of the wrong kind."""
    for words, is_right, what in _RIGHT:
        for word in words:
            if word in schema and not is_right(schema[word]):
                yield Problem(f"{word} is {what}, not {_short(schema[word])}", at)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _kinds(schema: Told, at: str) -> Iterator[Problem]:
    told = schema.get("type", [])
    for kind in told if isinstance(told, list) else [told]:
        if not isinstance(kind, str):
            if not isinstance(kind, Mapping):  # draft 3 has schemas here
                yield Problem(f"type is a word, not {_short(kind)}", at)
        elif kind not in _KINDS:
            near = get_close_matches(kind, _KINDS, 1)
            yield Problem(f"there is no type {kind!r}", at, help=f"did you mean {near[0]}?" if near else "")


def _pattern(schema: Told, at: str) -> Iterator[Problem]:
    told = schema.get("pattern")
    if told is not None and not isinstance(told, str):
        yield Problem(f"pattern is a text, not {_short(told)}", at)
    elif told is not None:
        try:
            re.compile(re.sub(r"\\p\{[^}]*\}|\\[/cu]", "a", told))
        except re.error as error:
            if "unknown extension" not in str(error) and "bad escape" not in str(error):  # those are of another dialect
                yield Problem(f"the pattern {told} cannot be read", at, str(error))


def _within(schema: Told) -> Iterator[Any]:
    """The schemas inside of a schema."""
    for word in _MAPPINGS:
        if isinstance(schema.get(word), Mapping):
            yield from schema[word].values()
    for word in _SCHEMAS:
        value = schema.get(word)
        yield from value if isinstance(value, list) else (value,)
    for word in _LISTS:
        if isinstance(schema.get(word), list):
            yield from schema[word]


def _short(value: Any) -> str:
    text = repr(dict(value) if isinstance(value, Mapping) else value)
    return text if len(text) <= 40 else f"{text[:37]}..."


_RIGHT: tuple[tuple[tuple[str, ...], Callable[[Any], bool], str], ...] = (
    (_NUMBERS, _is_number, "a number"),
    (("multipleOf",), lambda value: not _is_number(value) or value > 0, "more than 0"),
    (_COUNTS, lambda value: _is_number(value) and value == int(value) >= 0, "a whole number from 0"),
    (_MAPPINGS, lambda value: isinstance(value, Mapping), "a mapping of schemas by name"),
    ((*_LISTS, "enum"), lambda value: isinstance(value, list) and bool(value), "a list with something in it"),
)
