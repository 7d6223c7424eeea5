"""`condition`: what a schema asks of several properties at once, as a condition over the columns of its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from seedbed.read.json_schema.files import Library
from seedbed.read.json_schema.merge import merged
from seedbed.read.json_schema.scalars import quoted, scalar
from seedbed.schema.model import Dialect

__all__ = ["SAID", "Columns", "condition"]

Columns = Callable[[str], str]
"""The column of a property, "" where it has none of its own."""

_SAID = """type title description default example examples additionalProperties unevaluatedProperties xml externalDocs
deprecated readOnly writeOnly discriminator propertyNames $dynamicAnchor $vocabulary nullable primaryKey"""

SAID = frozenset(_SAID.split())
"""Words of a schema of objects that ask nothing of its properties, or nothing that a table could break."""


class _Unsaid(Exception):
    """There is no condition over columns that says it."""


def condition(library: Library, told: Mapping[str, Any], columns: Columns, dialect: Dialect) -> str | None:
    """A condition that is never NULL, "" for one that always holds; None where SQL cannot say it.

    Of a schema of a table its own `properties` and `required` are left out: the columns say them.
    """
    try:
        return " AND ".join(_Condition(library, columns, dialect).parts(told))
    except _Unsaid:
        return None


class _Condition:
    def __init__(self, library: Library, columns: Columns, dialect: Dialect) -> None:
        self._library, self._columns, self._dialect = library, columns, dialect
        self._sayings: Mapping[str, Callable[[Any, Mapping[str, Any]], list[str]]] = {
            "required": lambda names, _: [self._there(name) for name in names],
            "properties": lambda properties, _: self._properties(properties),
            "dependentRequired": lambda told, _: [
                f"({self._gone(name)} OR ({' AND '.join(map(self._there, others))}))" for name, others in told.items()
                if others
            ],
            "dependentSchemas": lambda told, _: [
                f"({self._gone(name)} OR ({self._all(schema)}))" for name, schema in told.items()
            ],
            "allOf": lambda schemas, _: [f"({self._all(schema)})" for schema in schemas],
            "anyOf": lambda schemas, _: ["(" + " OR ".join(f"({self._all(schema)})" for schema in schemas) + ")"],
            "oneOf": lambda schemas, _: [self._one(schemas)],
            "not": lambda schema, _: [f"NOT ({self._all(schema)})"],
            "if": self._if,
            "then": lambda *_: [],
            "else": lambda *_: [],
            "minProperties": lambda least, _: self._few(least),
        }  # fmt: skip

    def parts(self, told: Mapping[str, Any]) -> list[str]:
        """What each word of the schema says."""
        found: list[str] = []
        for word, value in told.items():
            if word in SAID or word.startswith("x-"):
                continue
            if word not in self._sayings:
                raise _Unsaid
            found += self._sayings[word](value, told)
        return found

    def _all(self, schema: Any) -> str:
        return " AND ".join(self.parts(merged(self._library, schema))) or "TRUE"

    def _one(self, schemas: list[Any]) -> str:
        said = [self._all(schema) for schema in schemas]
        if len(said) == 2:
            return f"((({said[0]}) AND NOT ({said[1]})) OR (({said[1]}) AND NOT ({said[0]})))"
        return " + ".join(f"CASE WHEN {each} THEN 1 ELSE 0 END" for each in said) + " = 1"

    def _if(self, schema: Any, told: Mapping[str, Any]) -> list[str]:
        asked = self._all(schema)
        found = [f"(NOT ({asked}) OR ({self._all(told['then'])}))"] if "then" in told else []
        return found + ([f"(({asked}) OR ({self._all(told['else'])}))"] if "else" in told else [])

    def _few(self, least: int) -> list[str]:
        if least <= 1:
            return []
        raise _Unsaid

    def _properties(self, properties: Mapping[str, Any]) -> list[str]:
        found = []
        for name, schema in properties.items():
            if schema is True or schema == {}:
                continue
            told = merged(self._library, schema)
            of = scalar(told, self._column(name), self._dialect)
            if of is None or of.lost:
                raise _Unsaid
            if of.checks:
                found.append(f"({self._gone(name)} OR ({' AND '.join(of.checks)}))")
        return found

    def _column(self, name: str) -> str:
        if not (found := self._columns(name)):
            raise _Unsaid
        return found

    def _there(self, name: str) -> str:
        return f"{quoted(self._column(name), self._dialect)} IS NOT NULL"

    def _gone(self, name: str) -> str:
        return f"{quoted(self._column(name), self._dialect)} IS NULL"
