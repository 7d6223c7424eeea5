"""File names: safe anywhere, and one for each table."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.write.files.names import file_stems


def test_plain_ids_stay_as_they_are() -> None:
    assert file_stems(["users", "app.Order_Items2"]) == {"users": "users", "app.Order_Items2": "app.Order_Items2"}


@pytest.mark.parametrize(
    "id",
    [
        "a/b",
        "..",
        ".hidden",
        "end.",
        'say "hi"',
        "two words",
        "con",
        "NUL.x",
        "COM1",
        "x" * 300,
        "",
        "Größe",
        "a-b",
        "../../etc/passwd",
        "a\0b",
        "日本" * 60,
    ],
)
def test_odd_ids_become_safe(id: str) -> None:
    stem = file_stems([id])[id]
    assert re.fullmatch(r"[\w.]+-[0-9a-f]{12}", stem)
    assert not stem.startswith(".")
    assert len(f"0001-{stem}.parquet.partial".encode()) < 200


def test_ids_that_differ_in_case_are_told_apart() -> None:
    stems = file_stems(["Users", "users", "USERS", "other"])
    assert len({stem.casefold() for stem in stems.values()}) == 4
    assert stems["other"] == "other"


@given(st.lists(st.text("aAbB./- é\\e\u0301İiI'", max_size=5), unique=True, max_size=12))
def test_no_two_tables_share_a_file(ids: list[str]) -> None:
    stems = file_stems(ids)
    assert set(stems) == set(ids)
    assert len({unicodedata.normalize("NFC", stem).casefold() for stem in stems.values()}) == len(ids)
