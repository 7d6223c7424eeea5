"""`python judge_runs.py MODULE FILE TESTS MUTANTS`: which mutants a test file notices, each in a process forked for it.

It does what `cosmic-ray exec` does with `pytest -x TESTS` as the command, without starting an interpreter for every
mutant: the mutated source is given in place of the file's. A run over 10 seconds counts as noticed. Prints JSON.
"""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest


class Mutated:
    """Finds the module with its source replaced."""

    def __init__(self, name: str, file: str, source: str) -> None:
        self.name, self.file, self.source = name, file, source

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != self.name:
            return None
        package = [str(Path(self.file).parent)] if self.file.endswith("__init__.py") else None
        spec = importlib.util.spec_from_file_location(name, self.file, submodule_search_locations=package)
        assert spec is not None
        spec.loader = self  # type: ignore[assignment]
        return spec

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        exec(compile(self.source, self.file, "exec"), vars(module))  # noqa: S102 - a mutant


WORDS = [
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:randomly",
    "--no-header",
    "--tb=no",
    "-o",
    "addopts=",
    "--assert=plain",
]


def noticed(name: str, file: str, tests: str, source: str) -> int:
    process = os.fork()
    if not process:
        code = 1
        try:
            os.setpgid(0, 0)
            sys.meta_path.insert(0, Mutated(name, file, source))
            code = int(pytest.main([*WORDS, tests]))
        finally:
            os._exit(code)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return int(os.waitstatus_to_exitcode(status) != 0)
        time.sleep(0.002)
    os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return 1


def main(name: str, file: str, tests: str, mutants: str) -> None:
    sys.dont_write_bytecode = True
    out = os.fdopen(os.dup(1), "w")
    for number in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    made = [json.loads(line) for line in Path(mutants).read_text(encoding="utf-8").splitlines()]
    clean = noticed(name, file, tests, Path(file).read_text(encoding="utf-8"))
    told = [[operator, line, noticed(name, file, tests, code)] for operator, line, _, code in made]
    out.write(json.dumps({"clean": not clean, "told": told}))
    out.flush()


main(*sys.argv[1:5])
