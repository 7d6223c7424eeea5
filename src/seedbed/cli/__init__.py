"""The commands: words in, words out, exit codes. Heavy rooms are imported only when a command runs."""

from __future__ import annotations

from seedbed.cli.app import run
from seedbed.cli.ending import swiftly

__all__ = ["main"]


def main() -> None:
    """The program."""
    swiftly(run)
