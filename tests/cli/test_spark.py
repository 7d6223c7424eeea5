"""`seedbed spark`: the words, the manifest, and equal digests."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import run

# pyspark leaves sockets to the collector
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

ROOT = Path(__file__).parent.parent.parent
SHOP = ("--config", ROOT / "examples" / "shop.recipe.yaml", "--seed", 7)


def tables(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text())["tables"]


def test_the_manifest_of_spark_is_that_of_one_process(spark: Any, tmp_path: Path) -> None:
    one, many = tmp_path / "one", tmp_path / "many"
    assert run("generate", *SHOP, "--format", "parquet", "--no-validate", "--output", one).code == 0
    ran = run("spark", *SHOP, "--output", many)
    assert ran.code == 0, ran.err
    assert f"-> {many}" in ran.out
    assert tables(many) == tables(one)
    assert run("validate", many, "--config", SHOP[1]).code == 0
    assert run("spark", *SHOP, "--output", many).code == 2
    assert run("spark", *SHOP, "--output", many, "--mode", "overwrite").code == 0
    assert tables(many) == tables(one)


def test_a_manifest_may_stand_elsewhere(spark: Any, tmp_path: Path) -> None:
    schema = tmp_path / "t.sql"
    schema.write_text("CREATE TABLE t (id int PRIMARY KEY, at time); CREATE TABLE u (id int PRIMARY KEY);")
    words = ("--table", "t", "--option", "compression=zstd", "--manifest", tmp_path / "told.json")
    ran = run("spark", schema, "--output", tmp_path / "out", *words)
    assert ran.code == 0, ran.err
    assert "t.at: time becomes text" in ran.err
    told = json.loads((tmp_path / "told.json").read_text())
    assert list(told["tables"]) == ["t"]
    assert "zstd" not in told["options"]["command"]
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_a_file_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    ran = run("spark", *SHOP, "--output", f"file://{tmp_path}", "--mode", "overwrite")
    assert ran.code == 2
    assert "a file is there already" in ran.err
    assert (tmp_path / "manifest.json").read_text() == "{}"


def test_wrong_words_are_told_before_spark_starts() -> None:
    ran = run("spark", *SHOP, "--mode", "ignore", "--table", "nobody")
    assert ran.code == 2
    assert "3 problems" in ran.err
    assert "pyspark" not in ran.err


def test_an_option_has_a_name_and_a_value() -> None:
    ran = run("spark", *SHOP, "--output", "out", "--option", "zstd", "--option", "x")
    assert ran.code == 2
    assert "'zstd' is not NAME=VALUE" in ran.err
    assert "2 problems" in ran.err


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    ran = run("spark", *SHOP, "--output", tmp_path / "out")
    assert ran.code == 2
    assert "pip install 'seedbed[spark]'" in ran.err
