"""`begin_storing`: the system begins to put on the disk what a file holds, so that its end is not waited for long."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache

__all__ = ["STEP", "begin_storing"]

STEP = 8 << 20
"""Bytes of a growing file for which it pays to begin."""
_WRITE = 2  # SYNC_FILE_RANGE_WRITE of fcntl.h: begin, do not wait


def begin_storing(file: int, start: int, count: int) -> None:
    """Begins with so many bytes of an open file, where the system can be asked to; what fails is told by `fsync`."""
    asked = _sync_file_range()
    if asked is not None:
        asked(file, start, count, _WRITE)


@lru_cache(maxsize=1)
def _sync_file_range() -> Callable[[int, int, int, int], int] | None:
    if sys.platform != "linux":
        return None
    import ctypes  # only large files need it

    found = getattr(ctypes.CDLL(None), "sync_file_range", None)
    if found is not None:
        found.argtypes = (ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint)
    return found
