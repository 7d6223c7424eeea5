"""Places: that what hangs together does, by sources of which our data knows nothing."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

import numpy as np
import phonenumbers
import pytest

from seedbed.generators.data.locales import locale_named, locale_of, locales
from seedbed.generators.data.places import place_table, spread
from seedbed.generators.domains.places import FORMS, areas_of
from tests.generators.postal import FORMATS, region_fits

SIX = ("us", "uk", "de", "fr", "ca", "au")
ROWS = 10_000


def _drawn(locale: str, form: str) -> tuple[list[str], np.ndarray]:
    """So many texts of places by chance, and the places."""
    random = np.random.default_rng(4)
    table, areas = place_table(locale), areas_of(locale, form)
    place = random.integers(0, len(table), ROWS, dtype=np.uint64)
    return areas.at(place, random.integers(0, 2**63, ROWS, dtype=np.uint64)).to_pylist(), place


@pytest.mark.parametrize("locale", SIX)
def test_postcodes_look_right_and_are_of_their_region(locale: str) -> None:
    texts, place = _drawn(locale, "postcode")
    table = place_table(locale)
    names, codes = (table[name].to_pylist() for name in ("region", "region_code"))
    right = [
        bool(re.fullmatch(FORMATS[locale], text)) and region_fits(locale, text, names[row], codes[row])
        for text, row in zip(texts, place.tolist(), strict=True)
    ]

    assert sum(right) >= 0.99 * ROWS


@pytest.mark.parametrize("locale", SIX)
@pytest.mark.parametrize("form", ["phone", "phone_international"])
def test_telephone_numbers_are_valid(locale: str, form: str) -> None:
    texts, _ = _drawn(locale, form)
    country = locale_of(locale).country_a2
    inside = None if form == "phone_international" else country
    few = 1000 if form == "phone_international" else ROWS  # they are the same numbers
    numbers = [phonenumbers.parse(text, inside) for text in list(dict.fromkeys(texts))[:few]]
    valid = [phonenumbers.is_valid_number_for_region(number, country) for number in numbers]

    assert sum(valid) >= 0.99 * len(valid)


@pytest.mark.parametrize("locale", SIX)
def test_places_are_many_and_whole(locale: str) -> None:
    table = place_table(locale)

    assert len(set(table["city"].to_pylist())) >= 60
    assert all(column.null_count == 0 for column in table.columns)
    assert set(table["time_zone"].to_pylist()) <= available_timezones()
    assert set(table["region_code"].to_pylist()) <= set(locale_of(locale).regions)
    assert all(-90 < value < 90 for value in table["latitude"].to_pylist())
    assert all(-180 < value < 180 for value in table["longitude"].to_pylist())


@pytest.mark.parametrize("locale", SIX)
@pytest.mark.parametrize("form", FORMS)
def test_a_place_has_as_many_texts_as_it_says(locale: str, form: str) -> None:
    areas = areas_of(locale, form)
    for place in (0, len(areas.sizes) - 1):
        size = int(areas.sizes[place])
        index = np.arange(min(size, 3000), dtype=np.uint64)
        texts = areas.at(np.full(len(index), place, dtype=np.uint64), index).to_pylist()
        assert len(set(texts)) == len(texts)
        if len(index) == size:
            again = areas.at(np.array([place], dtype=np.uint64), np.array([size], dtype=np.uint64))
            assert again[0].as_py() == texts[0]


def test_names_of_locales() -> None:
    assert locale_named("en_GB") == locale_named("GB") == locale_named("en-gb.UTF-8") == "uk"
    assert locale_named("en") == locale_named("en_US") == "us"
    assert locale_named("tlh") is None
    assert locale_of("tlh").name == "us"
    every = [name for locale in locales().values() for name in (locale.name, *locale.names)]
    assert len(set(every)) == len(every)


def test_patterns_spread() -> None:
    assert spread("{08-11} X{1-2}A") == ["08", "09", "10", "11", "X1A", "X2A"]
    assert len(spread("M4{p:1}")) == 16
