"""`hindrance`: why no test was made of a file: what importing it came to, and what would help."""

from __future__ import annotations

import re

from seedbed.errors import Note

__all__ = ["hindrance"]

_HELPS = (
    (r"circular import", "two modules import each other: import one of the names within the function that uses it"),
    (r"Refused: .*(?:socket|getaddrinfo)", "importing it speaks to the network: let a function do that, when called"),
    (r"Refused: .*(?:writing|os\.|shutil)", "importing it writes to files: let a function do that, when called"),
    (r"Refused: ", "importing it starts a program: let a function do that, when called"),
    (r"No module named '([\w.]+)'", "install {0} where the project's Python finds it, or run from the project's root"),
    (r"SystemExit|ended with code", "importing it ends the process: put that under `if __name__ == \"__main__\":`"),
    (r"did not end within", "importing it takes too long: let a function do the waiting, when called"),
)  # fmt: skip


def hindrance(name: str, why: str) -> Note:
    """The note for a file that cannot be imported."""
    hits = ((re.search(pattern, why), help) for pattern, help in _HELPS)
    help = next((help.format(*found.groups()) for found, help in hits if found), "make the file import")
    return Note(f"no test was made for {name}", f"importing it failed: {why}", help, grave=True)
