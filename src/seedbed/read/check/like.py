"""LIKE, regular expressions, GLOB, and operators written by their full name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

from seedbed.read.check.calls import negated
from seedbed.read.check.compare import joined, members, side
from seedbed.read.check.patterns import like_pattern, regex_of_glob
from seedbed.read.check.scope import Scope, Unread, arguments
from seedbed.schema.expression import Call, Cast, Expression, Literal

__all__ = ["escape", "glob", "like", "operator", "regex"]


def like(name: str) -> Callable[[Any, Scope], Expression]:
    """The reader of LIKE or ILIKE; SQLite has no escape unless told one."""

    def read(node: Any, scope: Scope) -> Expression:
        return _like_with(node, name, None if scope.dialect == "sqlite" else "\\", scope)

    return read


def _like_with(node: Any, name: str, escape: str | None, scope: Scope) -> Expression:
    this, pattern, negate = arguments(node, "this", "expression", "negate")
    value = side(this, scope)
    if name == "like" and scope.folds(value) and not _is_binary(pattern):
        name = "ilike"
    found = _each_pattern(name, value, pattern, lambda text: like_pattern(text, escape), scope)
    return negated(found) if negate else found


def _each_pattern(
    name: str, value: Expression, pattern: Any, spelled: Callable[[str], str], scope: Scope
) -> Expression:
    """The pattern call; for LIKE ANY (list) and LIKE ALL (list) one call per item."""
    many = pattern if isinstance(pattern, exp.Any | exp.All) else None
    listed = scope.tree(many.this if many is not None else pattern)
    items = members(listed) if many is not None else (listed,)
    if not items:
        raise Unread("patterns")
    calls: list[Expression] = [Call(name, (value, _respelled(item, spelled))) for item in items]
    return joined("and" if isinstance(many, exp.All) else "or", calls)


def _respelled(item: Expression, spelled: Callable[[str], str]) -> Expression:
    if isinstance(item, Cast) and item.to.kind in ("bytes", "text", "varchar", "char"):
        item = item.value
    if isinstance(item, Literal) and isinstance(item.value, str):
        return Literal(spelled(item.value))
    return item


def _is_binary(pattern: Any) -> bool:
    return isinstance(pattern, exp.Cast) and pattern.to.this == exp.DataType.Type.BINARY


def escape(node: Any, scope: Scope) -> Expression:
    """LIKE with an ESCAPE of its own."""
    like, escape = arguments(node, "this", "expression")
    if not isinstance(like, exp.Like | exp.ILike) or not isinstance(escape, exp.Literal):
        raise Unread("ESCAPE")
    return _like_with(like, "ilike" if isinstance(like, exp.ILike) else "like", escape.this, scope)


def regex(name: str) -> Callable[[Any, Scope], Expression]:
    """The reader of a regular expression; in MySQL it ignores case where the collation does."""

    def read(node: Any, scope: Scope) -> Expression:
        this, pattern, negate = arguments(node, "this", "expression", "negate")
        value = side(this, scope)
        folds = name == "regex" and scope.dialect == "mysql" and scope.folds(value) and not _is_binary(pattern)
        found = _each_pattern("iregex" if folds else name, value, pattern, str, scope)
        return negated(found) if negate else found

    return read


def glob(node: Any, scope: Scope) -> Expression:
    """GLOB of SQLite as a regular expression."""
    this, pattern = arguments(node, "this", "expression")
    read = scope.tree(pattern)
    if not isinstance(read, Literal) or not isinstance(read.value, str):
        raise Unread("GLOB")
    return Call("regex", (scope.tree(this), Literal(regex_of_glob(read.value))))


def operator(node: Any, scope: Scope) -> Expression:
    """OPERATOR(pg_catalog.~), as pg_dump writes where a search path could hide the operator."""
    this, word, right = arguments(node, "this", "operator", "expression")
    name = str(word).rpartition(".")[2].strip()
    kind = _OPERATORS.get(name)
    if kind is None:
        raise Unread(f"OPERATOR({name})")
    found = scope.tree(kind(this=this, expression=right))
    return negated(found) if name.startswith("!") else found


_OPERATORS: Mapping[str, type[exp.Expression]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "~": exp.RegexpLike,
    "~*": exp.RegexpILike,
    "!~": exp.RegexpLike,
    "!~*": exp.RegexpILike,
    "~~": exp.Like,
    "~~*": exp.ILike,
    "!~~": exp.Like,
    "!~~*": exp.ILike,
    "@>": exp.ArrayContainsAll,
    "&&": exp.ArrayOverlaps,
    "+": exp.Add,
    "-": exp.Sub,
}
