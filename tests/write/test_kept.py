"""What of a run that was cut short is kept: as far as every file fits its digests, and no further."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.write.files.kept import Keeper, kept
from seedbed.write.files.temporary import Files

TILE = (b"\x01" * 16, b"\x02" * 16)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A run of three parts: two files, the second begun in the second part and cut short in a fourth."""
    home = tmp_path / "files"
    home.mkdir()
    files, keeper = Files(home), Keeper(tmp_path / "parts", "plan")
    files.open("a.csv")
    for part in (1, 2, 3):
        if part == 2:
            files.write("end")
            files.open("b.csv")
        files.write(f"part {part} ")
        table = "a" if part == 1 else "b"
        keeper.tile(table, TILE)
        keeper.mark(table, max(part - 1, 1), files.growth())
    files.write("half")
    files.leave()
    return tmp_path


def found(place: Path, plan: str = "plan") -> tuple[str, int, dict[str, int], dict[str, int]] | None:
    """What is kept: where to go on, how long the files are good, and how many tiles of each table are done."""
    told = kept(place / "parts", place / "files", plan)
    if told is None:
        return None
    lengths = {name: grown.bytes for name, grown in told.files.items()}
    return told.table, told.tiles, lengths, {table: len(tiles) for table, tiles in told.digests.items()}


ALL = ("b", 2, {"a.csv": 10, "b.csv": 14}, {"a": 1, "b": 2})
TWO = ("b", 1, {"a.csv": 10, "b.csv": 7}, {"a": 1, "b": 1})
ONE = ("a", 1, {"a.csv": 7}, {"a": 1})


def test_all_parts_are_kept_and_half_ones_are_not(place: Path) -> None:
    assert found(place) == ALL


def test_another_plan_keeps_nothing(place: Path) -> None:
    assert found(place, "other") is None
    (place / "parts").unlink()
    assert found(place) is None


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("b.csv", "part 2 part X half", TWO),
        ("b.csv", "part 2 par", TWO),
        ("b.csv", "part X part 3 ", ONE),
        ("b.csv", "", ONE),
        ("a.csv", "part 1 xxx", ONE),
        ("a.csv", "part 1 end and more", ALL),
        ("a.csv", "X", None),
    ],
)
def test_a_file_that_does_not_fit_keeps_what_was_before(place: Path, name: str, text: str, kept: object) -> None:
    (place / "files" / name).write_text(text)
    assert found(place) == kept


def test_a_file_that_is_gone(place: Path) -> None:
    (place / "files" / "b.csv").unlink()
    assert found(place) == ONE


@pytest.mark.parametrize("tail", ["", '{"table": "b", "ti', "[]\n", '{"table": "b", "tiles": 3}\n', "\0" * 40])
def test_a_torn_line_is_a_part_less(place: Path, tail: str) -> None:
    lines = (place / "parts").read_text().splitlines(keepends=True)
    (place / "parts").write_text("".join(lines[:-1]) + tail)
    assert found(place) == TWO
    (place / "parts").write_text(tail)
    assert found(place) is None


def test_the_next_run_goes_on_and_may_be_cut_short_too(place: Path) -> None:
    (place / "files" / "b.csv").write_text("part 2 part X half")
    told = kept(place / "parts", place / "files", "plan")
    assert told is not None
    files, keeper = Files(place / "files"), Keeper(place / "parts", "plan", told)
    files.replay(told.files)
    for name in ("a.csv", "b.csv"):
        files.open(name)
        files.write("what is there already")
    files.go_on()
    files.write("part 3 ")
    keeper.tile("b", TILE)
    keeper.mark("b", 2, files.growth())
    files.write("end")
    assert found(place) == ALL
    assert files.stored["b.csv"].bytes == len("part 2 part 3 end")
    files.close()
    assert (place / "files" / "a.csv").read_text() == "part 1 end"
    assert (place / "files" / "b.csv").read_text() == "part 2 part 3 end"
