"""How time and memory grow: small runs, more rows, more tables."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import measured
from contenders import Rival, contenders, ours
from tables import measured_at
from works import WORKS

__all__ = ["cold", "grown_rows", "grown_tables"]

SHOP = WORKS[0]
SMALL = (10, 50, 100, 1000)
TABLES = (1, 3, 10, 30, 100, 300, 1000)
A_LOT = 3_000_000  # rows from which a run is done once
A_LOT_OF_TABLES = 100

Row = dict[str, Any]


def cold(home: Path, runs: int, others: Sequence[Rival], environments: Path) -> list[Row]:
    """Small runs of the shop to CSV, so many rows of each of its three tables, start included; and `--help`."""
    folder = home / "out"
    found = [_row("seedbed --help", 0, _run([measured.seedbed(), "--help"], folder, home, runs))]
    for count in SMALL:
        small = replace(SHOP, rows=dict.fromkeys(SHOP.rows, count))
        field = contenders(small, "csv", 1.0, others, environments, folder)
        found += [_row(each.name, count, _run(each.command, folder, home, runs)) for each in field]
    return found


def grown_rows(home: Path, most: int, runs: int) -> list[Row]:
    """The shop to CSV at ever more rows, each file dropped once it is measured."""
    found = []
    total = 1000
    while total <= most:
        rows = SHOP.scaled(total / sum(SHOP.rows.values()))
        done = _run(ours(SHOP, rows, "csv", home / "out"), home / "out", home, runs if total < A_LOT else 1)
        found.append(_row("rows", sum(rows.values()), done))
        total *= 10
    return found


def grown_tables(runs: int) -> list[Row]:
    """Ever more tables that refer to each other, a hundred rows in each: the plan, all of it to CSV, and judged."""
    found = []
    for count in TABLES:
        turns = [measured_at(count, 100, "csv") for _ in range(runs if count <= A_LOT_OF_TABLES else 1)]
        found += [
            _row(name, count, done)
            for name, done in zip(("plan", "whole", "judged"), zip(*turns, strict=True), strict=True)
        ]
    return found


def _run(command: Sequence[str | Path], folder: Path, home: Path, runs: int) -> list[measured.Run]:
    """A command several times, each time into an empty folder."""
    found = []
    for _ in range(runs):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        found.append(measured.run(command, home / "log"))
        if found[-1].exit:
            print(found[-1].words[-2000:], file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    return found


def _row(name: str, size: int, runs: Sequence[measured.Run]) -> Row:
    """The figures of one command at one size."""
    figures: Mapping[str, float] = {
        "seconds": median(done.seconds for done in runs),
        "cpu": median(done.cpu for done in runs),
        "megabytes": max(done.megabytes for done in runs),
    }
    print(f"{name} at {size:,}: {figures['seconds']:.2f} s", file=sys.stderr)
    return {"name": name, "size": size, **figures, "exit": max(done.exit for done in runs)}
