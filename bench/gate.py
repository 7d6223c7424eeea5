"""The benchmark gate: a million rows within a time and a memory, or exit 1.

python bench/gate.py --rows 1000000 --seconds 60 --megabytes 2048
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import measured

HERE = Path(__file__).parent


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--seconds", type=float, default=60)
    words.add_argument("--megabytes", type=float, default=2048)
    asked = words.parse_args()
    tenth, hundredth = asked.rows // 10, asked.rows // 100
    rows = {"users": tenth, "products": hundredth, "orders": asked.rows - tenth - hundredth}
    counts = [word for table, count in rows.items() for word in ("--count", f"{table}={count}")]

    with tempfile.TemporaryDirectory(prefix="seedbed-gate-") as home:
        folder = Path(home) / "out"
        command: list[str | Path] = [measured.seedbed(), "generate", HERE / "shop.sql", *counts, "--format", "csv"]
        done = measured.run([*command, "--output", folder], Path(home) / "log")
        if done.exit:
            print(done.words)
            return 1
        wrong = measured.faults(folder, rows)
    print(
        f"{asked.rows} rows, judged: {done.seconds:.1f} s of {asked.seconds:.0f}, "
        f"{done.megabytes:.0f} MB of {asked.megabytes:.0f}, wrong: {wrong or 'nothing'}"
    )
    return 1 if wrong or done.seconds > asked.seconds or done.megabytes > asked.megabytes else 0


if __name__ == "__main__":
    sys.exit(main())
