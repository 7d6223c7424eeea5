"""What is known of each locale: its names, where its words are kept, and how things are written there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from seedbed.classes import dataclass
from seedbed.generators.data.told import told

__all__ = ["DEFAULT", "Locale", "locale_named", "locale_of", "locales"]

DEFAULT = "us"
"""The locale of those that nobody knows."""


@dataclass(frozen=True, slots=True)
class Locale:
    """One stanza of locales.toml: `regions` are names by code, `words` lists in place of all others."""

    name: str
    names: tuple[str, ...]
    folders: tuple[str, ...]
    country: str
    country_a2: str
    country_a3: str
    language: str
    currency_code: str
    currency_symbol: str
    postcode: str
    phone: str
    phone_international: str
    street: str
    line: str
    locality: str
    address: str = "{line}, {locality}"
    phone_unique: str = ""
    full_name: str = ""
    time_zone: str = ""
    box: tuple[str, ...] = ()
    streets: str = ""
    regions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@lru_cache(maxsize=1)
def locales() -> Mapping[str, Locale]:
    """All locales by our name for them, in the order of the file."""
    return {name: _locale(name, stanza) for name, stanza in told("generators/data/locales.toml").items()}


def locale_named(name: str) -> str | None:
    """Our name of the locale that a user named, whatever its case and hyphens; None where nobody knows it."""
    return _names().get(_plain(name))


def locale_of(name: str) -> Locale:
    """The locale of that name; where it is not known that of its language, else that of the United States."""
    found = locale_named(name) or locale_named(_plain(name).partition("_")[0])
    return locales()[found or DEFAULT]


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_").partition(".")[0]


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {alias: name for name, locale in locales().items() for alias in (name, *locale.names)}


def _locale(name: str, stanza: Mapping[str, Any]) -> Locale:
    split = {key: tuple(stanza.get(key, "").split()) for key in ("names", "folders", "box")}
    words = {
        key: tuple(text.splitlines() if "\n" in text else text.split()) for key, text in stanza.get("words", {}).items()
    }
    return Locale(name=name, **{**stanza, **split, "words": words})
