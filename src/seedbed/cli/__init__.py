"""The commands: words in, words out, exit codes. Heavy rooms are imported only when a command runs."""

from __future__ import annotations

from seedbed.cli.app import main

__all__ = ["main"]
