"""Places by locale: cities with the region, postcodes, telephone area, position and time zone that are theirs.

The cities are in places/*.csv; what all of a country share is in locales.toml.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from seedbed.generators.data.letters import once
from seedbed.generators.data.library import has_words, library_words
from seedbed.generators.data.locales import Locale, locale_of

__all__ = ["AREA", "POSTAL", "cities", "localities", "place_table", "spread", "telephone_areas"]

AREA = "{post_area}"
"""What of the form of a postcode a place fills."""

POSTAL = "ABEGHJLNPRSTWXYZ"
"""Letters that British postcodes may end with and Canadian ones have anywhere."""

_TOKEN = re.compile(r"\{(?:(?P<low>\d+)-(?P<high>\d+)|p:1)\}")
_TYPES = {"post_area": pa.string(), "phone_area": pa.string(), "city": pa.string(), "region_code": pa.string()}
_SHARED = ("country", "country_a2", "country_a3", "currency_code", "currency_symbol", "language")


@lru_cache(maxsize=64)
def place_table(locale: str) -> pa.Table:
    """The places of a locale (as `locale_of` finds it), one a row, whose cells hang together.

    city, region, region_code, country, country_a2, country_a3, time_zone, currency_code, currency_symbol, language:
    text. latitude, longitude: those of the centre, to 2 decimals. post_areas: the heads of its postcodes, a list of
    texts. phone_area: the head of its telephone numbers. How the two are written out is for
    `seedbed.generators.domains.places` to tell. What nobody knows of the places of a country is NULL in all rows.
    """
    known = locale_of(locale)
    file = _file(known)
    columns = _read(file, known) if file.is_file() else _bare(known)
    columns |= {name: pa.repeat(getattr(known, name), len(columns["city"])) for name in _SHARED}
    return pa.table(columns).combine_chunks()


def cities(locale: Locale) -> tuple[str, ...]:
    """The cities of a locale: those of the library, where it has some of the country itself, else of our places."""
    if "city" in locale.words:
        return locale.words["city"]
    if has_words("city", locale.folders[0]) or not _file(locale).is_file():
        return library_words("city", locale.folders)
    return tuple(place_table(locale.name)["city"].to_pylist())


def localities(locale: Locale) -> tuple[str, ...]:
    """What stands below the street in an address, to the end of the head of a postcode: each place with each head."""
    form = locale.locality
    return tuple(
        form.replace("{city}", row["city"]).replace("{region_code}", row["region_code"] or "").replace(AREA, area)
        for row in place_table(locale.name).select(["city", "region_code", "post_areas"]).to_pylist()
        for area in row["post_areas"]
    )


def telephone_areas(locale: Locale) -> tuple[str, ...]:
    """The heads of telephone numbers."""
    return tuple(place_table(locale.name)["phone_area"].to_pylist())


def _file(locale: Locale) -> Path:
    return Path(__file__).with_name("places") / f"{locale.name}.csv"


def _read(file: Path, locale: Locale) -> dict[str, pa.Array]:
    with file.open("rb") as source:
        table = csv.read_csv(source, convert_options=csv.ConvertOptions(column_types=_TYPES, strings_can_be_null=False))
    regions = [locale.regions[code] for code in table["region_code"].to_pylist()]
    areas = [spread(patterns) for patterns in table["post_area"].to_pylist()]
    columns = {name: table[name] for name in table.column_names if name != "post_area"}
    return columns | {"region": pa.array(regions), "post_areas": pa.array(areas, pa.list_(pa.string()))}


def _bare(locale: Locale) -> dict[str, pa.Array]:
    """The cities of a locale of which no more is known: all have the postcodes and numbers of the country."""
    found = once(cities(locale))
    count = len(found)
    return {
        "city": pa.array(found),
        "region": pa.nulls(count, pa.string()),
        "region_code": pa.nulls(count, pa.string()),
        "post_areas": pa.array([[""]] * count, pa.list_(pa.string())),
        "phone_area": pa.repeat("", count),
        "latitude": pa.nulls(count, pa.float64()),
        "longitude": pa.nulls(count, pa.float64()),
        "time_zone": pa.repeat(locale.time_zone, count),
    }


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
