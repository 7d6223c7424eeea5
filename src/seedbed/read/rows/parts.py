"""Rows that were made in parts, each by a run of its own: whether all of them are there, and as their runs left them.

orders.part-2-of-4.csv        what the second of four runs made of a table; only the first has the header
manifest.part-2-of-4.json     what that run says of its files, and of which plan they are a part
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Problem, ReadError

__all__ = ["Part", "first_part", "parts"]

_OF = re.compile(r"\.part-(\d+)-of-(\d+)(?=\.)")


@dataclass(frozen=True, slots=True)
class Part:
    """What the manifest of a part says: which one it is of how many, its plan, its files and the tables of each.

    `rows` are those of all parts together, by table; `tiles` are the digests of its tiles, by table and column.
    """

    manifest: Path
    number: int
    of: int
    plan: str
    files: Mapping[str, Mapping[str, Any]]
    rows: Mapping[str, int]
    tiles: Mapping[str, Mapping[str, bytes]]


def first_part(path: Path) -> Path:
    """The file of the first part of what this is a file of, or this one where it is of none."""
    found = _OF.search(path.name)
    if found is None or int(found[1]) == 1:
        return path
    return path.with_name(_OF.sub(f".part-{1:0{len(found[1])}}-of-{found[2]}", path.name))


def parts(folder: Path) -> tuple[Part, ...]:
    """The parts in a folder, in order; none where one manifest tells of the whole.

    Raises ReadError with all that is missing, belongs to another plan, or was changed since.
    """
    if (folder / "manifest.json").exists():
        return ()
    found = [part for path in sorted(folder.glob("manifest.part-*-of-*.json")) if (part := _part(path)) is not None]
    problems = [*_unlike(found, folder), *(problem for part in found for problem in _changed(part))]
    if problems:
        raise ReadError(*problems)
    return tuple(sorted(found, key=lambda part: part.number))


def _part(manifest: Path) -> Part | None:
    """A manifest of ours that tells of a part."""
    try:
        facts = json.loads(manifest.read_bytes())
        part = facts["part"]
        if facts["made_by"] != "seedbed":
            return None
        tiles = {
            table: {column: bytes.fromhex(text) for column, text in columns.items()}
            for table, columns in part["tiles"].items()
        }
        rows = {table: int(count) for table, count in part["rows"].items()}
        return Part(manifest, int(part["number"]), int(part["of"]), str(part["plan"]), facts["files"], rows, tiles)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _unlike(found: Sequence[Part], folder: Path) -> Iterator[Problem]:
    """Parts that are not of one whole, and those that are missing."""
    if not found:
        return
    one = found[0]
    for part in found[1:]:
        if (part.plan, part.of) != (one.plan, one.of):
            why = f"it is part {part.number} of {part.of} of another plan than {one.manifest.name}"
            help = "the parts of a whole come from one command, but for --part, and one version of Seedbed"
            yield Problem("this part does not belong to the others", str(part.manifest), why, help)
            return
    for number in sorted({*range(1, one.of + 1)} - {part.number for part in found}):
        help = f"run the same command with --part {number}/{one.of}"
        yield Problem(f"part {number} of {one.of} is missing", str(folder), help=help)


def _changed(part: Part) -> Iterator[Problem]:
    for name, told in part.files.items():
        path = part.manifest.with_name(name)
        if not _is(path, told):
            what = f"this file is not as part {part.number} of {part.of} left it"
            yield Problem(what, str(path), help=f"run the same command with --part {part.number}/{part.of} --force")


def _is(path: Path, told: Mapping[str, Any]) -> bool:
    if not path.is_file() or path.stat().st_size != told["bytes"]:
        return False
    with path.open("rb") as file:
        return bool(file_digest(file, "blake2b").hexdigest() == told["blake2b"])
