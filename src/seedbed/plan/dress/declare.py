"""`Declared` from what was planned: for whoever tests the data, in numbers that say nothing of how they were drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from seedbed.errors import Note
from seedbed.generators.choose import Defaulted, Drawn
from seedbed.generators.domain import Domain, Generator
from seedbed.generators.domains.choice import Choice
from seedbed.generators.factors.joint import Joint
from seedbed.generators.keys.linked import Linked
from seedbed.generators.lengthy import Lengthy
from seedbed.generators.row.coupled import Coupled
from seedbed.generators.row.slugged import Slugged
from seedbed.generators.shaped import Shaped
from seedbed.plan.dress.axis import Axis
from seedbed.plan.dress.closet import Closet
from seedbed.plan.dress.spread import inside, origin_of
from seedbed.plan.plan import Group, Plan
from seedbed.schema.declared import Declared
from seedbed.schema.recipe import Distribution

__all__ = ["MOST_RANKS", "along", "candid", "chosen", "over_values"]

_FAITHFUL = (Coupled, Drawn, Lengthy, Linked, Shaped)
_BLANK_AT_WILL = (*_FAITHFUL, Defaulted, Joint, Slugged)
"""Generators of which a share is NULL, whatever else their values follow."""

MOST_RANKS = 2_000_000
"""Ranks beyond which their chances are not worked out one by one."""


def along(about: Declared, wish: Distribution, axis: Axis) -> Declared:
    """A complete distribution along an axis; `about` says of what, and in whose words."""
    if axis.values:
        listed = tuple(repr(float(value)) for value in axis.values)
        return replace(about, distribution=wish, listed=listed, origin=origin_of(wish))
    first, last = (0, axis.count - 1) if wish.kind == "zipf" else inside(wish, axis)
    step = float(axis.step)
    low, high = (float(axis.first + axis.step * place) for place in (first, last))
    if wish.kind == "uniform":
        wish = replace(wish, params=(("high", high + step / 2), ("low", low - step / 2)))
    left_out = tuple(float(axis.first + axis.step * place) for place in axis.places)
    return replace(
        about, distribution=wish, low=low, high=high, step=step, origin=origin_of(wish), left_out=left_out
    )  # fmt: skip


def chosen(about: Declared, domain: Domain, axis: Axis | None, weights: tuple[float, ...]) -> Declared:
    """Values with weights, in the order of a domain of them."""
    if axis is not None and axis.values:
        listed = tuple(repr(float(value)) for value in axis.values)
        return replace(
            about,
            listed=listed,
            distribution=Distribution("empirical", weights=tuple(zip(listed, weights, strict=True))),
        )
    return replace(about, form="values", listed=_texts(domain), shares=weights)


def over_values(about: Declared, domain: Domain, wish: Distribution) -> Declared | None:
    """Popular values: of a list by name, of others by how many are how popular; None where they are too many."""
    if isinstance(domain, Choice):
        return replace(about, form="values", distribution=wish, listed=_texts(domain))
    if domain.size > MOST_RANKS:
        return None
    return replace(about, form="parents", distribution=wish, high=float(domain.size))


def candid(plan: Plan, closet: Closet) -> Plan:
    """The plan whose declarations, of shares of NULL too, say where other columns bend what was declared.

    Of all but shares of NULL, which nearly all generators keep, a note says so too.
    """
    held = {(table.table, name): group for table in plan.tables for group in table.groups for name in group.columns}

    def told(declared: Declared) -> Declared:
        generators = [held[declared.table, name].generator for name in declared.columns]
        faithful = _BLANK_AT_WILL if declared.form == "nulls" else _FAITHFUL
        if declared.bent or all(isinstance(made, faithful) for made in generators):
            return declared
        return replace(declared, bent="its values follow other columns where they have to")

    whole = {table.table for table in plan.tables if not table.known}  # of others the data hold the new rows only
    every = (*plan.declared, *_missing(plan, held, whole))
    kept = (one for one in every if not one.parent or {one.table, one.parent} <= whole)
    declared = tuple(map(told, kept))
    notes = (_bent(one) for one in declared if one.bent and one.form != "nulls")
    return replace(plan, declared=declared, notes=(*plan.notes, *notes))


def _bent(declared: Declared) -> Note:
    what = f"{declared.said} is followed as far as other rules of the column leave it"
    help = "the tests show how far, and raise no alarm"
    return Note(what, declared.bent, help, declared.table, ", ".join(declared.columns), grave=True)


def _missing(plan: Plan, held: Mapping[tuple[str, str], Group], tables: Collection[str]) -> Iterator[Declared]:
    """The shares of NULL that were asked for and that something is drawn with."""
    for wish in plan.recipe.columns:
        group = held.get((wish.table, wish.column))
        if wish.nulls and group is not None and wish.table in tables:
            made = group.generator
            given = made.nulls[group.columns.index(wish.column)] if isinstance(made, Coupled | Joint) else _share(made)
            if given:
                yield Declared("nulls", wish.table, (wish.column,), f"NULL {wish.nulls:.3g}", share=wish.nulls)


def _share(made: Generator) -> int:
    """The share of NULL in parts of a million that a generator draws; as good as any where others decide."""
    if isinstance(made, Drawn | Defaulted | Lengthy | Shaped | Slugged):
        return made.nulls
    return int(not isinstance(made, Linked))


def _texts(domain: Domain) -> tuple[str, ...]:
    values = domain.values if isinstance(domain, Choice) else ()
    return tuple(str(value).lower() if isinstance(value, bool) else str(value) for value in values)
