"""Partial unique keys over few values: one row of each group may meet the condition, the others must not.

The first row of a group is a column that nobody sees, and the key becomes a check like any other: not the condition, or
the first of its group. A group must not depend on what the condition reads: such columns are left out of it, which
is stricter than asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from seedbed.classes import dataclass
from seedbed.plan.parts import Part
from seedbed.schema.expression import Call, Expression, Ref, references
from seedbed.schema.model import Unique

__all__ = ["FirstOf", "elected"]


@dataclass(frozen=True, slots=True)
class FirstOf:
    """A column that nobody sees: whether a row is the first of those that are equal in `columns`."""

    name: str
    columns: tuple[str, ...]
    nulls_equal: bool


@dataclass(slots=True)
class _Blocks:
    """Columns that are filled together, and which blocks ask which: a block never asks itself, by any way."""

    of: dict[str, int]
    asks: dict[int, set[int]] = field(default_factory=dict)

    def meet(self, names: Iterable[str]) -> None:
        """Makes one block of all that hold the columns."""
        blocks = [self.of[name] for name in names if name in self.of]
        for name, block in self.of.items():
            self.of[name] = blocks[0] if block in blocks else block

    def may_ask(self, asking: int, asked: int) -> bool:
        """Whether one block may ask another without being asked by it already."""
        seen, waiting = set(), [asked]
        while waiting:
            block = waiting.pop()
            if block == asking:
                return False
            if block not in seen:
                seen.add(block)
                waiting += self.asks.get(block, ())
        return True


def elected(
    parts: Iterable[Part], conditions: Iterable[Expression], partial: Iterable[tuple[Unique, Expression]]
) -> list[tuple[FirstOf, Expression]]:
    """For each partial key the column that elects a row of each group, and the check that it becomes."""
    partial = list(partial)
    blocks = _blocks(parts, [*conditions, *(where for _, where in partial)])
    found: list[tuple[FirstOf, Expression]] = []
    for unique, where in partial:
        read = references(where)
        asking = blocks.of[read[0]]
        group = tuple(name for name in unique.columns if name in blocks.of and blocks.may_ask(asking, blocks.of[name]))
        blocks.asks.setdefault(asking, set()).update(blocks.of[name] for name in group)
        first = FirstOf(f"first of ({', '.join(group)})", group, not unique.nulls_distinct)
        found.append((first, Call("or", (Call("not", (where,)), Call("and", (where, Ref(first.name)))))))
    return found


def _blocks(parts: Iterable[Part], conditions: Iterable[Expression]) -> _Blocks:
    parts = list(parts)
    blocks = _Blocks({name: number for number, part in enumerate(parts) for name in part.names})
    for condition in conditions:
        blocks.meet(references(condition))
    for part in parts:
        for name in part.shared if part.role in ("fellow", "own") else ():
            blocks.asks.setdefault(blocks.of[part.names[0]], set()).add(blocks.of[name])
    return blocks
