"""Which tests of a file fail for which mutants of its target: each mutant in a process forked from one that is warm."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import itertools
import json
import os
import pathlib
import signal
import sys
import tempfile
import time
import types
from collections.abc import Iterator
from typing import Any

from seedbed.testgen.inside import guard
from seedbed.testgen.inside.chance import Chance
from seedbed.testgen.inside.forks import LATE, LOST, each, end_of
from seedbed.testgen.inside.loading import Subject
from seedbed.testgen.inside.running import Recorder, arguments
from seedbed.testgen.inside.settling import settle

__all__ = ["main", "sampled"]

_SECONDS = 1.0
_PER_MUTANT = 12.0


def main(job: dict[str, Any], answer_file: str) -> None:
    """Leaves, for each mutant asked, the tests that fail: their names, or all of them where it cannot be imported."""
    guard.install([os.environ["HOME"], *job["writable"]], network=job["apart"], programs=True)
    os.chdir(job["folder"])
    for number in (0, 1):
        os.dup2(os.open(os.devnull, os.O_RDWR), number)
    until = end_of(job)
    court = _Court(job)
    indexes = sampled(len(court.subject.mutants), job["most"], job["seed"])
    answers = each(court.ask, indexes, at_once=job["at_once"], seconds=_PER_MUTANT, until=until)
    told = []
    for index, answer in sorted(zip(indexes, answers), key=lambda pair: pair[0]):
        mutant = court.subject.mutants[index]
        late = answer == LATE and time.monotonic() >= until
        failed = None if late else court.reaching(index)[:1] if answer in (LOST, LATE) else answer
        told.append([mutant.line, mutant.what, failed])
    with open(answer_file, "w", encoding="utf-8") as file:
        json.dump({"told": told, "all": len(court.subject.mutants)}, file)
    os._exit(0)


def sampled(count: int, most: int, seed: Any) -> list[int]:
    """Which mutants are tried, well mixed: those that a short time allows speak for the rest."""
    return Chance(seed).sample(range(count), min(count, most))


class _Court:
    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job
        self.subject = Subject(job["name"], job["target"], job["roots"])
        settle(job["settings"])
        self.subject.load()
        self.file = job["files"][0]
        with open(self.file, encoding="utf-8") as file:
            self.code = compile(ast.parse(file.read(), self.file), self.file, "exec", dont_inherit=True)
        self.module = os.path.splitext(os.path.basename(self.file))[0]
        self._import()  # so that what it needs is there before the first fork
        import pytest  # noqa: F401

    def _import(self) -> types.ModuleType:
        spec = importlib.util.spec_from_loader(self.module, None, origin=self.file)
        assert spec is not None
        module = importlib.util.module_from_spec(spec)
        module.__file__ = self.file
        sys.modules[self.module] = module
        exec(self.code, vars(module))
        return module

    def reaching(self, index: int) -> list[str]:
        """The tests that run a mutant's lines."""
        mutant = self.subject.mutants[index]
        lines = range(mutant.line, mutant.last + 1)
        at_import = not self.job["import_lines"] or any(line in lines for line in self.job["import_lines"])
        return [name for name, ran in self.job["lines"].items() if at_import or not set(ran).isdisjoint(lines)]

    def ask(self, index: int) -> Any:
        """The tests that fail for one mutant."""
        names = self.reaching(index)
        self.subject.change(self.subject.mutants[index])
        try:
            module = self._import()
        except BaseException:
            return names
        direct = [name for name in names if name in self.job["plain"]]
        failed = []
        for name in direct:
            passes = _passes(module, name)
            if not passes:
                failed.append(name)
            if passes is None:  # a loop without an end: it is noticed, and every other test would take as long
                return failed
        others = [name for name in names if name not in self.job["plain"]]
        if others:
            failed += self._by_pytest(others)
        return failed

    def _by_pytest(self, names: list[str]) -> list[str]:
        import pytest

        recorder = Recorder(None, "", None)
        sys.modules.pop(self.module, None)
        sys.path[:0] = self.job["roots"]
        nodes = [f"{self.file}::{name.replace('.', '::')}" for name in names]
        pytest.main([*arguments(nodes), "--assert=plain"], plugins=[recorder])
        bad = {node for node, said in recorder.outcomes.items() if said[0] in ("failed", "broken", "xpassed")}
        if recorder.broken:
            return names
        return [name for name in names if any(name.replace(".", "::") in node for node in bad)]


def _passes(module: types.ModuleType, name: str) -> bool | None:
    """Whether a plain test function passes, with all its parameters; None where it does not end."""
    owner, _, last = name.rpartition(".")
    holder: Any = module
    if owner:
        holder = getattr(module, owner)()
    test = getattr(holder, last)
    signal.signal(signal.SIGALRM, _late)
    signal.signal(signal.SIGVTALRM, _late)
    for given in _given(test):
        named = dict(given)
        if "tmp_path" in inspect.signature(test).parameters:
            named["tmp_path"] = pathlib.Path(tempfile.mkdtemp())
        signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS, 0.2)
        signal.setitimer(signal.ITIMER_REAL, _SECONDS * 4, 0.2)
        try:
            test(**named)
        except _Late:
            return None
        except BaseException:
            return False
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
    return True


class _Late(BaseException):
    pass


def _late(signum: int, frame: Any) -> None:
    raise _Late


def _given(test: Any) -> Iterator[list[tuple[str, Any]]]:
    """The parameters of each call, as `parametrize` marks give them."""
    tables = []
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            names = mark.args[0]
            listed = [each.strip() for each in names.split(",")] if isinstance(names, str) else list(names)
            rows = [
                getattr(row, "values", row) if type(row).__name__ == "ParameterSet" else row for row in mark.args[1]
            ]
            tables.append([list(zip(listed, row if len(listed) > 1 or type(row) is tuple and len(row) == len(listed)
                                    and not isinstance(names, str) else [row])) for row in rows])  # fmt: skip
    for chosen in itertools.product(*tables):
        yield [pair for pairs in chosen for pair in pairs]
