"""An environment for the projects of tests: the libraries of this one, without what slows its programs down."""

from __future__ import annotations

import sysconfig
import venv
from importlib.metadata import PathDistribution
from pathlib import Path

__all__ = ["plain"]


def plain(folder: Path) -> Path:
    """The folder, made an environment of every library that is installed here; none of them plugs into pytest.

    Each run of pytest would load those that do, though no project of a test asks for one, and each start of Python
    reads what stands in files of paths.
    """
    venv.create(folder, symlinks=True)
    [site] = (folder / "lib").glob("python*/site-packages")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if path.suffix != ".pth" and not _plugs_in(path):
            (site / path.name).symlink_to(path)
    return folder


def _plugs_in(path: Path) -> bool:
    """Whether a folder tells of a library that pytest is to load."""
    return path.suffix == ".dist-info" and bool(PathDistribution(path).entry_points.select(group="pytest11"))
