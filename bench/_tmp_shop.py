"""Times Seedbed beside its rivals on the same shop, in one run: python bench/shop.py [--scale 1] [--runs 3].

Every contender is a process of its own, started cold, writing CSV; wall time is that of the whole command. The best of
several runs counts, the runs taken in turns so that a busy machine is unfair to all alike. A rival whose package is
not installed is left out by name.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import measured

HERE = Path(__file__).parent
RIVALS = {"DuckDB": ("duckdb", "hand-written SQL"), "Mimesis": ("mimesis", "a loop"), "Faker": ("faker", "a loop")}

Results = dict[str, list[tuple[measured.Run, dict[str, int]]]]


@dataclass(frozen=True, slots=True)
class Contender:
    """One program that fills the shop."""

    name: str
    command: list[str | Path]


def contenders(rows: dict[str, int], folder: Path) -> Iterator[Contender]:
    """Seedbed first, then every rival that is installed, each with its command."""
    counts = [word for table, count in rows.items() for word in ("--count", f"{table}={count}")]
    ours: list[str | Path] = ["/opt/sb/venv/bin/python", "/tmp/sb.py", "generate", HERE / "shop.sql", *counts, "--format", "csv"]
    yield Contender(f"seedbed {version('seedbed')}", [*ours, "--no-validate", "--output", folder])
    for name, (package, how) in RIVALS.items():
        if importlib.util.find_spec(package) is None:
            print(f"{name} is not installed: left out", file=sys.stderr)
            continue
        script = HERE / "rivals" / f"with_{package}.py"
        yield Contender(f"{name} {version(package)}, {how}", [sys.executable, script, folder, *map(str, rows.values())])


def measure(contender: Contender, folder: Path, rows: dict[str, int]) -> tuple[measured.Run, dict[str, int]]:
    """One run of a contender into an empty folder, and what is wrong with what it wrote."""
    for old in folder.iterdir():
        old.unlink()
    done = measured.run(contender.command, folder.parent / "log")
    if done.exit:
        sys.exit(f"{contender.name} ended with {done.exit}:\n{done.words}")
    return done, measured.faults(folder, rows)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--scale", type=float, default=1.0, help="1 is a million rows")
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--only", default="", help="part of a contender's name; seedbed always runs")
    asked = words.parse_args()
    sizes = {"users": 100_000, "products": 10_000, "orders": 890_000}
    rows = {table: int(count * asked.scale) for table, count in sizes.items()}

    with tempfile.TemporaryDirectory(prefix="seedbed-bench-") as home:
        folder = Path(home) / "out"
        folder.mkdir()
        field = [
            each for each in contenders(rows, folder) if each.name.startswith("seedbed") or asked.only in each.name
        ]
        results: Results = {each.name: [] for each in field}
        for _ in range(asked.runs):
            for each in field:
                results[each.name].append(measure(each, folder, rows))
    show(results, sum(rows.values()), asked.runs)


def show(results: Results, rows: int, runs: int) -> None:
    """Prints the table: best wall time, rows a second, ratio to Seedbed, peak memory, faults."""
    best = {name: min(done.seconds for done, _ in all_runs) for name, all_runs in results.items()}
    ours = next(iter(best.values()))
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    print(f"{rows} rows to CSV, best of {runs}, {machine}\n")
    print("| contender | wall time | rows/s | against seedbed | peak memory | wrong |")
    print("|---|---|---|---|---|---|")
    for name, all_runs in results.items():
        memory = max(done.megabytes for done, _ in all_runs)
        wrong = ", ".join(f"{count} {what}" for what, count in all_runs[-1][1].items()) or "nothing"
        took = best[name]
        cells = [name, f"{took:.2f} s", f"{rows / took:,.0f}", f"{took / ours:.2f} ×", f"{memory:.0f} MB", wrong]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
