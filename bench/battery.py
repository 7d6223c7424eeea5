"""Streams draws to a statistical battery, or runs dieharder over them and prints a table of p-values.

SEEDBED_BATTERY_SEED picks another key; the variant `control` is the operating system's own randomness.

    python bench/battery.py stream strided | dieharder -g 200 -d 0
    python bench/battery.py run sequential --tests 0,1,2 --json sequential.json
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from seedbed.sampling.bits import TILE, Draw, Words
from seedbed.sampling.permutation import Permutation

KEY = Draw.of(int(os.environ.get("SEEDBED_BATTERY_SEED", "1")), "battery")
_LANES = 256


def sequential(rows: Words) -> Words:
    """Rows 0, 1, 2, ... of one column: what a table is."""
    return KEY.words(rows)


def reversed_bits(rows: Words) -> Words:
    """Rows whose upper bits change first."""
    out = np.zeros_like(rows)
    for bit in range(64):
        out |= ((rows >> np.uint64(bit)) & np.uint64(1)) << np.uint64(63 - bit)
    return KEY.words(out)


def strided(rows: Words) -> Words:
    """Every 2**32-th row: only the upper half of the row number changes, then carries into the lower."""
    return KEY.words((rows << np.uint64(32)) | (rows >> np.uint64(32)))


def near_keys(rows: Words) -> Words:
    """The same rows under 256 second keys that differ by one, one word of each in turn."""
    out = np.empty_like(rows)
    for lane in range(_LANES):
        out[lane::_LANES] = Draw(KEY.key, (KEY.key2 + lane) % 2**64).words(rows[lane::_LANES] // np.uint64(_LANES))
    return out


def columns(rows: Words) -> Words:
    """The same rows of 256 columns of one table, one word of each in turn: what a row of a table is."""
    out = np.empty_like(rows)
    for lane in range(_LANES):
        out[lane::_LANES] = KEY.sub(lane).words(rows[lane::_LANES] // np.uint64(_LANES))
    return out


def permuted(rows: Words) -> Words:
    """Pairs of neighbours of a permutation of 2**62, 32 of its upper bits from each."""
    values = Permutation(2**62, KEY).at(rows % np.uint64(2**62)) >> np.uint64(30)
    return (values[0::2] << np.uint64(32)) | values[1::2]


def control(rows: Words) -> Words:
    """No draws of ours: what a battery says of a source that is beyond doubt, to read its p-values by."""
    return np.frombuffer(os.urandom(rows.size * 8), dtype=np.uint64)


VARIANTS: dict[str, Callable[[Words], Words]] = {
    function.__name__: function
    for function in (sequential, reversed_bits, strided, near_keys, columns, permuted, control)
}


def blocks(variant: str) -> Iterator[bytes]:
    """The words of a variant without end, little-endian, a few tiles at a time."""
    step = TILE * 4
    base = np.arange(step, dtype=np.uint64)
    start = 0
    while True:
        yield VARIANTS[variant](base + np.uint64(start)).astype("<u8").tobytes()
        start += step


def stream(variant: str) -> None:
    """Write the variant to standard output until the reader has had enough."""
    try:
        for block in blocks(variant):
            sys.stdout.buffer.write(block)
    except BrokenPipeError:
        sys.stderr.close()


def battery(variant: str, tests: list[str]) -> Iterator[dict[str, str | float]]:
    """The verdicts of dieharder's tests, one after the other, each on the stream from its start."""
    for test in tests:
        began = time.monotonic()
        source = subprocess.Popen([sys.executable, __file__, "stream", variant], stdout=subprocess.PIPE)
        judge = ["dieharder", "-g", "200", "-d", *test.split(":n="), "-c", "|", "-D", "default"]
        if ":n=" in test:
            judge.insert(5, "-n")
        answer = subprocess.run(judge, stdin=source.stdout, capture_output=True, text=True, check=True).stdout
        source.kill()
        source.wait()
        for line in answer.splitlines():
            cells = [cell.strip() for cell in line.split("|")]
            if cells[-1] in ("PASSED", "WEAK", "FAILED"):
                seconds = round(time.monotonic() - began, 1)
                yield {"variant": variant, "test": test, "line": " ".join(cells), "seconds": seconds}


def main() -> None:
    """Read the words of the command and do what they say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=("stream", "run"))
    parser.add_argument("variant", choices=tuple(VARIANTS))
    parser.add_argument("--tests", default="0,1,2,3,4,8,9,100,101,102")
    parser.add_argument("--json", default="")
    arguments = parser.parse_args()
    if arguments.verb == "stream":
        stream(arguments.variant)
        return
    found = []
    for verdict in battery(arguments.variant, arguments.tests.split(",")):
        print(f"{verdict['line']}  ({verdict['seconds']} s)", flush=True)
        found.append(verdict)
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
