"""When memory is looked over and given back: seldom, for a run makes much that the next moment needs again."""

from __future__ import annotations

import gc
import sys

__all__ = ["hoarding", "rare", "settled"]

_TRIM, _MAP = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h
_MOST = 32 << 20
"""Bytes of one array that are kept for the next: the most that the C library takes for one."""


def rare() -> None:
    """Lets collections wait until a million objects more are there than were."""
    gc.set_threshold(1_000_000, 20, 50)


def hoarding() -> None:
    """Keeps the memory of one tile for the next: the system would take it back, and empty each page given out again."""
    if sys.platform != "linux":
        return
    import ctypes  # loaded by then: NumPy needs it too

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:  # not every C library has it
        mallopt(_TRIM, 8 * _MOST)
        mallopt(_MAP, _MOST)


def settled() -> None:
    """Keeps what there is out of all collections to come, the one at the end too: they would find nothing."""
    if "duckdb" not in sys.modules:  # which complains of whatever of its own is not collected at the end
        gc.freeze()
