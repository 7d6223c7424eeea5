"""`Stored`: what a file holds, by its length and digest; and the journal of files about to get their names."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass

__all__ = ["MAKER", "Journal", "Stored", "read_journal", "recorded", "safe", "stored"]

MAKER = "seedbed"  # what a manifest of ours says under "made_by"


@dataclass(frozen=True, slots=True)
class Stored:
    """The length and the BLAKE2b of a file."""

    bytes: int
    blake2b: str

    def fits(self, path: Path) -> bool:
        """Whether the file at `path` is this one."""
        return self.may_be(path) and stored(path) == self

    def may_be(self, path: Path) -> bool:
        """Whether the file at `path` is as long as this one: enough where a mistake is found out later."""
        return path.is_file() and path.stat().st_size == self.bytes


def stored(path: Path) -> Stored:
    """What a file holds."""
    with path.open("rb") as file:
        return Stored(path.stat().st_size, hashlib.file_digest(file, "blake2b").hexdigest())


def safe(path: Path, known: Stored | None = None) -> Stored:
    """What a file holds, once it is on the disk; not read where it is known and as long as that."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        length = os.fstat(file.fileno()).st_size
    return known if known is not None and known.bytes == length else stored(path)


def recorded(manifest: Path) -> dict[str, Stored]:
    """The files that a manifest of ours tells of, those of earlier runs too; none where it is not ours."""
    try:
        facts = json.loads(manifest.read_bytes())
        if not isinstance(facts, dict) or facts.get("made_by") != MAKER:
            return {}
        return {
            name: Stored(int(file["bytes"]), str(file["blake2b"]))
            for part in ("earlier", "files")
            for name, file in facts.get(part, {}).items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # unreadable or another's: then nothing there is ours


@dataclass(frozen=True, slots=True)
class Journal:
    """Files that are safe and wait for their final names; `before` is what had those names."""

    files: Mapping[str, Stored]
    manifest: str
    manifest_stored: Stored
    before: Mapping[str, Stored]

    def write(self, root: Path) -> None:
        """Puts the journal on the disk, whole or not at all."""
        draft = root / "journal.draft"
        draft.write_text(json.dumps(asdict(self), sort_keys=True))
        safe(draft)
        draft.replace(root / "journal")

    def foreign(self, folder: Path, home: Path) -> tuple[str, ...]:
        """The names that still wait, but are taken by a file which is neither new nor the one before."""
        return tuple(
            name
            for name, new in self.files.items()
            if (home / name).exists()
            and (folder / name).exists()
            and not new.fits(folder / name)
            and not (name in self.before and self.before[name].fits(folder / name))
        )


def read_journal(root: Path) -> Journal | None:
    """The journal of a run that did not finish, if there is one."""
    try:
        facts = json.loads((root / "journal").read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Journal(_all(facts["files"]), facts["manifest"], Stored(**facts["manifest_stored"]), _all(facts["before"]))


def _all(facts: Mapping[str, Any]) -> dict[str, Stored]:
    return {name: Stored(**file) for name, file in facts.items()}
