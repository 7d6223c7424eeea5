"""Which locales the rows of a recipe have, and what is told where that is not what was asked."""

from __future__ import annotations

from difflib import get_close_matches

from seedbed.errors import Note
from seedbed.generators.data.locales import locale_named, locale_of, locales
from seedbed.schema.recipe import Recipe

__all__ = ["locale_notes", "locales_of"]


def locales_of(recipe: Recipe) -> tuple[tuple[str, float], ...]:
    """The locales of the rows by our names for them, the weightiest first, each with its weight."""
    found: dict[str, float] = {}
    for name, weight in recipe.locales or ((recipe.locale, 1.0),):
        found[locale_of(name).name] = found.get(locale_of(name).name, 0.0) + weight
    return tuple(sorted(((name, weight) for name, weight in found.items() if weight), key=lambda each: -each[1]))


def locale_notes(recipe: Recipe) -> tuple[Note, ...]:
    """A grave note for each locale that nobody knows."""
    asked = dict(recipe.locales) if recipe.locales else {recipe.locale: 1.0}
    return tuple(_unknown(name) for name in asked if locale_named(name) is None)


def _unknown(name: str) -> Note:
    every = [alias for locale in locales().values() for alias in (locale.name, *locale.names)]
    near = get_close_matches(name.lower().replace("-", "_"), every, 1)
    help = f"did you mean {near[0]}?" if near else f"the locales are {', '.join(locales())}"
    return Note(f"locale {locale_of(name).name} instead of {name}", "nobody knows it", help, grave=True)
