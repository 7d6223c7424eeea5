"""A command's wall time and memory, start included, and what is wrong with the rows that it wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

__all__ = ["DIALECT", "Run", "faults", "judged", "run", "seedbed", "shop_faults"]

DIALECT = "postgres"  # of every schema of the benchmark: SQLite would have decimals that do not add up

# What must be 0, asked of the three files as text first read by DuckDB: keys, bounds, NULLs, references.
QUESTIONS = {
    "users' ids twice": "SELECT count(*) - count(DISTINCT id) FROM users",
    "e-mails twice": "SELECT count(*) - count(DISTINCT email) FROM users",
    "ages out of 18..100": "SELECT count(*) FROM users WHERE (age BETWEEN 18 AND 100) IS NOT TRUE",
    "skus twice": "SELECT count(*) - count(DISTINCT sku) FROM products",
    "prices not above 0": "SELECT count(*) FROM products WHERE (price > 0) IS NOT TRUE",
    "orders' ids twice": "SELECT count(*) - count(DISTINCT id) FROM orders",
    "quantities out of 1..10": "SELECT count(*) FROM orders WHERE (quantity BETWEEN 1 AND 10) IS NOT TRUE",
    "orders of no user": "SELECT count(*) FROM orders ANTI JOIN users ON users.id = orders.user_id",
    "orders of no product": "SELECT count(*) FROM orders ANTI JOIN products ON products.id = orders.product_id",
}
# What no constraint of the schema says, but a shop: asked of those that were told so.
SENSE = {
    "orders before their user": "SELECT count(*) FROM orders o JOIN users u ON u.id = user_id"
    " WHERE o.order_date::TIMESTAMP < u.created_at::TIMESTAMP",
    "totals that are not quantity times price": "SELECT count(*) FROM orders o JOIN products p ON p.id = product_id"
    " WHERE abs(o.total::DECIMAL(18, 2) - o.quantity * p.price) > 0.01",
    "bad e-mails": "SELECT count(*) FROM users WHERE email NOT LIKE '%_@_%._%'",
    "bad skus": "SELECT count(*) FROM products WHERE NOT regexp_full_match(sku, '[A-Z]{3}-[0-9]{4}-[A-Z]{2}')",
}
TYPES = {
    "users": {"id": "BIGINT", "age": "BIGINT", "created_at": "VARCHAR", "country": "VARCHAR"},
    "products": {"id": "BIGINT", "price": "DECIMAL(10, 2)", "name": "VARCHAR"},
    "orders": {"id": "BIGINT", "user_id": "BIGINT", "product_id": "BIGINT", "quantity": "BIGINT", "total": "VARCHAR"},
}


COLUMNS = {
    "users": "id email full_name age country created_at",
    "products": "id sku name price category",
    "orders": "id user_id product_id quantity status order_date total",
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a command cost: seconds by the clock on the wall and of the processor, megabytes of all its processes."""

    seconds: float
    cpu: float
    megabytes: float
    exit: int
    words: str


def run(command: Sequence[str | Path], log: Path) -> Run:
    """Runs a command to its end and measures it, through a process that is small itself."""
    watch = [sys.executable, str(Path(__file__).with_name("stopwatch.py")), str(log), *map(str, command)]
    told = json.loads(subprocess.run(watch, stdout=subprocess.PIPE, check=True).stdout)
    return Run(told["seconds"], told["cpu"], told["megabytes"], told["exit"], log.read_text(errors="replace"))


def seedbed() -> Path:
    """The program that stands beside this Python."""
    return Path(sys.executable).with_name("seedbed")


def faults(folder: Path, rows: dict[str, int]) -> dict[str, int]:
    """What is wrong with the shop in a folder of CSV files, by name; empty where nothing is."""
    return shop_faults(folder, rows, "csv", QUESTIONS)


def shop_faults(folder: Path, rows: dict[str, int], format: str, questions: dict[str, str]) -> dict[str, int]:
    """What is wrong with the shop in files of CSV or Parquet, one or many for each table."""
    db = duckdb.connect()
    found = {}
    if missing := [table for table in rows if not _files(folder, table, format)]:
        return {f"files of {table}: none": 1 for table in missing}
    for table, count in rows.items():
        files = [str(path) for path in _files(folder, table, format)]
        how = "parquet(?)" if format == "parquet" else f"csv(?, header = true, types = {TYPES[table]})"
        db.execute(f"CREATE TABLE {table} AS FROM read_{how}", [files])
        [(there,)] = db.execute(f"SELECT count(*) FROM {table}").fetchall()
        found[f"rows missing in {table}"] = count - there
        nulls = " OR ".join(f"{column} IS NULL" for column in COLUMNS[table].split())
        [(found[f"NULLs in {table}"],)] = db.execute(f"SELECT count(*) FROM {table} WHERE {nulls}").fetchall()
    for name, question in questions.items():
        [(found[name],)] = db.execute(question).fetchall()
    return {name: count for name, count in found.items() if count}


def _files(folder: Path, table: str, format: str) -> list[Path]:
    """The files of a table: those whose name begins with its, and all in a folder whose name does."""
    return sorted([*folder.glob(f"{table}*.{format}"), *folder.glob(f"{table}*/*.{format}")])


def judged(folder: Path, schema: Path, home: Path) -> dict[str, int]:
    """What the referee finds in a folder: rows that break a constraint, by its kind."""
    told = home / "verdict.json"
    told.unlink(missing_ok=True)
    words = [str(seedbed()), "validate", str(folder), str(schema), "--dialect", DIALECT, "--json", str(told)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if not told.exists():
        return {f"the referee could not read it: {done.stderr.strip()[:100]}": 1}
    kinds: dict[str, int] = json.loads(told.read_text())["summary"]["errors_by_kind"]
    return kinds
