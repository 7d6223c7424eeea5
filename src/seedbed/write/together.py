"""Several text files at once: all of them get their final names, or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from seedbed.process.interrupts import undisturbed
from seedbed.write.files import refusals, write_text

__all__ = ["write_together"]

_SUFFIX = ".seedbed-partial"


def write_together(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes texts to paths of a folder, or leaves everything as it was. Raises WriteError."""
    staged: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for name, text in sorted(texts.items()):
            path = folder / name
            made += _folders(path.parent)
            partial = path.with_name(path.name + _SUFFIX)
            staged.append((partial, path))
            write_text(partial, text)
            if path.exists():
                with refusals(path):
                    partial.chmod(path.stat().st_mode & 0o777)
        with undisturbed():  # of several files all get their names, or none
            for partial, path in staged:
                with refusals(path):
                    os.replace(partial, path)  # noqa: PTH105 - the one that is atomic everywhere
    except BaseException:
        for partial, _ in staged:
            partial.unlink(missing_ok=True)
        for empty in reversed(made):
            if not any(empty.iterdir()):
                empty.rmdir()
        raise


def _folders(folder: Path) -> list[Path]:
    """Makes a folder and those above it; gives those that were not there."""
    new = [each for each in reversed((folder, *folder.parents)) if not each.exists()]
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return new
