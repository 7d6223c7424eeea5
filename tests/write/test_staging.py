"""Whole files or none: refusals, leftovers, kills."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from seedbed.errors import WriteError
from seedbed.schema.model import Schema, Table
from seedbed.write.files.staging import Staging
from seedbed.write.files.stored import Stored, recorded
from seedbed.write.files.temporary import Files, refusals
from seedbed.write.manifest import Run, manifest
from tests.write.samples import ID

SCHEMA = Schema((Table("a", (ID,)),))


def facts(stored: Mapping[str, Stored], earlier: Mapping[str, Stored]) -> bytes:
    return manifest(Run(SCHEMA, 1, {"a": 1}, {}, {}), stored, earlier)


def publish(output: Path, files: dict[str, str], *, force: bool = False, single: bool = False) -> None:
    """A run that makes these files."""
    with Staging(output, force=force, single=single) as staging:
        staging.claim(files)
        for name, text in files.items():
            (staging.home / name).write_text(text)
        staging.publish([Path(name) for name in files], facts)


def holds(folder: Path) -> dict[str, str]:
    """Everything below a folder but manifests."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("manifest.json"))
    return {str(path.relative_to(folder)): path.read_text() for path in paths}


def test_files_get_their_names_with_a_manifest(tmp_path: Path) -> None:
    output = tmp_path / "new" / "data"
    publish(output, {"a.csv": "1", "b.csv": "2"})
    assert holds(tmp_path / "new") == {"data/a.csv": "1", "data/b.csv": "2"}
    known = recorded(output / "manifest.json")
    assert known == {
        name: Stored(1, hashlib.blake2b(text.encode()).hexdigest()) for name, text in (("a.csv", "1"), ("b.csv", "2"))
    }


def test_one_file_has_its_manifest_beside_it(tmp_path: Path) -> None:
    publish(tmp_path / "data.sql", {"data.sql": "1"}, single=True)
    publish(tmp_path / "data.sql", {"data.sql": "2"}, single=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.sql", "data.sql.manifest.json"]


def test_our_own_files_are_replaced_and_others_of_ours_stay_ours(tmp_path: Path) -> None:
    publish(tmp_path, {"a.csv": "1"})
    publish(tmp_path, {"data.sql": "x"})
    assert set(recorded(tmp_path / "manifest.json")) == {"a.csv", "data.sql"}
    publish(tmp_path, {"a.csv": "2"})
    assert holds(tmp_path) == {"a.csv": "2", "data.sql": "x"}


def test_files_of_others_are_all_named_and_stay(tmp_path: Path) -> None:
    publish(tmp_path, {"changed.csv": "1", "ours.csv": "1"})
    (tmp_path / "changed.csv").write_text("by hand")
    (tmp_path / "theirs.csv").write_text("by hand")
    before = holds(tmp_path)
    files = {"changed.csv": "2", "ours.csv": "2", "theirs.csv": "2"}
    with pytest.raises(WriteError) as refused:
        publish(tmp_path, files)
    named = [(Path(problem.where).name, problem.why, problem.help) for problem in refused.value.problems]
    assert [name for name, _, _ in named] == ["changed.csv", "theirs.csv"]
    assert "changed since" in named[0][1]
    assert all("--force" in help for _, _, help in named)
    assert holds(tmp_path) == before
    publish(tmp_path, files, force=True)
    assert holds(tmp_path) == files


def test_a_manifest_of_another_program_is_not_ours(tmp_path: Path) -> None:
    for text in ('{"name": "web app", "files": {}}', "not json", "[]", '{"made_by": "seedbed", "files": {"a": 1}}'):
        (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(WriteError, match=r"manifest\.json"):
            publish(tmp_path, {"a.csv": "1"})
        assert (tmp_path / "manifest.json").read_text() == text


def test_a_file_that_appears_during_the_run_is_not_overwritten(tmp_path: Path) -> None:
    def run() -> None:
        with Staging(tmp_path) as staging:
            staging.claim(["a.csv"])
            (staging.home / "a.csv").write_text("ours")
            (tmp_path / "a.csv").write_text("theirs")
            staging.publish([Path("a.csv")], facts)

    with pytest.raises(WriteError, match=r"a\.csv: a file is there already"):
        run()
    assert holds(tmp_path) == {"a.csv": "theirs"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_interrupted_run_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    output = tmp_path / "a" / "b"

    def run() -> None:
        with Staging(output) as staging:
            (staging.home / "a.csv").write_text("half")
            raise error

    with pytest.raises(error):
        run()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(WriteError, match=r"a\.csv: a folder has the name"):
        publish(tmp_path, {"a.csv": "1"}, force=True)
    assert holds(tmp_path) == {}


def test_a_file_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("theirs")
    for output in (tmp_path / "data", tmp_path / "data" / "below"):
        with pytest.raises(WriteError) as refused:
            publish(output, {"a.csv": "1"})
        assert refused.value.problems[0].where.startswith(str(tmp_path / "data"))
        assert "folder is wanted" in refused.value.problems[0].help
    assert holds(tmp_path) == {"data": "theirs"}


def test_two_runs_at_once(tmp_path: Path) -> None:
    with Staging(tmp_path) as first:
        with pytest.raises(WriteError, match="another run of Seedbed is writing there"):
            publish(tmp_path, {"a.csv": "2"})
        (first.home / "a.csv").write_text("1")
        first.publish([Path("a.csv")], facts)
    assert holds(tmp_path) == {"a.csv": "1"}


def test_a_full_disk_is_told_with_what_is_free(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with pytest.raises(WriteError) as refused, refusals(path):
        raise OSError(errno.ENOSPC, "No space left on device")
    (problem,) = refused.value.problems
    assert problem.where == str(path)
    assert "No space left on device" in problem.why
    assert "bytes are free" in problem.why
    assert "fewer rows" in problem.help


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_device_that_is_full(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to("/dev/full")
    files = Files(tmp_path)
    files.open("a.csv")
    with pytest.raises(WriteError, match="No space left"):
        files.write(b"x" * 1_000_000)
    files.abandon()
    assert list(tmp_path.iterdir()) == []


UNPRIVILEGED = """
import os, sys
from pathlib import Path
from seedbed.errors import WriteError
from seedbed.write.files.staging import Staging
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    with Staging(Path(sys.argv[1])):
        print("entered")
except WriteError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="folders are read-only in another way on Windows")
def test_a_read_only_folder() -> None:
    with tempfile.TemporaryDirectory() as place:  # pytest's own folders are closed to those without rights
        Path(place).chmod(0o755)
        closed = Path(place) / "closed"
        closed.mkdir(mode=0o555)
        hidden = Path(place) / "hidden"
        (hidden / "within").mkdir(parents=True)
        hidden.chmod(0o700 if os.geteuid() == 0 else 0)
        for output in (closed, closed / "new", hidden / "within"):
            denied(output)
        hidden.chmod(0o700)
        assert [*closed.iterdir(), *(hidden / "within").iterdir()] == []


def denied(output: Path) -> None:
    """Asserts that someone without rights is told so."""
    done = subprocess.run([sys.executable, "-c", UNPRIVILEGED, str(output)], capture_output=True, text=True, check=True)
    assert "Permission denied" in done.stdout
    assert "--output" in done.stdout


def test_a_small_disk_that_fills_up(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be had: {mounted.stderr.decode().strip()}")

    def run() -> None:
        with Staging(disk / "data") as staging, ExitStack() as stack:
            files = Files(staging.home)
            stack.callback(files.abandon)
            files.open("a.csv")
            for _ in range(100):
                files.write(b"x" * 10_000)

    try:
        with pytest.raises(WriteError, match="No space left on device") as refused:
            run()
        assert "bytes are free" in refused.value.problems[0].why
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


# ---------------------------------------------------------------- runs that die

DYING = """
import os, sys
from pathlib import Path
from seedbed.schema.model import Schema
from seedbed.write.manifest import Run, manifest
from seedbed.write.files.staging import Staging

output, text, steps = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

def count(event, args):
    # the process dies, as by a power cut, just before its n-th act on the file system
    global steps
    if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.fsync", "shutil.rmtree"):
        steps -= 1
        if steps == 0:
            os.kill(os.getpid(), 9)

sys.addaudithook(count)
names = [f"{letter}.csv" for letter in "abcdef"]
with Staging(output) as staging:
    staging.claim(names)
    for name in names:
        (staging.home / name).write_text(f"{name} {text} " * 5000)
    staging.publish([Path(name) for name in names], lambda *stored: manifest(Run(Schema(()), 1, {}, {}, {}), *stored))
print(-steps)  # how many acts there were, where 0 was asked for
"""


def whole(folder: Path, texts: tuple[str, ...]) -> None:
    """Asserts that every file under a final name is one that a run meant, from its first byte to its last."""
    for path in folder.iterdir():
        if path.name.startswith(".seedbed"):
            continue
        if path.name == "manifest.json":
            assert json.loads(path.read_text())["made_by"] == "seedbed"
        else:
            assert path.read_text() in {f"{path.name} {text} " * 5000 for text in texts}, path


def dying(folder: Path, text: str, steps: int) -> int | None:
    """How many acts on the file system a run took; None where it died before its `steps`-th one."""
    command = [sys.executable, "-c", DYING, str(folder), text, str(steps)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == (-signal.SIGKILL if steps else 0), done.stderr
    return None if steps else int(done.stdout)


def test_a_run_that_dies_at_any_moment_leaves_only_whole_files(tmp_path: Path) -> None:
    dying(tmp_path / "count", "old", 0)
    acts = dying(tmp_path / "count", "new", 0)
    assert acts is not None
    assert acts > 20
    chance = random.Random(7)  # noqa: S311 - moments to die at, no secrets
    for moment in chance.sample(range(acts // 4, acts + 1), 10):
        folder = tmp_path / str(moment)
        dying(folder, "old", 0)
        dying(folder, "new", moment)
        whole(folder, ("old", "new"))
        dying(folder, "next", 0)
        whole(folder, ("next",))
        names = [*(f"{letter}.csv" for letter in "abcdef"), "manifest.json"]
        assert sorted(path.name for path in folder.iterdir()) == names


def test_a_run_that_died_while_it_gave_names_is_finished_by_the_next(tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    _cut_short(cut, {"a.csv": "1", "b.csv": "2"}, renamed=("a.csv",))
    publish(cut, {"c.csv": "3"})
    assert holds(cut) == {"a.csv": "1", "b.csv": "2", "c.csv": "3"}
    assert set(recorded(cut / "manifest.json")) == {"a.csv", "b.csv", "c.csv"}


def test_a_foreign_file_that_came_after_a_cut_is_not_overwritten(tmp_path: Path) -> None:
    _cut_short(tmp_path, {"a.csv": "1", "b.csv": "2"}, renamed=("a.csv",))
    (tmp_path / "b.csv").write_text("theirs")
    with pytest.raises(WriteError, match=r"b\.csv: a file is there that was not"):
        publish(tmp_path, {"c.csv": "3"})
    assert (tmp_path / "b.csv").read_text() == "theirs"
    publish(tmp_path, {"c.csv": "3"}, force=True)
    assert holds(tmp_path) == {"a.csv": "1", "b.csv": "2", "c.csv": "3"}


def _cut_short(folder: Path, files: dict[str, str], renamed: tuple[str, ...]) -> None:
    """What is there when a run dies after it gave these names."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    publish(folder, files)
    home = folder / ".seedbed-partial" / "files"
    home.mkdir(parents=True)
    known = recorded(folder / "manifest.json")
    (folder / "manifest.json").rename(home.parent / "manifest")
    for name in files:
        if name not in renamed:
            (folder / name).rename(home / name)
    stored = {name: {"bytes": file.bytes, "blake2b": file.blake2b} for name, file in known.items()}
    facts = {"files": stored, "manifest": "manifest.json", "manifest_stored": {"bytes": 0, "blake2b": ""}, "before": {}}
    (home.parent / "journal").write_text(json.dumps(facts))
