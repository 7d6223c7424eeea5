"""The tables that come with mimesis: the one place that knows how that library keeps its data.

The tables are read from its files, without importing the library: its import costs more than the reading.
Each is a path of keys inside a file of one locale, or a constant of one of its modules of international data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

__all__ = ["PER_LOCALE", "WORLDWIDE", "has_words", "library_words"]

_ENGLISH = "en"

PER_LOCALE = {
    "female_name": ("person.json", "names", "female"),
    "male_name": ("person.json", "names", "male"),
    "first_name": ("person.json", "names"),
    "last_name": ("person.json", "surnames"),
    "female_last_name": ("person.json", "surnames", "female"),
    "male_last_name": ("person.json", "surnames", "male"),
    "occupation": ("person.json", "occupation"),
    "nationality": ("person.json", "nationality"),
    "language": ("person.json", "language"),
    "city": ("address.json", "city"),
    "country": ("address.json", "country", "name"),
    "continent": ("address.json", "continent"),
    "region": ("address.json", "state", "name"),
    "region_code": ("address.json", "state", "abbr"),
    "street_name": ("address.json", "street", "name"),
    "fruit": ("food.json", "fruits"),
    "vegetable": ("food.json", "vegetables"),
    "spice": ("food.json", "spices"),
}
"""Word list: file and keys in the folder of a locale."""

WORLDWIDE = {
    "country_a2": ("address", "COUNTRY_CODES", "a2"),
    "country_a3": ("address", "COUNTRY_CODES", "a3"),
    "airport": ("address", "IATA_CODES"),
    "time_zone": ("datetime", "TIMEZONES"),
    "currency_code": ("finance", "CURRENCY_ISO_CODES"),
    "ticker": ("finance", "STOCK_TICKERS"),
    "user_agent": ("internet", "USER_AGENTS"),
    "programming_language": ("development", "PROGRAMMING_LANGS"),
    "operating_system": ("development", "OS"),
    "license": ("development", "LICENSES"),
    "car_maker": ("transport", "AUTO_MANUFACTURERS"),
    "car": ("transport", "CARS"),
    "airplane": ("transport", "AIRPLANES"),
}
"""Word list: module, constant and keys of the international data."""


def library_words(name: str, folders: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a list in the order of the library, repeats and all; KeyError where there is no such list.

    A list by locale is that of the first of the folders that has one, after all of them of the English one.
    """
    if name in PER_LOCALE:
        return next(filter(None, (_words(name, folder) for folder in (*folders, _ENGLISH))))
    module, constant, *keys = WORLDWIDE[name]
    return tuple(str(word) for word in _flat(_inside(_constants(module)[constant], keys)))


def has_words(name: str, folder: str) -> bool:
    """Whether a folder itself has a list of words."""
    return bool(_words(name, folder))


@lru_cache(maxsize=1024)
def _words(name: str, folder: str) -> tuple[str, ...]:
    """The words of a list in one folder; none where it has no such list."""
    file, *keys = PER_LOCALE[name]
    try:
        found = _inside(_document(f"{folder}/{file}"), keys)
    except KeyError:
        return ()
    return tuple(str(word) for word in _flat(found))


def _inside(found: Any, keys: Iterable[str]) -> Any:
    """What stands under the keys; a list that is the same for all of the last ones is taken for each of them."""
    for key in keys:
        found = found if isinstance(found, list) else found[key]
    return found


def _flat(found: Any) -> Iterable[Any]:
    """The words of a list, or of all lists under the keys of a table."""
    if isinstance(found, dict):
        return [word for part in found.values() for word in _flat(part)]
    return list(found or ())


@lru_cache(maxsize=64)
def _document(path: str) -> Any:
    return json.loads((_folder() / path).read_text(encoding="utf-8"))


@lru_cache(maxsize=16)
def _constants(module: str) -> dict[str, Any]:
    path = _folder() / "int" / f"{module}.py"
    spec = spec_from_file_location(f"_library_{module}", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return vars(loaded)


@lru_cache(maxsize=1)
def _folder() -> Path:
    spec = find_spec("mimesis")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("mimesis, which brings the names and cities, is not installed", name="mimesis")
    return Path(spec.origin).parent / "datasets"
