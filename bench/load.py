r"""Times `seedbed load` beside the database's own loader of a ready file: python bench/load.py [--rows 1000000].

Both fill the same tables with the same rows, all constraints on, in one transaction: Seedbed makes the rows while the
server takes them, psql's \copy and the mariadb client's LOAD DATA LOCAL only read a file that was made before. They
run in turns on private servers, so that a busy machine is unfair to both alike; the ratio of each pair counts, not the
seconds. In brackets stands the processor's time, of the client and of the server's own sessions: a busy machine hardly
changes it. What the checks before the commit cost is timed apart, and where the database can take it back the same load
with --rebuild-constraints, whose ratio is that of the load with all constraints on to it.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import pyarrow as pa  # noqa: E402
from measured import seedbed  # noqa: E402

from seedbed import api  # noqa: E402
from seedbed.engine.cells import Cells  # noqa: E402
from seedbed.engine.parts import batches  # noqa: E402
from seedbed.schema.model import Table  # noqa: E402
from seedbed.schema.recipe import Recipe  # noqa: E402
from seedbed.write.csv import Csv  # noqa: E402
from seedbed.write.options import Options  # noqa: E402
from seedbed.write.order import load_order  # noqa: E402
from seedbed.write.text.tabbed import mysql_assignments, tabbed  # noqa: E402
from tests.servers import MariaDB, Postgres, start_mariadb, start_postgres  # noqa: E402

SHARES = {
    "customers": 0.1,
    "products": 0.05,
    "addresses": 0.1,
    "orders": 0.25,
    "order_items": 0.4,
    "shipments": 0.05,
    "reviews": 0.05,
}


@dataclass(frozen=True, slots=True)
class Side:
    """One database: its server, the schema, and how its client is called and told to load a file into a table."""

    name: str
    server: Postgres | MariaDB
    schema: Path
    client: Callable[[str], list[str]]
    load: Callable[[Table, pa.Schema, Path], str]
    process: int
    """The server's process: PostgreSQL's takes in the time of each session that has ended."""
    rebuilds: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What a load took: seconds by the clock on the wall, and of the processor by client and server."""

    seconds: float
    client: float
    server: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.client:.1f} + {self.server:.1f})"


def postgres() -> Side:
    server = start_postgres()

    def client(db: str) -> list[str]:
        return ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", server.dsn(db)]

    def load(table: Table, columns: pa.Schema, file: Path) -> str:
        return f"\\copy {table.id} ({', '.join(columns.names)}) FROM '{file}' WITH (FORMAT csv, HEADER)"

    server.execute("postgres", "ALTER SYSTEM SET autovacuum = off")
    server.execute("postgres", "SELECT pg_reload_conf()")
    [(process, *_)] = server.execute("postgres", "SELECT pg_read_file('postmaster.pid', 0, 20)")[:1]
    return Side("PostgreSQL", server, ROOT / "examples" / "shop.postgres.sql", client, load, int(process), True)


def mariadb() -> Side:
    server = start_mariadb()

    def load(table: Table, columns: pa.Schema, file: Path) -> str:
        targets, made = mysql_assignments(table, columns)
        put = f" SET {', '.join(made)}" if made else ""
        into = f"INTO TABLE {table.id} CHARACTER SET utf8mb4 ({', '.join(targets)}){put}"
        return f"LOAD DATA LOCAL INFILE '{file}' {into};"

    [(file,)] = server.execute("", "SELECT @@pid_file")
    return Side(
        "MariaDB", server, ROOT / "examples" / "shop.mysql.sql", server.client, load, int(Path(file).read_text())
    )


def fresh(side: Side) -> str:
    """A new database with the empty tables."""
    db = side.server.fresh()
    done = side.server.load(db, side.schema)
    assert done.returncode == 0, done.stderr
    return db


def timed(side: Side, command: Sequence[str | Path], stdin: Path | None = None) -> Cost:
    """What a command costs; ends the program with its words where it fails."""
    before, own = spent(side.process), resource.getrusage(resource.RUSAGE_CHILDREN)
    with (stdin or Path(os.devnull)).open("rb") as source:
        start = time.perf_counter()
        done = subprocess.run(list(map(str, command)), stdin=source, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stderr}{done.stdout}")
    seconds, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    time.sleep(0.5)  # the server's session ends a moment after its client
    client = now.ru_utime + now.ru_stime - own.ru_utime - own.ru_stime
    return Cost(seconds, client, spent(side.process) - before)


def spent(process: int) -> float:
    """The seconds of the processor that a server and its sessions that have ended took so far."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")


def ours(side: Side, db: str, counts: list[str], home: Path, *words: str) -> Cost:
    command: list[str | Path] = [seedbed(), "load", side.schema, side.server.dsn(db), *counts, *words]
    return timed(side, [*command, "--manifest", home / "records" / db])


def ready(side: Side, counts: dict[str, int], folder: Path) -> Path:
    """Writes a file for each table, with the same rows in the same order; gives the script that loads them."""
    schema = api.read_schema(side.schema).schema
    plan = api.plan(schema, Recipe(rows=20, table_rows=tuple(counts.items())))
    cells = Cells(plan)
    lines = ["BEGIN;"]
    for id in load_order(schema).tables:
        table, file = schema.table(id), folder / f"{id}.txt"
        first = next(batches(plan, table, cells)).schema
        with file.open("wb") as text:
            for piece in pieces(side, table, first, batches(plan, table, cells)):
                text.write(piece)
        lines.append(side.load(table, first, file))
    script = folder / "load.sql"
    script.write_text("\n".join([*lines, "COMMIT;"]) + "\n")
    return script


def pieces(side: Side, table: Table, columns: pa.Schema, rows: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    """CSV for PostgreSQL, LOAD DATA's own text for MariaDB."""
    if isinstance(side.server, MariaDB):
        text = tabbed(table, columns, "mysql")
        yield from (text.of(batch) for batch in rows)
        return
    with tempfile.TemporaryDirectory() as name:
        sink = Csv("postgres", {table.id: "rows.csv"}, Path(name), Options())
        sink.begin(table, columns)
        for batch in rows:
            sink.batch(batch)
        sink.end()
        yield (Path(name) / "rows.csv").read_bytes()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--pairs", type=int, default=3)
    asked.add_argument("--only", default="", help="postgres or mariadb")
    told = asked.parse_args()
    print(f"| {told.rows:,} rows | seedbed load | a ready file | ratio | checks apart | rebuilt | ratio | machine |")
    print("|---|---|---|---|---|---|---|---|")
    for name, make in {"postgres": postgres, "mariadb": mariadb}.items():
        if told.only in name:
            side = make()
            try:
                with tempfile.TemporaryDirectory(prefix="seedbed-load-") as home:
                    measure(side, told.rows, told.pairs, Path(home))
            finally:
                side.server.stop()


def measure(side: Side, rows: int, pairs: int, home: Path) -> None:
    """Prints one line for each pair, and the median ratio."""
    counts = {table: int(share * rows) for table, share in SHARES.items() if table in side.schema.read_text()}
    words = ["--count", "20", *(word for table, size in counts.items() for word in ("--count", f"{table}={size}"))]
    script = ready(side, counts, home)
    ratios, gains = [], []
    for _ in range(pairs):
        took = ours(side, fresh(side), words, home, "--no-validate")
        theirs = timed(side, side.client(fresh(side)), script)
        judged = ours(side, fresh(side), words, home)
        ratios.append(theirs.seconds / took.seconds)
        cells = [side.name, str(took), str(theirs), f"{ratios[-1]:.0%}", f"{judged.seconds - took.seconds:.1f} s"]
        if side.rebuilds:
            rebuilt = ours(side, fresh(side), words, home, "--no-validate", "--rebuild-constraints")
            gains.append(took.seconds / rebuilt.seconds)
            cells += [str(rebuilt), f"{gains[-1]:.1f} times"]
        else:
            cells += ["", ""]
        print(f"| {' | '.join([*cells, f'{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores'])} |", flush=True)
    gain = f"**{statistics.median(gains):.1f} times**" if gains else ""
    print(f"| {side.name} | | | **{statistics.median(ratios):.0%}** (median) | | | {gain} | |", flush=True)


if __name__ == "__main__":
    main()
