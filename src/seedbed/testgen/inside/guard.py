"""The guard: what runs here writes in its scratch folder only, starts no program, and speaks to nobody.

Where the system allows, namespaces of the kernel see to that already; the guard then tells at once, with a Python
error, what they would refuse, and notes that it did: what was refused is no behaviour worth a test.
"""

from __future__ import annotations

import os
import sys
from typing import Any

__all__ = ["install", "ours", "refusals", "refuse"]

_WRITING = ("os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.chown", "os.utime", "shutil.rmtree",
            "os.setxattr", "os.mkfifo")  # fmt: skip
_WITHIN = ("os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.utime")
_TWO = ("os.rename", "os.link", "os.symlink", "shutil.move", "shutil.copyfile", "shutil.copytree")
_STARTING = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn")
_SPEAKING = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
_STOPPING = ("os.kill", "os.killpg", "signal.pthread_kill")
_refused: list[str] = []
ours: set[int] = set()
"""The processes that we forked ourselves, and may end."""


class Refused(PermissionError):
    """The guard did not let it."""


def refusals() -> int:
    """How often something was refused so far."""
    return len(_refused)


def refuse(what: str) -> None:
    """Notes that it was wanted, and raises."""
    _refused.append(what)
    raise Refused(f"not in a test: {what}")


def install(allowed: list[str], *, network: bool, programs: bool) -> None:
    """Puts it up for the rest of this process and those forked from it; it cannot be taken down."""
    roots = tuple(os.path.realpath(each) + os.sep for each in allowed)

    def outside(path: Any) -> bool:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return False
        text = os.path.realpath(os.fsdecode(path)) + os.sep
        return not text.startswith(roots) and not text.startswith("/dev/")

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = (*args, None, None, None)[:3]
            if _for_writing(mode, flags) and outside(path):
                refuse(f"writing {path!r}")
        elif event in _WRITING:
            if args and outside(_placed(event, args)):
                refuse(f"{event} {args[0]!r}")
        elif event in _TWO:
            if outside(args[1]) or (event in ("os.rename", "shutil.move") and outside(args[0])):
                refuse(f"{event} {args[1]!r}")
        elif (event in _STARTING and not programs) or (event in _SPEAKING and not network):
            if not (event in _SPEAKING and _local(args)):
                refuse(event)
        elif event in _STOPPING and args and args[0] != os.getpid() and args[0] not in ours:
            refuse(event)

    sys.addaudithook(hook)


def _placed(event: str, args: tuple[Any, ...]) -> Any:
    """The path that is written; where it is told from an open folder, as all of a tree is removed, with that folder."""
    path, folder = args[0], args[-1]
    if event not in _WITHIN or not isinstance(folder, int) or folder < 0 or not isinstance(path, (str, bytes)):
        return path
    try:
        return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), os.fsdecode(path))
    except OSError:
        return path


def _for_writing(mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))


def _local(args: tuple[Any, ...]) -> bool:
    """Whether only this machine is spoken to, over a socket's file."""
    return len(args) > 1 and isinstance(args[1], (str, bytes))
