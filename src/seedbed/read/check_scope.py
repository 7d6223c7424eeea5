"""What the words of a CHECK stand for: columns by the dialect's rules of case, and what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref
from seedbed.schema.types import Type

if TYPE_CHECKING:
    from seedbed.schema.model import Dialect

__all__ = ["Scope", "Unread"]


class Unread(Exception):
    """A part of an expression that has no word of ours; never leaves read/check."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: its dialect and, where known, the columns with their types."""

    dialect: Dialect
    types: Mapping[str, Type] | None = None

    def resolve(self, name: str, quoted: bool) -> Expression:
        """The column of that name; raises Unread where there is none.

        PostgreSQL folds an unquoted name to lower case; MySQL and SQLite ignore case always, and SQLite takes
        a quoted name that is no column for a text.
        """
        if self.dialect == "postgres":
            name = name if quoted else "VALUE" if name.upper() == "VALUE" and self._is_domain() else name.lower()
        if self.types is None or name in self.types:
            return Ref(name)
        if self.dialect != "postgres":
            found = next((column for column in self.types if column.lower() == name.lower()), None)
            if found is not None:
                return Ref(found)
            if self.dialect == "sqlite" and quoted:
                return Literal(name)
        raise Unread(name)

    def _is_domain(self) -> bool:
        return self.types is None or "VALUE" in self.types

    def kind(self, value: Expression) -> str | None:
        """The kind of a column's or a cast's type, None where it is not known."""
        known = self._type(value)
        return known.kind if known else None

    def folds(self, value: Expression) -> bool:
        """Whether patterns ignore the case of this value: always in SQLite, by collation in MySQL."""
        if self.dialect == "postgres":
            known = self._type(value)
            return known is not None and known.folds_case
        if isinstance(value, Call) and value.name == "collate" and self.dialect == "mysql":
            return not str(value.args[1]).lower().rstrip("')").endswith(("_bin", "_cs", "binary"))
        known = self._type(value)
        return self.dialect == "sqlite" or known is None or known.folds_case

    def _type(self, value: Expression) -> Type | None:
        if isinstance(value, Cast):
            return value.to
        return (self.types or {}).get(value.column) if isinstance(value, Ref) else None
