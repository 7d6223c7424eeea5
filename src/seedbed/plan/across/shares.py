"""Numbers that are a share of another one: a tax of what is taxed, a fee of an amount, what is used of a limit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from seedbed.generators.data.told import told
from seedbed.generators.row.tally import Amount, Term
from seedbed.plan.across.names import NUMBERS, apart, called
from seedbed.plan.across.totals import is_amount
from seedbed.plan.across.wanted import Context, Part, Total
from seedbed.plan.conditions.look import Look
from seedbed.schema.model import Column, Table

__all__ = ["shares"]


def shares(table: Table, context: Context) -> Iterator[Total | Part]:
    """The numbers of a table that others of their row limit; lines of a quantity add up by themselves."""
    keys = table.referring
    found: tuple[Total | Part, ...] = (*_left(table), *_named(table, context), *_among(table))
    yield from (wanted for wanted in found if _may_follow(table.column(wanted.column), keys))


def _may_follow(column: Column, keys: frozenset[str]) -> bool:
    return column.name not in keys and column.generated is None and column.identity is None


def _left(table: Table) -> Iterator[Total]:
    """What is left where something is taken away."""
    for item in _data()["left"]:
        whole, less = (next(called(table, item[name]), None) for name in ("of", "less"))
        if whole is not None and less is not None:
            terms = Term((Amount(whole.name),)), Term((Amount(less.name, blank=True),), minus=True)
            yield from (Total(table.id, column.name, terms) for column in called(table, item["rest"]))


def _named(table: Table, context: Context) -> Iterator[Part]:
    """The shares whose names and whose wholes' are known."""
    for item in _data()["share"]:
        for column in called(table, item["part"]):
            whole = next((other for other in called(table, item["of"]) if other != column), None)
            look = _of_parent(table, context, item["of"]) if whole is None and item.get("parent") else None
            name = whole.name if whole is not None else look.name if look is not None else ""
            if name and is_amount(table, column, context):
                ends = item["most"], item.get("least", 0)
                looks = () if look is None else (look,)
                yield Part(table.id, column.name, (Term((Amount(name),)),), ends[0], looks, (), ends[1])


def _of_parent(table: Table, context: Context, names: list[str]) -> Look | None:
    found = ((key, called(parent, names)) for key, parent in context.parents(table))
    looks = (context.look(table, key, column.name) for key, columns in found for column in columns)
    return next((look for look in looks if look is not None), None)


def _among(table: Table) -> Iterator[Part]:
    """The shares whose names differ from their wholes' in one word."""
    (item,) = _data()["among"]
    numbers = [column for column in table.columns if column.type.kind in NUMBERS]
    part_words, whole_words = item["part"].split(), item["of"].split()
    wholes = {found[1]: column for column in numbers if (found := apart(column, whole_words)) and found[1]}
    for column in numbers:
        found = apart(column, part_words)
        whole = wholes.get(found[1]) if found else None
        if whole is not None and whole != column:
            yield Part(table.id, column.name, (Term((Amount(whole.name),)),), item["most"], (), (), item["least"])


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return told("plan/across/shares.toml")
