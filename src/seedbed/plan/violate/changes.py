"""Changes: for each rule the ways in which a valid row may be made to break it, the plainest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, islice, product

from seedbed.classes import dataclass
from seedbed.plan.violate.cells import Cell, Row, cell, null, written
from seedbed.plan.violate.edges import edges, hints_of
from seedbed.plan.violate.wrong import taking_null, wrong
from seedbed.schema.model import Check, Column, Dialect, Exclusion, ForeignKey, Table, Unique
from seedbed.validate.rules import Rule

__all__ = ["Ground", "changes", "repairs", "to_fill", "to_meet"]

_WORDS = re.compile(r"'((?:[^']|'')*)'|(?<![\w.])(\d+(?:\.\d+)?)(?![\w.])")
_MOST = 300
_ROWS = 12


@dataclass(frozen=True, slots=True)
class Ground:
    """What changes are made from: the table, the rows of the world and spare rows of every table."""

    table: Table
    world: Mapping[str, Sequence[Row]]
    spare: Mapping[str, Sequence[Row]]
    dialect: Dialect

    @property
    def there(self) -> Sequence[Row]:
        """The rows of this table in the world."""
        return self.world[self.table.id]


def changes(rule: Rule, row: Row, ground: Ground, *, harder: bool = False) -> Iterator[Row]:
    """The cells to change in a row; with `harder`, several columns of a check at once."""
    source = rule.source
    if isinstance(source, Column):
        yield from _of_column(rule, source, row, ground)
    elif isinstance(source, Check):
        found = _of_check(rule, source, row, ground, harder)
        yield from islice(found, _MOST * (4 if harder else 1))
    elif isinstance(source, ForeignKey):
        yield from islice(_of_reference(source, row, ground), _MOST)
    else:
        yield from _of_key(rule, source, row, ground)


def repairs(other: Rule, row: Row, fixed: Collection[str], ground: Ground) -> Iterator[Row]:
    """Cells to change in a row, beside the fixed ones, so that it may keep a rule that it need not break."""
    source = other.source
    free = [name for name in other.columns if name in row and name not in fixed]
    yield from ({name: null(ground.table.column(name).type)} for name in free if ground.table.column(name).nullable)
    if isinstance(source, Check):
        for name in free:
            yield from _choices(name, source, row, ground, other.columns)
    elif isinstance(source, ForeignKey):
        pairs = zip(source.columns, source.references, strict=True)
        yield from _keys_of([pair for pair in pairs if pair[0] in free], ground.world.get(source.table, ()))
    elif free:
        yield from ({name: found[name] for name in free if name in found} for found in ground.spare[ground.table.id])


def to_meet(where: Check, row: Row, ground: Ground) -> Iterator[Row]:
    """Cells to change in a row so that it may meet the condition of a partial key."""
    names = _named_in(where, row)
    found = [change for name in names for change in _choices(name, where, row, ground, names)]
    said = {one.replace("''", "'") or two for one, two in _WORDS.findall(where.sql)}
    yield from sorted(found, key=lambda change: all(cell.text not in said for cell in change.values()))


def to_fill(names: Collection[str], row: Row, ground: Ground) -> Row:
    """Values for the members of a key that are NULL in a row: NULLs repeat nothing."""
    found: dict[str, Cell] = {}
    for name in (name for name in names if name in row and row[name].text is None):
        others = (other[name] for other in (*ground.spare[ground.table.id], *ground.there) if name in other)
        edge = _values(ground.table.column(name), None, row, (), ground)
        value = next((each for each in (*others, *edge) if each.text), None)
        found |= {} if value is None else {name: value}
    return found


def _named_in(check: Check, row: Row) -> list[str]:
    return [name for name in row if re.search(rf"\b{re.escape(name)}\b", check.sql, re.IGNORECASE)]


def _of_column(rule: Rule, column: Column, row: Row, ground: Ground) -> Iterator[Row]:
    if rule.kind == "NOT_NULL":
        if column.generated is None and not taking_null(column, ground.dialect):
            yield {column.name: null(column.type)}
        return
    now = row[column.name].text if column.name in row else None
    yield from ({column.name: found.cell} for found in wrong(ground.table, column, ground.dialect, now or ""))


def _of_key(rule: Rule, source: Unique | Exclusion, row: Row, ground: Ground) -> Iterator[Row]:
    """The key of a row that is there; then also what else its columns are tied to."""
    different = [part for part, sign in source.parts if sign == "<>"] if isinstance(source, Exclusion) else []
    own = [name for name in rule.columns if name in row and not any(name in part for part in different)]
    where = source.where
    asked = _named_in(where, row) if where is not None else []
    tied = [name for key in ground.table.foreign_keys if set(key.columns) & set(own) for name in key.columns]
    others = {name for unique in ground.table.uniques if unique is not source for name in unique.columns}
    rest = [name for name in row if name not in others]
    for other in ground.there[:_ROWS]:
        for names in (own, [*own, *asked], [*own, *asked, *tied], [*own, *asked, *tied, *rest], list(row)):
            yield {name: other[name] for name in dict.fromkeys(names) if name in other}
        if isinstance(source, Unique) and source.keys:
            yield from _otherwise_written(source, other, ground)


def _otherwise_written(unique: Unique, other: Row, ground: Ground) -> Iterator[Row]:
    """The key of a row in other letters, which an expression may not tell apart."""
    own = {name: other[name] for name in unique.columns if name in other}
    for name, found in own.items():
        texts = (
            (found.value.swapcase(), found.value.upper(), f" {found.value} ") if isinstance(found.value, str) else ()
        )
        others = (cell(text, ground.table.column(name).type, ground.dialect) for text in texts)
        yield from ({**own, name: each} for each in others if each is not None)


def _of_reference(key: ForeignKey, row: Row, ground: Ground) -> Iterator[Row]:
    """Keys of rows that are not there; then values that no row has."""
    shared = {name for other in ground.table.foreign_keys if other is not key for name in other.columns}
    pairs = [(here, there) for here, there in zip(key.columns, key.references, strict=True) if here in row]
    own = [pair for pair in pairs if pair[0] not in shared]
    missing = ground.spare.get(key.table, ())
    for chosen in ([pair] for pair in own):
        yield from _keys_of(chosen, missing)
    yield from _keys_of(pairs, missing)
    if key.match == "full":
        yield from ({here: null(ground.table.column(here).type)} for here, _ in pairs)
    there = ground.world.get(key.table, ())[:_ROWS]
    for one, two in product(there, there):
        yield {here: (one if place else two)[name] for place, (here, name) in enumerate(pairs) if name in one}
    for here, _ in (*own, *pairs):
        for found in _values(ground.table.column(here), None, row, (), ground):
            yield {**{name: row[name] for name, _ in pairs}, here: found}


def _keys_of(pairs: Sequence[tuple[str, str]], rows: Sequence[Row]) -> Iterator[Row]:
    for parent in rows:
        yield {here: parent[there] for here, there in pairs if there in parent}


def _of_check(rule: Rule, check: Check, row: Row, ground: Ground, harder: bool) -> Iterator[Row]:
    names = [name for name in rule.columns if name in row]
    choices = {name: _choices(name, check, row, ground, names) for name in names}
    if not harder:
        longest = max(map(len, choices.values()), default=0)
        for place in range(longest):
            yield from (found[place] for found in choices.values() if place < len(found))
        return
    for many, most in ((2, 24), (3, 8), (4, 4)):
        for some in combinations(names, many):
            for chosen in islice(product(*(choices[name][:most] for name in some)), _MOST):
                yield {name: found for change in chosen for name, found in change.items()}


def _choices(name: str, check: Check, row: Row, ground: Ground, names: Sequence[str]) -> list[Row]:
    """The changes of one column: a reference moves as a whole, to parents that are there."""
    column = ground.table.column(name)
    beside = [row[other].value for other in names if other != name]
    found: list[Row] = [{name: null(column.type)}] if column.nullable else []
    for key in ground.table.foreign_keys:
        if name in key.columns:
            found += _keys_of(list(zip(key.columns, key.references, strict=True)), ground.world.get(key.table, ())[:24])
    found += [{name: other[name]} for other in ground.there[:6] if name in other]
    found += [{name: value} for value in _values(column, check, row, beside, ground)]
    seen = {tuple((key, value.text) for key, value in change.items()): change for change in found}
    return [change for change in seen.values() if any(value.text != row[key].text for key, value in change.items())]


def _values(column: Column, check: Check | None, row: Row, beside: Sequence[object], ground: Ground) -> Iterator[Cell]:
    """Cells at which a check over the column may tip."""
    words = [one.replace("''", "'") or two for one, two in _WORDS.findall(check.sql)] if check is not None else []
    hints = hints_of(None if check is None else check.expression, words)
    if column.type.kind == "boolean" and ground.dialect != "postgres":
        yield from (written(text, number=True) for text in ("2", "-1"))  # a small integer there
    for value in edges(column.type, hints, row[column.name].value, beside):
        found = cell(value, column.type, ground.dialect)
        below = column.type.unsigned and isinstance(value, int | float | Decimal) and value < 0
        if found is not None and not below:
            yield found
