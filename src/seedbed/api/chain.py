"""The state chain of a project, judged."""

from __future__ import annotations

from pathlib import Path

from seedbed.errors import Problem
from seedbed.scaffold.workflow.verify import chain_file, read_json, verify_chain

__all__ = ["verify"]


def verify(path: Path) -> tuple[Path, int, tuple[Problem, ...]]:
    """The chain of a project, a folder or a file: where it is, how many entries it has, and all its faults.

    Raises ReadError where there is none, or no JSON.
    """
    file = chain_file(path)
    count, problems = verify_chain(read_json(file))
    return file, count, problems
