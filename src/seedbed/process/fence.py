"""Running a program of a project's own: with limits of time and memory, in a home folder of its own, without input.

It may be kept from the network, and from writing anywhere but in some folders: by namespaces of the kernel (Linux),
where the system lets an ordinary user make them. `isolates` tells whether it does.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from seedbed.classes import dataclass

__all__ = ["Ran", "interpreter", "isolates", "run"]

_FOLDERS = (".venv", "venv", "env")
_KEPT = ("LANG", "LC_ALL", "PATH", "TZ", "VIRTUAL_ENV")
_LIMITED = Path(__file__).with_name("limited.py")


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
    for above in (folder.resolve(), *folder.resolve().parents):
        if (above / "pyvenv.cfg").is_file() and (found := above / "bin" / "python").is_file():
            return str(found)  # the folder lies within an environment
    active = Path(os.environ.get("VIRTUAL_ENV", "/nowhere")) / "bin" / "python"
    return str(active) if active.is_file() else sys.executable


@lru_cache(maxsize=1)
def isolates() -> bool:
    """Whether this system lets us keep a program from the network and from our files."""
    with tempfile.TemporaryDirectory(prefix="seedbed-") as place:
        probe = [sys.executable, "-I", "-S", str(_LIMITED), str(4 << 30), place, sys.executable, "-I", "-S", "-c"]
        elsewhere = str(Path(place).parent / "seedbed-probe")
        refused = f"try: open({elsewhere!r}, 'w')\nexcept OSError: raise SystemExit(7)"
        tried = subprocess.run([*probe, refused], check=False, capture_output=True)  # noqa: S603 - our own words
    return tried.returncode == 7


def run(
    command: Sequence[str],
    folder: Path,
    *,
    seconds: float = 60,
    memory: int = 4 << 30,
    isolated: bool = False,
    writable: Sequence[Path] = (),
    variables: Mapping[str, str] | None = None,
) -> Ran:
    """Runs a command in a folder. Of our environment it sees the path and the language, and `variables` beside.

    It gets so many seconds and bytes of memory; all that it started ends with it. `isolated`: there is no network, and
    only its home (also its place for temporary files) and the `writable` folders can be written, if `isolates`.
    """
    with tempfile.TemporaryDirectory(prefix="seedbed-") as home:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment = {**kept, "HOME": home, "TMPDIR": home, "PYTHONDONTWRITEBYTECODE": "1", **(variables or {})}
        folders = [str(each.resolve()) for each in (Path(home), *writable)] if isolated else []
        limited = [sys.executable, "-I", "-S", str(_LIMITED), str(memory), os.pathsep.join(folders), *command]
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
