"""The works of the benchmark: which schema, how many rows of each table, in which formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["WORKS", "Work"]

HERE = Path(__file__).parent
SMALL = 100  # rows that a table keeps at any scale


@dataclass(frozen=True, slots=True)
class Work:
    """A schema to be filled, with or without a recipe; `rows` are those of each table at scale 1."""

    name: str
    title: str
    rows: Mapping[str, int]
    formats: tuple[str, ...]
    recipe: Path | None = None

    @property
    def schema(self) -> Path:
        """The schema's file."""
        return HERE / f"{self.name}.sql"

    def scaled(self, scale: float) -> dict[str, int]:
        """The rows of each table at a scale; small tables stay as they are, and none gets fewer than a small one."""
        return {table: max(round(count * scale), min(count, SMALL)) for table, count in self.rows.items()}


_RENTAL = {
    "countries": 100,
    "cities": 600,
    "addresses": 25_000,
    "stores": 50,
    "staff": 500,
    "customers": 20_000,
    "languages": 20,
    "films": 10_000,
    "actors": 2_000,
    "film_actors": 50_000,
    "categories": 30,
    "film_categories": 20_000,
    "inventory": 50_000,
    "rentals": 410_000,
    "payments": 411_700,
}

WORKS = (
    Work(
        "shop",
        "The shop: users, products, orders",
        {"users": 100_000, "products": 10_000, "orders": 890_000},
        ("csv", "parquet", "sql"),
        HERE / "shop.recipe.yaml",
    ),
    Work("rental", "Film rental: 15 tables, 66 keys, references and checks", _RENTAL, ("csv", "parquet", "sql")),
    Work("wide", "One wide table: 51 columns", {"readings": 200_000}, ("csv", "parquet", "sql")),
    Work(
        "text",
        "A table of text: about 1.2 KB a row",
        {"articles": 200_000},
        ("csv", "parquet", "sql"),
        HERE / "text.recipe.yaml",
    ),
)
