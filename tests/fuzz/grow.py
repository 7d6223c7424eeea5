"""A random schema for a seed: shapes of tables, facts of their columns, and what their rows happen to satisfy."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seedbed.schema.model import Dialect
from tests.fuzz import facts_keys, facts_rows, facts_values
from tests.fuzz.dice import Dice
from tests.fuzz.growth import Growth
from tests.fuzz.skeleton import SHAPES
from tests.fuzz.world import Column, Table, World

__all__ = ["FACTS", "grown"]

Fact = Callable[[Growth], None]
_ALL: tuple[Dialect, ...] = ("postgres", "mysql", "sqlite")

FACTS: Mapping[str, tuple[Fact, tuple[Dialect, ...]]] = {
    "in": (facts_values.in_list, _ALL),
    "range": (facts_values.value_range, _ALL),
    "like": (facts_values.like, _ALL),
    "regex": (facts_values.regex, _ALL),
    "similar": (facts_values.similar, ("postgres",)),
    "length": (facts_values.length, _ALL),
    "modulo": (facts_values.modulo, _ALL),
    "function": (facts_values.function, _ALL),
    "json": (facts_values.json_document, _ALL),
    "domain": (facts_values.domain, ("postgres",)),
    "enum": (facts_values.enum, ("postgres", "mysql")),
    "array": (facts_values.array, ("postgres",)),
    "arithmetic": (facts_rows.arithmetic, _ALL),
    "date_arithmetic": (facts_rows.date_arithmetic, _ALL),
    "order_chain": (facts_rows.order_chain, _ALL),
    "null_or": (facts_rows.null_or, _ALL),
    "implication": (facts_rows.implication, _ALL),
    "exactly_one": (facts_rows.exactly_one, _ALL),
    "case": (facts_rows.case, _ALL),
    "coalesce": (facts_rows.coalesce, _ALL),
    "equality": (facts_rows.equality, _ALL),
    "composite_unique": (facts_keys.composite_unique, _ALL),
    "partial_unique": (facts_keys.partial_unique, ("postgres", "sqlite")),
    "expression_unique": (facts_keys.expression_unique, ("postgres", "sqlite")),
    "nulls_not_distinct": (facts_keys.nulls_not_distinct, ("postgres",)),
    "exclude": (facts_keys.exclude, ("postgres",)),
    "folded_unique": (facts_keys.folded_unique, _ALL),
    "char_padding": (facts_keys.char_padding, _ALL),
    "numeric_scale": (facts_keys.numeric_scale, _ALL),
    "time_precision": (facts_keys.time_precision, _ALL),
    "generated_unique": (facts_keys.generated_unique, _ALL),
    "check_meets_unique": (facts_keys.check_meets_unique, _ALL),
}

_KEYS = {name for name, (fact, _) in FACTS.items() if fact.__module__ == facts_keys.__name__}
# the shapes, and again those of which there are several kinds
_OFTEN = [
    *SHAPES,
    "circle",
    "circle",
    "tenant",
    "tenant",
    "self_reference",
    "friends",
]
_ORDERED = ("int", "date", "moment", "decimal")


def grown(dialect: Dialect, seed: int) -> World:
    """A schema of one dialect with rows that satisfy it."""
    dice = Dice(seed)
    before = ("CREATE EXTENSION IF NOT EXISTS citext", "CREATE EXTENSION IF NOT EXISTS btree_gist")
    world = World(dialect, dice.whole(12, 40), before=before if dialect == "postgres" else ())
    for name in dice.some(dice.whole(2, 3), _OFTEN):
        if len(world.tables) < 6 and not (name == "partitioned" and dialect == "sqlite"):
            SHAPES[name](world, dice)
    if not world.tables:
        SHAPES["child"](world, dice)
    _facts(world, dice)
    for table in world.tables:
        _noticed(Growth(world, table, dice))
        _settle(table, dialect)
    return world


def _settle(table: Table, dialect: Dialect) -> None:
    """MariaDB takes no check over a column that a reference may set to NULL."""
    checked = {name for rule in table.rules if rule.form == "check" for name in rule.columns}
    for rule in table.rules:
        if dialect == "mysql" and rule.form == "reference" and checked & set(rule.columns):
            rule.sql = rule.sql.replace(" ON DELETE SET NULL", "").replace(" ON DELETE CASCADE", "")


def _facts(world: World, dice: Dice) -> None:
    for name, (fact, dialects) in FACTS.items():
        if world.dialect in dialects and dice.chance(0.17):
            # a unique key of a partitioned table would have to hold the columns it is divided by
            whole = [table for table in world.tables if not table.tail] if name in _KEYS else world.tables
            if whole:
                fact(Growth(world, dice.pick(whole), dice))


def _noticed(g: Growth) -> None:
    """What the rows satisfy without having been made for it."""
    if g.dice.chance(0.3) and not g.table.tail:
        dice_columns = g.existing("int", "text", "decimal", "moment", "date")
        distinct = [column for column in dice_columns if _distinct(column) and _indexable(g, column)]
        if distinct:
            g.unique("unique", g.dice.pick(distinct).name)
    if g.dice.chance(0.3):
        _pair(g)
    if g.dice.chance(0.3) and (numbers := g.existing("int", "decimal")):
        column = g.dice.pick(numbers)
        known = [cell for cell in column.cells if isinstance(cell, int) or hasattr(cell, "scaleb")]
        if known:
            g.check("noticed", f"{column.name} <= {g.put(max(known) + 1000)}", column.name)  # type: ignore[type-var,operator]
    if g.dice.chance(0.2):
        for column in g.existing("int", "text", "date"):
            column.required = column.required or (None not in column.cells and g.dice.chance(0.5))


def _distinct(column: Column) -> bool:
    known = [cell for cell in column.cells if cell is not None]
    return len(set(known)) == len(known) > 3


def _indexable(g: Growth, column: Column) -> bool:
    return column.type != "TEXT" or g.dialect != "mysql"


def _pair(g: Growth) -> None:
    """Two columns of one family that are in order, or differ, in every row."""
    family = g.dice.pick(_ORDERED)
    known = g.existing(family)
    pairs = [(one, two) for one in known for two in known if one is not two and one.type == two.type]
    held = [pair for pair in pairs if _holds(*pair)]
    if held:
        one, two = g.dice.pick(held)
        g.check("noticed", f"{one.name} <= {two.name}", one.name, two.name)


def _holds(one: Column, two: Column) -> bool:
    cells = zip(one.cells, two.cells, strict=True)
    return all(a is None or b is None or a <= b for a, b in cells)  # type: ignore[operator]
