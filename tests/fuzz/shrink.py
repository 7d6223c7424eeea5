"""A failing schema made small: rules, columns and tables go while the failure stays."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

from tests.fuzz.outcome import Outcome
from tests.fuzz.world import Table, World

__all__ = ["shrunk"]

_MOST_ROWS = (4, 8)


def shrunk(world: World, fails: Callable[[World], Outcome], word: str, most: int = 250) -> World:
    """A smaller world with the same outcome, after at most so many attempts."""
    attempts = 0
    moved = True
    while moved:
        moved = False
        for smaller in _smaller(world):
            attempts += 1
            if attempts > most:
                return world
            if fails(smaller).word == word:
                world, moved = smaller, True
                break
    return world


def _smaller(world: World) -> Iterator[World]:
    for table in reversed(world.tables):
        if not _referred(world, table.name) and len(world.tables) > 1:
            made = copy.deepcopy(world)
            made.tables = [other for other in made.tables if other.name != table.name]
            yield made
    for place, table in enumerate(world.tables):
        for number in reversed(range(len(table.rules))):
            made = copy.deepcopy(world)
            gone = made.tables[place].rules.pop(number)
            if not (gone.form == "constraint" and _needed(world, table, gone.columns)):
                yield made
        for number in reversed(range(len(table.columns))):
            name = table.columns[number].name
            if not any(name in rule.columns for rule in table.rules) and not _used(world, table, name):
                made = copy.deepcopy(world)
                made.tables[place].columns.pop(number)
                if made.tables[place].columns:
                    yield made


def _referred(world: World, name: str) -> bool:
    others = [table for table in world.tables if table.name != name]
    return any(rule.parent == name for table in others for rule in table.rules)


def _needed(world: World, table: Table, columns: tuple[str, ...]) -> bool:
    """Whether a reference needs these columns to be unique."""
    rules = [rule for other in world.tables for rule in other.rules if rule.parent == table.name]
    return any(set(rule.references) == set(columns) for rule in rules)


def _used(world: World, table: Table, name: str) -> bool:
    """Whether a generated column, a partition or a reference reads the column."""
    texts = [table.tail, *(column.tail for column in table.columns)]
    read = any(rule.parent == table.name and name in rule.references for t in world.tables for rule in t.rules)
    return read or any(name in text for text in texts)
