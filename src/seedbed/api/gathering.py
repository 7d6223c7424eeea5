"""The verb `joined`: what runs that each made a part have made together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.engine.parts import joined_digests
from seedbed.errors import Problem, ReadError
from seedbed.read.rows.parts import parts

__all__ = ["Joined", "joined"]

_DIGEST = 16  # bytes of a tile's


@dataclass(frozen=True, slots=True)
class Joined:
    """The rows and the column digests of each table, as one run for all of them would have told."""

    of: int
    rows: Mapping[str, int]
    digests: Mapping[str, Mapping[str, str]]


def joined(folder: Path) -> Joined:
    """What the parts in a folder are together. Raises ReadError where one is missing, was changed, or is of another."""
    found = parts(folder)
    if not found:
        help = "name the folder that several runs with --part filled"
        raise ReadError(Problem("there are no parts of a whole", str(folder), help=help))
    digests: dict[str, Mapping[str, str]] = {}
    for table, columns in found[0].tiles.items():
        whole = {column: b"".join(part.tiles[table][column] for part in found) for column in columns}
        cuts = range(0, max(map(len, whole.values()), default=0), _DIGEST)
        tiles = [tuple(text[start : start + _DIGEST] for text in whole.values()) for start in cuts]
        digests[table] = joined_digests(tuple(columns), tiles)
    return Joined(found[0].of, found[0].rows, digests)
