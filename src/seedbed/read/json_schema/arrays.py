"""`array`: a list of plain values as an array of PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seedbed.read.json_schema.merge import types_of
from seedbed.read.json_schema.scalars import literal, quoted, stored
from seedbed.schema.model import Dialect

__all__ = ["PLAIN", "array"]

PLAIN = frozenset({"type", "title", "description", "example", "examples", "default"})
"""Words of a schema that ask no more of a value than its type."""

_KINDS = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean"}


def array(items: Mapping[str, Any], told: Mapping[str, Any], name: str, dialect: Dialect) -> tuple[list[str], str]:
    """The conditions and the type of a list, whose schema and that of its items are in full; no type for a document."""
    if dialect != "postgres" or told.get("uniqueItems"):
        return [], ""
    plain = {word for word in items if not word.startswith("x-")} <= PLAIN
    labels = items.get("enum") if types_of(items) in ((), ("string",)) else None
    labels = labels if labels and all(isinstance(label, str) for label in labels) else None
    kind = "string" if labels else "".join(types_of(items))
    if kind not in _KINDS or not (plain or labels):
        return [], ""
    column = quoted(name, dialect)
    checks = [f"cardinality({column}) >= {told.get('minItems', 0)}"]
    checks += [f"cardinality({column}) <= {told['maxItems']}"] if "maxItems" in told else []
    checks += [f"{column} <@ ARRAY[{', '.join(map(literal, labels))}]"] if labels else []
    return checks, stored(_KINDS[kind], dialect) + "[]"
