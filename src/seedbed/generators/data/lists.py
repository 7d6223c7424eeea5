"""Word lists by name and locale, each word once even for a database that ignores case and accents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from seedbed.generators.data.letters import folded, once
from seedbed.generators.data.library import PER_LOCALE, WORLDWIDE, library_words
from seedbed.generators.data.locales import Locale, locale_of
from seedbed.generators.data.places import cities, localities, place_table, telephone_areas
from seedbed.generators.data.told import told

__all__ = ["folded", "list_names", "once", "word_list"]

_COUNTRY = re.compile(r"^[A-Z]{2}[-.]")  # before the code of a region


@lru_cache(maxsize=2048)
def word_list(name: str, locale: str) -> tuple[str, ...]:
    """The words of a list, trimmed, without repeats; KeyError where there is no such list.

    The locale's own words come before what its places say, that before our words, and those before the library's.
    """
    known = locale_of(locale)
    if name in known.words:
        return once(known.words[name])
    if name in _PLACED:
        return once(_PLACED[name](known))
    return once(_own()[name] if name in _own() else library_words(name, known.folders))


def list_names() -> tuple[str, ...]:
    """The names of all lists that every locale has."""
    return tuple(sorted({*_own(), *PER_LOCALE, *WORLDWIDE, *_PLACED}))


def _streets(locale: Locale) -> tuple[str, ...]:
    return library_words("street_name", (locale.streets,) if locale.streets else locale.folders)


def _regions(locale: Locale) -> tuple[str, ...]:
    return tuple(locale.regions.values()) or library_words("region", locale.folders)


def _region_codes(locale: Locale) -> tuple[str, ...]:
    codes = tuple(locale.regions) or library_words("region_code", locale.folders)
    return tuple(_COUNTRY.sub("", code) for code in codes)


def _post_areas(locale: Locale) -> tuple[str, ...]:
    return tuple(area for areas in place_table(locale.name)["post_areas"].to_pylist() for area in areas)


def _zones(locale: Locale) -> tuple[str, ...]:
    return tuple(place_table(locale.name)["time_zone"].to_pylist())


_PLACED: Mapping[str, Callable[[Locale], tuple[str, ...]]] = {
    "city": cities,
    "locality_head": localities,
    "phone_area": telephone_areas,
    "phone_digits": lambda locale: tuple(area.replace(" ", "") for area in telephone_areas(locale)),
    "post_area": _post_areas,
    "region": _regions,
    "region_code": _region_codes,
    "street_name": _streets,
    "zone": _zones,
}


@lru_cache(maxsize=1)
def _own() -> dict[str, tuple[str, ...]]:
    lists: dict[str, str] = told("generators/data/words.toml")
    return {name: tuple(words.splitlines() if "\n" in words else words.split()) for name, words in lists.items()}
