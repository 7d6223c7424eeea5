"""`Threads`: which group of a plan asks which, and the hidden columns by which rows of other tables are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.generators.domain import Generator
from seedbed.generators.row.worked import Rollup
from seedbed.plan.across.wanted import Bound, Children, Copy, Part, Total, Wanted
from seedbed.plan.conditions.look import Look, looking
from seedbed.plan.dress.closet import Closet
from seedbed.plan.keys.rings import asking, node
from seedbed.plan.plan import Group, Plan

__all__ = ["Hidden", "Threads"]

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden columns that something reads: those of parents, and those of children."""

    looks: tuple[Look, ...] = ()
    children: tuple[Children, ...] = ()


class Threads:
    """The `groups` of a plan by table and column, as they are so far."""

    def __init__(self, plan: Plan, closet: Closet) -> None:
        self.plan = plan
        self.groups = {
            (table.table, name): group for table in plan.tables for group in table.groups for name in group.columns
        }
        self._rows = {table.table: table.total for table in plan.tables}
        self._hidden: dict[str, dict[str, Hidden]] = {id: {} for id in self._rows}
        self._edges = {
            name: set(asked) for name, asked in asking(closet.facts, {t.table: t.groups for t in plan.tables}).items()
        }

    def woven(self, notes: Iterable[Note]) -> Plan:
        """The plan with all that was woven in, and what there is to say of it."""
        tables = []
        for table in self.plan.tables:
            groups = tuple(dict.fromkeys(self.groups[table.table, group.columns[0]] for group in table.groups))
            tables.append(replace(table, groups=(*groups, *self._hidden_groups(table.table))))
        return replace(self.plan, tables=tuple(tables), notes=(*self.plan.notes, *notes))

    def links(self, table: str, group: Group, reads: Iterable[str], hidden: Hidden) -> bool:
        """Whether a group may ask for columns, hidden ones among them, and never itself by any way; then it does."""
        asked: set[str] = set()
        found = {look.name: look for look in hidden.looks} | {child.name: child for child in hidden.children}
        for name in dict.fromkeys(reads):
            cells = [(table, name)]
            if name in found:
                cells = list(self._asked(table, found[name]))
            if not all(self._is_made(cell, found.get(name)) for cell in cells):
                return False
            asked |= {node(cell[0], self.groups[cell]) for cell in cells if cell in self.groups}
        own = node(table, group)
        if self._reaches(asked, own):
            return False
        self._edges[own] |= asked
        return True

    def _asked(self, table: str, hidden: Look | Children) -> Iterable[Cell]:
        if isinstance(hidden, Look):
            yield from ((table, name) for name in hidden.key.columns)
            yield from ((hidden.key.table, name) for name in (*hidden.key.references, hidden.column))
            return
        yield from ((table, name) for name in hidden.key.references)
        yield from ((hidden.table, name) for name in hidden.key.columns)
        yield from ((hidden.table, amount.column) for term in hidden.terms for amount in term.amounts)

    def _is_made(self, cell: Cell, hidden: Look | Children | None) -> bool:
        """Whether the cells of a column are known in every row that is asked for.

        Of rows that are there already only some columns are known. New rows alone are asked for those of their own
        table, and of children: new ones refer to them.
        """
        there = self.plan.table(cell[0])
        if cell[1] in {known.column for known in there.there}:
            return True
        is_parents = isinstance(hidden, Look) and cell[0] == hidden.key.table
        return cell in self.groups and not (is_parents and there.known)

    def _reaches(self, start: Iterable[str], goal: str) -> bool:
        return goal in self._reached(start)

    def _reached(self, start: Iterable[str]) -> set[str]:
        """The groups that some groups read, by way of others too, and they themselves."""
        seen, waiting = set[str](), list(start)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += self._edges.get(name, ())
        return seen

    def _returns(self, table: str, look: Look) -> bool:
        """Whether what a look reads of the parent reads this table in turn."""
        cell = (look.key.table, look.column)
        if cell not in self.groups:
            return False
        own = (self.groups.get((table, column.name)) for column in self.plan.schema.table(table).columns)
        reached = self._reached([node(cell[0], self.groups[cell])])
        return any(group is not None and node(table, group) in reached for group in own)

    def put(self, wanted: Wanted, group: Group, made: Generator, reason: str, bounds: Iterable[Bound] = ()) -> None:
        """Fills the one column of a group in another way, which reads what a wish does."""
        self.set(wanted.table, replace(group, generator=made, reason=reason))
        self.hide(wanted, bounds)

    def set(self, table: str, group: Group) -> None:
        """Puts a group in the place of its columns' own."""
        for name in group.columns:
            self.groups[table, name] = group

    def hide(self, wanted: Wanted, bounds: Iterable[Bound] = ()) -> None:
        """Notes the hidden columns that a wish reads."""
        hidden = self._hidden[wanted.table]
        looks = [bound.look for bound in bounds if bound.look is not None]
        looks += [wanted.look] if isinstance(wanted, Copy) else []
        if isinstance(wanted, Total | Part):
            looks += wanted.looks
            hidden |= {child.name: Hidden(children=(child,)) for child in wanted.children}
        hidden |= {look.name: Hidden((look,)) for look in looks}

    def _hidden_groups(self, table: str) -> list[Group]:
        found = {name: hidden for name, hidden in self._hidden[table].items() if (table, name) not in self.groups}
        looks = [look for hidden in found.values() for look in hidden.looks]
        own, apart = self.plan.schema.table(table), [look for look in looks if self._returns(table, look)]
        groups = looking((look for look in looks if look not in apart), own, self._rows)
        for look in apart:  # each by itself: one of a group would wait for what the others wait for
            groups += looking([look], own, self._rows)
        for hidden in found.values():
            groups += [self._rollup(table, child) for child in hidden.children]
        return groups

    def _rollup(self, table: str, child: Children) -> Group:
        there = self.plan.table(child.table)
        key = child.key
        made = Rollup(
            table, self._rows[table], key.references, child.table, key.columns, there.known, there.total, child.terms
        )
        return Group((child.name,), made, "over all rows that refer to it")
