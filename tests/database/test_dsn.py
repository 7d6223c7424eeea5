from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from seedbed.database.dsn import Dsn, is_dsn, parse_dsn
from seedbed.errors import UsageError


@pytest.mark.parametrize(
    ("text", "dsn"),
    [
        ("postgres://localhost/mydb", Dsn("postgres", "mydb", "localhost")),
        ("postgresql+psycopg2://u:s3cret@h:5433/d", Dsn("postgres", "d", "h", 5433, "u", (), "s3cret")),
        ("postgresql:///d?host=/run/pg", Dsn("postgres", "d", options=(("host", "/run/pg"),))),
        (
            "postgresql://u@h/d?password=s3cret&sslmode=require",
            Dsn("postgres", "d", "h", None, "u", (("sslmode", "require"),), "s3cret"),
        ),
        ("mariadb://root@127.0.0.1:3307/shop", Dsn("mysql", "shop", "127.0.0.1", 3307, "root")),
        ("mysql+pymysql://a%40b:p%2Fw@h/d", Dsn("mysql", "d", "h", None, "a@b", (), "p/w")),
        ("sqlite:///folder/x.db", Dsn("sqlite", "folder/x.db")),
        ("sqlite:////abs/x.db", Dsn("sqlite", "/abs/x.db")),
    ],
)
def test_addresses_as_users_write_them(text: str, dsn: Dsn) -> None:
    assert is_dsn(text)
    assert parse_dsn(text) == dsn


@pytest.mark.parametrize("text", ["oracle://u:s3cret@h/d", "shop.sql", "postgres://u:s3cret@[h/d", "sqlite://", "C:/x"])
def test_what_is_no_address_is_refused_without_its_secret(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_dsn(text)
    assert "s3cret" not in str(caught.value)


def test_a_secret_is_in_no_text() -> None:
    dsn = parse_dsn("postgresql://u:p%40ss@h:5/d?password=other")
    for text in (str(dsn), repr(dsn), dsn.hidden("no way in with p@ss or p%40ss")):
        assert "p@ss" not in text
        assert "p%40ss" not in text
        assert "other" not in text
    assert parse_dsn(str(dsn)) == Dsn("postgres", "d", "h", 5, "u")


def test_a_file_of_sqlite_is_an_address(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert is_dsn(str(path))
    assert parse_dsn(str(path)).name == "x"
    assert not is_dsn(str(tmp_path / "y.db"))
