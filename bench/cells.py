"""How fast each kind of column is made: cells a second of one core, in tiles, without start, planning and writing."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

import pyarrow as pa

from seedbed import api
from seedbed.api.wishes import Words, wished
from seedbed.engine.cells import Cells
from seedbed.engine.parts import TILE
from seedbed.read.sql import read_sql

__all__ = ["cells"]

ROWS = 1 << 20
TILES = 24
PARENT = "CREATE TABLE p (id INTEGER PRIMARY KEY, code CHAR(8) NOT NULL UNIQUE);\n"

# What a reader calls it; the columns of a table, those behind | not being measured; a wish, where it takes one.
KINDS = (
    ("key that counts", "id INTEGER PRIMARY KEY", ""),
    ("integer", "n INTEGER NOT NULL", ""),
    ("integer in a range", "n INTEGER NOT NULL CHECK (n BETWEEN 18 AND 100)", ""),
    ("integer, normal", "n INTEGER NOT NULL CHECK (n BETWEEN 18 AND 100)", "n:normal:mean=35,std=12"),
    ("integer, unique", "n BIGINT NOT NULL UNIQUE", ""),
    ("decimal", "n NUMERIC(10, 2) NOT NULL", ""),
    ("floating point", "n DOUBLE PRECISION NOT NULL", ""),
    ("boolean", "b BOOLEAN NOT NULL", ""),
    ("date", "d DATE NOT NULL", ""),
    ("timestamp", "d TIMESTAMP NOT NULL", ""),
    ("timestamp, a third of them NULL", "d TIMESTAMP", ""),
    ("two dates in order", "a DATE NOT NULL, b DATE NOT NULL, CHECK (a <= b)", ""),
    ("time", "t TIME NOT NULL", ""),
    ("interval", "i INTERVAL NOT NULL", ""),
    ("UUID", "u UUID NOT NULL", ""),
    ("choice of a CHECK", "s VARCHAR(10) NOT NULL CHECK (s IN ('new', 'open', 'done'))", ""),
    ("text of a regular expression", "s VARCHAR(12) NOT NULL CHECK (s ~ '^[A-Z]{3}-[0-9]{4}$')", ""),
    ("text without meaning", "xq VARCHAR(40) NOT NULL", ""),
    ("text without meaning, unique", "xq VARCHAR(40) NOT NULL UNIQUE", ""),
    ("bytes", "b BYTEA NOT NULL", ""),
    ("JSON", "j JSONB NOT NULL", ""),
    ("array of integers", "a INTEGER[] NOT NULL", ""),
    ("IP address", "a INET NOT NULL", ""),
    ("first name", "first_name VARCHAR(40) NOT NULL", ""),
    ("full name", "full_name VARCHAR(80) NOT NULL", ""),
    ("e-mail", "email VARCHAR(120) NOT NULL", ""),
    ("e-mail, unique", "email VARCHAR(120) NOT NULL UNIQUE", ""),
    ("name and e-mail of one person", "full_name VARCHAR(80) NOT NULL, email VARCHAR(120) NOT NULL UNIQUE", ""),
    ("user name", "username VARCHAR(40) NOT NULL", ""),
    ("telephone", "phone VARCHAR(30) NOT NULL", ""),
    ("street", "street VARCHAR(80) NOT NULL", ""),
    ("city, postcode, country of one place", "city VARCHAR(60), postcode VARCHAR(12), country CHAR(2)", ""),
    ("company", "company VARCHAR(80) NOT NULL", ""),
    ("product name", "product_name VARCHAR(80) NOT NULL", ""),
    ("price", "price NUMERIC(10, 2) NOT NULL", ""),
    ("URL", "url VARCHAR(200) NOT NULL", ""),
    ("IBAN", "iban VARCHAR(34) NOT NULL", ""),
    ("sentence", "title VARCHAR(120) NOT NULL", ""),
    ("paragraph", "description TEXT NOT NULL", ""),
    ("foreign key", "p_id INTEGER NOT NULL REFERENCES p", ""),
    ("foreign key, zipf", "p_id INTEGER NOT NULL REFERENCES p", "p_id:zipf"),
    ("foreign key, one to one", "p_id INTEGER NOT NULL UNIQUE REFERENCES p", ""),
    ("foreign key to a text", "p_code CHAR(8) NOT NULL REFERENCES p (code)", ""),
)


def cells(runs: int) -> list[dict[str, Any]]:
    """Each kind with its cells a second, the median of several runs."""
    pa.set_cpu_count(1)
    return [{"name": name, "cells": _speed(columns, wish, runs)} for name, columns, wish in KINDS]


def _speed(columns: str, wish: str, runs: int) -> float:
    schema = read_sql(f"{PARENT}CREATE TABLE t ({columns});", "cells.sql", "postgres").schema
    words = Words(count=(str(ROWS),), distribution=(f"t.{wish}",) if wish else (), edge_cases=0.0)
    plan = api.plan(schema, wished(words).fitted(schema))
    cells = Cells(plan)
    names = cells.columns("t")
    last = plan.table("t").rows // TILE
    cells.tile("t", names, 0, TILE)
    speeds = []
    for _ in range(runs):
        start = time.process_time()
        for tile in range(TILES):
            first = tile * last // TILES * TILE
            cells.tile("t", names, first, first + TILE)
        speeds.append(TILES * TILE * len(names) / (time.process_time() - start))
    return median(speeds)
