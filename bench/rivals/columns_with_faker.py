"""A table without parents with Faker, one value at a time: columns_with_faker.py FOLDER wide|text ROWS."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from faker import Faker

FIRST_DAY, LAST_DAY = datetime(2020, 1, 1), datetime(2026, 1, 1)  # noqa: DTZ001 - the table knows no zones
STATES = ("new", "open", "done", "gone")
PARTS = "count amount ratio flag day at key label state code"
TABLES = {
    "wide": ("readings", ["id", *(f"{part}_{turn}" for turn in range(1, 6) for part in PARTS.split())]),
    "text": ("articles", ["id", "slug", "title", "summary", "body", "author_name", "author_email", "published_at"]),
}


def wide(fake: Faker, key: int) -> Iterator[object]:
    yield key
    for _ in range(5):
        yield fake.random_int(0, 100_000)
        yield fake.pydecimal(left_digits=6, right_digits=2, positive=True)
        yield fake.random_int(0, 10**9) / 10**6
        yield fake.pybool()
        yield fake.date_between(FIRST_DAY, LAST_DAY)
        yield fake.date_time_between(FIRST_DAY, LAST_DAY)
        yield fake.uuid4()
        yield fake.word()
        yield fake.random_element(STATES)
        yield fake.bothify("????####")


def text(fake: Faker, key: int) -> Iterator[object]:
    yield key
    yield f"{fake.slug()[:100]}-{key}"
    yield fake.sentence(6)[:160]
    yield fake.text(300)
    yield fake.text(800)
    yield fake.name()
    yield fake.email()
    yield fake.date_time_between(FIRST_DAY, LAST_DAY)


def main(folder: str, work: str, rows: int) -> None:
    table, columns = TABLES[work]
    fake = Faker()
    fake.seed_instance(42)
    with (Path(folder) / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows({"wide": wide, "text": text}[work](fake, key) for key in range(1, rows + 1))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
