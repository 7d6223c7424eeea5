"""Runs that are cut short and run again: good parts are kept, and the files are those of a run that nobody stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from seedbed import api
from seedbed.engine.parts import TILE
from seedbed.errors import Interrupted, PlanError, Problem, ReadError, SeedbedError, WriteError
from seedbed.plan.plan import Plan
from seedbed.write.options import Options
from tests.plan.grown import grown

SQL = """
CREATE TABLE small (id int PRIMARY KEY, word varchar(20) NOT NULL);
CREATE TABLE users (id int PRIMARY KEY, email varchar(60) UNIQUE, born date);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, note text, price numeric(8, 2) NOT NULL);
CREATE TABLE last (id int PRIMARY KEY);
"""
ROWS = {"small": 5, "users": 3 * TILE + 10, "orders": 4 * TILE, "last": 3}
FORMATS = [("csv",), ("sql",), ("json", "jsonl"), ("parquet",), ("csv", "parquet"), ("sql", "csv")]


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan of a few parts."""
    return grown(SQL, "postgres", 5, *ROWS.items()).plan


def files(folder: Path) -> dict[str, bytes]:
    """What the files of a folder hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def make(
    plan: Plan, formats: tuple[str, ...], out: Path, stop: int = 1000, error: SeedbedError | None = None
) -> api.Made:
    """A run that ends with an error after so many tiles; parts are of one tile."""
    left = [stop]

    def progress(table: str, rows: int) -> None:
        left[0] -= rows > 0
        if left[0] < 0:
            raise error or Interrupted(Problem("interrupted"))

    return api.generate(plan, formats, out, Options(), judged=False, progress=progress, tiles=1)


@pytest.mark.parametrize("formats", FORMATS, ids=",".join)
def test_a_run_goes_on_where_it_was_cut_short(plan: Plan, formats: tuple[str, ...], tmp_path: Path) -> None:
    whole = make(plan, formats, tmp_path / "whole")
    out, made = tmp_path / "out", None
    for stop in (2, 2, 4, 3, 1000):
        try:
            made = make(plan, formats, out, stop)
        except Interrupted:
            assert {path.name for path in out.iterdir()} == {".seedbed-partial"}
    assert made is not None
    assert made.digests == whole.digests
    assert files(out) == files(tmp_path / "whole")
    assert [note.what for note in made.notes] == [
        note.what for note in made.notes if "rows were kept of a run" in note.what
    ]
    assert made.notes


def test_only_what_was_asked_again_is_kept(plan: Plan, tmp_path: Path) -> None:
    whole = make(plan, ("csv",), tmp_path / "whole")
    out = tmp_path / "out"
    with pytest.raises(Interrupted):
        make(plan, ("jsonl",), out, 5)
    made = make(plan, ("csv",), out)
    assert [note.what for note in made.notes] == [
        "parts of a run that was cut short were of another plan, and were thrown away"
    ]
    assert files(out) == files(tmp_path / "whole")
    assert whole.digests == made.digests


def test_what_is_left_is_no_data(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        make(plan, ("csv",), tmp_path, 5)
    with pytest.raises(ReadError, match="the folder holds no data"):
        api.validate(tmp_path, plan.schema)


def test_what_is_no_accident_keeps_nothing(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(PlanError):
        make(plan, ("csv",), tmp_path / "out", 5, PlanError(Problem("no values were found")))
    assert not (tmp_path / "out").exists()


def test_a_disk_that_is_full_keeps_what_is_done(plan: Plan, tmp_path: Path) -> None:
    full = WriteError(Problem("the file could not be written", help="free some space"))
    with pytest.raises(WriteError, match="free some space; what is done stays in"):
        make(plan, ("csv",), tmp_path / "out", 5, full)
    assert make(plan, ("csv",), tmp_path / "out").notes


def test_a_part_that_someone_touched_is_made_again(plan: Plan, tmp_path: Path) -> None:
    make(plan, ("csv",), tmp_path / "whole")
    out = tmp_path / "out"
    with pytest.raises(Interrupted):
        make(plan, ("csv",), out, 6)
    touched = out / ".seedbed-partial" / "files" / "orders.csv"
    touched.write_bytes(touched.read_bytes()[:50_000] + b"x" * 900_000)
    make(plan, ("csv",), out)
    assert files(out) == files(tmp_path / "whole")


# parts of one tile, so that few rows have many of them
KILLED = """
from seedbed.api import making
making.generate.__kwdefaults__["tiles"] = 1
from seedbed.cli import main
main()
"""


def test_a_run_that_was_killed_is_finished_by_the_same_command(tmp_path: Path) -> None:
    (tmp_path / "shop.sql").write_text("CREATE TABLE a (id int PRIMARY KEY, word varchar(30) NOT NULL);")
    words = [
        "generate",
        str(tmp_path / "shop.sql"),
        "--count",
        "250000",
        "--format",
        "csv",
        "--no-validate",
        "--output",
    ]
    command = [sys.executable, "-c", KILLED, *words]
    process = subprocess.Popen([*command, str(tmp_path / "out")], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    record = tmp_path / "out" / ".seedbed-partial" / "parts"
    while process.poll() is None and (not record.exists() or record.read_bytes().count(b"\n") < 4):
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = [
        subprocess.run([*command, str(tmp_path / out)], capture_output=True, text=True, check=True)
        for out in ("out", "whole")
    ]
    if process.returncode == -signal.SIGKILL:
        assert "rows were kept of a run that was cut short" in done[0].stderr
    for name in ("a.csv", "edge-cases.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    told = [json.loads((tmp_path / out / "manifest.json").read_text())["tables"] for out in ("out", "whole")]
    assert told[0] == told[1]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.csv", "edge-cases.json", "manifest.json"]
