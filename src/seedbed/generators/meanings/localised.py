"""`entry_for`: a meaning of the catalogue as a locale writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from math import ceil, floor
from typing import Any

import pyarrow.compute as pc

from seedbed.generators.data.locales import DEFAULT, Locale, locale_of
from seedbed.generators.data.places import AREA, place_table
from seedbed.generators.data.told import told
from seedbed.generators.meanings.catalog import Entry, Forms, Numbers, catalog

__all__ = ["entry_for"]

_FIELD = re.compile(r"\{(\w+)\}")
_BETWEEN = re.compile(r"[ ()/.-]+(?![^{}]*\})")  # what stands between the digits of a number, outside of braces
_AXES = {"latitude": slice(0, 2), "longitude": slice(2, 4)}  # their places in the box of a locale


@lru_cache(maxsize=4096)
def entry_for(name: str, locale: str) -> Entry:
    """The meaning of that name, in the words and formats of a locale.

    The catalogue's own forms are those of the default locale: there they follow, for columns that have no room for the
    others. Elsewhere they stay where the locale says nothing.
    """
    entry, known = catalog()[name], locale_of(locale)
    if name in _AXES:
        return _positioned(entry, *_span(known, name))
    text, unique = (_forms(known, name, key) for key in ("text", "unique"))
    if known.name == DEFAULT or not text:
        text += entry.text
    if known.name == DEFAULT or not unique:
        unique += entry.unique
    entry = replace(entry, text=text, unique=unique)
    return replace(entry, codes=_codes(known)) if name == "postcode" and known.postcode == AREA else entry


def _forms(locale: Locale, name: str, key: str) -> Forms:
    fields = _fields(locale)
    forms: list[str] = _data().get(name, {}).get(key, [])
    full = [form for form in forms if all(fields.get(field, "-") for field in _FIELD.findall(form))]
    return tuple(tuple(_filled(form, fields).split("|")) for form in full)


def _filled(form: str, fields: Mapping[str, str]) -> str:
    """A form with its fields filled in, and the fields that stand in these."""
    filled = _FIELD.sub(lambda found: fields.get(found[1], found[0]), form)
    return filled if filled == form else _filled(filled, fields)


def _fields(locale: Locale) -> dict[str, str]:
    """What stands for the fields of forms."""
    names = ("street", "line", "address", "postcode", "phone", "phone_international", "full_name", "currency_code")
    found: dict[str, str] = {name: getattr(locale, name) for name in names}
    found["phone_unique"] = locale.phone_unique or locale.phone_international
    for name in ("phone", "phone_unique"):
        found[f"{name}_plain"] = _BETWEEN.sub("", found[name]).replace("{phone_area}", "{phone_digits}")
    _, area, tail = locale.postcode.partition(AREA)
    found["locality"] = "{locality_head}" + tail if area else locale.locality
    return found


def _codes(locale: Locale) -> tuple[int, ...]:
    """The postcodes that are numbers without a zero in front."""
    areas = place_table(locale.name)["post_areas"].to_pylist()
    return tuple(sorted({int(area) for row in areas for area in row if not area.startswith("0")}))


def _span(locale: Locale, axis: str) -> tuple[float, float]:
    """The degrees between which people live."""
    if locale.box:
        low, high = locale.box[_AXES[axis]]
        return float(low), float(high)
    found = pc.min_max(place_table(locale.name)[axis])
    return found["min"].as_py(), found["max"].as_py()


def _positioned(entry: Entry, low: float, high: float) -> Entry:
    """A coordinate between two degrees; as text of one sign, that of the longer side."""
    number = Numbers(f"{low:.6f}", f"{high:.6f}", 6)
    sign, near, far = ("-", -high, -low) if -low > high else ("", low, high)
    first, last = ceil(max(near, 0)), floor(far)
    return replace(entry, number=number, text=((f"{sign}{{{first}-{max(last - 1, first)}}}.{{d:6}}",),))


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Mapping[str, Any]]:
    return told("generators/data/localised.toml")
