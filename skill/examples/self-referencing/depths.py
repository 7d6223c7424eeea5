"""How many rows of a table lie how deep below their roots."""

import sqlite3
import sys

file, table, parent = sys.argv[1:]
query = f"""
    WITH RECURSIVE tree (id, depth) AS (
        SELECT id, 0 FROM {table} WHERE {parent} IS NULL
        UNION ALL
        SELECT child.id, depth + 1 FROM {table} AS child JOIN tree ON child.{parent} = tree.id
    )
    SELECT depth, count(*) FROM tree GROUP BY depth
"""
for depth, rows in sqlite3.connect(file).execute(query):
    print(f"depth {depth}: {rows} rows")
