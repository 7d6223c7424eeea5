"""What a run that was cut short leaves to the next one: how far each file is good, part by part.

<staging place>/parts       a line for the plan, then one for each part that was done: where the run stood, how long
                            each file was, the digest of so much of it, and the digests of the tiles since

The next run believes no file: it reads them all, and goes on behind the last part up to which each fits its digests.
So nothing waits for the disk at a part's end, and a line that was torn is only a part less.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seedbed.write.files.stored import Stored
from seedbed.write.files.temporary import Grown, refusals

__all__ = ["Keeper", "Kept", "TileDigests", "kept"]

_READ = 1 << 20

TileDigests = tuple[bytes, ...]
"""The digest of each column of a tile."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the next run goes on: in `table`, after so many `tiles` of it; with 0 it is yet to be begun.

    `files` are good up to there, and `digests` are those of all tiles that are done, by table; so many bytes of the
    record itself are good.
    """

    table: str
    tiles: int
    files: Mapping[str, Grown]
    digests: Mapping[str, Sequence[TileDigests]]
    record: int


@dataclass(frozen=True, slots=True)
class _Mark:
    """One part's end, as its line tells; `record` is where the line ends."""

    table: str
    tiles: int
    files: Mapping[str, Stored]
    digests: Mapping[str, Sequence[TileDigests]]
    record: int


def kept(record: Path, home: Path, plan: str) -> Kept | None:
    """What can be kept of the files in `home`; None where nothing can, or it is another plan's. Raises WriteError."""
    with refusals(record):
        marks = [*_marks(record, plan)] if record.is_file() else []
        grown = {name: _grown(home / name, marks) for mark in marks for name in mark.files}
        bad = (place for steps in grown.values() for place, step in steps.items() if step is None)
        good = marks[: min(bad, default=len(marks))]
    if not good:
        return None
    files: dict[str, Grown] = {}
    digests: dict[str, list[TileDigests]] = {}
    for place, mark in enumerate(good):
        files |= {name: step for name in mark.files if (step := grown[name][place]) is not None}
        for table, tiles in mark.digests.items():
            digests.setdefault(table, []).extend(tiles)
    return Kept(good[-1].table, good[-1].tiles, files, digests, good[-1].record)


def _marks(record: Path, plan: str) -> Iterator[_Mark]:
    """The whole lines of a record."""
    ours, end = False, 0
    for line in record.read_bytes().splitlines(keepends=True):
        end += len(line)
        try:
            facts = json.loads(line)
            if not ours:
                ours = facts["plan"] == plan
            elif line.endswith(b"\n"):
                yield _mark(facts, end)
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        if not ours:
            return


def _mark(facts: Mapping[str, Any], end: int) -> _Mark:
    files = {name: Stored(int(size), str(digest)) for name, (size, digest) in facts["files"].items()}
    digests = {table: [tuple(map(bytes.fromhex, tile)) for tile in tiles] for table, tiles in facts["digests"].items()}
    return _Mark(str(facts["table"]), int(facts["tiles"]), files, digests, end)


def _grown(path: Path, marks: Sequence[_Mark]) -> dict[int, Grown | None]:
    """How a file had grown at each mark that names it; None where it is not what the mark tells."""
    steps = [(place, mark.files[path.name]) for place, mark in enumerate(marks) if path.name in mark.files]
    found: dict[int, Grown | None] = dict.fromkeys((place for place, _ in steps), None)
    if not path.is_file():
        return found
    whole, length = hashlib.blake2b(), 0
    with path.open("rb") as file:
        for place, told in steps:
            while length < told.bytes and (some := file.read(min(_READ, told.bytes - length))):
                whole.update(some)
                length += len(some)
            if Stored(length, whole.hexdigest()) != told:
                break
            found[place] = Grown(length, whole.copy())
    return found


@dataclass(slots=True)
class Keeper:
    """Writes the record of a run, a line for each part; `begun` says whether there is one."""

    record: Path
    plan: str
    kept: Kept | None = None
    begun: bool = False
    _digests: dict[str, list[TileDigests]] = field(default_factory=dict)

    def tile(self, table: str, digests: TileDigests) -> None:
        """Notes the digests of the next tile of a table."""
        self._digests.setdefault(table, []).append(digests)

    def mark(self, table: str, tiles: int, files: Iterable[tuple[str, Stored]]) -> None:
        """A part ends here, in this table after so many of its tiles, with what `files` have grown to."""
        facts = {
            "table": table,
            "tiles": tiles,
            "files": {name: [stored.bytes, stored.blake2b] for name, stored in files},
            "digests": {id: [[one.hex() for one in tile] for tile in tiles] for id, tiles in self._digests.items()},
        }
        with refusals(self.record), self._open() as file:
            file.write(json.dumps(facts).encode() + b"\n")
        self._digests.clear()

    def _open(self) -> Any:
        """The record, to be added to; its first line is there, and nothing behind what is good."""
        if self.begun:
            return self.record.open("ab")
        self.begun = True
        if self.kept is None:
            file = self.record.open("wb")
            file.write(json.dumps({"plan": self.plan}).encode() + b"\n")
            return file
        with self.record.open("rb+") as old:
            old.truncate(self.kept.record)
        return self.record.open("ab")
