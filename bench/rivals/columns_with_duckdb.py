"""A table without parents in hand-written DuckDB SQL: columns_with_duckdb.py FOLDER wide|text ROWS csv|parquet."""

from __future__ import annotations

import sys

import duckdb
from with_duckdb import FIRST, HOSTS, LAST, LOOKS, STUFFS, THINGS, words

# Ten columns with salts from {salt} on; {turn} is the number in their names.
WIDE = """
    below(i, {salt}, 100001) AS count_{turn},
    (below(i, {salt} + 1, 100000000) / 100)::DECIMAL(10, 2) AS amount_{turn},
    share(i, {salt} + 2) * 1000 AS ratio_{turn},
    below(i, {salt} + 3, 2) = 1 AS flag_{turn},
    DATE '2020-01-01' + below(i, {salt} + 4, 2192)::INTEGER AS day_{turn},
    TIMESTAMP '2020-01-01' + to_seconds(below(i, {salt} + 5, 189388800)) AS at_{turn},
    md5(i || '-{salt}')::UUID AS key_{turn},
    lower(one_of({things}, i, {salt} + 6)) AS label_{turn},
    one_of(['new', 'open', 'done', 'gone'], i, {salt} + 7) AS state_{turn},
    lpad(upper(to_hex(hash(i * 64 + {salt} + 8) % 4294967296)), 8, '0') AS code_{turn}
"""
SAID = """
    lower(one_of({looks}, i, {salt})
    || ' ' || one_of({stuffs}, i, {salt} + 1) || ' ' || one_of({things}, i, {salt} + 2))
"""
TEXT = """
    replace({title}, ' ', '-') || '-' || i AS slug, {title} AS title, {summary} AS summary, {body} AS body,
    one_of({first}, i, 60) || ' ' || one_of({last}, i, 61) AS author_name,
    lower(one_of({first}, i, 60) || '.' || one_of({last}, i, 61)) || '@' || one_of({hosts}, i, 62) AS author_email,
    TIMESTAMP '2020-01-01' + to_seconds(below(i, 63, 189388800)) AS published_at
"""


def said(first: int, count: int) -> str:
    """So many groups of three words, each with salts of its own."""
    lists = {"looks": words(LOOKS), "stuffs": words(STUFFS), "things": words(THINGS)}
    return " || ' ' || ".join(SAID.format(salt=first + 3 * turn, **lists) for turn in range(count))


def main(folder: str, work: str, rows: int, format: str) -> None:
    db = duckdb.connect(config={"threads": 2})
    db.execute("""
        CREATE MACRO share(row, salt) AS (hash(row * 256 + salt) >> 12)::DOUBLE / (1::BIGINT << 52);
        CREATE MACRO below(row, salt, n) AS (hash(row * 256 + salt) % n)::BIGINT;
        CREATE MACRO one_of(list, row, salt) AS list[below(row, salt, len(list)) + 1];
    """)
    wide = ", ".join(WIDE.format(salt=10 * turn, turn=turn, things=words(THINGS)) for turn in range(1, 6))
    names = {"first": words(FIRST), "last": words(LAST), "hosts": words(HOSTS)}
    text = TEXT.format(title=said(1, 1), summary=said(10, 10), body=said(64, 35), **names)
    table, columns = {"wide": ("readings", wide), "text": ("articles", text)}[work]
    how = "FORMAT PARQUET" if format == "parquet" else "HEADER"
    query = f"SELECT i AS id, {columns} FROM range(1, {rows} + 1) AS t(i)"
    db.execute(f"COPY ({query}) TO '{folder}/{table}.{format}' ({how})")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
