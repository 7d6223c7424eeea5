"""Tracebacks as a person wants them: the lines of their project, and the last one, where it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

__all__ = ["is_theirs", "lean"]

_PLACE = re.compile(r'\s*File "(?P<file>[^"]+)", line \d+')
_BELOW = re.compile(r"\s{4}|\s+\[Previous line repeated")


def lean(text: str, folder: Path) -> str:
    """A traceback without the frames of libraries, but for the last of each exception."""
    pieces = list(_pieces(text.splitlines()))
    kept = []
    for is_frame, run in groupby(pieces, key=lambda piece: _PLACE.match(piece[0]) is not None):
        some = list(run)
        kept += [piece for piece in some if not is_frame or piece is some[-1] or _is_theirs(piece[0], folder)]
    return "\n".join(line for piece in kept for line in piece)


def is_theirs(path: Path, folder: Path) -> bool:
    """Whether a file is the project's own, and not one of a library that is installed in its folder."""
    return path.is_relative_to(folder) and "site-packages" not in path.parts


def _is_theirs(line: str, folder: Path) -> bool:
    found = _PLACE.match(line)
    return found is not None and is_theirs(folder / found["file"], folder)


def _pieces(lines: list[str]) -> Iterator[list[str]]:
    """Lines one by one, but a frame with the source below it."""
    piece: list[str] = []
    for line in lines:
        if piece and _PLACE.match(piece[0]) and _BELOW.match(line) and not _PLACE.match(line):
            piece.append(line)
            continue
        if piece:
            yield piece
        piece = [line]
    if piece:
        yield piece
