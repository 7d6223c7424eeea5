"""The shop in hand-written DuckDB SQL: with_duckdb.py FOLDER USERS PRODUCTS ORDERS [csv|parquet|sql].

What a person writes who knows this one schema by heart: a hash of row number and salt for every choice, joins for
prices and dates, COPY for the files.
"""

from __future__ import annotations

import sys
from statistics import NormalDist

import duckdb

FIRST = "Ada Ben Carla David Emma Felix Greta Hugo Ines Jonas Kira Liam Mona Nils Olga Paul Rosa Sven Tina Wanda"
LAST = "Abbott Becker Castro Dubois Evans Fischer Garcia Hansen Ito Jensen Kumar Lopez Moreau Novak Okafor Peters"
HOSTS = "example.com example.org example.net mail.example post.example"
LANDS = "US GB DE FR CA AU ES IT NL SE"
KINDS = "electronics clothing home toys books sports beauty grocery"
STATES = "pending paid shipped delivered cancelled"
LOOKS = "Small Large Light Heavy Plain Bright Quiet Rapid Solid Smart"
STUFFS = "Oak Steel Linen Glass Wool Cork Stone Paper Copper Rubber"
THINGS = "Lamp Chair Kettle Jacket Puzzle Novel Racket Basket Mirror Clock"


def words(text: str) -> str:
    """A SQL list of words."""
    return "[" + ", ".join(f"'{word}'" for word in text.split()) + "]"


QUOTED = "'''' || replace({name}::VARCHAR, '''', '''''') || ''''"


def inserts(db: duckdb.DuckDBPyConnection, table: str, query: str) -> str:
    """A query whose rows are INSERT statements, each of a thousand rows of another."""
    columns = db.execute(f"DESCRIBE {query}").fetchall()
    bare = ("INTEGER", "BIGINT", "DECIMAL")
    cells = [f"{name}::VARCHAR" if type.startswith(bare) else QUOTED.format(name=name) for name, type, *_ in columns]
    names = ", ".join(name for name, *_ in columns)
    row = " || ',' || ".join(cells)
    return f"""
        SELECT 'INSERT INTO {table} ({names}) VALUES ' || string_agg('(' || {row} || ')', ',' || chr(10)) || ';'
        FROM (SELECT *, row_number() OVER () // 1000 AS block FROM ({query})) GROUP BY block
    """


def main(folder: str, users: int, products: int, orders: int, format: str = "csv") -> None:
    db = duckdb.connect(config={"threads": 2})
    db.execute("""
        CREATE MACRO share(row, salt) AS (hash(row * 64 + salt) >> 12)::DOUBLE / (1::BIGINT << 52);
        CREATE MACRO below(row, salt, n) AS (hash(row * 64 + salt) % n)::BIGINT;
        CREATE MACRO one_of(list, row, salt) AS list[below(row, salt, len(list)) + 1];
        CREATE MACRO letter(row, salt) AS chr(65 + below(row, salt, 26)::INTEGER);
    """)
    ages = [round(NormalDist(35, 12).inv_cdf((step + 0.5) / 1024)) for step in range(1024)]
    db.execute("CREATE TABLE ages AS SELECT ? AS list", [[age for age in ages if 18 <= age <= 100]])
    db.execute(f"""
        CREATE TABLE users AS
        SELECT i AS id, lower(first || '.' || last) || i || '@' || one_of({words(HOSTS)}, i, 3) AS email,
               first || ' ' || last AS full_name,
               one_of((SELECT list FROM ages), i, 4) AS age,
               one_of({words(LANDS)}, i, 8) AS country,
               TIMESTAMP '2020-01-01' + to_seconds(below(i, 9, 189388800)) AS created_at
        FROM (SELECT i, one_of({words(FIRST)}, i, 1) AS first, one_of({words(LAST)}, i, 2) AS last
              FROM range(1, {users} + 1) AS t(i))
    """)
    db.execute(f"""
        CREATE TABLE products AS
        SELECT i AS id,
               letter(i, 1) || letter(i, 2) || letter(i, 3) || '-' || lpad((i % 10000)::VARCHAR, 4, '0') || '-'
               || letter(i, 4) || chr(65 + ((i // 10000) % 26)::INTEGER) AS sku,
               one_of({words(LOOKS)}, i, 5) || ' ' || one_of({words(STUFFS)}, i, 6) || ' '
               || one_of({words(THINGS)}, i, 7) AS name,
               ((100 + below(i, 8, 99900)) / 100)::DECIMAL(10, 2) AS price,
               one_of({words(KINDS)}, i, 9) AS category
        FROM range(1, {products} + 1) AS t(i)
    """)
    made = f"""
        SELECT o.id, user_id, product_id, quantity, status,
               created_at + to_seconds((moment * epoch(TIMESTAMP '2026-01-01' - created_at))::BIGINT) AS order_date,
               (quantity * price)::DECIMAL(12, 2) AS total
        FROM (SELECT i AS id, 1 + below(i, 1, {users}) AS user_id,
                     least({products}, floor(pow({products} + 1, share(i, 2)))::BIGINT) AS product_id,
                     1 + below(i, 3, 10) AS quantity, one_of({words(STATES)}, i, 4) AS status, share(i, 5) AS moment
              FROM range(1, {orders} + 1) AS t(i)) AS o
        JOIN users ON users.id = user_id JOIN products ON products.id = product_id
    """
    for name, query in (("users", "FROM users"), ("products", "FROM products"), ("orders", made)):
        text = "FORMAT CSV, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'"
        how = {"csv": "HEADER", "parquet": "FORMAT PARQUET"}.get(format, text)
        written = inserts(db, name, query) if format == "sql" else query
        db.execute(f"COPY ({written}) TO '{folder}/{name}.{format}' ({how})")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
