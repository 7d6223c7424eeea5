"""A text to which shorter columns refer is as short as they are, and in digits where numbers do."""

from __future__ import annotations

from seedbed import read

SQL = """
CREATE TABLE kinds (name varchar(255) PRIMARY KEY);
CREATE TABLE statuses (name varchar(64) PRIMARY KEY REFERENCES kinds, next_name varchar(5) REFERENCES statuses);
CREATE TABLE balancers (id serial PRIMARY KEY, status varchar(8) NOT NULL REFERENCES statuses);
"""


def test_a_key_is_no_longer_than_what_refers_to_it_through_others() -> None:
    rows = read(SQL, dialect="postgres").tables(60)
    for table in ("kinds", "statuses"):
        names = rows[table]["name"].to_pylist()
        assert len(set(names)) == 60
        assert max(map(len, names)) <= 5
    assert max(map(len, rows["balancers"]["status"].to_pylist())) <= 5


def test_a_text_to_which_numbers_refer_is_a_number() -> None:
    texts = "CREATE TABLE kinds (id varchar(36) PRIMARY KEY);"
    numbers = "CREATE TABLE links (id integer PRIMARY KEY, kind_id smallint NOT NULL REFERENCES kinds);"
    rows = read(texts + numbers, dialect="sqlite").tables(60)
    keys = set(rows["kinds"]["id"].to_pylist())
    assert len(keys) == 60
    assert {str(number) for number in rows["links"]["kind_id"].to_pylist()} <= keys
