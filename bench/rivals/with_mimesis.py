"""The shop with Mimesis, one value at a time: with_mimesis.py FOLDER USERS PRODUCTS ORDERS."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import accumulate
from pathlib import Path

from mimesis import Generic
from mimesis.locales import Locale

LAST_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - the shop knows no zones
KINDS = ("electronics", "clothing", "home", "toys", "books", "sports", "beauty", "grocery")
STATES = ("pending", "paid", "shipped", "delivered", "cancelled")


def write(folder: str, table: str, header: str, rows: Iterator[Sequence[object]]) -> None:
    with (Path(folder) / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header.split())
        writer.writerows(rows)


def age(draw: random.Random) -> int:
    years = 0
    while not 18 <= years <= 100:
        years = round(draw.gauss(35, 12))
    return years


def main(folder: str, users: int, products: int, orders: int) -> None:
    make, draw = Generic(Locale.EN, seed=42), random.Random(42)
    since: dict[int, datetime] = {}
    price: dict[int, float] = {}

    def fresh(kind: str, seen: set[str]) -> str:
        while True:
            value = make.person.email() if kind == "email" else make.code.pin(mask="@@@-####-@@")
            if value not in seen:
                seen.add(value)
                return str(value)

    def user_rows() -> Iterator[Sequence[object]]:
        seen: set[str] = set()
        for key in range(1, users + 1):
            since[key] = make.datetime.datetime(start=2020, end=2025)
            yield key, fresh("email", seen), make.person.full_name(), age(draw), make.address.country_code(), since[key]

    def product_rows() -> Iterator[Sequence[object]]:
        seen: set[str] = set()
        for key in range(1, products + 1):
            price[key] = draw.randint(100, 100000) / 100
            name = make.text.title()[:120]
            yield key, fresh("sku", seen), name, f"{price[key]:.2f}", draw.choice(KINDS)

    def order_rows() -> Iterator[Sequence[object]]:
        keys = range(1, products + 1)
        weights = list(accumulate(key**-1.1 for key in keys))
        for key in range(1, orders + 1):
            user, product = draw.randint(1, users), draw.choices(keys, cum_weights=weights)[0]
            count, day = draw.randint(1, 10), since[user] + (LAST_DAY - since[user]) * draw.random()
            yield key, user, product, count, draw.choice(STATES), day, f"{count * price[product]:.2f}"

    write(folder, "users", "id email full_name age country created_at", user_rows())
    write(folder, "products", "id sku name price category", product_rows())
    write(folder, "orders", "id user_id product_id quantity status order_date total", order_rows())


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
