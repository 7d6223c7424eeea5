"""The long profile: `python -m tests.fuzz --dialect postgres --schemas 2000 --seed 1`."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from seedbed.schema.model import Dialect
from tests.fuzz.grow import grown
from tests.fuzz.outcome import BUGS, Case, Outcome, outcome_of
from tests.fuzz.sessions import Session, open_session
from tests.fuzz.shrink import shrunk
from tests.fuzz.world import World

DIALECTS: tuple[Dialect, ...] = ("postgres", "mysql", "sqlite")


def main() -> int:
    """Runs so many random schemas; 1 where a database refused what a plan accepted, or too many were refused."""
    words = _words()
    bad = False
    for dialect in DIALECTS if words.dialect == "all" else (words.dialect,):
        with open_session(dialect) as session:
            bad |= _run(dialect, session, words)
    return int(bad)


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--dialect", choices=[*DIALECTS, "all"], default="all")
    parser.add_argument("--schemas", type=int, default=2000, help="how many schemas of each dialect")
    parser.add_argument("--seed", type=int, default=1, help="the first schema's seed; the others follow")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long, for each dialect")
    parser.add_argument(
        "--judged", type=int, default=50, help="one schema in so many is judged by Seedbed's referee too"
    )
    parser.add_argument("--shrink", type=int, default=0, help="attempts to make each failing schema small")
    parser.add_argument("--output", type=Path, default=Path("fuzz-findings"), help="folder for failing schemas")
    return parser.parse_args()


def _run(dialect: Dialect, session: Session, words: argparse.Namespace) -> bool:
    outcomes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    began = time.monotonic()
    for seed in range(words.seed, words.seed + words.schemas):
        if time.monotonic() - began > words.seconds:
            break
        world = grown(dialect, seed)
        found = outcome_of(world, session, judged=seed % words.judged == 0)
        outcomes[found.word] += 1
        if found.word != "no witness":
            kinds.update(world.kinds)
        if found.word != "clean":
            _keep(world, found, session, seed, words)
    tried = sum(outcomes.values()) - outcomes["no witness"]
    seconds = time.monotonic() - began
    sys.stdout.write(_table(dialect, outcomes, kinds, tried, seconds))
    return any(outcomes[word] for word in BUGS) or outcomes["refused"] > 0.02 * tried


def _keep(world: World, found: Outcome, session: Session, seed: int, words: argparse.Namespace) -> None:
    if words.shrink and found.word != "no witness":
        world = shrunk(world, lambda smaller: outcome_of(smaller, session), found.word, words.shrink)
        found = outcome_of(world, session) if found.word != "misjudged" else found
    words.output.mkdir(parents=True, exist_ok=True)
    name = f"{found.word.replace(' ', '-')}-{world.dialect}-{seed}.sql"
    text = Case(world.dialect, world.ddl(), world.counts).text(found)
    (words.output / name).write_text(text, encoding="utf-8")


def _table(dialect: str, outcomes: Counter[str], kinds: Counter[str], tried: int, seconds: float) -> str:
    lines = [f"{dialect}: {tried} schemas in {seconds:.0f} s"]
    lines += [f"    {word:<12} {count:>6}  {count / max(tried, 1):7.2%}" for word, count in outcomes.most_common()]
    lines.append("  kinds, and the share of schemas that have them")
    shares = [f"{kind} {count / max(tried, 1):.0%}" for kind, count in kinds.most_common()]
    lines += [f"    {', '.join(shares[place : place + 6])}" for place in range(0, len(shares), 6)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
