"""Whether a row costs the same in a large run: the largest schemas of a corpus at 10 000 and at 100 000 rows a table.

    SEEDBED_CORPUS=folder python bench/sizes.py [--schemas 20] [--only NAME] [--rows SMALL LARGE] [--most 1.3]

Each run is a process of its own that writes Parquet with --no-validate (--format csv for a schema that Parquet cannot
hold: a table without columns). Counted is the time of the processor, since
the machine may be shared; the wall's is shown beside it. A run at either size reads and plans first: the second
ratio leaves out what `seedbed explain` costs at that size, so that planning hides no row that grows dearer.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from measured import Run, run, seedbed

CREATE = re.compile(r"^\s*create\s+(?:unlogged\s+)?table\b", re.IGNORECASE | re.MULTILINE)
MADE = re.compile(r"([\d,]+) rows in (\d+) tables")


@dataclass(frozen=True, slots=True)
class Size:
    """One schema at one size: what planning and the whole run cost, and the rows that came of it."""

    plan: Run
    whole: Run
    rows: int

    @property
    def per_row(self) -> float:
        """Microseconds of the processor for a row, all in."""
        return self.whole.cpu / self.rows * 1e6

    @property
    def grown(self) -> float:
        """Microseconds of the processor for a row, planning left out."""
        return max(self.whole.cpu - self.plan.cpu, 0.0) / self.rows * 1e6


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--schemas", type=int, default=20)
    words.add_argument("--only", default="", help="a pattern that a schema's name must match")
    words.add_argument("--rows", type=int, nargs=2, default=(10_000, 100_000))
    words.add_argument("--most", type=float, default=1.3)
    words.add_argument("--format", default="parquet")
    given = words.parse_args()
    corpus = Path(os.environ.get("SEEDBED_CORPUS", ""))
    some = [path for path in largest(corpus, given.schemas) if re.search(given.only, f"{path.parent.name}/{path.stem}")]
    print(
        f"| schema | tables | µs a row at {given.rows[0]:,} | at {given.rows[1]:,} | ratio | planning left out | MB |"
    )
    print("|---|---|---|---|---|---|---|", flush=True)
    ratios = [ratio for path in some if (ratio := compared(path, given.rows, given.format)) is not None]
    good = sum(ratio <= given.most for ratio in ratios)
    print(f"\n{good} of {len(some)} schemas at most {given.most} ×")
    return 0 if good == len(some) else 1


def largest(corpus: Path, count: int) -> list[Path]:
    """The SQL files with the most tables, the smallest of them first."""
    sizes = {path: len(CREATE.findall(path.read_text(errors="replace"))) for path in sorted(corpus.glob("sql-*/*.sql"))}
    return sorted(sorted(sizes, key=sizes.__getitem__)[-count:], key=sizes.__getitem__)


def compared(path: Path, rows: tuple[int, int], format: str) -> float | None:
    """Measures one schema at both sizes and prints its line; the ratio, None where it cannot be made."""
    name = f"{path.parent.name}/{path.stem}"
    small, large = measured(path, rows[0], format), measured(path, rows[1], format)
    if isinstance(small, str) or isinstance(large, str):
        print(f"| {name} | {small if isinstance(small, str) else large} |", flush=True)
        return None
    tables = MADE.findall(large.whole.words)[-1][1]
    ratio, grown = large.per_row / small.per_row, large.grown / small.grown
    costs = f"{small.per_row:.2f} | {large.per_row:.2f} | {ratio:.2f} | {grown:.2f}"
    print(f"| {name} | {tables} | {costs} | {small.whole.megabytes:.0f}, {large.whole.megabytes:.0f} |", flush=True)
    return ratio


def measured(path: Path, rows: int, format: str) -> Size | str:
    """What a schema costs at one size, or why there is no telling."""
    folder = Path(tempfile.mkdtemp(prefix="seedbed-sizes-"))
    dialect = path.parent.name.split("-")[1]
    asked: list[str | Path] = [path, "--dialect", dialect, "--count", str(rows)]
    try:
        plan = run([seedbed(), "explain", *asked], folder / "plan.log")
        words: list[str | Path] = [*asked, "--format", format, "--no-validate", "--output", folder / "data"]
        whole = run([seedbed(), "generate", *words], folder / "log")
    finally:
        shutil.rmtree(folder)
    made = MADE.findall(whole.words)
    if whole.exit or not made:
        return f"exit {whole.exit}: {whole.words.strip()[-160:]}"
    return Size(plan, whole, int(made[-1][0].replace(",", "")))


if __name__ == "__main__":
    sys.exit(main())
