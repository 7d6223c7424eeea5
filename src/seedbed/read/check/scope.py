"""What the words of a CHECK stand for: columns by the dialect's rules of case, and what they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from seedbed.classes import dataclass
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref
from seedbed.schema.types import Type

if TYPE_CHECKING:
    from seedbed.schema.model import Dialect

__all__ = ["Scope", "Unread", "arguments"]


class Unread(Exception):
    """A part of an expression that has no word of ours; never leaves read/check."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: its dialect and, where known, the columns with their types."""

    dialect: Dialect
    types: Mapping[str, Type] | None
    readers: Mapping[type, Callable[[Any, Scope], Expression]]

    def tree(self, node: Any) -> Expression:
        """The tree of one sqlglot node; raises Unread where a part of it has no word of ours."""
        reader = self.readers.get(type(node))
        if reader is None:
            raise Unread(type(node).__name__)
        return reader(node, self)

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

    def led_to(self, reference: str, name: str) -> Expression | None:
        """The column that a reference leads to, where the types know it as `reference.name`."""
        wanted = f"{reference}.{name}".lower()
        found = next((column for column in self.types or () if column.lower() == wanted), None)
        return None if found is None else Ref(found)

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


def arguments(node: Any, *names: str) -> list[Any]:
    """The named arguments of a node; Unread where it carries any other one."""
    others = [name for name, value in node.args.items() if value and name not in names]
    if others:
        raise Unread(f"{type(node).__name__}.{others[0]}")
    return [node.args.get(name) for name in names]
