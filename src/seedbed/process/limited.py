"""`python limited.py MEMORY FOLDERS COMMAND...`: the command under limits, and apart from network and files.

MEMORY is in bytes; FOLDERS are what it may write to, "" for everything. The network and the files are taken away by
namespaces of the kernel; where it refuses them, the command runs without.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys

_NEW_USER, _NEW_NETWORK, _NEW_MOUNTS = 0x10000000, 0x40000000, 0x00020000
_BIND, _PRIVATE, _DEEP = 0x1000, 0x40000, 0x4000
_SET_ATTRIBUTES, _RECURSIVE, _HERE = 442, 0x8000, -100


def main() -> None:
    """Sets the limits and becomes the command."""
    most, folders, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    if folders:
        with contextlib.suppress(OSError, AttributeError):
            _apart(folders.split(os.pathsep))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execv(command[0], command)  # noqa: S606 - running it is what was asked for


def _apart(folders: list[str]) -> None:
    """A network of its own, without a way out, and a file system of which only those folders can be written."""
    kernel = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    _did(kernel.unshare(_NEW_USER | _NEW_NETWORK | _NEW_MOUNTS))
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123 - without pathlib's import
            file.write(text)
    _loopback()
    _did(kernel.mount(b"none", b"/", None, _DEEP | _PRIVATE, None))
    for each in folders:
        _did(kernel.mount(each.encode(), each.encode(), None, _BIND, None))
    _writable(kernel, "/", False)
    for each in folders:
        _writable(kernel, each, True)
    os.chdir(os.getcwd())  # noqa: PTH109 - likewise


def _writable(kernel: ctypes.CDLL, folder: str, yes: bool) -> None:
    read_only = 1
    change = (ctypes.c_uint64 * 4)(0 if yes else read_only, read_only if yes else 0, 0, 0)
    deep = 0 if yes else _RECURSIVE
    _did(kernel.syscall(_SET_ATTRIBUTES, _HERE, folder.encode(), deep, change, ctypes.sizeof(change)))


def _loopback() -> None:
    """The machine may still speak to itself: a test may start a server of its own."""
    import fcntl
    import socket
    import struct

    up, running, set_flags = 1, 0x40, 0x8914
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh14x", b"lo", up | running))


def _did(answer: int) -> None:
    if answer:
        raise OSError(ctypes.get_errno(), "the kernel refused")


if __name__ == "__main__":
    main()
