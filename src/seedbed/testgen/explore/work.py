"""The two jobs in a project's interpreter: `find` cases, and (with other hashes) `judge` them."""

from __future__ import annotations

import json
import os
import tempfile
from typing import Any

from seedbed.testgen.explore.find import find
from seedbed.testgen.explore.judge import judge
from seedbed.testgen.explore.room import Room
from seedbed.testgen.inside import guard

__all__ = ["main"]


def main(job: dict[str, Any], answer_file: str) -> None:
    """Does the job; what stops it is an answer too, and so is what is known before it is done."""
    _settle_in()
    guard.install([os.environ["TMPDIR"], *job["writable"]], network=False, programs=False)
    for number in (0, 1):
        os.dup2(os.open(os.devnull, os.O_RDWR), number)

    def leave(answer: Any) -> None:
        with open(answer_file + ".new", "w", encoding="utf-8") as file:
            json.dump(answer, file)
        os.replace(answer_file + ".new", answer_file)

    try:
        room = Room(job)
        leave(find(room, leave) if job["phase"] == "search" else judge(room, leave))
    except BaseException as error:
        leave({"failed": f"{type(error).__name__}: {error}"})
    os._exit(0)


def _settle_in() -> None:
    """A home and a working folder that are not to be written: a test that does would do so at its user."""
    place = os.environ["TMPDIR"]
    for name in ("home", "tmp"):
        os.makedirs(os.path.join(place, name), exist_ok=True)
    os.environ["HOME"], os.environ["TMPDIR"] = os.path.join(place, "home"), os.path.join(place, "tmp")
    tempfile.tempdir = None
    os.chdir(os.environ["HOME"])
