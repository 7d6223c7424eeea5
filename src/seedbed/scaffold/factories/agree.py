"""Rows on two ways to a third one: an agent and an execution of that agent lead to one agent, and not to two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from seedbed.plan.across.names import is_tenant
from seedbed.scaffold.factories.parts import Factory, Link
from seedbed.schema.model import Schema

__all__ = ["agreeing"]


def agreeing(factories: Iterable[Factory], schema: Schema) -> tuple[Factory, ...]:
    """The factories, in which rows that a row refers to have in common with it what both say under one name.

    Only whose a row is, and that of which it is a part by the name of its class, is so: a comment need not be by the
    author of what it is about.
    """
    factories = tuple(factories)
    by_path = {factory.model.path: factory for factory in factories}
    return tuple(replace(factory, links=tuple(_agreed(factory, by_path, schema))) for factory in factories)


def _agreed(factory: Factory, by_path: Mapping[str, Factory], schema: Schema) -> Iterator[Link]:
    pairs = [pair for link in factory.links for pair in _common(link, factory, by_path, schema)]
    for link in factory.links:
        same = tuple(shared for near, shared in pairs if near is link)
        within = tuple(near.name for near, shared in pairs if shared is link and near.relation and shared.relation)
        yield replace(link, same=tuple((each.name, each.relation, each.pairs) for each in same), within=within)


def _common(
    near: Link, factory: Factory, by_path: Mapping[str, Factory], schema: Schema
) -> Iterator[tuple[Link, Link]]:
    """A link to a row, each with a link of the same row that the other one has too."""
    other = by_path.get(near.target.path)
    if other is None or not _is_plain(near):
        return
    theirs = [link for link in other.links if _is_plain(link) and not _is_alone(link, other, schema)]
    for link in factory.links:
        alike = any(_is_same(link, each) for each in theirs)
        if link is not near and _is_plain(link) and alike and _is_whose(link, near):
            yield near, link


def _is_plain(link: Link) -> bool:
    """Whether there always is a row at its end that nothing else decides."""
    return link.way == "made" and not (link.when or link.given)


def _is_same(one: Link, other: Link) -> bool:
    return (one.name, one.relation, one.pairs, one.target.path) == (
        other.name,
        other.relation,
        other.pairs,
        other.target.path,
    )


def _is_whose(link: Link, near: Link) -> bool:
    """Whether a row says by a link whose it is, or is a part of the other one by the name of its class."""
    whole, part = link.target.name, near.target.name
    named = part.startswith(whole) and part[len(whole) : len(whole) + 1].isupper()
    return named or any(is_tenant(mine, ()) for mine, _ in link.pairs)


def _is_alone(link: Link, factory: Factory, schema: Schema) -> bool:
    """Whether only one row of a factory may refer to each at the end of its link."""
    fields = [factory.model.field(mine) for mine, _ in link.pairs]
    own = {field.column for field in fields if field is not None}
    tables = {table for field in factory.model.fields for table, _ in field.columns}
    return any(set(unique.columns) <= own for table in schema if table.name in tables for unique in table.uniques)
