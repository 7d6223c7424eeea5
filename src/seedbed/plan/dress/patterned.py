"""The dressing of columns whose pattern reads other columns of the row: `{first_name}.{last_name}@example.org`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seedbed.errors import Note, PlanError, Problem
from seedbed.generators.choose import Counted, Defaulted, Drawn, Permuted, Round
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.generators.pattern import Cell, Piece, Sequence, longest, parsed, spelled
from seedbed.generators.units import Value
from seedbed.plan.columns.wished import reads_cells
from seedbed.plan.facts import Facts
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.schema.expression import references
from seedbed.schema.graph import components
from seedbed.schema.recipe import ColumnWish

if TYPE_CHECKING:
    from seedbed.plan.dress.closet import Closet

__all__ = ["patterned"]


def patterned(plan: Plan, closet: Closet) -> Plan:
    """The plan whose columns follow their patterns; raises PlanError where a constraint does not let them."""
    wishes = [wish for wish in plan.recipe.columns if reads_cells(wish)]
    problems = _rings(wishes)
    for wish in wishes:
        table = plan.table(wish.table)
        why = "" if problems else _refused(wish, table, closet.facts[wish.table])
        if why:
            help = "ask for another pattern, or relax the constraint"
            problems.append(Problem(f"the pattern {wish.pattern} cannot be kept", _name(wish), why, help))
        elif not problems:
            plan = _with(plan, wish, closet.facts[wish.table])
    if problems:
        raise PlanError(*problems)
    return plan


def _with(plan: Plan, wish: ColumnWish, facts: Facts) -> Plan:
    pieces = tuple(
        Cell(_exact(piece.column, facts)) if isinstance(piece, Cell) else piece for piece in parsed(wish.pattern)
    )
    room = _room(wish, facts)
    old = _group(wish, plan.table(wish.table))
    made = spelled(wish.table, pieces, room, getattr(old.generator, "nulls", 0))
    new = Group(old.columns, made, f"pattern {wish.pattern} of the recipe")
    tables = tuple(
        replace(table, groups=tuple(new if group is old else group for group in table.groups))
        if table.table == wish.table
        else table
        for table in plan.tables
    )
    notes = plan.notes
    if room is not None:
        what = f"texts of {wish.pattern} are cut where they are longer than {room} letters"
        notes = (*notes, Note(what, table=wish.table, column=wish.column))
    return replace(plan, tables=tables, notes=notes)


def _refused(wish: ColumnWish, table: TablePlan, facts: Facts) -> str:
    """Why a pattern that reads other columns cannot be kept; "" where it can."""
    type = facts.table.column(wish.column).type if wish.column not in facts.left_out else None
    if type is None:
        return "the database fills the column itself"
    if type.kind not in TEXTS:
        return f"a column of the type {type.raw or type.kind} holds no such text"
    pieces = parsed(wish.pattern)
    if unfilled := [
        piece.column
        for piece in pieces
        if isinstance(piece, Cell) and not any(_exact(piece.column, facts) in group.columns for group in table.groups)
    ]:
        return f"the database fills {', '.join(unfilled)} itself"
    group = _group(wish, table)
    if not isinstance(group.generator, Drawn | Defaulted | Permuted | Counted | Round) or not isinstance(
        group.generator.unit, Value
    ):
        return "a key or a check chooses its values together with other columns"
    if any(wish.column in references(condition) for condition in facts.conditions):
        return "a check reads the column"
    limits = replace(facts.limit(wish.column), null=None, max_length=None)
    least = sum(longest(piece) for piece in pieces)
    if limits != Limits(min_length=limits.min_length) or (limits.min_length or 0) > least:
        return "a check narrows the column"
    keys = [wanted for wanted in facts.distinct if wish.column in wanted.reads]
    return "" if not keys or _tells_rows(wish, pieces, table, facts) else f"{keys[0].label} asks for distinct values"


def _tells_rows(wish: ColumnWish, pieces: tuple[Piece, ...], table: TablePlan, facts: Facts) -> bool:
    """Whether the texts of a pattern differ in every row: it ends or begins with a number of fixed width, uncut."""
    ends = [piece for piece in (pieces[0], pieces[-1]) if isinstance(piece, Sequence)]
    return bool(ends) and table.total < 10 ** ends[0].width and _room(wish, facts) is None


def _room(wish: ColumnWish, facts: Facts) -> int | None:
    """The letters that the column takes; None for any number of them."""
    most = [facts.table.column(wish.column).type.length, facts.limit(wish.column).max_length]
    return min((length for length in most if length is not None), default=None)


def _group(wish: ColumnWish, table: TablePlan) -> Group:
    return next(group for group in table.groups if wish.column in group.columns)


def _exact(name: str, facts: Facts) -> str:
    """The column that a pattern names, whatever its case."""
    names = [column.name for column in facts.table.columns]
    return name if name in names else next(other for other in names if other.lower() == name.lower())


def _rings(wishes: list[ColumnWish]) -> list[Problem]:
    """One problem for each ring of patterns that read each other."""
    edges = {
        f"{wish.table}.{wish.column}".lower(): [
            f"{wish.table}.{piece.column}".lower() for piece in parsed(wish.pattern) if isinstance(piece, Cell)
        ]
        for wish in wishes
    }
    known = {name: [other for other in read if other in edges] for name, read in edges.items()}
    return [
        Problem("these patterns read each other in a ring", ", ".join(ring), help="give one of them a text of its own")
        for ring in components(known)
        if len(ring) > 1 or ring[0] in known[ring[0]]
    ]


def _name(wish: ColumnWish) -> str:
    return f"{wish.table}.{wish.column}"
