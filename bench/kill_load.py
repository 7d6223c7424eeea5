"""Kills loads at seeded random moments, and counts what they left: python bench/kill_load.py [--times 20].

For each database the program (SIGKILL; then Ctrl-C by the user), its connection, and the server (immediate stop,
restart) die in turn, on a private server that keeps what it has committed. Ends with 1 where a part of a load stays,
definitions changed, or the program said what is not so.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.kills import KINDS, World, cut_short, looks, moments, world
from tests.servers import Sqlite, start_mariadb, start_postgres


@contextlib.contextmanager
def worlds(name: str, folder: Path, rows: int, said: tuple[str, ...]) -> Iterator[World]:
    """The world of one kind of database."""
    if name == "sqlite":
        yield world(Sqlite(folder), folder, rows, said)
        return
    server = start_postgres(durable=True) if name == "postgres" else start_mariadb(durable=True)
    try:
        yield world(server, folder, rows, said)
    finally:
        server.stop()


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--times", type=int, default=20)
    words.add_argument("--rows", type=int, default=30_000)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--only", default="", help="postgres, mariadb or sqlite")
    words.add_argument("--kind", default="", help="program, user, connection or server")
    words.add_argument("--rebuild", action="store_true", help="loads with --rebuild-constraints")
    asked = words.parse_args()
    said = ("--rebuild-constraints",) if asked.rebuild else ()
    print("| database | killed | times | while it ran | nothing | everything | a part, or untrue |")
    print("|---|---|---|---|---|---|---|")
    wrong = 0
    for name in ("postgres", "mariadb", "sqlite"):
        if asked.only in name and not (asked.rebuild and name == "mariadb"):
            with (
                tempfile.TemporaryDirectory(prefix="seedbed-kill-") as home,
                worlds(name, Path(home), asked.rows, said) as one,
            ):
                for kind in KINDS if name != "sqlite" else KINDS[:2]:
                    if asked.kind in kind:
                        wrong += killed(one, name, kind, Path(home), asked)
    return 1 if wrong else 0


def killed(one: World, name: str, kind: str, home: Path, asked: argparse.Namespace) -> int:
    """Kills loads in one way and prints what they left; gives how many left a part or told an untruth."""
    left: Counter[str] = Counter()
    for moment in moments(f"{asked.seed} {name} {kind}", looks(one, home), asked.times):
        try:
            outcome = cut_short(one, kind, moment, home)
        except AssertionError as error:
            print(f"{name} {kind} after {moment} looks: {error}", file=sys.stderr)
            left["wrong"] += 1
            continue
        left["everything" if outcome.everything else "nothing"] += 1
        left["hit"] += outcome.hit
    cells = (name, kind, asked.times, left["hit"], left["nothing"], left["everything"], left["wrong"])
    print(f"| {' | '.join(map(str, cells))} |", flush=True)
    return left["wrong"]


if __name__ == "__main__":
    sys.exit(main())
