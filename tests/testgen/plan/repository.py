"""The small repository that plans are tried on: a shop over HTTP with SQLite, helpers, fixtures, ten lessons."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["SHOP", "made"]

SHOP = Path(__file__).parent / "shop"


def made(folder: Path) -> Path:
    """A copy of the repository, with its plans, in a folder of its own.

    Its files are kept with `.txt` behind their names, so that nothing here takes them for tests of ours.
    """
    for path in sorted((SHOP / "repository").rglob("*.txt")):
        target = folder / path.relative_to(SHOP / "repository").with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    shutil.copytree(SHOP / "stps", folder / "stps", dirs_exist_ok=True)
    return folder
