"""The parts of a table: columns that are chosen together, and which foreign keys decide them.

A scalar column is a part of its own; a foreign key is one part of all its columns. Foreign keys that share
columns are sorted out here: one that another implies needs nothing; an optional one that shares columns with what is
chosen already follows them (a fellow); required ones are chosen together, so that their parents agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem
from seedbed.plan.circles import cut
from seedbed.schema.model import Column, ForeignKey, Schema, Table

__all__ = ["Part", "Parts", "attached", "ordered", "parts_of"]

Role = Literal["scalar", "reference", "null", "own", "fellow"]


@dataclass(frozen=True, slots=True)
class Part:
    """Columns that one choice fills: a scalar, a reference to a parent row, NULL, the row's own key, or a fellow.

    `also` are other references that share columns with the first: parents that agree are chosen together. A fellow
    is a reference whose other columns are chosen by other parts: its parent agrees with them.
    """

    columns: tuple[Column, ...]
    role: Role = "scalar"
    key: ForeignKey | None = None
    also: tuple[ForeignKey, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def keys(self) -> tuple[ForeignKey, ...]:
        """The foreign keys that decide the part."""
        return (() if self.key is None else (self.key,)) + self.also

    @property
    def shared(self) -> tuple[str, ...]:
        """The columns of a fellow's key that other parts choose."""
        return tuple(name for key in self.keys for name in key.columns if name not in self.names)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one table in column order, columns left to the database, notes and problems."""

    parts: tuple[Part, ...]
    left_out: tuple[str, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]


def parts_of(table: Table, schema: Schema) -> Parts:
    """The parts of a table."""
    notes: list[Note] = []
    problems: list[Problem] = []
    loops = _loops(table, schema)
    keys = _without_implied(table, schema, loops)
    references = _references(table, keys, loops, schema, notes, problems)
    taken = {name for part in references for name in part.names}
    left_out: list[str] = []
    scalars: list[Part] = []
    for column in table.columns:
        if column.generated is not None:
            left_out.append(column.name)
        elif column.name not in taken:
            scalars += _scalar(table, column, left_out, notes, problems)
    place = {column.name: number for number, column in enumerate(table.columns)}
    parts = sorted([*references, *scalars], key=lambda part: place[part.names[0]])
    return Parts(tuple(parts), tuple(left_out), tuple(notes), tuple(problems))


def _scalar(
    table: Table, column: Column, left_out: list[str], notes: list[Note], problems: list[Problem]
) -> list[Part]:
    if column.type.kind != "unknown":
        return [Part((column,))]
    if column.nullable or column.default is not None:
        left_out.append(column.name)
        what = f"left to the database: no values are known for the type {column.type.raw}"
        notes.append(Note(what, table=table.id, column=column.name, grave=True))
    else:
        where = f"{table.id}.{column.name}"
        problems.append(Problem(f"no values are known for the type {column.type.raw}", where, "the column is NOT NULL"))
    return []


def _loops(table: Table, schema: Schema) -> dict[ForeignKey, frozenset[str]]:
    """For each key the columns whose values come back to this very table, where the circle is cut here."""
    if not any(len(key.columns) > 1 for key in table.foreign_keys):
        return {}
    own = {name for id, name in cut(schema) if id == table.id}
    found = {key: frozenset(own & set(key.columns)) for key in table.foreign_keys if len(key.columns) > 1}
    return {key: names for key, names in found.items() if names and _comes_back(key, names, table, schema)}


def _comes_back(key: ForeignKey, names: frozenset[str], table: Table, schema: Schema) -> bool:
    """Whether a key's own columns, followed from its parent, lead back to the table that refers."""
    there = {there for name, there in zip(key.columns, key.references, strict=True) if name in names}
    seen: set[tuple[str, str]] = set()
    waiting = [(key.table, name) for name in there]
    while waiting:
        cell = waiting.pop()
        if cell[0] == table.id:
            return cell[1] in names
        if cell not in seen:
            seen.add(cell)
            for other in schema.table(cell[0]).foreign_keys:
                pairs = zip(other.columns, other.references, strict=True)
                waiting += [(other.table, target) for name, target in pairs if name == cell[1]]
    return False


def _without_implied(table: Table, schema: Schema, loops: Mapping[ForeignKey, object]) -> list[ForeignKey]:
    keys: list[ForeignKey] = []
    for key in table.foreign_keys:
        if not any(_same_target(key, other) for other in keys):
            keys.append(key)
    strong = [key for key in keys if key.table != table.id and _is_whole(key, table) and key not in loops]
    return [key for key in keys if not any(_implies(other, key, schema, keys) for other in strong if other is not key)]


def _is_whole(key: ForeignKey, table: Table) -> bool:
    """Whether all its columns are NULL together or never: only then does it vouch for some of them."""
    return len({table.column(name).nullable for name in key.columns}) == 1


def _same_target(left: ForeignKey, right: ForeignKey) -> bool:
    pairs = [set(zip(key.columns, key.references, strict=True)) for key in (left, right)]
    return left.table == right.table and pairs[0] == pairs[1]


def _implies(stronger: ForeignKey, weaker: ForeignKey, schema: Schema, keys: list[ForeignKey]) -> bool:
    """Whether a row that satisfies one key satisfies the other: the parent's own keys already say so."""
    if not set(weaker.columns) <= set(stronger.columns):
        return False
    if set(weaker.columns) == set(stronger.columns) and _reaches(weaker, stronger, schema, 6):
        return keys.index(stronger) < keys.index(weaker)  # each implies the other: keep the first
    return _reaches(stronger, weaker, schema, 6)


def _reaches(key: ForeignKey, target: ForeignKey, schema: Schema, depth: int) -> bool:
    """Whether the columns of `target`, followed through `key` to its parent, hold a key of the target there."""
    through = dict(zip(key.columns, key.references, strict=True))
    if depth == 0 or not set(target.columns) <= set(through):
        return False
    there = tuple(through[column] for column in target.columns)
    if key.table == target.table and there == target.references:
        return True
    onward = ForeignKey(there, target.table, target.references)
    parent = schema.table(key.table)
    return any(_reaches(other, onward, schema, depth - 1) for other in parent.foreign_keys)


def _references(
    table: Table,
    keys: list[ForeignKey],
    loops: Mapping[ForeignKey, frozenset[str]],
    schema: Schema,
    notes: list[Note],
    problems: list[Problem],
) -> list[Part]:
    """Foreign keys as parts; those that would choose a column twice become NULL, their own row, or a problem."""
    columns = {column.name: column for column in table.columns}
    taken: set[str] = set()
    parts: list[Part] = []
    for key in sorted(keys, key=lambda key: (key in loops, _rank(key, columns, table))):
        if any(columns[name].generated is not None for name in key.columns):
            notes.append(Note("a foreign key over a generated column is judged, not planned", table=table.id))
            continue
        looping = loops.get(key, frozenset())
        free = tuple(columns[name] for name in key.columns if name not in taken | looping)
        reason = _unfilled(key, schema) or _sharing(key, taken | looping)
        if not reason:
            parts.append(Part(free, "reference", key))
        elif free and all(_may_be_null(column) for column in free) and key.match == "simple":
            parts.append(Part(free, "null" if _unfilled(key, schema) else "fellow", key))
            notes += [_left_null(table, key, free, reason)] if _unfilled(key, schema) else []
        elif _unfilled(key, schema):
            problems.append(Problem(f"{_shown(key)} {reason}", table.id, help="make the reference nullable"))
        elif free and key.table == table.id and _may_be_own(key, taken | looping):
            parts.append(Part(free, "own", key))
        elif looping and free:
            parts.append(Part(free, "fellow", key))
        elif not _join(parts, key, free):
            problems.append(_overlap(table, key, reason))
        taken.update(set(key.columns) - looping)
    return parts


def _may_be_own(key: ForeignKey, taken: set[str]) -> bool:
    """Whether a row may refer to itself: what it shares with other keys are the columns that are referred to."""
    return all(name == there for name, there in zip(key.columns, key.references, strict=True) if name in taken)


def _may_be_null(column: Column) -> bool:
    return column.nullable and not column.type.not_null


def _unfilled(key: ForeignKey, schema: Schema) -> str:
    """Why no key of the parent is known before it is loaded; "" where all are."""
    parent = schema.table(key.table)
    columns = [parent.column(name) for name in key.references]
    names = [column.name for column in columns if column.generated is not None or column.type.kind == "unknown"]
    return f"refers to {', '.join(names)}, which the database fills" if names else ""


def _sharing(key: ForeignKey, taken: set[str]) -> str:
    """The columns that another reference has chosen already; "" where there are none."""
    shared = ", ".join(name for name in key.columns if name in taken)
    return f"shares {shared} with another reference" if shared else ""


def _shown(key: ForeignKey) -> str:
    return f"the reference ({', '.join(key.columns)}) to {key.table}"


def _join(parts: list[Part], key: ForeignKey, free: tuple[Column, ...]) -> bool:
    """Joins the key and the references it shares columns with into one part; whether that was possible."""
    sharing = [part for part in parts if set(part.names) & set(key.columns)]
    if any(part.role != "reference" for part in sharing):
        return False
    joined = ordered((*(other for part in sharing for other in part.keys), key))
    if joined is None:
        return False
    columns = {column.name: column for part in sharing for column in part.columns} | {c.name: c for c in free}
    names = dict.fromkeys(name for other in joined for name in other.columns)
    place = parts.index(sharing[0])
    parts[place] = Part(tuple(columns[name] for name in names), "reference", joined[0], joined[1:])
    parts[:] = [part for number, part in enumerate(parts) if number == place or part not in sharing]
    return True


def ordered(keys: tuple[ForeignKey, ...]) -> tuple[ForeignKey, ...] | None:
    """The keys in an order in which each shares all it shares with one before it; None where they form a ring."""
    for first in keys:
        found = [first]
        while len(found) < len(keys):
            taken = {name for key in found for name in key.columns}
            fit = (key for key in keys if key not in found and attached(key, found, taken) is not None)
            following = next(fit, None)
            if following is None:
                break
            found.append(following)
        if len(found) == len(keys):
            return tuple(found)
    return None


def attached(key: ForeignKey, earlier: Sequence[ForeignKey], taken: set[str]) -> int | None:
    """The number of the one earlier key that has every column that this one shares with any; None without one."""
    shared = set(key.columns) & taken
    fits = (number for number, other in enumerate(earlier) if shared and shared <= set(other.columns))
    return next(fits, None)


def _rank(key: ForeignKey, columns: Mapping[str, Column], table: Table) -> tuple[bool, bool, int]:
    optional = any(columns[name].nullable for name in key.columns)
    return (key.table == table.id, optional, -len(key.columns))


def _left_null(table: Table, key: ForeignKey, free: Iterable[Column], reason: str) -> Note:
    names = ", ".join(column.name for column in free)
    return Note(f"always NULL: {_shown(key)} {reason}", table=table.id, column=names)


def _overlap(table: Table, key: ForeignKey, reason: str) -> Problem:
    return Problem(
        f"{_shown(key)} {reason}",
        where=table.id,
        why="parents that agree on columns shared in a ring cannot be chosen",
        help="make one of the references nullable, or leave the table out",
    )
