from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.read.dialect import guess
from seedbed.schema.model import Dialect


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("CREATE TABLE a (id serial, j jsonb)", "postgres"),
        ("CREATE DOMAIN d AS int CHECK (VALUE > 0)", "postgres"),
        ("CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB", "mysql"),
        ("CREATE TABLE `a` (`e` ENUM('x','y'))", "mysql"),
        ("CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)", "sqlite"),
        ("PRAGMA foreign_keys=ON;\nCREATE TABLE a (id INT UNSIGNED)", "sqlite"),
        ("/* `a` is unsigned, `b` too */\n-- `c`\nCREATE TABLE a (id serial)", "postgres"),  # people's words
        ("-- MySQL dump 10.13\nCREATE TABLE a (id int)", "mysql"),
        ("CREATE TABLE a (id int, name varchar(30))", "postgres"),  # nothing tells: the strictest
    ],
)
def test_telltale_words(text: str, dialect: Dialect) -> None:
    assert guess(text)[0] == dialect


def test_only_plausible_dialects_are_named() -> None:
    assert guess("CREATE TABLE a (id bigserial, j jsonb)") == ("postgres",)
    assert guess("CREATE TABLE a (id int)") == ("postgres", "sqlite", "mysql")


def test_real_schemas_are_told_apart(corpus: Path) -> None:
    wrong = {
        (kind, path.stem)
        for kind in ("postgres", "mysql", "sqlite")
        for path in sorted(corpus.glob(f"sql-{kind}*/*.sql"))
        if guess(path.read_text())[0] != kind
    }
    # plain SQL that would load anywhere, and an SQLite file with MySQL's LONGBLOB
    assert wrong <= {
        ("postgres", "benchbase-tatp"),
        ("mysql", "benchbase-tpcds"),
        ("mysql", "benchbase-tpch"),
        ("sqlite", "openfga"),
    }
