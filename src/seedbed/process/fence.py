"""Running a program of a project's own: with limits of time and memory, in a home folder of its own, without input."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from seedbed.classes import dataclass

__all__ = ["Ran", "interpreter", "run"]

_FOLDERS = (".venv", "venv", "env")
_KEPT = ("LANG", "LC_ALL", "PATH", "TZ", "VIRTUAL_ENV")
_LIMITED = """import os, resource, sys
most = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, (most, most))
os.execv(sys.argv[2], sys.argv[2:])
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program left: its exit code (None where its time was over), and what it wrote."""

    code: int | None
    output: str
    errors: str


def interpreter(folder: Path) -> str:
    """The Python of a project: of the environment in its folder or above, else the one that is active, else our own."""
    for above in (folder.resolve(), *folder.resolve().parents):
        for name in _FOLDERS:
            if (found := above / name / "bin" / "python").is_file():
                return str(found)
        if (above / ".git").exists():
            break
    active = Path(os.environ.get("VIRTUAL_ENV", "/nowhere")) / "bin" / "python"
    return str(active) if active.is_file() else sys.executable


def run(
    command: Sequence[str],
    folder: Path,
    *,
    seconds: float = 60,
    memory: int = 4 << 30,
) -> Ran:
    """Runs a command in a folder. Of our environment it sees the path and the language.

    It gets so many seconds and bytes of memory; all that it started ends with it.
    """
    with tempfile.TemporaryDirectory(prefix="seedbed-") as home:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment = {**kept, "HOME": home, "TMPDIR": home, "PYTHONDONTWRITEBYTECODE": "1"}
        limited = [sys.executable, "-I", "-S", "-c", _LIMITED, str(memory), *command]
        process = subprocess.Popen(  # noqa: S603 - running it is what was asked for
            limited,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            encoding="utf-8",
            errors="replace",
        )
        try:
            output, errors = process.communicate(timeout=seconds)
            return Ran(process.returncode, output, errors)
        except subprocess.TimeoutExpired:
            return Ran(None, "", f"it did not end within {seconds:g} seconds")
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Ends a process and all that it started."""
    with contextlib.suppress(ProcessLookupError):  # all of them are gone
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
