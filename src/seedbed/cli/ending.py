"""`swiftly`: a program whose memory goes back to the system in one go, not object by object, when it ends.

Taking apart what a large run leaves behind takes a twentieth of a second, in which nobody gets anything.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable
from pathlib import Path

__all__ = ["swiftly"]

_SCRIPTS = ("seedbed", "testdatagen")
"""What installers call the program."""


def swiftly(run: Callable[[], None]) -> None:
    """Runs something to its SystemExit; where this process is for nothing else, it then ends without ceremony.

    Whoever asked for a call at the end (`atexit`) gets it, and threads come to theirs.
    """
    codes: list[object] = []
    if _is_program():
        atexit.register(_end, codes)  # what is asked for first is called last
    try:
        run()
    except SystemExit as end:
        codes.append(end.code or 0)
        raise


def _is_program() -> bool:
    """Whether this process runs the program alone: as a module, or by its script; and nobody watches how it ends."""
    main = sys.modules["__main__"]
    alone = main.__package__ == "seedbed" or Path(getattr(main, "__file__", None) or "").name in _SCRIPTS
    return alone and "coverage" not in sys.modules


def _end(codes: list[object]) -> None:
    """Ends this process, if its code is known and all words of it are out."""
    if not codes or not isinstance(codes[0], int):
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # Python complains of it, as ever
        return
    os._exit(codes[0])
