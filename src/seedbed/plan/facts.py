"""What is true of one table, sorted for planning: parts, limits of columns, conditions over rows, unique sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem
from seedbed.generators.limits import Limits
from seedbed.plan.carried import carried
from seedbed.plan.columns.hinted import hinted
from seedbed.plan.columns.plugged import is_plugged
from seedbed.plan.columns.values import Wishes, readable
from seedbed.plan.conditions import narrow
from seedbed.plan.conditions.documents import documented
from seedbed.plan.conditions.look import Look, looks_in
from seedbed.plan.conditions.made import spelled_out
from seedbed.plan.conditions.meant import meant
from seedbed.plan.conditions.overflow import fitting
from seedbed.plan.conditions.tighten import tightened
from seedbed.plan.keys.computed import keys_of
from seedbed.plan.keys.exclusions import Excluded, excluded, stretch
from seedbed.plan.keys.firsts import FirstOf, elected
from seedbed.plan.parts import Part, parts_of
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, references, walk
from seedbed.schema.model import Check, Column, Dialect, Schema, Table, Unique
from seedbed.schema.types import Type
from seedbed.validate.question import read_by

__all__ = ["UNREAD", "Distinct", "Facts", "facts_of"]

UNREAD = "unread"
"""The name of a call that stands for a check which nobody here can read: its text, and the columns that it reads."""


_FOLDED = re.compile(r"\b(lower|upper)\s*\(", re.IGNORECASE)
_WORDY = {"text", "varchar"}
_WORDS = 16
"""Letters that tell any number of rows apart."""

_ROOMY = {"text", "varchar", "char", "uuid", "bytes", "timestamp", "decimal", "float", "integer", "json"}


@dataclass(frozen=True, slots=True)
class Distinct:
    """A set of columns, and of expressions, that may not repeat together, and how a person would call it.

    With `where` only rows that meet it count.
    """

    columns: frozenset[str]
    nulls_distinct: bool
    label: str
    computed: tuple[Expression, ...] = ()
    where: Expression | None = None

    @property
    def reads(self) -> frozenset[str]:
        """Every column that it depends on."""
        where = () if self.where is None else (self.where,)
        return self.columns.union(*(references(expression) for expression in (*self.computed, *where)))


@dataclass(frozen=True, slots=True)
class Facts:
    """One table, ready for planning.

    `limits` holds what single-column conditions leave of a column, `own` those conditions; `conditions` are all
    that still have to be asked of drawn rows; `required` columns are never NULL; `disjoint` ones hold ranges that
    must not overlap; `firsts` are columns that only conditions read; `turns` are exclusions whose rows depend on
    others of their group; `partial` are the unique sets that became conditions, by the first that these read;
    `checks` tell which check a condition comes from, and of which column's domain that is.
    """

    table: Table
    parts: tuple[Part, ...]
    left_out: tuple[str, ...]
    limits: Mapping[str, Limits]
    conditions: tuple[Expression, ...]
    own: Mapping[str, tuple[Expression, ...]]
    distinct: tuple[Distinct, ...]
    required: frozenset[str]
    disjoint: frozenset[str] = frozenset()
    most: int | None = None  # one row where a unique key is a constant, none where a check refuses all
    why_most: str = ""
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    firsts: tuple[FirstOf, ...] = ()
    turns: tuple[Excluded, ...] = ()
    partial: tuple[tuple[str, Distinct], ...] = ()
    checks: Mapping[Expression, tuple[Check, str]] = field(default_factory=dict)
    looks: tuple[Look, ...] = ()  # columns of other tables that conditions read

    def type(self, column: str) -> Type:
        """The type of a column, folding case where a unique key over `lower(column)` does."""
        type = self.table.column(column).type
        folded = any(
            _FOLDED.search(key) for unique in self.table.uniques if column in unique.columns for key in unique.keys
        )
        return replace(type, folds_case=True) if folded else type

    def limit(self, column: str) -> Limits:
        """The limits of one column; none where no condition speaks of it alone."""
        return self.limits.get(column, Limits())

    def is_scalar_key(self, column: str) -> bool:
        """Whether the unique sets of a column are of columns alone that refer to no other row."""
        keyed = {name for part in self.parts if part.keys for name in part.names}
        sets = [wanted for wanted in self.distinct if column in wanted.columns]
        return bool(sets) and not any(wanted.columns & keyed or wanted.computed for wanted in sets)


@dataclass(slots=True)
class _Draft:
    dialect: Dialect
    types: Mapping[str, Type]
    checks: dict[Expression, tuple[Check, str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    conditions: list[Expression] = field(default_factory=list)
    distinct: list[Distinct] = field(default_factory=list)
    disjoint: set[str] = field(default_factory=set)
    partial: list[tuple[Unique, Expression]] = field(default_factory=list)
    turns: list[Excluded] = field(default_factory=list)
    most: int | None = None
    why_most: str = ""


def facts_of(table: Table, schema: Schema, wishes: Wishes, referenced: frozenset[str]) -> Facts:
    """The facts of a table; `referenced` are its columns that foreign keys of any table refer to."""
    found = parts_of(table, schema)
    table = hinted(spelled_out(table, schema.dialect), wishes)
    looks = looks_in([check.expression for check in table.checks if check.expression is not None], table, schema)
    filled = {name for part in found.parts for name in part.names} | {look.name for look in looks}
    draft = _drafted(table, found.parts, looks, filled, wishes, schema.dialect)
    firsts = elected(found.parts, draft.conditions, draft.partial)
    draft.conditions += [part for _, check in firsts for part in narrow.conjuncts(check)]
    scalars = {part.names[0] for part in found.parts if part.role == "scalar"}
    limits, own, conditions = _limits(draft.conditions, table, scalars, wishes)
    limits = documented(conditions, limits, draft.types, wishes.today)
    if any(id == table.id for id, _ in wishes.tight):
        limits = tightened(conditions, limits, draft.types)
    return Facts(
        table=table,
        parts=found.parts,
        left_out=found.left_out,
        limits=carried(_prefixed(limits, table), table, schema, referenced),
        conditions=conditions,
        own=own,
        distinct=tuple(sorted(draft.distinct, key=lambda wanted: len(wanted.reads))),
        required=referenced | _never_null(table, draft.distinct, draft.conditions),
        disjoint=frozenset(draft.disjoint),
        most=draft.most,
        why_most=draft.why_most,
        notes=(*found.notes, *draft.notes),
        problems=found.problems,
        firsts=tuple(dict.fromkeys(first for first, _ in firsts)),
        turns=tuple(draft.turns),
        partial=_partial([first for first, _ in firsts], draft.partial, filled),
        checks=draft.checks,
        looks=looks,
    )


def _drafted(
    table: Table, parts: tuple[Part, ...], looks: Sequence[Look], filled: set[str], wishes: Wishes, dialect: Dialect
) -> _Draft:
    """The conditions and unique sets of a table, each taken as what it asks of the columns that are `filled`."""
    types = {column.name: column.type for column in table.columns} | {look.name: look.type for look in looks}
    draft = _Draft(wishes.dialect, types)
    if "parent nowhere" in table.options:
        draft.most, draft.why_most = 0, "it refers to a table that is nowhere"
    for check, domain in _checks(table):
        _take_check(check, domain, table, filled, draft)
    for unique in table.uniques:
        _take_unique(unique, table, filled, dialect, wishes, draft)
    _take_exclusions(table, parts, wishes, draft)
    return draft


def _never_null(table: Table, distinct: Sequence[Distinct], conditions: Sequence[Expression]) -> frozenset[str]:
    """Columns that hold no NULL: by their own word, or since a unique set would count NULLs as equal.

    Where a text of such a set tells all rows apart, the others may be NULL if a condition is about just that, or if
    they refer to a row of the same table, as those of a root do not.
    """
    declared = {column.name for column in table.columns if not column.nullable or column.type.not_null}
    parts = [part for condition in conditions for part in walk(condition) if isinstance(part, Call)]
    asked = {part.args[0].column for part in parts if part.name == "is_null" and isinstance(part.args[0], Ref)}
    asked |= {name for key in table.foreign_keys if key.table == table.id for name in key.columns}
    telling = declared & _wordy(table) - {name for condition in conditions for name in references(condition)}
    equal = [wanted.reads for wanted in distinct if not wanted.nulls_distinct]
    return frozenset(declared).union(*(reads - asked if reads & telling else reads for reads in equal))


def _wordy(table: Table) -> set[str]:
    """The texts with room for any number of rows, but for keys."""
    keys = table.referring | (frozenset() if table.primary is None else frozenset(table.primary.columns))
    texts = (column for column in table.columns if column.type.kind in _WORDY and column.name not in keys)
    return {column.name for column in texts if column.type.length is None or column.type.length >= _WORDS}


def _partial(
    firsts: Sequence[FirstOf], partial: Sequence[tuple[Unique, Expression]], filled: set[str]
) -> tuple[tuple[str, Distinct], ...]:
    """The unique sets that became conditions, each by the column of `firsts` that its condition reads."""
    sets = [
        Distinct(frozenset(unique.columns) & filled, unique.nulls_distinct, f"partial {first.name}", where=where)
        for first, (unique, where) in zip(firsts, partial, strict=True)
    ]
    return tuple((first.name, wanted) for first, wanted in zip(firsts, sets, strict=True))


def _checks(table: Table) -> Iterable[tuple[Check, str]]:
    """The table's checks, and those of its columns' domains with their column: there VALUE is read as the column."""
    yield from ((check, "") for check in table.checks)
    for column in table.columns:
        for check in column.type.checks:
            read = None if check.expression is None else _renamed(check.expression, column)
            yield Check(check.sql, read, check.name, check.origin), column.name


def _renamed(expression: Expression, column: Column) -> Expression:
    match expression:
        case Ref("VALUE"):
            return Ref(column.name)
        case Cast(value, to):
            return Cast(_renamed(value, column), to)
        case Call(name, args):
            return Call(name, tuple(_renamed(argument, column) for argument in args))
    return expression


def _take_check(check: Check, domain: str, table: Table, filled: set[str], draft: _Draft) -> None:
    asked: tuple[Expression, ...] = ()
    if check.expression is None:
        read = (domain,) if domain else read_by(check.sql, table)
        if set(read) <= filled:
            asked = (Call(UNREAD, (Literal(check.sql), *map(Ref, read))),)
        draft.notes.append(
            Note(f"not steered by the check ({check.sql})", why="it was not understood; it is judged", table=table.id)
        )
    elif check.expression == Literal(False) and table.partition_by is not None:
        draft.most, draft.why_most = 0, "it has no partition"
    elif not set(references(check.expression)) <= filled:
        draft.notes.append(
            Note(f"not steered by the check ({check.sql})", why="it reads a column filled later", table=table.id)
        )
    else:
        meaning = meant(check.expression, draft.dialect, draft.types)
        unique = {name for unique in table.uniques for name in unique.columns}
        names = frozenset(references(meaning))
        wide = names if names & unique else frozenset()  # what follows from a unique column is as wide as it is
        asked = (*narrow.conjuncts(meaning), *fitting(meaning, draft.types, wide, draft.dialect))
    draft.conditions += [condition for condition in asked if condition != Literal(True)]
    draft.checks |= dict.fromkeys(asked, (check, domain))


def _take_unique(
    unique: Unique, table: Table, filled: set[str], dialect: Dialect, wishes: Wishes, draft: _Draft
) -> None:
    where = None if unique.where is None else unique.where.expression
    if where is not None and not set(references(where)) <= filled:
        where = None  # a condition that cannot be avoided: the key is kept distinct in all rows
    label = f"{'primary key' if unique.primary else 'unique'} ({', '.join(unique.columns)})"
    partial = where is not None and references(where) and not _is_presence(where, unique)
    if where is not None and partial and not _is_roomy(unique, table):
        draft.partial.append((unique, where))
        return
    if not unique.columns:
        if draft.most is None:
            draft.most, draft.why_most = 1, "a unique key is a constant"
        return
    nulls_distinct = unique.nulls_distinct and not any("coalesce" in key.lower() for key in unique.keys)
    keys = keys_of(unique, {column.name: column.type for column in table.columns}, dialect, wishes.today)
    columns = keys.columns & filled
    computed = tuple(key for key in keys.computed if set(references(key)) <= filled)
    odd = keys.judged if columns or computed else unique.columns
    if odd:
        what = f"{label} is steered by its columns alone" if columns or computed else f"not steered by {label}"
        draft.notes.append(Note(what, f"{', '.join(odd)} is computed by the database; it is judged", table=table.id))
    if columns or computed:
        draft.distinct.append(Distinct(columns, nulls_distinct and not unique.primary, label, computed))


def _is_presence(where: Expression, unique: Unique) -> bool:
    return all(
        isinstance(part, Call) and part.name == "not" and set(references(part)) <= set(unique.columns)
        for part in narrow.conjuncts(where)
    )


def _is_roomy(unique: Unique, table: Table) -> bool:
    referring = table.referring
    return any(table.column(name).type.kind in _ROOMY and name not in referring for name in unique.columns)


def _take_exclusions(table: Table, parts: Iterable[Part], wishes: Wishes, draft: _Draft) -> None:
    scalars = {part.names[0] for part in parts if part.role == "scalar"}
    single = scalars | {part.names[0] for part in parts if part.role == "reference" and len(part.names) == 1}
    single -= {name for key in table.foreign_keys if key.table == table.id for name in key.columns}
    placed: set[str] = set()
    for found in excluded(table):
        own = {*(found.ends or ()), found.common} - {""}
        if found.ranges:
            draft.disjoint.add(found.ranges)
            draft.distinct.append(Distinct(frozenset((found.ranges,)), True, f"exclude ({found.ranges})"))
        elif found.distinct:
            draft.distinct.append(Distinct(frozenset(found.distinct), True, f"exclude ({', '.join(found.distinct)})"))
        elif own and own <= (scalars if found.ends else single) - placed and _stretches(table, found, wishes):
            placed |= own
            draft.turns.append(found)
        else:
            draft.notes.append(Note(f"not steered by {found.label}", why="it is judged", table=table.id))


def _stretches(table: Table, found: Excluded, wishes: Wishes) -> bool:
    return found.ends is None or stretch(table, found.ends, (), wishes, 1) is not None


def _limits(
    conditions: Iterable[Expression], table: Table, scalars: set[str], wishes: Wishes
) -> tuple[dict[str, Limits], dict[str, tuple[Expression, ...]], tuple[Expression, ...]]:
    """Limits of the scalar columns from their own conditions, with those; everything else stays to be asked."""
    limits: dict[str, Limits] = {}
    own: dict[str, tuple[Expression, ...]] = {}
    rest: list[Expression] = []
    for condition in conditions:
        read, _ = narrow.limits_of((condition,), wishes.today)
        column, limit = next(iter(read.items()), ("", Limits()))
        before = limits.get(column, Limits())
        merged = narrow.merge(before, limit)
        stepped = limit.step is not None and before.step is not None
        if column not in scalars or stepped or not readable(table.column(column).type, merged, wishes):
            rest.append(condition)
        else:
            limits[column] = merged
            if _counts_bytes(condition, table) or is_plugged(wishes.wish(table.id, column)):
                rest.append(condition)  # the limits count characters, or nobody here knows how they are followed
            own[column] = (*own.get(column, ()), condition)
    return limits, own, tuple(dict.fromkeys(rest))


def _counts_bytes(condition: Expression, table: Table) -> bool:
    """Whether the condition speaks of the bytes of a text."""
    return any(
        isinstance(node, Call) and node.name == "octet_length" and table.column(name).type.kind != "bytes"
        for node in walk(condition)
        for name in references(node)
    )


def _prefixed(limits: dict[str, Limits], table: Table) -> dict[str, Limits]:
    """A MySQL prefix key (`left(name, 10)`) tells values apart by their first characters only."""
    for unique in table.uniques:
        for key in unique.keys:
            head, _, tail = key.replace("`", "").replace('"', "").partition("(")
            name, _, length = tail.rstrip(")").partition(",")
            if head.strip().lower() == "left" and length.strip().isdigit() and name.strip() in unique.columns:
                shorter = Limits(max_length=int(length))
                limits[name.strip()] = narrow.merge(limits.get(name.strip(), Limits()), shorter)
    return limits
