"""Whole files or none: everything is made under temporary names and gets its final names in one go.

    <output>/.seedbed-partial/files/...     what sinks make (<output>.partial/ where the output is one file)
    <output>/.seedbed-partial/parts         how far they are good, of which plan (`write.kept`)
    <output>/.seedbed-partial/journal       written once all of it is safe on the disk; then files are renamed,
                                            the manifest last

A run that dies before the journal leaves nothing under a final name: the next one of the same plan keeps its good
parts, any other throws them away. One that dies after it is finished by the next run. A lock on the folder, which ends
with its process, tells the dead from the living.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from seedbed.errors import Interrupted, Problem, WriteError
from seedbed.write.files.kept import Keeper, kept
from seedbed.write.files.lock import locked
from seedbed.write.files.stored import Journal, Stored, read_journal, recorded, safe, stored
from seedbed.write.files.temporary import refusals

__all__ = ["Staging"]

_CUT_SHORT = (KeyboardInterrupt, Interrupted, WriteError, MemoryError)
"""How a run ends that the next one may go on with."""

Manifest = Callable[[Mapping[str, Stored], Mapping[str, Stored]], bytes]


class Staging:
    """The temporary place of one run's files; a context manager that leaves all of them or none.

    `output` is a folder, or one file where `single` is set. Files that an earlier run made, as its manifest
    tells by their digests, are replaced; any other is refused unless `force` is set. With a `plan`, told by its
    digest, an interrupted run keeps the parts that are done; `part` names the one of several runs in a folder.
    """

    def __init__(
        self, output: Path, *, single: bool = False, force: bool = False, plan: str = "", part: str = ""
    ) -> None:
        dotted = f".{part}" if part else ""
        self._folder = output.parent if single else output
        self._root = output.with_name(f"{output.name}.partial") if single else output / f".seedbed-partial{dotted}"
        self._force = force
        self._lock: int | None = None
        self._new_folders: tuple[Path, ...] = ()
        self._ours: dict[Path, tuple[int, int, int]] = {}
        self.home = self._root / "files"
        self.manifest = f"{output.name}.manifest.json" if single else f"manifest{dotted}.json"
        self.keeper = Keeper(self._root / "parts", plan)
        self.dropped = False
        """Whether parts of another plan were thrown away."""

    def __enter__(self) -> Self:
        """Makes the place; finishes or clears what a dead run left there. Raises WriteError."""
        try:
            with refusals(self._folder):
                folders = (self._folder, *self._folder.parents)
                self._new_folders = tuple(path for path in folders if not path.exists())
                self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = locked(self._root)
            self._recover()
            with refusals(self.home):
                self.home.mkdir(exist_ok=True)
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clears the place; what was about to be renamed when something went wrong is renamed still."""
        try:
            journal = read_journal(self._root)
            if journal is not None:
                self._finish(journal)
        finally:
            self._leave(keeping=self.keeps(kind))

    def keeps(self, kind: type[BaseException] | None) -> bool:
        """Whether the parts that are done stay for the next run when this one ends with such an error."""
        return kind is not None and issubclass(kind, _CUT_SHORT) and (self.keeper.begun or self.keeper.kept is not None)

    def claim(self, names: Iterable[str]) -> None:
        """Makes sure that every name is free or ours; raises WriteError with all that are not."""
        names = [*names, self.manifest]
        ours = {} if self._force else recorded(self._folder / self.manifest)
        problems = [problem for name in names if (problem := self._taken(name, ours)) is not None]
        if problems:
            raise WriteError(*problems)

    def publish(self, names: Iterable[Path], manifest: Manifest, known: Mapping[str, Stored] | None = None) -> None:
        """Gives the files their final names and writes the manifest, from what they hold and what stays.

        `manifest` gets the files of this run, and those that earlier runs left beside them; what is `known` of a
        file is not read back. Raises WriteError where a name was taken meanwhile, and then nothing has changed.
        """
        made = sorted(str(name) for name in names)
        self.claim(made)
        with refusals(self._folder):
            files = {name: safe(self.home / name, (known or {}).get(name)) for name in made}
            earlier = self._staying(made)
            (self._root / "manifest").write_bytes(manifest(files, earlier))
            journal = Journal(files, self.manifest, safe(self._root / "manifest"), self._before(made))
            journal.write(self._root)
        self._finish(journal)

    def _taken(self, name: str, ours: Mapping[str, Stored]) -> Problem | None:
        """What speaks against a final name."""
        path = self._folder / name
        if path.is_dir():
            return Problem(
                "a folder has the name of a file to be written", where=str(path), help="use another --output"
            )
        if self._force or not path.exists():
            return None
        if name == self.manifest and ours:
            return None
        with refusals(path):
            if name in ours and self._is_ours(path, ours[name]):
                return None
        why = "it was changed since Seedbed wrote it" if name in ours else "Seedbed did not write it"
        help = "overwrite it with --force, or use another --output"
        return Problem("a file is there already", where=str(path), why=why, help=help)

    def _is_ours(self, path: Path, file: Stored) -> bool:
        """Whether a file is the one that we stored; read once, as long as nobody touches it."""
        now = path.stat()
        mark = (now.st_ino, now.st_size, now.st_mtime_ns)
        if self._ours.get(path) != mark:
            if not file.fits(path):
                return False
            self._ours[path] = mark
        return True

    def _staying(self, made: list[str]) -> dict[str, Stored]:
        """Files of earlier runs that this one does not replace; they stay ours."""
        known = recorded(self._folder / self.manifest)
        others = (name for name in sorted(known) if name not in made)
        return {name: known[name] for name in others if known[name].may_be(self._folder / name)}

    def _before(self, made: list[str]) -> dict[str, Stored]:
        """What has the final names now."""
        known = recorded(self._folder / self.manifest)
        paths = {name: self._folder / name for name in (*made, self.manifest)}
        return {
            name: known[name] if path in self._ours else stored(path) for name, path in paths.items() if path.is_file()
        }

    def _recover(self) -> None:
        journal = read_journal(self._root)
        with refusals(self._root):
            if journal is not None:
                self._judge(journal)
                self._finish(journal)
            record = self.keeper.record
            there = record.is_file()
            if there and self.keeper.plan:
                self.keeper.kept = kept(record, self.home, self.keeper.plan)
            self.dropped = there and self.keeper.kept is None
            staying = (record, self.home) if self.keeper.kept is not None else ()
            for left in self._root.iterdir():
                if left not in staying:
                    _remove(left)

    def _judge(self, journal: Journal) -> None:
        """Raises WriteError where someone put a file of theirs under a name that a dead run was about to use."""
        problems = [
            Problem(
                "a file is there that was not when an earlier run was cut short",
                where=str(self._folder / name),
                why=f"that run's own file waits in {self._root}",
                help="move either away, or --force",
            )
            for name in journal.foreign(self._folder, self.home)
            if not self._force
        ]
        if problems:
            raise WriteError(*problems)

    def _finish(self, journal: Journal) -> None:
        """Renames what is not renamed yet; may be done again at any time."""
        with refusals(self._folder):
            pairs = [(self.home / name, self._folder / name) for name in journal.files]
            for source, target in [*pairs, (self._root / "manifest", self._folder / journal.manifest)]:
                if source.exists():
                    source.replace(target)
            _sync_folder(self._folder)
            (self._root / "journal").unlink(missing_ok=True)
        self._new_folders = ()

    def _leave(self, *, keeping: bool = False) -> None:
        """Removes the temporary place, unless it is another run's or for the next one; then the lock."""
        if self._lock is not None:
            if not keeping and not (self._root / "journal").exists():
                _remove(self._root)
            os.close(self._lock)
            self._lock = None
        for folder in self._new_folders:
            with contextlib.suppress(OSError):  # not empty: someone else uses it by now
                folder.rmdir()


def _remove(path: Path) -> None:
    """Removes a file or a folder with all that is in it, as far as the system lets us."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def _sync_folder(folder: Path) -> None:
    """Makes renames safe against a power cut, where the system can do that for folders."""
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
