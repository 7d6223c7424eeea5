"""`seedbed lessons`: words in, words out."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.lessons.yards import INDEX, YARD

ADD = (
    *("--title", "Clients come from make_client", "--category", "TypeError", "--date", "2026-01-31"),
    *("--went-wrong", "The client was built by hand.", "--lesson", "Only make_client knows the port."),
    *("--wrong", "Client()", "--correct", "make_client()", "--test", "tests/test_c.py::test_c"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with both files."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "GRAVEYARD.md").write_text(YARD)
    (tmp_path / ".workflow" / "reflexion").mkdir(parents=True)
    (tmp_path / ".workflow" / "reflexion" / "index.json").write_text(INDEX)
    return tmp_path


def test_list_shows_both_files_with_places(folder: Path) -> None:
    ran = run("lessons", "list")
    assert ran.code == 0
    assert "GRAVEYARD.md:17: ImportError: `wait_for` lives in utilities\n" in ran.out
    assert ".workflow/reflexion/index.json:4:5: LogicError: Totals were floats\n" in ran.out
    assert "seen again 1 times, last on 2026-01-02" in ran.out
    assert ran.out.endswith("3 lessons\n")


def test_list_of_a_category_and_as_json(folder: Path) -> None:
    ran = run("lessons", "list", "--category", "FixtureError", "--json")
    (entry,) = json.loads(ran.out)
    assert entry["tags"] == ["FixtureError"]
    assert run("lessons", "list", "--category", "FixtureErorr").code == 2


def test_check_says_what_departs_and_list_points_to_it(folder: Path) -> None:
    assert run("lessons", "check").out.endswith("index.json: 1 lesson, all in form\n")
    path = folder / "GRAVEYARD.md"
    path.write_text(YARD.replace("**Date**: 2025-12-24", "**Date**: Christmas"))
    ran = run("lessons", "check", path)
    assert ran.code == 1
    assert f"{path}:61: Christmas is no date" in ran.out
    assert "1 departures from the form" in run("lessons", "list", path).err


def test_add_makes_a_file_notes_what_is_known_and_changes_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "new" / "GRAVEYARD.md"
    assert run("lessons", "add", path, *ADD).out == f"{path}: one more lesson\n"
    once = path.read_text()
    assert run("lessons", "add", path, *ADD).out == f"{path}: nothing changed: that time is recorded already\n"
    assert path.read_text() == once
    ran = run("lessons", "add", path, *ADD, "--date", "2026-02-01")
    assert ran.out == f"{path}: its root cause is known: noted under the old lesson\n"
    assert run("lessons", "check", path).code == 0


def test_add_tells_all_wrong_words_at_once(tmp_path: Path) -> None:
    words = ("--category", "Typo", "--date", "today", "--severity", "x", "--title", " ")
    ran = run("lessons", "add", tmp_path / "GRAVEYARD.md", *ADD, *words)
    assert ran.code == 2
    assert "4 problems" in ran.err
    assert not (tmp_path / "GRAVEYARD.md").exists()


def test_add_takes_code_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text("Client(\n)\n")
    path = tmp_path / "index.json"
    assert run("lessons", "add", path, *ADD, "--wrong", f"@{tmp_path / 'wrong.py'}").code == 0
    assert "Client(\n)" in json.loads(path.read_text())["entries"][0]["what_happened"]
    assert run("lessons", "add", path, *ADD, "--wrong", f"@{tmp_path / 'none.py'}").code == 4


def test_convert_there_and_back_loses_nothing(folder: Path) -> None:
    index, back = folder / "all.json", folder / "back.md"
    ran = run("lessons", "convert", "GRAVEYARD.md", index)
    assert ran.out == f"GRAVEYARD.md -> {index}: 2 lessons written, 0 noted under an old one, 0 there already\n"
    assert run("lessons", "convert", ".workflow/reflexion/index.json", index).code == 0
    assert run("lessons", "convert", index, back).code == 0
    assert run("lessons", "check", back).code == 0
    again = folder / "again.json"
    assert run("lessons", "convert", back, again).code == 0
    assert json.loads(again.read_text()) == json.loads(index.read_text())
    assert run("lessons", "convert", back, again).out.endswith("3 there already\n")


def test_convert_refuses_what_it_could_not_read(folder: Path) -> None:
    (folder / "GRAVEYARD.md").write_text(YARD.replace("### Wrong Code", "### Wrong"))
    ran = run("lessons", "convert", "GRAVEYARD.md", "out.json")
    assert ran.code == 4
    assert not (folder / "out.json").exists()


def test_bad_files_are_errors(folder: Path) -> None:
    assert run("lessons", "list", "none.md").code == 2
    assert run("lessons", "convert", "none.md", "out.json").code == 4
    (folder / "empty").mkdir()
    assert "looked for GRAVEYARD.md" in run("lessons", "list", folder / "empty").err
    (folder / "latin.md").write_bytes(b"# x\n\xe9\n")
    assert "latin.md:2" in run("lessons", "check", "latin.md").err
    (folder / "notes.txt").write_text("x")
    assert run("lessons", "list", "notes.txt").code == 2


def test_a_mark_a_link_and_permissions_stay(folder: Path) -> None:
    real = folder / "real.md"
    real.write_text("\ufeff" + YARD)
    real.chmod(0o640)
    (folder / "link.md").symlink_to(real)
    assert run("lessons", "add", folder / "link.md", *ADD).code == 0
    assert (folder / "link.md").is_symlink()
    assert real.read_text().startswith("\ufeff# Graveyard")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(path.name for path in folder.iterdir()) == [".workflow", "GRAVEYARD.md", "link.md", "real.md"]
