"""Tests made without a model, judged by cosmic-ray: `python bench/tests_of_modules.py FOLDER JUDGE [NAME ...]`.

FOLDER is the site-packages of an environment with python-string-utils 1.0.0, docstring-parser 0.16, flutils 0.7,
typesystem 0.4.1, PyMonet 0.12.0, sty 1.0.6, pytutils 0.4.1 and inflection, and with pytest; JUDGE is the Python of one
with cosmic-ray 8.7.0. For each module: a minute for the tests, then coverage by coverage.py, and all mutants of the
default operators; a run over its time counts as noticed, equivalent mutants are not taken out.
"""

from __future__ import annotations

import collections
import json
import subprocess
import sys
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
SECONDS = 60.0


def made(file: Path, folder: Path) -> tuple[Sifted, float]:
    """The tests of a file, and how long they took."""
    begun = time.monotonic()
    proposed = propose(file, folder, seed=1, seconds=SECONDS * 0.6)
    path = file.parent / f"test_{file.stem}.py"
    kept = sift(proposed.text, file, folder, test_path=path, seed=1, seconds=SECONDS * 0.4)
    return kept, time.monotonic() - begun


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


def main(folder: Path, judge: str, names: list[str]) -> None:
    print("| module | seconds | line+branch | all mutants | 40 sampled | tests | founded on | Pynguin | CoverUp |")
    print("|---|---|---|---|---|---|---|---|---|")
    for at, (name, inside) in enumerate(MODULES.items()):
        if names and name not in names:
            continue
        kept, seconds = made(folder / inside, folder)
        told = noticed(name, folder / inside, folder, judge, kept.text)
        some = Chance(1).sample(told, min(40, len(told)))
        counted = collections.Counter(each.basis for each in kept.verdicts if each.kept)
        founded = ", ".join(f"{count} {basis}" for basis, count in sorted(counted.items()))
        share, part = 100 * sum(told) / len(told), 100 * sum(some) / len(some)
        print(
            f"| {name} | {seconds:.0f} | {kept.coverage} | {share:.1f} % of {len(told)} | {part:.0f} % "
            f"| {sum(counted.values())} | {founded} | {PYNGUIN[at]} | {COVERUP[at] or '–'} |",
            flush=True,
        )


main(Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3:])
