"""Where the modules of a project stay compiled from one check to the next.

What runs apart from us writes nothing beside a project's modules. An environment that no one compiled, as uv leaves it,
would be compiled anew by every program that is run in it, which takes seconds each time.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

__all__ = ["compiled", "renewed"]


@contextmanager
def compiled(python: str) -> Iterator[Path | None]:
    """A folder for what is compiled, gone in the end; None where the environment of an interpreter has it already."""
    packages = [*Path(python).parent.parent.glob("lib/python*/site-packages")]
    there = any(next(each.glob("*/__pycache__/*.pyc"), None) is not None for each in packages)
    if there or not packages:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="seedbed-compiled-") as home:
        yield Path(home)


def renewed(home: Path | None, tests: Path) -> Mapping[str, str]:
    """The environment in which modules are kept compiled there: not tests, which may be written twice a second."""
    if home is None:
        return {}
    shutil.rmtree(home / tests.resolve().relative_to(tests.resolve().anchor), ignore_errors=True)
    return {"PYTHONPYCACHEPREFIX": str(home), "PYTHONDONTWRITEBYTECODE": ""}
