"""Tests made without a model, judged by cosmic-ray: `python bench/tests_of_modules.py FOLDER JUDGE [NAME ...]`.

`--seconds` is the limit of wall time for the tests of a module, 60 by default; the processor's seconds stand beside,
for machines that have other work too: two free cores give 120 of them in a minute. `--keep` leaves the tests there.

FOLDER is the site-packages of an environment with python-string-utils 1.0.0, docstring-parser 0.16, flutils 0.7,
typesystem 0.4.1, PyMonet 0.12.0, sty 1.0.6, pytutils 0.4.1 and inflection, and with pytest; JUDGE is the Python of one
with cosmic-ray 8.7.0. For each module: a minute for the tests, then coverage by coverage.py, and all mutants of the
default operators; a run over its time counts as noticed, equivalent mutants are not taken out.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from seedbed.process.fence import interpreter
from seedbed.testgen.inside.chance import Chance
from seedbed.testgen.local import propose
from seedbed.testgen.sieve import Sifted, sift

HERE = Path(__file__).parent
MODULES = {
    "string_utils.manipulation": "string_utils/manipulation.py",
    "docstring_parser.rest": "docstring_parser/rest.py",
    "flutils.objutils": "flutils/objutils.py",
    "flutils.txtutils": "flutils/txtutils.py",
    "typesystem.formats": "typesystem/formats.py",
    "pymonet.immutable_list": "pymonet/immutable_list.py",
    "sty.primitive": "sty/primitive.py",
    "pytutils.trees": "pytutils/trees.py",
    "inflection": "inflection/__init__.py",
}
PYNGUIN = (98.9, 75.2, 74.6, 84.3, 64.4, 100, 93.3, 73.8, 98.1)
COVERUP = (100, 98, 100, 77, 100, 100, 100, 26, None)


def made(file: Path, folder: Path, seconds: float) -> tuple[Sifted, float, float]:
    """The tests of a file, how long they took, and for how long processors worked on them."""
    begun, before = time.monotonic(), os.times()
    proposed = propose(file, folder, seed=1, seconds=seconds * 0.65)
    path = file.parent / f"test_{file.stem}.py"
    left = begun + seconds - time.monotonic()
    kept = sift(proposed.text, file, folder, test_path=path, seed=1, seconds=left)
    after = os.times()
    return kept, time.monotonic() - begun, sum(after[:4]) - sum(before[:4])


def noticed(name: str, file: Path, folder: Path, judge: str, text: str) -> list[int]:
    """For each of the judge's mutants, 1 where the tests notice it."""
    with tempfile.TemporaryDirectory() as place:
        mutants, tests = Path(place) / "mutants.jsonl", Path(place) / "test_it.py"
        tests.write_text(text, encoding="utf-8")
        listed = subprocess.run([judge, str(HERE / "judge_mutants.py"), str(file)], capture_output=True, check=True)
        mutants.write_bytes(listed.stdout)
        words = [name, str(file), str(tests), str(mutants)]
        ran = subprocess.run(
            [interpreter(folder), str(HERE / "judge_runs.py"), *words], capture_output=True, check=True, cwd=place
        )
    told = json.loads(ran.stdout)
    if not told["clean"]:
        print(f"{name}: the tests fail on the module itself")
    return [each[2] for each in told["told"]]


def told_of(kept: Sifted, told: list[int], at: int, seconds: float, busy: float) -> list[float]:
    """Prints a module's line; its figures."""
    some = Chance(1).sample(told, min(40, len(told)))
    counted = collections.Counter(each.basis for each in kept.verdicts if each.kept)
    founded = ", ".join(f"{count} {basis}" for basis, count in sorted(counted.items()))
    figures = [kept.coverage, 100 * sum(told) / len(told), 100 * sum(some) / len(some)]
    print(
        f"| {list(MODULES)[at]} | {seconds:.0f} | {busy:.0f} | {figures[0]} | {figures[1]:.1f} % of {len(told)} "
        f"| {figures[2]:.0f} % | {sum(counted.values())} | {founded} | {PYNGUIN[at]} | {COVERUP[at] or '–'} |",
        flush=True,
    )
    return figures


def main(folder: Path, judge: str, names: list[str], seconds: float, keep: Path | None) -> None:
    """The table, and the means below it."""
    print("| module | s | CPU s | line+branch | all mutants | 40 sampled | tests | founded on | Pynguin | CoverUp |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    figures = []
    for at, (name, inside) in enumerate(MODULES.items()):
        if not names or name in names:
            kept, took, busy = made(folder / inside, folder, seconds)
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"test_{name.replace('.', '_')}.py").write_text(kept.text, encoding="utf-8")
            told = noticed(name, folder / inside, folder, judge, kept.text)
            figures.append(told_of(kept, told, at, took, busy))
    means = [sum(each) / len(each) for each in zip(*figures, strict=True)]
    print(f"| mean | | | {means[0]:.1f} | {means[1]:.1f} % | {means[2]:.0f} % | | | | |")


words = argparse.ArgumentParser(description=__doc__)
words.add_argument("folder", type=Path)
words.add_argument("judge")
words.add_argument("names", nargs="*")
words.add_argument("--seconds", type=float, default=60.0)
words.add_argument("--keep", type=Path)
said = words.parse_args()
main(said.folder.resolve(), said.judge, said.names, said.seconds, said.keep)
