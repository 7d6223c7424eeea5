"""When the collector of garbage looks: seldom, for a start makes many small objects and hardly any garbage."""

from __future__ import annotations

import gc
import sys

__all__ = ["rare", "settled"]


def rare() -> None:
    """Lets collections wait until a million objects more are there than were."""
    gc.set_threshold(1_000_000, 20, 50)


def settled() -> None:
    """Keeps what there is out of all collections to come, the one at the end too: they would find nothing."""
    if "duckdb" not in sys.modules:  # which complains of whatever of its own is not collected at the end
        gc.freeze()
