"""Whether the locales of a recipe are known, and what is taken in place of one that is not."""

from __future__ import annotations

from difflib import get_close_matches

from seedbed.errors import Note
from seedbed.generators.data.locales import locale_named, locale_of, locales
from seedbed.schema.recipe import Recipe

__all__ = ["chief_locale", "unknown_locales"]


def chief_locale(recipe: Recipe) -> str:
    """The locale of what is not mixed: the one asked for, or of several the weightiest, by our name for it."""
    mixed = sorted(recipe.locales, key=lambda each: -each[1])
    return locale_of(mixed[0][0] if mixed else recipe.locale).name


def unknown_locales(recipe: Recipe) -> tuple[Note, ...]:
    """A grave note for each locale that nobody knows."""
    asked = dict(recipe.locales) if recipe.locales else {recipe.locale: 1.0}
    return tuple(_note(name) for name in asked if locale_named(name) is None)


def _note(name: str) -> Note:
    every = [alias for locale in locales().values() for alias in (locale.name, *locale.names)]
    near = get_close_matches(name.lower().replace("-", "_"), every, 1)
    help = f"did you mean {near[0]}?" if near else f"the locales are {', '.join(locales())}"
    return Note(f"locale {locale_of(name).name} instead of {name}", "nobody knows it", help, grave=True)
