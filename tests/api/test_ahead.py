"""Tiles of several tables in turn."""

from __future__ import annotations

import threading

from seedbed import api
from seedbed.api.ahead import Ahead
from seedbed.engine.cells import Cells
from seedbed.engine.parts import TILE
from seedbed.engine.workers import made
from seedbed.plan.plan import Plan
from seedbed.schema.recipe import Recipe
from tests.test_examples import EXAMPLES


def planned(rows: int) -> Plan:
    [example] = [path for path in EXAMPLES if path.name == "shop.sqlite.sql"]
    return api.plan(api.read_schema(example).schema, Recipe(rows=20, table_rows=(("customers", rows),)))


def test_each_tables_tiles_are_those_that_it_has_by_itself() -> None:
    plan = planned(TILE + 5)
    tables = [table.id for table in plan.schema]
    with Ahead(plan, tables, Cells(plan)) as ahead:
        for id in tables:
            own = made(plan, plan.schema.table(id), Cells(plan))
            assert [tile.digests for tile in ahead.tiles] == [tile.digests for tile in own]
            ahead.turn()
        assert list(ahead.tiles) == []


def test_no_thread_stays_at_work_for_rows_that_nobody_wants() -> None:
    plan = planned(9 * TILE)
    with Ahead(plan, ["customers"], Cells(plan)) as ahead:
        assert next(ahead.tiles).number == 0
    left = [thread for thread in threading.enumerate() if thread.name.startswith("seedbed-rows")]
    for thread in left:
        thread.join(30)
        assert not thread.is_alive()
    assert list(ahead.tiles) == []
