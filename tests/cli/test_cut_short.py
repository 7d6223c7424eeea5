"""Runs that are cut short: killed, interrupted, out of space, forbidden. No half file, and the next run finishes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import run

SCHEMA = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, email VARCHAR(80) NOT NULL UNIQUE);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), note TEXT NOT NULL);
"""
PROGRAM = "from seedbed.cli import main; main()"


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """The schema file."""
    path = tmp_path / "schema.sql"
    path.write_text(SCHEMA)
    return path


def start(schema: Path, out: Path, rows: int = 60_000, **settings: object) -> subprocess.Popen[str]:
    """Starts a run in a process of its own."""
    words = ["generate", str(schema), "--count", str(rows), "--format", "csv", "--output", str(out), "--no-validate"]
    words += ["--edge-cases", "0"]  # a line of text is a row
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *words], **pipes, **settings)  # type: ignore[call-overload, no-any-return]


def whole(out: Path, rows: int) -> None:
    """Whatever has a final name is complete."""
    for name in ("users.csv", "orders.csv"):
        if (out / name).exists():
            assert (out / name).read_text().count("\n") == rows + 1
    if (out / "manifest.json").exists():
        assert set(json.loads((out / "manifest.json").read_text())["files"]) == {"users.csv", "orders.csv"}


def test_killed_at_any_moment(schema: Path, tmp_path: Path) -> None:
    """Ten kills, from the start of the writing on; each leaves nothing half made, and the next run finishes."""
    out = tmp_path / "out"
    for turn in range(10):
        process = start(schema, out)
        waited = 0
        while process.poll() is None and not (out / ".seedbed-partial").exists():
            waited += 1
        for _ in range(turn * 20_000):
            if process.poll() is not None:
                break
        process.kill()
        process.communicate()
        whole(out, 60_000)
    last = start(schema, out)
    last.communicate()
    assert last.returncode == 0
    whole(out, 60_000)
    assert sorted(path.name for path in out.iterdir()) == ["manifest.json", "orders.csv", "users.csv"]


def test_interrupted(schema: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(schema, out, rows=2_000_000)
    while process.poll() is None and not (out / ".seedbed-partial" / "files").exists():
        pass
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    assert not out.exists() or list(out.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("mounting a small file system needs root and mount")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no small file system can be mounted here: {done.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk(schema: Path, small_disk: Path) -> None:
    ran = run("generate", schema, "--count", 60_000, "--format", "csv", "--output", small_disk / "out")
    assert ran.code == 4
    assert "No space left on device" in ran.err
    assert list(small_disk.iterdir()) == []


def test_a_folder_that_may_not_be_written(schema: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    dropped = {}
    if os.geteuid() == 0:
        tmp_path.chmod(0o755)
        for parent in tmp_path.parents:
            if not parent.stat().st_mode & 0o001:
                pytest.skip(f"{parent} is closed to other users, as whom this test must run")
        dropped = {"user": 65_534, "group": 65_534, "extra_groups": []}
    locked.chmod(0o555)
    process = start(schema, locked / "out", rows=10, **dropped)
    _, err = process.communicate()
    if "error:" not in err:
        pytest.skip("the interpreter itself is closed to other users")
    assert process.returncode == 4
    assert str(locked) in err
    assert list(locked.iterdir()) == []


def test_an_output_that_is_a_file(schema: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    ran = run("generate", schema, "--output", tmp_path / "taken")
    assert ran.code == 4
    assert (tmp_path / "taken").read_text() == "mine"
