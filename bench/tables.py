"""Whether a table costs the same among many: schemas of 1 to 1 000 tables, 100 rows in each.

    python bench/tables.py [--tables 1 10 100 250 500 1000] [--rows 100] [--format csv]

The tables are made up: nine columns, keys, checks and two references each, as a tree with links across. Counted is the
time of the processor: of `explain` (reading and planning), of a run without judging, and of one with. The last
column is the whole run's cost of a table beside that at the size before: 1 where nothing grows faster than the tables.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from measured import Run, run, seedbed

TABLE = """CREATE TABLE t{number} (
  id integer PRIMARY KEY,
  name varchar(60) NOT NULL,
  email varchar(80) UNIQUE,
  created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL,
  amount numeric(10, 2) CHECK (amount >= 0),
  status varchar(12) NOT NULL CHECK (status IN ('new', 'open', 'done')){references}
);
"""


def schema(tables: int) -> str:
    """A tree in which every table has four children, with a link from each to some table before it."""
    return "".join(TABLE.format(number=number, references=_references(number)) for number in range(tables))


def _references(number: int) -> str:
    if not number:
        return ""
    parent, other = number // 4, number * 7919 % number if number < 8 else (number * 7919) % (number // 2)
    links = {"up": f"integer NOT NULL REFERENCES t{parent} (id)", "beside": f"integer REFERENCES t{other} (id)"}
    return "".join(f",\n  {name}_id {link}" for name, link in links.items())


def measured_at(tables: int, rows: int, format: str) -> tuple[Run, Run, Run]:
    """Planning, a run that is not judged, and one that is."""
    with tempfile.TemporaryDirectory(prefix="seedbed-tables-") as home:
        folder = Path(home)
        (folder / "many.sql").write_text(schema(tables))
        asked: list[str | Path] = [folder / "many.sql", "--dialect", "postgres", "--count", str(rows)]
        made: list[str | Path] = [seedbed(), "generate", *asked, "--format", format, "--output"]
        runs = (
            run([seedbed(), "explain", *asked], folder / "log"),
            run([*made, folder / "plain", "--no-validate"], folder / "log"),
            run([*made, folder / "judged"], folder / "log"),
        )
    for done in runs:
        if done.exit:
            raise SystemExit(done.words)
    return runs


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--tables", type=int, nargs="+", default=(1, 10, 100, 250, 500, 1000))
    words.add_argument("--rows", type=int, default=100)
    words.add_argument("--format", default="csv")
    given = words.parse_args()
    print("| tables | plan | with rows | judged | ms a table | MB | against the size before |")
    print("|---|---|---|---|---|---|---|", flush=True)
    before = None
    for tables in given.tables:
        plan, plain, judged = measured_at(tables, given.rows, given.format)
        each = judged.cpu / tables
        ratio = f"{each / before:.2f}" if before else ""
        costs = " | ".join(f"{done.cpu:.2f} s" for done in (plan, plain, judged))
        print(f"| {tables:,} | {costs} | {each * 1e3:.1f} | {judged.megabytes:.0f} | {ratio} |", flush=True)
        before = each


if __name__ == "__main__":
    main()
