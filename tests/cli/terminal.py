"""The program on a real terminal: a pseudo-terminal that answers what it is asked."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Talk", "talk"]

WAIT = 30.0
"""Seconds in which the next question has to come."""


@dataclass(frozen=True)
class Talk:
    """How a conversation ended, and all that was on the screen, without colours."""

    code: int
    screen: str


def talk(folder: Path, words: Sequence[str], answers: Sequence[tuple[str, str]]) -> Talk:
    """Runs `seedbed` with the words in a folder; each answer is given when the screen shows what stands beside it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "100"}
    command = [sys.executable, "-m", "seedbed", *words]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment, start_new_session=True
    ) as process:
        os.close(theirs)
        screen = _Screen(ours)
        try:
            for question, answer in answers:
                screen.until(question)
                os.write(ours, f"{answer}\n".encode())
            screen.rest()
        except BaseException:
            process.kill()
            raise
        finally:
            os.close(ours)
    return Talk(process.returncode, screen.text)


class _Screen:
    """What a terminal has shown so far, and how far it was read."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor, self.text, self.read = descriptor, "", 0

    def until(self, question: str) -> None:
        while (found := self.text.find(question, self.read)) < 0:
            assert self.more(), f"{question!r} was never asked:\n{self.text}"
        self.read = found + len(question)

    def rest(self) -> None:
        while self.more():
            pass

    def more(self) -> bool:
        ready, _, _ = select.select([self.descriptor], [], [], WAIT)
        assert ready, f"nothing more was said:\n{self.text}"
        try:
            part = os.read(self.descriptor, 1 << 16)
        except OSError:  # Linux says so when the other end is closed
            return False
        shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", part.decode(errors="replace"))
        self.text += shown.replace("\r", "")
        return bool(part)
