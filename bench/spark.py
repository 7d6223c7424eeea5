"""What rows cost on Spark: the shop at two sizes on this machine, and on paper what ten billion rows would cost.

    bin/test-spark --collect-only --quiet                   # makes .venv-spark, where pyspark is
    .venv-spark/bin/python bench/spark.py [--rows 1000000 5000000] [--runs 3]

Counted is the time of the processor, of the JVM and all its Python processes; the difference between the sizes leaves
out what each run costs however many rows it has.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

import measured
from works import WORKS

SHOP = WORKS[0]
MANY = 10_000_000_000


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, nargs=2, default=(1_000_000, 5_000_000))
    words.add_argument("--runs", type=int, default=3)
    asked = words.parse_args()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with tempfile.TemporaryDirectory(prefix="seedbed-spark-") as home:
        small, large = (_cost(Path(home), rows, asked.runs) for rows in asked.rows)
    for rows, (cpu, size, memory) in zip(asked.rows, (small, large), strict=True):
        print(f"{rows:,} rows: {cpu:.1f} s of the processor, {size / 1e6:.0f} MB of Parquet, {memory:.0f} MB of memory")
    further = asked.rows[1] - asked.rows[0]
    each, width = (large[0] - small[0]) / further, (large[1] - small[1]) / further
    print(f"a further row: {each * 1e6:.2f} µs of one core ({1 / each:,.0f} rows/s and core), {width:.1f} bytes")
    print(f"{MANY:,} rows: {MANY * each / 3600:.1f} core-hours, {MANY * width / 1e9:.0f} GB, no shuffle")
    return 0


def _cost(home: Path, rows: int, runs: int) -> tuple[float, float, float]:
    """Seconds of the processor, bytes written, and peak megabytes, medians of some runs."""
    counts = SHOP.scaled(rows / sum(SHOP.rows.values()))
    asked = [word for table, count in counts.items() for word in ("--count", f"{table}={count}")]
    folder = home / "out"
    told = ["-m", "seedbed", "spark", str(SHOP.schema), "--config", str(SHOP.recipe), "--dialect", measured.DIALECT]
    found = []
    for _ in range(runs):
        shutil.rmtree(folder, ignore_errors=True)
        done = measured.run([sys.executable, *told, *asked, "--output", folder], home / "log")
        if done.exit:
            sys.exit(done.words[-2000:])
        written = sum(file.stat().st_size for file in folder.rglob("*.parquet"))
        found.append((done.cpu, written, done.megabytes))
    return median(cpu for cpu, *_ in found), median(size for _, size, _ in found), max(most for *_, most in found)


if __name__ == "__main__":
    sys.exit(main())
