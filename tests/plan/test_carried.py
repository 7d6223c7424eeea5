"""A text to which shorter columns refer is as short as they are."""

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
