"""What is known of each locale: its names, where its words are kept, and how things are written there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

__all__ = ["DEFAULT", "Locale", "locale_named", "locale_of", "locales"]

DEFAULT = "us"
"""The locale of those that nobody knows."""


@dataclass(frozen=True, slots=True)
class Locale:
    """One stanza of locales.toml; `regions` are names by code."""

    name: str
    names: tuple[str, ...]
    folders: tuple[str, ...]
    country: str
    country_a2: str
    country_a3: str
    language: str
    currency_code: str
    currency_symbol: str
    postcode: str = ""
    phone: str = ""
    phone_international: str = ""
    regions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@lru_cache(maxsize=1)
def locales() -> Mapping[str, Locale]:
    """All locales by our name for them, in the order of the file."""
    text = files("seedbed.generators.data").joinpath("locales.toml").read_text(encoding="utf-8")
    return {name: _locale(name, stanza) for name, stanza in tomllib.loads(text).items()}


def locale_named(name: str) -> str | None:
    """Our name of the locale that a user named, whatever its case and hyphens; None where nobody knows it."""
    return _names().get(name.strip().lower().replace("-", "_").partition(".")[0])


def locale_of(name: str) -> Locale:
    """The locale of that name, that of the United States where it is not known."""
    return locales()[locale_named(name) or DEFAULT]


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {alias: name for name, locale in locales().items() for alias in (name, *locale.names)}


def _locale(name: str, stanza: Mapping[str, Any]) -> Locale:
    split = {key: tuple(stanza[key].split()) for key in ("names", "folders")}
    return Locale(name=name, **{**stanza, **split})
