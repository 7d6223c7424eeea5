"""sqlglot's nodes as nodes of schema/expression: one small function per family of nodes.

A node, or an argument of a node, that no function here knows raises `Unread`: nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

from seedbed.read.check_calls import call_of, negated
from seedbed.read.check_casts import array_items, cast, without_widening
from seedbed.read.check_literals import CONSTANTS, constant, interval
from seedbed.read.check_patterns import like_pattern, regex_of_glob
from seedbed.read.check_scope import Scope, Unread
from seedbed.read.check_types import type_of
from seedbed.schema.expression import Call, Cast, Expression, Literal

__all__ = ["Scope", "Unread", "tree"]


def tree(node: Any, scope: Scope) -> Expression:
    """The tree of one sqlglot node; raises Unread where a part of it has no word of ours."""
    reader = _READERS.get(type(node))
    if reader is None:
        raise Unread(type(node).__name__)
    return reader(node, scope)


def _parts(node: Any, *names: str) -> list[Any]:
    """The named arguments of a node; Unread where it carries any other one."""
    others = [name for name, value in node.args.items() if value and name not in names]
    if others:
        raise Unread(f"{type(node).__name__}.{others[0]}")
    return [node.args.get(name) for name in names]


def _inner(node: Any, scope: Scope) -> Expression:
    return tree(_parts(node, "this")[0], scope)


def _column(node: Any, scope: Scope) -> Expression:
    # A qualifier (orders.total) can only be the table itself.
    name = _parts(node, "this", "table", "db")[0]
    if not isinstance(name, exp.Identifier):
        raise Unread("column")
    return scope.resolve(name.name, quoted=bool(name.args.get("quoted")))


# logic ------------------------------------------------------------------------------------------------------


def _logic(name: str) -> Callable[[Any, Scope], Expression]:
    def read(node: Any, scope: Scope) -> Expression:
        # The chain leans left, as deep as it is long: walked, not recursed into.
        kind, operands, current = type(node), [], node
        while isinstance(current, kind):
            left, right = _parts(current, "this", "expression")
            operands.append(right)
            current = left
        operands.append(current)
        read_operands = [tree(operand, scope) for operand in reversed(operands)]
        return Call(name, tuple(part for operand in read_operands for part in _same_call(name, operand)))

    return read


def _same_call(name: str, operand: Expression) -> tuple[Expression, ...]:
    return operand.args if isinstance(operand, Call) and operand.name == name else (operand,)


def _not(node: Any, scope: Scope) -> Expression:
    return negated(_inner(node, scope))


def _is(node: Any, scope: Scope) -> Expression:
    this, what, negate = _parts(node, "this", "expression", "negate")
    value = tree(this, scope)
    if isinstance(what, exp.Null):
        found = Call("is_null", (value,))
    elif isinstance(what, exp.Boolean):
        found = Call("is_true" if what.this else "is_false", (value,))
    elif isinstance(what, exp.JSON) and not what.args.get("unique") and what.args.get("this") is None:
        found = Call("json_valid", (value,))
    else:
        raise Unread("IS")
    return negated(found) if negate else found


def _case(node: Any, scope: Scope) -> Expression:
    subject, ifs, default = _parts(node, "this", "ifs", "default")
    parts: list[Expression] = []
    for branch in ifs:
        condition, result = _parts(branch, "this", "true")
        when = tree(condition, scope)
        parts.append(Call("=", (tree(subject, scope), when)) if subject else when)
        parts.append(tree(result, scope))
    parts.append(tree(default, scope) if default else Literal(None))
    return Call("case", tuple(parts))


def _if(node: Any, scope: Scope) -> Expression:
    condition, true, false = _parts(node, "this", "true", "false")
    branches = (tree(branch, scope) if branch else Literal(None) for branch in (true, false))
    return Call("case", (tree(condition, scope), *branches))


# comparison -------------------------------------------------------------------------------------------------


def _comparison(name: str) -> Callable[[Any, Scope], Expression]:
    def read(node: Any, scope: Scope) -> Expression:
        left, right = _parts(node, "this", "expression")
        rows = _row(left), _row(right)
        if rows[0] is not None and rows[1] is not None:
            return _rows(name, [tree(n, scope) for n in rows[0]], [tree(n, scope) for n in rows[1]])
        if isinstance(right, exp.Any) or (isinstance(right, exp.Anonymous) and right.name.upper() in ("ALL", "SOME")):
            return _quantified(name, tree(left, scope), right, scope)
        return Call(name, (_side(left, scope), _side(right, scope)))

    return read


def _side(node: Any, scope: Scope) -> Expression:
    return without_widening(tree(node, scope), scope.types or {})


def _row(node: Any) -> list[Any] | None:
    if isinstance(node, exp.Tuple) or (isinstance(node, exp.Anonymous) and node.name.upper() == "ROW"):
        return list(node.expressions)
    return None


def _rows(name: str, left: list[Expression], right: list[Expression]) -> Expression:
    """A comparison of rows, member by member; an order compares the first members that differ."""
    if len(left) != len(right) or not left:
        raise Unread("rows")
    pairs = list(zip(left, right, strict=True))
    if name in ("=", "is_not_distinct"):
        return _joined("and", [Call(name, pair) for pair in pairs])
    if name == "<>":
        return _joined("or", [Call(name, pair) for pair in pairs])
    found: Expression = Call(name, pairs[-1])
    for pair in reversed(pairs[:-1]):
        found = Call("or", (Call(name[0], pair), Call("and", (Call("=", pair), found))))
    return found


def _joined(name: str, parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Call(name, tuple(parts))


def _quantified(name: str, value: Expression, right: Any, scope: Scope) -> Expression:
    """`x = ANY (list)` and its kin: `in`, an `or` or an `and` over the items, or a look into an array column."""
    every = isinstance(right, exp.Anonymous) and right.name.upper() == "ALL"
    listed = tree(right.expressions[0] if isinstance(right, exp.Anonymous) else right.this, scope)
    value = without_widening(value, scope.types or {})
    items = _items(listed)
    if (name, every) in (("=", False), ("<>", True)):
        found = Call("array_has", (listed, value)) if items is None else Call("in", (value, *items))
        return negated(found) if every else found
    if not items:
        raise Unread("quantifier")
    return _joined("and" if every else "or", [Call(name, (value, item)) for item in items])


def _items(listed: Expression) -> tuple[Expression, ...] | None:
    if isinstance(listed, Cast):
        listed = listed.value
    if isinstance(listed, Call) and listed.name == "array":
        return listed.args
    if isinstance(listed, Literal) and isinstance(listed.value, str):
        items = array_items(listed.value)
        return None if items is None else tuple(Literal(item) for item in items)
    return None


def _in(node: Any, scope: Scope) -> Expression:
    this, items, negate = _parts(node, "this", "expressions", "negate")
    row = _row(this)
    if row is not None:
        left = [tree(member, scope) for member in row]
        found = _joined("or", [_rows("=", left, [tree(m, scope) for m in _row(item) or ()]) for item in items])
    else:
        found = Call("in", (_side(this, scope), *(tree(item, scope) for item in items or ())))
    return negated(found) if negate else found


def _between(node: Any, scope: Scope) -> Expression:
    this, low, high, negate = _parts(node, "this", "low", "high", "negate")
    value = _side(this, scope)
    found = Call("and", (Call(">=", (value, tree(low, scope))), Call("<=", (value, tree(high, scope)))))
    return negated(found) if negate else found


def _distinct(node: Any, scope: Scope) -> Expression:
    return negated(_comparison("is_not_distinct")(node, scope))


# patterns ---------------------------------------------------------------------------------------------------


def _like(name: str) -> Callable[[Any, Scope], Expression]:
    def read(node: Any, scope: Scope) -> Expression:
        return _like_with(node, name, None if scope.dialect == "sqlite" else "\\", scope)

    return read


def _like_with(node: Any, name: str, escape: str | None, scope: Scope) -> Expression:
    this, pattern, negate = _parts(node, "this", "expression", "negate")
    value = _side(this, scope)
    if name == "like" and scope.folds(value) and not _is_binary(pattern):
        name = "ilike"
    found = _each_pattern(name, value, pattern, lambda text: like_pattern(text, escape), scope)
    return negated(found) if negate else found


def _each_pattern(
    name: str, value: Expression, pattern: Any, spelled: Callable[[str], str], scope: Scope
) -> Expression:
    """The pattern call; for LIKE ANY (list) and LIKE ALL (list) one call per item."""
    many = pattern if isinstance(pattern, exp.Any | exp.All) else None
    listed = tree(many.this if many is not None else pattern, scope)
    items = _items(listed) if many is not None else (listed,)
    if not items:
        raise Unread("patterns")
    calls: list[Expression] = [Call(name, (value, _respelled(item, spelled))) for item in items]
    return _joined("and" if isinstance(many, exp.All) else "or", calls)


def _respelled(item: Expression, spelled: Callable[[str], str]) -> Expression:
    if isinstance(item, Cast) and item.to.kind in ("bytes", "text", "varchar", "char"):
        item = item.value
    if isinstance(item, Literal) and isinstance(item.value, str):
        return Literal(spelled(item.value))
    return item


def _is_binary(pattern: Any) -> bool:
    return isinstance(pattern, exp.Cast) and pattern.to.this == exp.DataType.Type.BINARY


def _escape(node: Any, scope: Scope) -> Expression:
    like, escape = _parts(node, "this", "expression")
    if not isinstance(like, exp.Like | exp.ILike) or not isinstance(escape, exp.Literal):
        raise Unread("ESCAPE")
    return _like_with(like, "ilike" if isinstance(like, exp.ILike) else "like", escape.this, scope)


def _regex(name: str) -> Callable[[Any, Scope], Expression]:
    def read(node: Any, scope: Scope) -> Expression:
        this, pattern, negate = _parts(node, "this", "expression", "negate")
        value = _side(this, scope)
        folds = name == "regex" and scope.dialect == "mysql" and scope.folds(value) and not _is_binary(pattern)
        found = _each_pattern("iregex" if folds else name, value, pattern, str, scope)
        return negated(found) if negate else found

    return read


def _glob(node: Any, scope: Scope) -> Expression:
    this, pattern = _parts(node, "this", "expression")
    read = tree(pattern, scope)
    if not isinstance(read, Literal) or not isinstance(read.value, str):
        raise Unread("GLOB")
    return Call("regex", (tree(this, scope), Literal(regex_of_glob(read.value))))


def _operator(node: Any, scope: Scope) -> Expression:
    """OPERATOR(pg_catalog.~), as pg_dump writes where a search path could hide the operator."""
    this, word, right = _parts(node, "this", "operator", "expression")
    name = str(word).rpartition(".")[2].strip()
    kind = _OPERATORS.get(name)
    if kind is None:
        raise Unread(f"OPERATOR({name})")
    found = tree(kind(this=this, expression=right), scope)
    return negated(found) if name.startswith("!") else found


# values -----------------------------------------------------------------------------------------------------


def _binary(name: str) -> Callable[[Any, Scope], Expression]:
    def read(node: Any, scope: Scope) -> Expression:
        # `typed` and `safe` say how the dialect divides, `only_json_types` how its arrow takes a key.
        left, right, *_ = _parts(node, "this", "expression", "typed", "safe", "only_json_types", "scalar_only")
        return Call(name, (tree(left, scope), tree(right, scope)))

    return read


def _unary(name: str) -> Callable[[Any, Scope], Expression]:
    return lambda node, scope: Call(name, (_inner(node, scope),))


def _negative(node: Any, scope: Scope) -> Expression:
    value = _inner(node, scope)
    if isinstance(value, Literal) and value.value is not None and not isinstance(value.value, bool | str):
        return Literal(-value.value)
    return Call("neg", (value,))


def _cast(node: Any, scope: Scope) -> Expression:
    this, to = _parts(node, "this", "to")
    return cast(tree(this, scope), type_of(to, scope.dialect), scope.types or {})


def _array(node: Any, scope: Scope) -> Expression:
    items = _parts(node, "expressions", "bracket_notation")[0]
    return Call("array", tuple(tree(item, scope) for item in items or ()))


def _element(node: Any, scope: Scope) -> Expression:
    this, (index, *more) = _parts(node, "this", "expressions")[:2]
    if more or not isinstance(index, exp.Literal) or index.is_string:
        raise Unread("subscript")
    # sqlglot counts from 0 whatever the dialect does; PostgreSQL, the only one with subscripts, from 1.
    return Call("element", (tree(this, scope), Literal(int(index.this) + 1)))


def _dot(node: Any, scope: Scope) -> Expression:
    left, right = _parts(node, "this", "expression")
    if isinstance(right, exp.Anonymous):
        return _function(right, scope, qualifier=left.sql().replace('"', "") + ".")
    return Call("field", (tree(left, scope), Literal(right.name)))


def _function(node: Any, scope: Scope, qualifier: str = "") -> Expression:
    _, items = _parts(node, "this", "expressions")
    args = tuple(tree(item, scope) for item in items or ())
    found = call_of(qualifier + node.name, args, scope.dialect)
    return _in_bytes(found, scope)


def _in_bytes(found: Expression, scope: Scope) -> Expression:
    """`length` of bytes counts bytes."""
    if isinstance(found, Call) and found.name == "length" and scope.kind(found.args[0]) == "bytes":
        return Call("octet_length", found.args)
    return found


def _named(name: str, *parts: str) -> Callable[[Any, Scope], Expression]:
    """A node of sqlglot's that is a plain call of its parts, in the order given."""

    def read(node: Any, scope: Scope) -> Expression:
        args = (tree(part, scope) for part in _parts(node, *parts) if part is not None)
        return call_of(name, tuple(args), scope.dialect)

    return read


def _trim(node: Any, scope: Scope) -> Expression:
    this, characters, position = _parts(node, "this", "expression", "position")
    name = {"LEADING": "ltrim", "TRAILING": "rtrim"}.get(str(position or "").upper(), "trim")
    return Call(name, tuple(tree(part, scope) for part in (this, characters) if part is not None))


def _extract(node: Any, scope: Scope) -> Expression:
    field, this = _parts(node, "this", "expression")
    word = field.this if isinstance(field, exp.Cast) else field
    return Call("extract", (Literal(word.name.lower()), tree(this, scope)))


def _collate(node: Any, scope: Scope) -> Expression:
    this, collation = _parts(node, "this", "expression")
    return Call("collate", (tree(this, scope), Literal(collation.name)))


def _interval(node: Any, scope: Scope) -> Expression:
    this, unit = _parts(node, "this", "unit")
    return interval(tree(this, scope), unit.name if unit is not None else "")


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

_READERS: Mapping[type, Callable[[Any, Scope], Expression]] = {
    **{kind: lambda node, scope: constant(node) for kind in CONSTANTS},
    exp.Column: _column,
    exp.Paren: _inner,
    exp.Introducer: lambda node, scope: tree(_parts(node, "this", "expression")[1], scope),
    exp.And: _logic("and"),
    exp.Or: _logic("or"),
    exp.Xor: _binary("xor"),
    exp.Not: _not,
    exp.Is: _is,
    exp.Case: _case,
    exp.If: _if,
    exp.EQ: _comparison("="),
    exp.NEQ: _comparison("<>"),
    exp.LT: _comparison("<"),
    exp.LTE: _comparison("<="),
    exp.GT: _comparison(">"),
    exp.GTE: _comparison(">="),
    exp.NullSafeEQ: _comparison("is_not_distinct"),
    exp.NullSafeNEQ: _distinct,
    exp.In: _in,
    exp.Between: _between,
    exp.Like: _like("like"),
    exp.ILike: _like("ilike"),
    exp.Escape: _escape,
    exp.RegexpLike: _regex("regex"),
    exp.RegexpILike: _regex("iregex"),
    exp.SimilarTo: _regex("similar"),
    exp.Glob: _glob,
    exp.Operator: _operator,
    exp.StartsWith: _binary("starts_with"),
    exp.Add: _binary("+"),
    exp.Sub: _binary("-"),
    exp.Mul: _binary("*"),
    exp.Div: _binary("/"),
    exp.IntDiv: _binary("div"),
    exp.Mod: _binary("%"),
    exp.Pow: _binary("power"),
    exp.DPipe: _binary("||"),
    exp.BitwiseAnd: _binary("bit_and"),
    exp.BitwiseOr: _binary("bit_or"),
    exp.BitwiseXor: _binary("bit_xor"),
    exp.BitwiseLeftShift: _binary("shift_left"),
    exp.BitwiseRightShift: _binary("shift_right"),
    exp.BitwiseNot: _unary("bit_not"),
    exp.Neg: _negative,
    exp.Sqrt: _unary("sqrt"),
    exp.Cast: _cast,
    exp.Interval: _interval,
    exp.Collate: _collate,
    exp.Extract: _extract,
    exp.Trim: _trim,
    exp.StrPosition: _named("position", "this", "substr"),
    exp.Substring: _named("substring", "this", "start", "length"),
    exp.AtTimeZone: _named("at_time_zone", "this", "zone"),
    exp.CurrentTimestamp: _named("now"),
    exp.Localtimestamp: _named("now"),
    exp.CurrentDate: _named("current_date"),
    exp.CurrentTime: _named("current_time"),
    exp.Localtime: _named("localtime"),
    exp.CurrentUser: _named("current_user"),
    exp.SessionUser: _named("session_user"),
    exp.Anonymous: _function,
    exp.Dot: _dot,
    exp.Array: _array,
    exp.Bracket: _element,
    exp.ArrayContainsAll: _binary("contains"),
    exp.ArrayContainedBy: _binary("contained"),
    exp.ArrayOverlaps: _binary("overlaps"),
    exp.JSONExtract: _binary("json_get"),
    exp.JSONExtractScalar: _binary("json_text"),
    exp.JSONBExtract: _binary("json_path"),
    exp.JSONBExtractScalar: _binary("json_path_text"),
    exp.JSONBContainsTopKey: _binary("json_has"),
}
