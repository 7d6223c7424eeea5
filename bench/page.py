"""The page of what was measured: tables in Markdown, and plots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import plot
from works import WORKS

__all__ = ["write_page"]

HEAD = """# Measured

Written by `python bench/run.py`; [what it means](../benchmarks.md). Every contender is a process of its own, started
cold, and its time is that of the whole command by the clock on the wall, the median of all runs, taken in turns. Peak
memory is that of all its processes together. *Wrong* is what the referee found in what was written last, and of the
shop what a shop would find too: dates before their user, totals that do not add up. Compare ratios of one table, not
times of two machines.
"""
NAMES = {"csv": "CSV", "parquet": "Parquet", "sql": "SQL"}


def write_page(folder: Path, found: dict[str, Any]) -> None:
    """Writes measured.md and its plots from what was measured so far."""
    text = [HEAD, *_speed(folder, found)]
    text += [part for work in WORKS if work.name in found for part in _work(work.title, found[work.name])]
    if "cold" in found:
        text += _cold(found["cold"])
    if "cells" in found:
        text += _cells(folder, found["cells"])
    if {"rows", "tables"} & set(found):
        text += _growth(folder, found)
    (folder / "measured.md").write_text("\n".join(text).rstrip() + "\n", encoding="utf-8")


def _how(part: dict[str, Any], scale: bool = False) -> str:
    """The machine and the care behind figures."""
    runs = f"{part['runs']} run{'s' * (part['runs'] > 1)}"
    size = f", scale {part['scale']:g}" if scale and part["scale"] != 1 else ""
    return f"{runs}{size}; {part['cores']} cores, {part['system']}, Python {part['python']}.\n"


def _speed(folder: Path, found: dict[str, Any]) -> Iterator[str]:
    """The plot of all works."""
    groups = [
        plot.Points(
            f"{work.title.partition(':')[0]}, {NAMES[format]}",
            [(line["name"], line["rows"] / median(line["seconds"]), line["ours"]) for line in lines],
        )
        for work in WORKS
        if work.name in found
        for format, lines in found[work.name]["found"].items()
    ]
    if groups:
        (folder / "speed.svg").write_text(
            plot.points("Rows a second, whole commands (logarithmic)", groups), encoding="utf-8"
        )
        yield "![rows a second of each contender](speed.svg)\n"


def _work(title: str, part: dict[str, Any]) -> Iterator[str]:
    """The tables of one work."""
    yield f"## {title}\n\n{_how(part, scale=True)}"
    for format, lines in part["found"].items():
        yield f"### {NAMES[format]}\n"
        yield "| contender | rows | wall time | rows/s | against seedbed | processor | peak memory | written | wrong |"
        yield "|---|---|---|---|---|---|---|---|---|"
        ours = lines[0]["rows"] / median(lines[0]["seconds"])
        yield from (_line(line, ours, lines[0]["rows"]) for line in lines)
        yield ""


def _line(line: dict[str, Any], ours: float, rows: int) -> str:
    took = median(line["seconds"])
    speed = line["rows"] / took
    asked = f"{line['rows']:,}" + ("" if line["rows"] == rows else " (fewer: too slow)")
    wrong = ", ".join(f"{count:,} {what}" for what, count in line["wrong"].items()) or "nothing"
    size = f"{line['written'] / 1e6:,.0f} MB"
    times = f"{took:.2f} s | {speed:,.0f} | {ours / speed:.2f} × | {line['cpu']:.2f} s"
    return f"| {line['name']} | {asked} | {times} | {line['megabytes']:,.0f} MB | {size} | {wrong} |"


def _cold(part: dict[str, Any]) -> Iterator[str]:
    """The table of small runs: a line for each contender, a column for each size."""
    yield f"## Small runs\n\nThe shop to CSV, so many rows of each of its three tables. {_how(part)}"
    rows = part["found"]
    sizes = sorted({row["size"] for row in rows if row["size"]})
    yield f"| contender | {' | '.join(f'{size:,} rows' for size in sizes)} | peak memory |"
    yield f"|---|{'---|' * (len(sizes) + 1)}"
    for name in dict.fromkeys(row["name"] for row in rows if row["size"]):
        mine = {row["size"]: row for row in rows if row["name"] == name}
        times = " | ".join(f"{mine[size]['seconds']:.2f} s" if size in mine else "" for size in sizes)
        yield f"| {name} | {times} | {max(row['megabytes'] for row in mine.values()):,.0f} MB |"
    for row in rows:
        if not row["size"]:
            yield f"\n`{row['name']}` takes {row['cpu']:.2f} s of the processor, {row['seconds']:.2f} s by the clock.\n"


def _cells(folder: Path, part: dict[str, Any]) -> Iterator[str]:
    """The table and the plot of each kind of column."""
    kinds = sorted(part["found"], key=lambda kind: -kind["cells"])
    group = plot.Points("", [(kind["name"], kind["cells"], True) for kind in kinds])
    drawn = plot.points("Cells a second of one core (logarithmic)", [group])
    (folder / "cells.svg").write_text(drawn, encoding="utf-8")
    yield f"## Kinds of columns\n\nCells a second of one core: start, planning and writing left out. {_how(part)}"
    yield "![cells a second of each kind of column](cells.svg)\n"
    yield "| column | cells/s | ns a cell |"
    yield "|---|---|---|"
    yield from (f"| {kind['name']} | {kind['cells']:,.0f} | {1e9 / kind['cells']:.0f} |" for kind in kinds)
    yield ""


def _growth(folder: Path, found: dict[str, Any]) -> Iterator[str]:
    """The plots of growth, rows and tables on one page, and their figures."""
    panels: list[plot.Lines] = []
    if "rows" in found:
        rows = found["rows"]["found"]
        panels.append(_panel("Seconds, by rows of the shop", "rows", {"wall": "seconds", "processor": "cpu"}, rows))
        panels.append(_panel("Peak memory in MB, by rows of the shop", "rows", {"memory": "megabytes"}, rows))
    if "tables" in found:
        made = found["tables"]["found"]
        values = {
            name: [(row["size"], row["cpu"]) for row in made if row["name"] == key]
            for name, key in (("and judged", "judged"), ("and rows", "whole"), ("plan", "plan"))
        }
        panels.append(plot.Lines("Seconds of the processor, by tables of a hundred rows", "tables", values))
    (folder / "growth.svg").write_text(plot.lines("How time and memory grow", panels), encoding="utf-8")
    yield "## More rows, more tables\n\n![time and memory by rows and by tables](growth.svg)\n"
    for part, what in (("rows", "rows of the shop to CSV"), ("tables", "tables of a hundred rows")):
        if part in found:
            yield f"{what[0].upper()}{what[1:]}. {_how(found[part])}"
            yield from _sizes(found[part]["found"])


def _panel(heading: str, across: str, named: dict[str, str], rows: Sequence[dict[str, Any]]) -> plot.Lines:
    values = {name: [(row["size"], row[key]) for row in rows] for name, key in named.items()}
    return plot.Lines(heading, across, values)


def _sizes(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield "| | size | wall time | processor | peak memory |"
    yield "|---|---|---|---|---|"
    for row in rows:
        figures = f"{row['seconds']:.2f} s | {row['cpu']:.2f} s | {row['megabytes']:,.0f} MB"
        yield f"| {row['name']} | {row['size']:,} | {figures} |"
    yield ""
