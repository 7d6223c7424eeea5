"""What a call is told and tells: all that is wrong at once, no secret, cells that JSON has."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from seedbed.errors import UsageError
from seedbed.server.allowed import Allowed
from seedbed.server.told import rows
from seedbed.server.tools import tools
from seedbed.server.words import as_words, whole, wrong
from tests.servers import Postgres

NEAR = "postgresql://me:hunter2@127.0.0.1:1/shop"


def test_all_that_is_wrong_is_told_at_once() -> None:
    form = tools()["validate"].takes
    found = wrong({"schema": 5, "strickt": True}, form)
    assert {(problem.where, problem.help) for problem in found} == {
        ("schema", ""),
        ("strickt", "did you mean strict?"),
        ("data", ""),
    }
    assert wrong({"zzz": 1, "data": "x"}, form)[0].help.startswith("there are data, schema")
    assert not wrong({"data": "x"}, form)


def test_whole_numbers_are_whole_however_they_are_written() -> None:
    words: dict[str, Any] = {"seed": 7.0, "edge_cases": 2.5, "strict": True}
    assert repr(whole(words)) == "{'seed': 7, 'edge_cases': 2.5, 'strict': True}"


def test_options_are_told_as_words() -> None:
    form = tools()["generate"].takes
    assert as_words("say --one-per-row or --force", form) == "say one_per_row or --force"


def test_a_secret_is_in_no_text() -> None:
    allowed = Allowed((NEAR,))
    assert allowed.hidden("could not connect with hunter2") == "could not connect with ***"
    assert "hunter2" not in str(allowed.known[0])
    with pytest.raises(UsageError) as found:
        allowed.address("postgresql://you:other@127.0.0.1:1/another", "schema")
    assert "other@" not in str(found.value)
    assert "hunter2" not in str(found.value)


def test_a_database_elsewhere_needs_a_word_more(postgres: Postgres) -> None:
    address = postgres.dsn("postgres").replace("@127.0.0.1", "@db.example.org") + "?hostaddr=127.0.0.1"
    with pytest.raises(UsageError, match="another machine"):
        Allowed((address,)).address(address, "schema")
    assert Allowed((address,), remote=True).address(address, "schema") == address


def test_cells_are_what_json_has() -> None:
    table = pa.table(
        {
            "text": ["x" * 100],
            "bytes": [b"\x00\xff"],
            "real": [float("nan")],
            "list": [[1, 2]],
            "none": pa.array([None], pa.int32()),
            "yes": [True],
        }
    )
    [row] = rows(table)
    assert row == {
        "text": "x" * 79 + "…",
        "bytes": "0x00ff",
        "real": "nan",
        "list": "[1, 2]",
        "none": None,
        "yes": True,
    }
