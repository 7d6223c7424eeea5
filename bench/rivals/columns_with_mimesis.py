"""A table without parents with Mimesis, one value at a time: columns_with_mimesis.py FOLDER wide|text ROWS."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from mimesis import Generic
from mimesis.locales import Locale

STATES = ("new", "open", "done", "gone")
PARTS = "count amount ratio flag day at key label state code"
TABLES = {
    "wide": ("readings", ["id", *(f"{part}_{turn}" for turn in range(1, 6) for part in PARTS.split())]),
    "text": ("articles", ["id", "slug", "title", "summary", "body", "author_name", "author_email", "published_at"]),
}


def wide(make: Generic, key: int) -> Iterator[object]:
    yield key
    for _ in range(5):
        yield make.random.randint(0, 100_000)
        yield f"{make.random.uniform(0, 10**6):.2f}"
        yield make.random.uniform(0, 1000)
        yield make.development.boolean()
        yield make.datetime.date(2020, 2025)
        yield make.datetime.datetime(2020, 2025)
        yield make.cryptographic.uuid()
        yield make.text.word()[:40]
        yield make.random.choice(STATES)
        yield make.code.pin(mask="@@@@####")


def text(make: Generic, key: int) -> Iterator[object]:
    yield key
    yield f"{make.internet.slug()[:100]}-{key}"
    yield make.text.title()[:160]
    yield make.text.text(quantity=3)[:400]
    yield make.text.text(quantity=10)
    yield make.person.full_name()
    yield make.person.email()
    yield make.datetime.datetime(2020, 2025)


def main(folder: str, work: str, rows: int) -> None:
    table, columns = TABLES[work]
    make = Generic(Locale.EN, seed=42)
    with (Path(folder) / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows({"wide": wide, "text": text}[work](make, key) for key in range(1, rows + 1))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
