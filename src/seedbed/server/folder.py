"""`Folder`: the one place whose files a call may read and write, whatever it is told.

Names are resolved, links and `..` among them, before they are judged, and what is judged is what is then opened.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Problem, UsageError

__all__ = ["Folder"]

_PASSED = frozenset({"node_modules", "site-packages", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, by its real path."""

    root: Path

    def read(self, word: str, name: str) -> Path:
        """The path of a file or folder to be read, as seen from the root; `name` is the word of the call that names it.

        Raises UsageError where it is outside, or a link in that folder leads there.
        """
        path = self._inside(word, name)
        if (self.root / path).is_dir():
            self._closed(_links(self.root / path), word, name)
            self._closed(_told(self.root / path), word, name)
        return path

    def write(self, word: str, name: str) -> Path:
        """The path of a file or folder to be written, as seen from the root. Raises UsageError as `read` does."""
        path = self._inside(word, name)
        if ".git" in path.parts:
            why = "what is in it belongs to git"
            raise UsageError(Problem("nothing is written there", f"{name}: {word}", why, "name another folder"))
        self._closed(_staged(self.root / path), word, name)
        return path

    def _inside(self, word: str, name: str) -> Path:
        try:
            full = (self.root / word).resolve()
            full.is_dir()  # which tells of names that are too long
        except (OSError, RuntimeError, ValueError) as error:  # a name that is none, or links that lead in a circle
            raise UsageError(Problem("this is no name of a file", f"{name}: {word!r}", str(error))) from error
        if not full.is_relative_to(self.root):
            raise self._outside(word, name)
        return full.relative_to(self.root)

    def _closed(self, paths: Iterator[Path], word: str, name: str) -> None:
        for path in paths:
            if not path.resolve().is_relative_to(self.root):
                raise self._outside(os.path.relpath(path, self.root), f"{name}: {word}")

    def _outside(self, word: str, name: str) -> UsageError:
        why = f"the server was started for {self.root}, and touches no file beyond it"
        return UsageError(Problem("this leads out of the folder", f"{name}: {word}", why, "name a file in the folder"))


def _links(folder: Path) -> Iterator[Path]:
    """The links in a folder and below, where readers look."""
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _passed(Path(above, name))]
        yield from (path for name in (*folders, *files) if (path := Path(above, name)).is_symlink())


def _passed(folder: Path) -> bool:
    """Whether no reader looks into a folder: hidden ones, and those of packages that are installed."""
    return folder.name.startswith(".") or folder.name in _PASSED or (folder / "pyvenv.cfg").exists()


def _told(folder: Path) -> Iterator[Path]:
    """The files that manifests in a folder say are theirs."""
    for manifest in folder.glob("manifest*.json"):
        try:
            files = list(json.loads(manifest.read_bytes())["files"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        yield from (folder / str(name) for name in files)


def _staged(output: Path) -> Iterator[Path]:
    """The places that a run into a folder or file works in, links among them."""
    if not output.is_dir():
        yield output.with_name(f"{output.name}.partial")
    for root in output.glob(".seedbed-partial*"):
        yield root
        yield from root.glob("*")
