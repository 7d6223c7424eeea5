"""Places by locale: cities with the region, postcodes, telephone area, position and time zone that are theirs.

The cities are in places/*.csv; what all of a country share is in locales.toml.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from itertools import product

import pyarrow as pa
from pyarrow import csv

from seedbed.generators.data.locales import locale_of

__all__ = ["POSTAL", "place_table", "spread"]

POSTAL = "ABEGHJLNPRSTWXYZ"
"""Letters that British postcodes may end with and Canadian ones have anywhere."""

_TOKEN = re.compile(r"\{(?:(?P<low>\d+)-(?P<high>\d+)|p:1)\}")
_TYPES = {"post_area": pa.string(), "phone_area": pa.string(), "city": pa.string(), "region_code": pa.string()}
_SHARED = ("country", "country_a2", "country_a3", "currency_code", "currency_symbol", "language")


@lru_cache(maxsize=64)
def place_table(locale: str) -> pa.Table:
    """The places of a locale (those of "us" where it is not known), one a row, whose cells hang together.

    city, region, region_code, country, country_a2, country_a3, time_zone, currency_code, currency_symbol, language:
    text. latitude, longitude: those of the centre, to 2 decimals. post_areas: the heads of its postcodes, a list of
    texts. phone_area: the head of its telephone numbers. How the two are written out is for
    `seedbed.generators.places` to tell.
    """
    known = locale_of(locale)
    file = files("seedbed.generators.data").joinpath("places", f"{known.name}.csv")
    with file.open("rb") as source:
        table = csv.read_csv(source, convert_options=csv.ConvertOptions(column_types=_TYPES, strings_can_be_null=False))
    regions = [known.regions[code] for code in table["region_code"].to_pylist()]
    areas = [spread(patterns) for patterns in table["post_area"].to_pylist()]
    columns = {name: table[name] for name in table.column_names if name != "post_area"}
    columns |= {"region": pa.array(regions), "post_areas": pa.array(areas, pa.list_(pa.string()))}
    columns |= {name: pa.repeat(getattr(known, name), len(table)) for name in _SHARED}
    return pa.table(columns).combine_chunks()


def spread(patterns: str) -> list[str]:
    """The texts of patterns with blanks between: `{08-11}` stands for four of them, `{p:1}` for a postal letter."""
    return [text for pattern in patterns.split() for text in _spread(pattern)]


def _spread(pattern: str) -> list[str]:
    parts, end = [], 0
    for token in _TOKEN.finditer(pattern):
        parts += [[pattern[end : token.start()]], _choices(token)]
        end = token.end()
    return ["".join(chosen) for chosen in product(*parts, [pattern[end:]])]


def _choices(token: re.Match[str]) -> list[str]:
    if not token["low"]:
        return list(POSTAL)
    width = len(token["low"]) if token["low"].startswith("0") else 0
    return [str(number).zfill(width) for number in range(int(token["low"]), int(token["high"]) + 1)]
