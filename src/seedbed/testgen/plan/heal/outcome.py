"""`run_tests`: a test file, run by the repository's own pytest; what became of each test, and whose fault it is."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.process import fence
from seedbed.testgen.plan.heal import watch

__all__ = ["Failure", "Mark", "Outcomes", "outcomes_of", "run_tests", "told_by"]


Mark = tuple[str, str, str, int]

_CALLING = frozenset(["contextlib.py", "functools.py"])
"""Files of the standard library that call for others what these call."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that did not pass: in which part of it, with which error, and what Python says of that.

    `left` are the lines of the test behind the one that failed.
    """

    node: str
    when: str
    type: str
    types: tuple[str, ...]
    message: str
    name: str
    owner: str
    members: tuple[str, ...]
    trace: tuple[tuple[str, int, str], ...]
    left: int = 0

    @property
    def test(self) -> str:
        """The test without its file and its case: `TestOrders::test_totals`."""
        return self.node.partition("::")[2].partition("[")[0]

    @property
    def mark(self) -> Mark:
        """What is the same of two failures that are the same; two steps of a test may fail with the same words."""
        return self.node, self.type, self.message, self.left

    def line(self, path: Path) -> int:
        """The line of a file that it happened in or was called from, 0 where the file has no part in it."""
        lines = [number for file, number, _ in self.trace if _same(file, path)]
        return lines[-1] if lines else 0

    def is_in(self, path: Path) -> bool:
        """Whether it happened in the file itself, not in what the file calls."""
        trace = list(self.trace)
        while trace and Path(trace[-1][0]).name in _CALLING and Path(trace[-1][0]).parent.name.startswith("python"):
            trace.pop()  # a call that is only handed on
        return bool(trace) and _same(trace[-1][0], path)

    def is_by(self, name: str, path: Path) -> bool:
        """Whether a function that the file calls raised it by itself."""
        return len(self.trace) > 1 and self.trace[-1][2] == name and _same(self.trace[-2][0], path)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a run came to: tests by name, failures, pytest's exit code (None where its time was over), its words."""

    passed: tuple[str, ...]
    skipped: tuple[str, ...]
    failures: tuple[Failure, ...]
    code: int | None
    output: str


def _same(file: str, path: Path) -> bool:
    whole = path.resolve()
    return Path(file) == whole or (not Path(file).is_absolute() and whole.as_posix().endswith(f"/{file}"))


def run_tests(
    root: Path,
    file: Path,
    words: Sequence[str] = (),
    *,
    seconds: float = 600,
    also: Mapping[str, str] | None = None,
) -> Outcomes:
    """Runs the tests of a file. `words` are handed to pytest, `also` are variables of the environment."""
    return outcomes_of(root, file, told_by(root, file, words, seconds=seconds, also=also))


def told_by(
    root: Path, file: Path, words: Sequence[str], *, seconds: float, also: Mapping[str, str] | None = None
) -> str:
    """What a run of the tests of a file tells, as JSON: each test, the exit code, and all that was written."""
    with tempfile.TemporaryDirectory(prefix="seedbed-") as folder:
        told = Path(folder) / "outcomes.json"
        command = [
            fence.interpreter(root),
            str(Path(watch.__file__)),
            str(told),
            file.resolve().relative_to(root.resolve()).as_posix(),
            "-p",
            "no:cacheprovider",
            *words,
        ]
        ran = fence.run(command, root, seconds=seconds, variables=also)
        tests = json.loads(told.read_text(encoding="utf-8")) if told.exists() and told.stat().st_size else []
    return json.dumps({"tests": tests, "code": ran.code, "output": ran.output, "errors": ran.errors})


def outcomes_of(root: Path, file: Path, told: str) -> Outcomes:
    """What a run came to, of what it told."""
    said = json.loads(told)
    found, ran = said["tests"], fence.Ran(said["code"], said["output"], said["errors"])
    failures = [_failure(each) for each in found if each["outcome"] == "failed"]
    if not found and ran.code != 0:
        failures = [_whole(file.resolve().relative_to(root.resolve()).as_posix(), ran)]
    failed = {each.node for each in failures}
    by = {name: [each["node"] for each in found if each["outcome"] == name] for name in ("passed", "skipped")}
    passed = tuple(dict.fromkeys(node for node in by["passed"] if node not in failed))
    output = ran.output + ran.errors
    return Outcomes(passed, tuple(dict.fromkeys(by["skipped"])), tuple(failures), ran.code, output)


def _failure(found: Mapping[str, Any]) -> Failure:
    return Failure(
        found["node"],
        found["when"],
        found["type"],
        tuple(found["types"]),
        re.sub(r"^(cannot import name .*?)\s*\([^']*\)$", r"\1", found["message"]),  # without the path on this machine
        found["name"],
        found["owner"],
        tuple(found["members"]),
        tuple((file, number, name) for file, number, name in found["trace"]),
        found.get("left", 0),
    )


def _whole(path: str, ran: fence.Ran) -> Failure:
    """That nothing at all was run."""
    kind = "Hangs" if ran.code is None else "NotRun"
    said = (ran.errors or ran.output).strip()
    lines = [line for line in said.splitlines() if line.strip()]
    return Failure(path, "start", kind, (), lines[-1] if lines else f"exit code {ran.code}", "", "", (), ())
