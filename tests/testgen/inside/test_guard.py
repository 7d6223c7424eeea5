"""The guard: files outside the scratch folder, programs, other processes and the network are refused at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3] / "src"
CODE = """
import os, pathlib, shutil, socket, subprocess, sys
sys.path.insert(0, {root!r})
from seedbed.testgen.inside import guard
guard.install([{scratch!r}], network=False, programs=False)
try:
    {line}
except PermissionError as error:
    print("refused", guard.refusals(), str(error)[:40])
else:
    print("done", guard.refusals())
"""


def _ran(line: str, scratch: Path) -> str:
    code = CODE.format(root=str(ROOT), scratch=str(scratch), line=line)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=scratch.parent)
    return done.stdout.split()[0]


@pytest.mark.parametrize(
    "line",
    [
        "open('outside.txt', 'w')",
        "os.remove('keep.txt')",
        "shutil.rmtree('.')",
        "pathlib.Path('keep.txt').rename('scratch/b')",
        "os.system('true')",
        "subprocess.run(['true'])",
        "os.kill(os.getppid(), 0)",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('example.org', 80)",
    ],
)
def test_it_refuses(line: str, tmp_path: Path) -> None:
    (tmp_path / "scratch").mkdir()
    (tmp_path / "keep.txt").write_text("mine")
    assert _ran(line, tmp_path / "scratch") == "refused"
    assert (tmp_path / "keep.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "line",
    [
        "open('scratch/a.txt', 'w')",
        "os.makedirs('scratch/a/b'); open('scratch/a/b/c.txt', 'w').close(); shutil.rmtree('scratch/a')",
        "open('keep.txt')",
        "os.kill(os.getpid(), 0)",
        "import json",
    ],
)
def test_it_lets(line: str, tmp_path: Path) -> None:
    (tmp_path / "scratch").mkdir()
    (tmp_path / "keep.txt").write_text("mine")
    assert _ran(line, tmp_path / "scratch") == "done"
