"""`accepts`: whether a value is what a schema in JSON asks for; formats are notes to people, as the standard has it.

By https://json-schema.org/draft/2020-12/json-schema-validation and what the drafts before it say otherwise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from seedbed.read.json_schema.files import Library
from seedbed.read.json_schema.merge import full

__all__ = ["accepts", "is_type"]

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str, "array": list, "object": dict, "null": type(None), "boolean": bool,
}  # fmt: skip


def accepts(library: Library, schema: Any, value: Any) -> bool:
    """Whether a value is valid."""
    if isinstance(schema, bool):
        return schema
    asked = full(library, schema)
    told, types = asked.told, asked.types
    if types and not any(is_type(value, name) for name in types):
        return False
    if "enum" in told and not any(_same(value, one) for one in told["enum"]):
        return False
    if "const" in told and not _same(value, told["const"]):
        return False
    if not _joined(library, told, value):
        return False
    for kind, judge in _JUDGES:
        if isinstance(value, kind) and not isinstance(value, bool):
            return judge(library, told, value)
    return True


def is_type(value: Any, name: str) -> bool:
    """Whether a value is of a type; 1.0 is an integer."""
    if isinstance(value, bool):
        return name == "boolean"
    if name in ("integer", "number"):
        return isinstance(value, int | float) and (name == "number" or value == int(value))
    return isinstance(value, _TYPES.get(name, object))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True) or (
        one == other and isinstance(one, int | float) and not isinstance(one, bool) and not isinstance(other, bool)
    )


def _joined(library: Library, told: Mapping[str, Any], value: Any) -> bool:
    """What schemas of schemas say: allOf, anyOf, oneOf, not, if."""

    def fits(schema: Any) -> bool:
        return accepts(library, schema, value)

    if not all(map(fits, told.get("allOf", ()))) or ("not" in told and fits(told["not"])):
        return False
    if "anyOf" in told and not any(map(fits, told["anyOf"])):
        return False
    if "oneOf" in told and sum(map(fits, told["oneOf"])) != 1:
        return False
    return "if" not in told or fits(told.get("then" if fits(told["if"]) else "else", True))


def _text(library: Library, told: Mapping[str, Any], value: str) -> bool:
    if not told.get("minLength", 0) <= len(value) <= told.get("maxLength", len(value)):
        return False
    return "pattern" not in told or is_match(told["pattern"], value)


def is_match(pattern: str, value: str) -> bool:
    """Whether a pattern is found in a text; a pattern that cannot be read is found in none."""
    try:
        return bool(re.search(pattern, value))
    except re.error:
        return False


def _number(library: Library, told: Mapping[str, Any], value: float) -> bool:
    if not told.get("minimum", value) <= value <= told.get("maximum", value):
        return False
    if value <= told.get("exclusiveMinimum", value - 1) or value >= told.get("exclusiveMaximum", value + 1):
        return False
    return "multipleOf" not in told or not Fraction(str(value)) % Fraction(str(told["multipleOf"]))


def _list(library: Library, told: Mapping[str, Any], value: list[Any]) -> bool:
    if not told.get("minItems", 0) <= len(value) <= told.get("maxItems", len(value)):
        return False
    if told.get("uniqueItems") and len({json.dumps(item, sort_keys=True) for item in value}) < len(value):
        return False
    first = told.get("prefixItems", ())
    rest = told.get("items", True)
    schemas = [*first, *[rest] * (len(value) - len(first))]
    if not all(accepts(library, schema, item) for schema, item in zip(schemas, value, strict=False)):
        return False
    if "contains" not in told:
        return True
    count = sum(accepts(library, told["contains"], item) for item in value)
    return bool(told.get("minContains", 1) <= count <= told.get("maxContains", len(value)))


def _object(library: Library, told: Mapping[str, Any], value: dict[str, Any]) -> bool:
    if not told.get("minProperties", 0) <= len(value) <= told.get("maxProperties", len(value)):
        return False
    if any(name not in value for name in told.get("required", ())):
        return False
    for name, others in told.get("dependentRequired", {}).items():
        if name in value and any(other not in value for other in others):
            return False
    if any(
        name in value and not accepts(library, one, value) for name, one in told.get("dependentSchemas", {}).items()
    ):
        return False
    if "propertyNames" in told and not all(accepts(library, told["propertyNames"], name) for name in value):
        return False
    return all(accepts(library, schema, item) for name, item in value.items() for schema in schemas_of(told, name))


def schemas_of(told: Mapping[str, Any], name: str) -> list[Any]:
    """All that a schema of objects says of the property of a name."""
    properties = told.get("properties", {})
    found = [properties[name]] if name in properties else []
    if "patternProperties" in told:
        found += [one for pattern, one in told["patternProperties"].items() if is_match(pattern, name)]
    if found:
        return found
    rest = told.get("additionalProperties", told.get("unevaluatedProperties", True))
    return [rest]


Judge = Callable[[Library, Mapping[str, Any], Any], bool]
_JUDGES: tuple[tuple[type | tuple[type, ...], Judge], ...] = (
    (str, _text),
    ((int, float), _number),
    (list, _list),
    (dict, _object),
)
