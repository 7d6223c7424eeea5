"""Times Seedbed and its rivals on the same work, checks what each wrote, and writes tables and plots.

    python bench/run.py                                  # everything at full size: an hour and more, on a quiet machine
    python bench/run.py --parts shop wide --scale 0.01 --runs 1 --output /tmp/trial
    python bench/run.py --parts rows --most 100000000

Parts: shop, rental, wide, text (works); cold (small runs), cells (each kind of column), rows and tables (growth).
What was measured stays in measured.json beside the page, so that parts can be measured one after another;
`--parts none` only writes the page and the plots anew. Rivals are those of bench/rivals, and of the folders that
--rivals or SEEDBED_RIVALS names, if they have a rivals.toml. Each is installed into an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import measured
from cells import cells
from contenders import Contender, Rival, contenders, rivals
from growth import cold, grown_rows, grown_tables
from page import write_page
from works import WORKS, Work

HERE = Path(__file__).parent
PARTS = (*(work.name for work in WORKS), "cold", "cells", "rows", "tables")


@dataclass(frozen=True, slots=True)
class Line:
    """What one contender needed for a work: `seconds` of each run, and what is wrong with what it wrote last."""

    name: str
    ours: bool
    judged: bool
    rows: int
    seconds: list[float]
    cpu: float
    megabytes: float
    written: int
    wrong: dict[str, int]


def main() -> int:
    asked = _asked()
    folder = asked.output.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    store = folder / "measured.json"
    found: dict[str, Any] = json.loads(store.read_text(encoding="utf-8")) if store.exists() else {}
    others = [one for one in rivals([HERE / "rivals", *asked.rivals]) if asked.only.lower() in one.name.lower()]
    for part in asked.parts:
        with tempfile.TemporaryDirectory(prefix="seedbed-bench-") as home:
            found[part] = {**_machine(asked), "found": _measured(part, asked, others, Path(home))}
        store.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    write_page(folder, found)
    print(f"-> {folder / 'measured.md'}")
    bad = [line["name"] for part in found.values() for line in _ours(part) if line["wrong"]]
    return 1 if bad else 0


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--parts", nargs="+", choices=(*PARTS, "none"), default=PARTS)
    words.add_argument("--scale", type=float, default=1.0, help="1 is a million rows of the shop")
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--most", type=int, default=10_000_000, help="the most rows of the part called rows")
    words.add_argument("--formats", nargs="+", default=("csv", "parquet", "sql"))
    words.add_argument("--only", default="", help="part of the names of rivals")
    words.add_argument("--rivals", type=Path, nargs="+", default=_named(), help="folders with a rivals.toml")
    words.add_argument("--environments", type=Path, default=HERE / ".environments", help="where rivals are installed")
    words.add_argument("--output", type=Path, default=HERE.parent / "docs" / "benchmarks")
    asked = words.parse_args()
    asked.parts = [part for part in asked.parts if part != "none"]
    return asked


def _named() -> list[Path]:
    return [Path(name) for name in os.environ.get("SEEDBED_RIVALS", "").split(os.pathsep) if name]


def _machine(asked: argparse.Namespace) -> dict[str, Any]:
    """What a reader has to know of figures."""
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "runs": asked.runs,
        "scale": asked.scale,
    }


def _measured(part: str, asked: argparse.Namespace, others: Sequence[Rival], home: Path) -> Any:
    """The figures of one part."""
    if part == "cells":
        return cells(asked.runs)
    if part == "rows":
        return grown_rows(home, asked.most, asked.runs)
    if part == "tables":
        return grown_tables(asked.runs)
    if part == "cold":
        return cold(home, asked.runs, others, asked.environments)
    work = next(work for work in WORKS if work.name == part)
    return {format: _raced(work, format, asked, others, home) for format in work.formats if format in asked.formats}


def _raced(work: Work, format: str, asked: argparse.Namespace, others: Sequence[Rival], home: Path) -> list[Any]:
    """All contenders in one format, in turns."""
    folder = home / "out"
    field = list(contenders(work, format, asked.scale, others, asked.environments, folder))
    runs: dict[str, list[measured.Run]] = {each.name: [] for each in field}
    wrong: dict[str, dict[str, int]] = {}
    written: dict[str, int] = {}
    for turn in range(asked.runs):
        for each in field:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            done = measured.run(each.command, home / "log")
            runs[each.name].append(done)
            print(f"{work.name} {format}: {each.name}: {done.seconds:.2f} s, {done.megabytes:.0f} MB", file=sys.stderr)
            if turn == asked.runs - 1:
                written[each.name] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
                wrong[each.name] = _wrong(each, done, work, format, folder, home)
    return [asdict(_line(each, runs[each.name], written[each.name], wrong[each.name])) for each in field]


def _wrong(each: Contender, done: measured.Run, work: Work, format: str, folder: Path, home: Path) -> dict[str, int]:
    """What the referee and, of the shop, the shop's own questions find in what a contender wrote."""
    if done.exit and not (each.judged and done.exit == 1):
        print(done.words[-2000:], file=sys.stderr)
        return {f"ended with {done.exit}": 1}
    if format == "sql" or work.name != "shop":
        return measured.judged(folder, work.schema, home)
    sense = dict(measured.SENSE)
    if each.ours and "--config" not in each.command:
        del sense["bad skus"]  # of which the schema says nothing
    wrong = measured.shop_faults(folder, dict(each.rows), format, {**measured.QUESTIONS, **sense})
    return {**wrong, **measured.judged(folder, work.schema, home)} if each.ours else wrong


def _line(each: Contender, runs: Sequence[measured.Run], written: int, wrong: dict[str, int]) -> Line:
    seconds = [done.seconds for done in runs]
    cpu, memory = median(done.cpu for done in runs), max(done.megabytes for done in runs)
    return Line(each.name, each.ours, each.judged, sum(each.rows.values()), seconds, cpu, memory, written, wrong)


def _ours(part: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of a part that are ours, where it has lines."""
    found = part["found"]
    lines = [line for some in found.values() for line in some] if isinstance(found, dict) else []
    return [line for line in lines if isinstance(line, dict) and line.get("ours")]


if __name__ == "__main__":
    sys.exit(main())
