"""The form of a recipe as a JSON Schema (draft 2020-12), so that editors complete and check what is typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from seedbed.read.recipe.form import FORM
from seedbed.read.recipe.shape import Day, Either, Flag, Many, Named, Number, Record, Shape, Text

__all__ = ["TITLE", "json_schema", "json_schema_text"]

TITLE = "Seedbed recipe"
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a recipe: it lets pass what `read_recipe` does, but for words that only a parser knows."""
    shared: dict[str, Any] = {}
    top = _schema(FORM, shared)
    return {"$schema": DRAFT, "title": TITLE, **top, "$defs": dict(sorted(shared.items()))}


def _schema(shape: Shape, shared: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"description": shape.says}
    match shape:
        case Record() if shape.name:
            if shape.name not in shared:
                shared[shape.name] = {}  # a place, in case it names itself
                shared[shape.name] = said | _record(shape, shared)
            return {"$ref": f"#/$defs/{shape.name}"}
        case Record():
            return said | _record(shape, shared)
        case Named():
            return {**said, "type": ["object", "null"], "additionalProperties": _schema(shape.value, shared)}
        case Many():
            size = {"minItems": shape.exactly, "maxItems": shape.exactly} if shape.exactly else {}
            return {**said, "type": "array", "items": _schema(shape.item, shared), **size}
        case Either():
            return {**said, "anyOf": [_schema(one, shared) for one in shape.shapes]}
    return {**said, **_scalar(shape)}


def _record(shape: Record, shared: dict[str, Any]) -> dict[str, Any]:
    fields = {name: _schema(field, shared) for name, field in shape.fields.items()}
    needed = {"required": list(shape.needed)} if shape.needed else {}
    kind: Any = "object" if needed else ["object", "null"]
    return {"type": kind, "properties": fields, "additionalProperties": False, **needed}


def _scalar(shape: Shape) -> Mapping[str, Any]:
    match shape:
        case Number():
            bounds = {"minimum": shape.low, "maximum": shape.high}
            plain: dict[str, Any] = {"type": "integer" if shape.whole else "number"}
            plain |= {name: bound for name, bound in bounds.items() if bound is not None}
            share = {"type": "string", "pattern": r"^\d+(\.\d+)?%$"}
            return {"anyOf": [plain, share]} if shape.share else plain
        case Flag():
            return {"type": "boolean"}
        case Day():
            return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
        case Text(one_of=names) if names:
            return {"enum": list(names)}
        case Text(pattern=pattern) if pattern:
            return {"type": "string", "pattern": f"^({pattern})$"}
    return {"type": ["string", "number", "boolean"]}
