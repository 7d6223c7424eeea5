"""Nothing beyond the folder is read or written, however it is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seedbed.errors import SeedbedError, UsageError
from seedbed.server.folder import Folder
from seedbed.server.tools import tools
from tests.server.agent import here


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "home" / "data").mkdir(parents=True)
    (tmp_path / "home" / "data" / "a.sql").write_text("")
    (tmp_path / "secret.sql").write_text("")
    return Folder((tmp_path / "home").resolve())


def test_names_within_are_told_from_the_root(folder: Folder) -> None:
    assert folder.read("data/../data/a.sql", "schema") == Path("data/a.sql")
    assert folder.read(str(folder.root / "data"), "schema") == Path("data")
    assert folder.read(".", "schema") == Path()
    assert folder.write("new/place", "output") == Path("new/place")


@pytest.mark.parametrize("word", ["..", "../secret.sql", "data/../../secret.sql", "/etc/passwd", "/", "data/../.."])
def test_names_beyond_are_refused(folder: Folder, word: str) -> None:
    for how in (folder.read, folder.write):
        with pytest.raises(UsageError, match="leads out of the folder") as found:
            how(word, "schema")
        assert word in found.value.problems[0].where


def test_a_folder_whose_name_only_begins_alike_is_beyond(folder: Folder) -> None:
    (folder.root.parent / "homework").mkdir()
    with pytest.raises(UsageError):
        folder.read("../homework", "schema")


def test_links_are_followed_before_they_are_judged(folder: Folder) -> None:
    (folder.root / "near").symlink_to("data/a.sql")
    assert folder.read("near", "schema") == Path("data/a.sql")
    (folder.root / "far").symlink_to(folder.root.parent)
    with pytest.raises(UsageError):
        folder.read("far/secret.sql", "schema")
    with pytest.raises(UsageError):
        folder.write("far/new", "output")


def test_a_folder_with_a_link_that_leads_out_is_refused(folder: Folder) -> None:
    (folder.root / "data" / "deep").mkdir()
    (folder.root / "data" / "deep" / "b.prisma").symlink_to(folder.root.parent / "secret.sql")
    with pytest.raises(UsageError, match=r"data/deep/b\.prisma"):
        folder.read("data", "schema")


def test_links_in_what_is_installed_are_nobodys_business(folder: Folder) -> None:
    for name in ("node_modules", ".venv", "env"):
        (folder.root / name).mkdir()
        (folder.root / name / "python").symlink_to("/usr/bin/env")
    (folder.root / "env" / "pyvenv.cfg").write_text("")
    assert folder.read(".", "schema") == Path()


def test_a_manifest_that_names_files_beyond_is_refused(folder: Folder) -> None:
    told = {"made_by": "seedbed", "files": {"../../secret.sql": {"tables": ["a"]}}}
    (folder.root / "data" / "manifest.json").write_text(json.dumps(told))
    with pytest.raises(UsageError, match=r"secret\.sql"):
        folder.read("data", "data")
    for text in ("{", "[]", '{"files": 3}', '{"files": {"a.sql": {}}}'):
        (folder.root / "data" / "manifest.json").write_text(text)
        assert folder.read("data", "data") == Path("data")


def test_the_place_of_a_run_leads_nowhere_else(folder: Folder) -> None:
    (folder.root / "data" / ".seedbed-partial").symlink_to(folder.root.parent)
    with pytest.raises(UsageError):
        folder.write("data", "output")
    (folder.root / "one.sql.partial").symlink_to(folder.root.parent)
    with pytest.raises(UsageError):
        folder.write("one.sql", "output")


def test_what_belongs_to_git_is_not_written(folder: Folder) -> None:
    with pytest.raises(UsageError, match="belongs to git"):
        folder.write(".git/hooks", "output")


@pytest.mark.parametrize("word", ["a\0b", "x" * 300, "circle", "data/a.sql/b", ""])
def test_what_is_no_name_of_a_schema_is_told(folder: Folder, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.root / "circle").symlink_to("circle")
    monkeypatch.chdir(folder.root)
    with pytest.raises(SeedbedError) as found:
        tools()["introspect"].call({"schema": word}, here(folder.root))
    assert all(problem.what and (problem.why or problem.help) for problem in found.value.problems)
