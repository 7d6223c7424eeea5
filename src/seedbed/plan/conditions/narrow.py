"""A CHECK becomes (limits of single columns, remainder): satisfied by construction where it can be.

`branches` gives the ways in which a condition can be met, each a conjunction; `limits_of` reads what a
conjunction says of one column at a time. Whatever is not understood stays a condition that rows are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from seedbed.generators.limits import Limits
from seedbed.plan.conditions.peel import peeled
from seedbed.plan.conditions.spell import either_case, spelled
from seedbed.sampling.regex import like, search, similar
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, Scalar, references

__all__ = ["MOST_BRANCHES", "branches", "conjuncts", "constant", "limits_of", "merge"]

MOST_BRANCHES = 48

_NEGATED = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_FLIPPED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_FOLDS: Mapping[str, Callable[[str], str]] = {"upper": str.upper, "lower": str.lower, "trim": str.strip}
_PATTERNS = {"like", "regex", "similar"}
_CONDITIONS = {"and", "or", "not", "is_null", "in", "like", "regex", *_NEGATED}
_TODAY = {"now", "current_timestamp", "current_date", "localtimestamp"}


def conjuncts(expression: Expression) -> tuple[Expression, ...]:
    """The parts that must all hold, with NOT pushed down to comparisons."""
    expression = _pushed(expression)
    if isinstance(expression, Call) and expression.name == "and":
        return tuple(part for argument in expression.args for part in conjuncts(argument))
    present = _present(expression)
    return (expression,) if present is expression else conjuncts(present)


def _present(expression: Expression) -> Expression:
    """`x IS NULL OR p(x)` is p(x): where x is NULL, p is unknown and as good as true."""
    if not isinstance(expression, Call) or expression.name != "or":
        return expression
    rest = tuple(part for part in expression.args if not (isinstance(part, Call) and part.name == "is_null"))
    names = {name for part in expression.args for name in references(part)}
    if len(names) != 1 or not rest or len(rest) == len(expression.args):
        return expression
    return rest[0] if len(rest) == 1 else Call("or", rest)


def branches(expression: Expression) -> tuple[tuple[Expression, ...], ...]:
    """The disjunctive normal form: any one of the tuples, wholly met, meets the expression.

    One branch with the expression itself where the form would have more than MOST_BRANCHES.
    """
    found = _branches(_pushed(expression))
    return found if 0 < len(found) <= MOST_BRANCHES else ((expression,),)


def _branches(expression: Expression) -> tuple[tuple[Expression, ...], ...]:
    if isinstance(expression, Call) and expression.name == "or":
        return tuple(branch for argument in expression.args for branch in _branches(argument))
    if isinstance(expression, Call) and expression.name == "and":
        product: tuple[tuple[Expression, ...], ...] = ((),)
        for argument in expression.args:
            product = tuple(left + right for left in product for right in _branches(argument))
            if len(product) > MOST_BRANCHES:
                return ((expression,),)
        return product
    if isinstance(expression, Call) and expression.name == "=" and len(expression.args) == 2:
        return _equal(expression)
    if isinstance(expression, Call) and expression.name == "case":
        return _branches(_pushed(_chosen(expression.args)))
    return ((expression,),)


def _equal(expression: Call) -> tuple[tuple[Expression, ...], ...]:
    """Two conditions that agree, one of which may be a flag, are both true or both false.

    A count that equals one chooses a column.
    """
    left, right = expression.args
    if not ((_is_condition(left) and _says(right)) or (_is_condition(right) and _says(left))):
        return _exactly(expression)
    both = Call("and", (left, right))
    neither = Call("and", (Call("not", (left,)), Call("not", (right,))))
    return _branches(_pushed(Call("or", (both, neither))))


def _says(expression: Expression) -> bool:
    return isinstance(expression, Ref) or _is_condition(expression)


def _is_condition(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.name in _CONDITIONS


def _chosen(args: tuple[Expression, ...]) -> Expression:
    """CASE as a choice: each THEN under its own WHEN and none of those before it."""
    refused: list[Expression] = []
    choices: list[Expression] = []
    for when, then in zip(args[0 : len(args) - 1 : 2], args[1::2], strict=False):
        choices.append(Call("and", (*refused, when, then)))
        refused.append(Call("not", (when,)))
    if len(args) % 2:
        choices.append(Call("and", (*refused, args[-1])))
    return Call("or", tuple(choices))


def _exactly(expression: Call) -> tuple[tuple[Expression, ...], ...]:
    """`num_nonnulls(a, b, c) = 1` and the like: one branch for each choice of the columns that hold a value."""
    count, wanted = expression.args
    if not (isinstance(count, Call) and count.name == "num_nonnulls" and isinstance(wanted, Literal)):
        return ((expression,),)
    if wanted.value != 1:
        return ((expression,),)
    null = [Call("is_null", (column,)) for column in count.args]
    return tuple(
        tuple(test if other != number else Call("not", (test,)) for other, test in enumerate(null))
        for number in range(len(null))
    )


def _pushed(expression: Expression) -> Expression:
    """The same condition with NOT only around what has no opposite."""
    if not isinstance(expression, Call):
        return expression
    if expression.name in ("and", "or"):
        parts: list[Expression] = []
        for argument in map(_pushed, expression.args):
            nested = isinstance(argument, Call) and argument.name == expression.name
            parts += argument.args if nested and isinstance(argument, Call) else (argument,)
        return Call(expression.name, tuple(parts))
    if expression.name == "not" and isinstance(expression.args[0], Call):
        return _opposite(expression.args[0])
    if expression.name == "is_null" and isinstance(expression.args[0], Call):
        return _absent(expression, expression.args[0])
    return expression


def _absent(whole: Call, inner: Call) -> Expression:
    """COALESCE is NULL where all its arguments are."""
    if inner.name != "coalesce":
        return whole
    return _pushed(Call("and", tuple(Call("is_null", (argument,)) for argument in inner.args)))


def _opposite(inner: Call) -> Expression:
    if inner.name in _NEGATED:
        return Call(_NEGATED[inner.name], inner.args)
    if inner.name == "not":
        return _pushed(inner.args[0])
    if inner.name == "is_null" and isinstance(inner.args[0], Call) and inner.args[0].name == "coalesce":
        return _pushed(Call("not", (_absent(inner, inner.args[0]),)))
    if inner.name in ("and", "or"):
        other = "or" if inner.name == "and" else "and"
        return _pushed(Call(other, tuple(Call("not", (argument,)) for argument in inner.args)))
    return Call("not", (inner,))


def limits_of(conjunction: tuple[Expression, ...], today: date) -> tuple[Mapping[str, Limits], tuple[Expression, ...]]:
    """(limits by column, remainder): what the conjunction says of single columns, and what is left to ask."""
    limits: dict[str, Limits] = {}
    remainder: list[Expression] = []
    for part in conjunction:
        read = _read(part, today)
        if read is None:
            remainder.append(part)
            continue
        column, limit = read
        limits[column] = merge(limits.get(column, Limits()), limit)
    return limits, tuple(remainder)


def merge(left: Limits, right: Limits) -> Limits:
    """What both allow. Contradictions leave no values, or bounds between which a domain finds nothing."""
    if left.null is not None and right.null is not None and left.null != right.null:
        return Limits(null=False, values=())
    low, low_open = _tighter(left.low, left.low_open, right.low, right.low_open, max)
    high, high_open = _tighter(left.high, left.high_open, right.high, right.high_open, min)
    return Limits(
        null=right.null if left.null is None else left.null,
        low=low,
        high=high,
        low_open=low_open,
        high_open=high_open,
        values=_common(left.values, right.values),
        excluded=left.excluded + tuple(value for value in right.excluded if value not in left.excluded),
        patterns=left.patterns + tuple(pattern for pattern in right.patterns if pattern not in left.patterns),
        rejected=left.rejected + right.rejected,
        min_length=_either(max, left.min_length, right.min_length),
        max_length=_either(min, left.max_length, right.max_length),
        step=left.step or right.step,
        items=_common(left.items, right.items),
    )


def _either(pick: Callable[[int, int], int], left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return right if left is None else left
    return pick(left, right)


def _common(left: tuple[Scalar, ...] | None, right: tuple[Scalar, ...] | None) -> tuple[Scalar, ...] | None:
    if left is None or right is None:
        return right if left is None else left
    return tuple(value for value in left if value in right)


def _tighter(
    left: Scalar, left_open: bool, right: Scalar, right_open: bool, pick: Callable[..., Any]
) -> tuple[Scalar, bool]:
    if left is None or right is None:
        return (right, right_open) if left is None else (left, left_open)
    if left == right:
        return left, left_open or right_open
    try:
        best = pick(left, right)
    except TypeError:
        return left, left_open
    return (left, left_open) if best == left else (right, right_open)


def _read(part: Expression, today: date) -> tuple[str, Limits] | None:
    """The column and the limits of one simple condition; None where it says something else."""
    if isinstance(part, Ref):
        return part.column, Limits(values=(True,))
    if not isinstance(part, Call) or not part.args:
        return None
    if part.name == "not":
        return _read_not(part.args[0], today)
    if part.name in ("is_null", "is_true", "is_false") and isinstance(part.args[0], Ref):
        given = {"is_null": Limits(null=True), "is_true": Limits(values=(True,), null=False)}
        return part.args[0].column, given.get(part.name, Limits(values=(False,), null=False))
    if part.name == "contained" and len(part.args) == 2:
        return _read_items(*part.args)
    if part.name == "in" and (read := _read_in(part, today)):
        return read
    if part.name in _PATTERNS and len(part.args) == 2 and (read := _read_pattern(part)):
        return read
    if part.name in _FLIPPED and len(part.args) == 2 and (read := _read_comparison(part.name, *part.args, today)):
        return read
    return _read_text(part)


def _read_items(array: Expression, among: Expression) -> tuple[str, Limits] | None:
    """What the elements of `array <@ ARRAY[...]` may be."""
    among = among.value if isinstance(among, Cast) else among
    if not (isinstance(array, Ref) and isinstance(among, Call) and among.name == "array"):
        return None
    items = [item.value for item in among.args if isinstance(item, Literal) and item.value is not None]
    return (array.column, Limits(items=tuple(items))) if items and len(items) == len(among.args) else None


def _read_text(part: Call) -> tuple[str, Limits] | None:
    found = spelled(part)
    return None if found is None else (found[0], Limits(patterns=found[1]))


def _read_not(inner: Expression, today: date) -> tuple[str, Limits] | None:
    if isinstance(inner, Ref):
        return inner.column, Limits(values=(False,))
    read = _read(inner, today)
    if read is None or not isinstance(inner, Call):
        return None
    column, limit = read
    if inner.name == "is_null":
        return column, Limits(null=False)
    if inner.name == "in" and limit.values is not None:
        return column, Limits(excluded=limit.values)
    if inner.name in _PATTERNS:
        return column, Limits(rejected=limit.patterns)
    if inner.name == "ilike":
        return column, Limits(rejected=tuple(map(either_case, limit.patterns)))
    return None


def _read_in(part: Call, today: date) -> tuple[str, Limits] | None:
    values = [constant(argument, today) for argument in part.args[1:]]
    if any(value is None for value in values):
        return None
    listed = tuple(value.value for value in values if value is not None)
    column = _column(part.args[0]) or _folding(part.args[0], listed)
    return None if column is None else (column, Limits(values=listed))


def _folding(expression: Expression, values: tuple[Scalar, ...]) -> str | None:
    """The column of `upper(x) IN ('A', 'B')`: the values themselves meet it, where folding leaves them alone."""
    if not isinstance(expression, Call) or expression.name not in _FOLDS or not expression.args:
        return None
    fold = _FOLDS[expression.name]
    stable = all(isinstance(value, str) and fold(value) == value for value in values)
    return _column(expression.args[0]) if stable else None


def _read_pattern(part: Call) -> tuple[str, Limits] | None:
    column, pattern = _column(part.args[0]), part.args[1]
    if column is None or not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
        return None
    if part.name == "like":
        return column, Limits(patterns=(like(pattern.value),))
    if part.name == "similar":
        return column, Limits(patterns=(f"^(?:{similar(pattern.value)})$",))
    return column, Limits(patterns=(search(pattern.value),))


def _read_comparison(name: str, left: Expression, right: Expression, today: date) -> tuple[str, Limits] | None:
    bound = _bound(right, today)
    if bound is None:
        bound, left, name = _bound(left, today), right, _FLIPPED[name]
    if bound is None or bound.value is None:
        return None
    if isinstance(left, Call):
        folded = _folding(left, (bound.value,)) if name == "=" else None
        return (folded, Limits(values=(bound.value,))) if folded else _read_measure(name, left, bound.value)
    column = _column(left)
    return None if column is None else (column, _compared(name, bound.value))


def _bound(expression: Expression, today: date) -> Literal | None:
    """A constant, or the text of an interval that stands alone."""
    if isinstance(expression, Cast) and expression.to.kind == "interval" and isinstance(expression.value, Literal):
        return expression.value
    return constant(expression, today)


def _compared(name: str, value: Scalar) -> Limits:
    if name == "=":
        return Limits(values=(value,))
    if name == "<>":
        return Limits(excluded=(value,))
    if name in (">", ">="):
        return Limits(low=value, low_open=name == ">")
    return Limits(high=value, high_open=name == "<")


def _read_measure(name: str, call: Call, value: Scalar) -> tuple[str, Limits] | None:
    """`length(x) > 3`, `trim(x) <> ''`, `x % 5 = 0`, `upper(x) = x` has no constant and is left alone."""
    column = _column(call.args[0]) if call.args else None
    if column is None:
        return peeled(name, call, value)
    if call.name in ("length", "octet_length") and isinstance(value, int | Decimal):
        return _length(column, name, int(value))
    if call.name == "trim" and name == "<>" and value == "":
        return column, Limits(min_length=1)
    if call.name in ("%", "mod") and name == "=" and isinstance(call.args[1], Literal):
        modulus = call.args[1].value
        if isinstance(modulus, int) and isinstance(value, int):
            return column, Limits(step=(modulus, value))
    return peeled(name, call, value)


def _length(column: str, name: str, value: int) -> tuple[str, Limits] | None:
    if name == "=":
        return column, Limits(min_length=value, max_length=value)
    if name in (">", ">="):
        return column, Limits(min_length=value + (name == ">"))
    if name in ("<", "<="):
        return column, Limits(max_length=value - (name == "<"))
    return (column, Limits(min_length=1)) if value == 0 else None


def _column(expression: Expression) -> str | None:
    if isinstance(expression, Cast):
        return _column(expression.value)
    return expression.column if isinstance(expression, Ref) else None


def constant(expression: Expression, today: date) -> Literal | None:
    """The value of an expression that reads no column, with `today` for the clock; None for any other."""
    match expression:
        case Literal():
            return expression
        case Cast(value, to):
            return None if to.kind == "interval" else constant(value, today)
        case Call("neg", (Literal(value),)) if isinstance(value, int | Decimal):
            return Literal(-value)
        case Call(name, _) if name in _TODAY:
            return Literal(today.isoformat())
        case Call(("+" | "-" | "*") as name, (left, right)):
            return _folded(name, constant(left, today), constant(right, today))
    return None


def _folded(name: str, left: Literal | None, right: Literal | None) -> Literal | None:
    if left is None or right is None:
        return None
    a, b = left.value, right.value
    if not isinstance(a, int | Decimal) or not isinstance(b, int | Decimal):
        return None
    return Literal({"+": a + b, "-": a - b, "*": a * b}[name])
