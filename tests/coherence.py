"""Whether the rows of shops hang together, nothing being asked for: python -m tests.coherence [orders].

Prints what was asked of each shop, in how many of its rows it is so, and whether that is as it should be; ends with 1
where it is not. Edge cases are planted, as they are when the program is run without a word.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan
from seedbed.read.recipe.open import USUAL
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import ColumnWish, Distribution, Recipe

__all__ = ["Finding", "findings", "shops"]

ROOT = Path(__file__).parents[1]
ZIPF = Distribution("zipf")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was asked of a shop, how many of so many rows are so, and which share of them should be."""

    shop: str
    what: str
    found: int
    rows: int
    least: float = 0.0
    most: float = 0.0

    @property
    def good(self) -> bool:
        """Whether it is as it should be, and there were rows to look at."""
        return bool(self.rows) and self.least <= self.found / self.rows <= self.most


@lru_cache(maxsize=1)
def shops() -> dict[str, Any]:
    """The shops by name: where each is described, how many rows for an order, and what is asked of it."""
    said: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return said


def findings(name: str, orders: int) -> Iterator[Finding]:
    """What is found in one shop with so many orders."""
    shop = shops()[name]
    for asked, wishes in (("plain", ()), ("popular", (_wish(*shop["sold"]),))):
        with duckdb.connect() as session:
            for table, rows in whole(_planned(shop, orders, wishes)).items():
                session.register(table, rows)
            for one in shop.get(asked, ()):
                [(found, rows)] = session.execute(one["sql"]).fetchall()
                least = one.get("least", 0.0)
                yield Finding(name, one["what"], int(found), int(rows), least, one.get("most", float(least > 0)))


def _wish(table: str, column: str) -> ColumnWish:
    return ColumnWish(table, column, distribution=ZIPF)


def _planned(shop: dict[str, Any], orders: int, wishes: tuple[ColumnWish, ...]) -> Plan:
    text = (ROOT / shop["file"]).read_text(encoding="utf-8") if "file" in shop else shop["schema"]
    rows = tuple((table, round(orders * share)) for table, share in shop["rows"].items())
    recipe = Recipe(table_rows=rows, edge_cases=USUAL.edge_cases, columns=wishes)
    return plan(read_sql(text, "shop.sql", shop["dialect"]).schema, recipe, Cells)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    bad = 0
    for name in shops():
        say(f"\n{name}, {orders} orders")
        for found in findings(name, orders):
            bad += not found.good
            share = f" {found.found / max(found.rows, 1):7.1%}" if found.most else ""
            say(f"  {'' if found.good else 'WRONG '}{found.found:>7} of {found.rows:>7}{share}  {found.what}")
    raise SystemExit(min(bad, 1))


if __name__ == "__main__":
    main()
