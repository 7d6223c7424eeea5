"""The start of our work in a project's own interpreter: `python boot.py JOB ANSWER`.

Lends it the packages that it lacks (ours, pytest, coverage) without showing it any other of ours, and puts up the
guard. The job is JSON; so is the answer.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import json
import sys
from typing import Any


class Lender:
    """Finds the lent packages, by name and place, after everything that the interpreter has itself."""

    def __init__(self, lent: dict[str, str]) -> None:
        self.lent = lent

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """The place of a lent package."""
        place = self.lent.get(name)
        if place is None:
            return None
        if place.endswith(".py"):
            return importlib.util.spec_from_file_location(name, place)
        return importlib.util.spec_from_file_location(name, place + "/__init__.py", submodule_search_locations=[place])


def main(job_file: str, answer_file: str) -> None:
    """Does the job and leaves its answer."""
    with open(job_file, encoding="utf-8") as file:
        job = json.load(file)
    sys.dont_write_bytecode = True
    sys.path[:] = [each for each in sys.path if each != sys.path[0]]
    if job["name"].partition(".")[0] != "seedbed":  # ours, not another version of it that the project may have
        sys.meta_path.insert(0, Lender({"seedbed": job["lent"]["seedbed"]}))
    sys.meta_path.append(Lender(job["lent"]))
    work = importlib.import_module(job["work"])
    work.main(job, answer_file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
