"""`merged`: a schema with its references and its allOf written out, in the words of the newest draft.

What two parts say of the same thing is joined: of two bounds the narrower one stays. What cannot be joined stays behind
as an `allOf`, so that nothing is lost: who does not understand that keyword must not use the schema without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from seedbed.read.json_schema.files import Library, Told
from seedbed.read.json_schema.full import Full

__all__ = ["both", "full", "in_full", "merged", "types_of", "without_null"]

_DROPPED = ("$ref", "allOf", "$defs", "definitions", "$schema", "$id", "id", "$anchor", "$comment", "components")
_OWN = ("title", "description", "default", "example", "examples", "format", "deprecated", "readOnly", "writeOnly")
_LISTS = ("properties", "patternProperties", "dependentRequired", "dependentSchemas")
_LARGER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_SMALLER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


def merged(library: Library, schema: Any, above: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The schema in full. A schema that is made of itself says nothing there. Raises ReadError for a lost `$ref`."""
    if not isinstance(schema, Mapping):
        return {} if schema is not False else {"not": {}}
    if above or not isinstance(schema, Told):
        return _merged(library, schema, above)
    if schema.key not in library.full:
        library.full[schema.key] = _merged(library, schema, above)
    return dict(library.full[schema.key])


def full(library: Library, schema: Any) -> Full:
    """The schema in full, written out the first time that it is asked for."""
    if id(schema) not in library.known:
        library.known[id(schema)] = schema, in_full(merged(library, schema))
    return library.known[id(schema)][1]


def in_full(told: Mapping[str, Any]) -> Full:
    """A schema that is written out already."""
    return Full(told, types_of(told))


def _merged(library: Library, schema: Mapping[str, Any], above: frozenset[str]) -> dict[str, Any]:
    found = _modern({word: value for word, value in schema.items() if word not in _DROPPED})
    parts: list[Any] = []
    if isinstance(schema, Told):
        if schema.key in above:
            return {}
        above |= {schema.key}
        if "$ref" in schema:
            parts.append(library.target(schema))
    parts += schema["allOf"] if isinstance(schema.get("allOf"), list) else []
    for part in parts:
        found = both(found, merged(library, part, above))
    return found


def both(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What two schemas in full say together; what the first says of itself (its title) goes before."""
    one, other = _closed(one, other), _closed(other, one)
    found = dict(one)
    rest: dict[str, Any] = {}
    for word, value in other.items():
        if word not in found:
            found[word] = value
        elif found[word] != value and word not in _OWN and not word.startswith("x-"):
            join = _JOINS.get(word)
            if join is None:
                rest[word] = value
            else:
                found[word] = join(found[word], value)
    if rest:
        found["allOf"] = [*found.get("allOf", ()), rest]
    return found


def types_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The types that a schema in full names, `null` last; () where it names none."""
    told = schema.get("type", ())
    names = [told] if isinstance(told, str) else [name for name in told if isinstance(name, str)]
    names = [name for name in names if not (name == "integer" and "number" in names)]
    return tuple(sorted(dict.fromkeys(names), key=lambda name: name == "null"))


def without_null(library: Library, schema: Any) -> tuple[dict[str, Any], bool]:
    """The schema in full, less a null that it lets in, and whether it does."""
    told = merged(library, schema)
    null = False
    for word in ("anyOf", "oneOf"):
        if isinstance(branches := told.get(word), list):
            full = [merged(library, branch) for branch in branches]
            kept = [branch for branch in full if types_of(branch) != ("null",) and branch.get("enum") != [None]]
            null = null or len(kept) < len(full)
            rest = {key: value for key, value in told.items() if key != word}
            if len(kept) == 1:
                told, more = without_null(library, {"allOf": [rest, kept[0]]})
                null = null or more
            elif len(kept) < len(full):
                told = {**rest, word: kept}
    if "null" in types_of(told):
        null, told = True, {**told, "type": [kind for kind in types_of(told) if kind != "null"]}
    if None in told.get("enum", ()):
        null, told = True, {**told, "enum": [value for value in told["enum"] if value is not None]}
    return told, null


def _modern(schema: dict[str, Any]) -> dict[str, Any]:
    """The words of older drafts and of OpenAPI 3.0 in those of the newest draft."""
    for word, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(word), bool) and schema.pop(word) and bound in schema:
            schema[word] = schema.pop(bound)
    if schema.pop("nullable", schema.pop("x-nullable", False)) is True and "type" in schema:
        schema["type"] = [*types_of(schema), "null"]
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
    if isinstance(schema.get("items"), list):
        schema["prefixItems"] = schema.pop("items")
        if "additionalItems" in schema:
            schema["items"] = schema.pop("additionalItems")
    schema.pop("additionalItems", None)
    if "divisibleBy" in schema:
        schema["multipleOf"] = schema.pop("divisibleBy")
    if isinstance(told := schema.pop("dependencies", None), Mapping):
        for name, value in told.items():
            word = "dependentRequired" if isinstance(value, list) else "dependentSchemas"
            schema[word] = {**schema.get(word, {}), name: value}
    return schema


def _closed(schema: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema without the properties that the other one does not let in."""
    if other.get("additionalProperties") is not False or "patternProperties" in other or "properties" not in schema:
        return schema
    kept = {name: value for name, value in schema["properties"].items() if name in other.get("properties", {})}
    return {**schema, "properties": kept}


def _members(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **one,
        **{name: value if one.get(name, value) == value else _all(one[name], value) for name, value in other.items()},
    }


def _all(one: Any, other: Any) -> Any:
    if isinstance(one, list) and isinstance(other, list):
        return list(dict.fromkeys([*one, *other]))
    return {"allOf": [one, other]}


def _types(one: Any, other: Any) -> list[str]:
    first, second = types_of({"type": one}), types_of({"type": other})
    shared = [name for name in first if name in second]
    return shared + ["integer"] * ("integer" not in shared and {"integer", "number"} <= {*first, *second})


def _multiple(one: Any, other: Any) -> Any:
    first, second = Fraction(str(one)), Fraction(str(other))
    found = first
    while found % second:
        found += first
    return float(found) if found.denominator > 1 else int(found)


_JOINS: Mapping[str, Callable[[Any, Any], Any]] = {
    **dict.fromkeys(_LISTS, _members),
    **dict.fromkeys(_LARGER, max),
    **dict.fromkeys(_SMALLER, min),
    "required": _all,
    "type": _types,
    "enum": lambda one, other: [value for value in one if value in other],
    "multipleOf": _multiple,
    "items": _all,
    "additionalProperties": lambda one, other: False if False in (one, other) else _all(one, other),
    "uniqueItems": lambda one, other: one or other,
    "allOf": lambda one, other: [*one, *other],
}
