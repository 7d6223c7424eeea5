"""The small repositories that plans are tried on, services over HTTP with SQLite, helpers, fixtures and lessons.

The shop has ten lessons, four plans and sixty broken tests. The garage is laid out otherwise, and its broken tests were
written without a look at the rules that mend them. So were those of the laboratory, a third domain: the thirty of
`later` were kept back until the rules had been mended by what the sixty of `broken` had shown.
"""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["GARAGE", "LAB", "SHOP", "made"]

SHOP = Path(__file__).parent / "shop"
GARAGE = Path(__file__).parent / "garage"
LAB = Path(__file__).parent / "lab"


def made(folder: Path, of: Path = SHOP) -> Path:
    """A copy of a repository, with its plans, in a folder of its own.

    Its files are kept with `.txt` behind their names, so that nothing here takes them for tests of ours.
    """
    for path in sorted((of / "repository").rglob("*.txt")):
        target = folder / path.relative_to(of / "repository").with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if (of / "stps").is_dir():
        shutil.copytree(of / "stps", folder / "stps", dirs_exist_ok=True)
    return folder
