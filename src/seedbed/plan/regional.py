"""Which locale the rows of a recipe have, and what is told where that is not what was asked."""

from __future__ import annotations

from difflib import get_close_matches

from seedbed.errors import Note
from seedbed.generators.data.locales import locale_named, locale_of, locales
from seedbed.schema.recipe import Recipe

__all__ = ["chief_locale", "locale_notes"]


def chief_locale(recipe: Recipe) -> str:
    """The locale of all rows: the one asked for, or of several the weightiest, by our name for it."""
    mixed = sorted(recipe.locales, key=lambda each: -each[1])
    return locale_of(mixed[0][0] if mixed else recipe.locale).name


def locale_notes(recipe: Recipe) -> tuple[Note, ...]:
    """A grave note for each locale that nobody knows, and one where several are asked for."""
    asked = dict(recipe.locales) if recipe.locales else {recipe.locale: 1.0}
    unknown = tuple(_unknown(name) for name in asked if locale_named(name) is None)
    return (*unknown, _unmixed(chief_locale(recipe))) if len(asked) > 1 else unknown


def _unmixed(chief: str) -> Note:
    what, why = f"locale {chief} for all rows", "locales are not mixed within a run yet: the weightiest is taken"
    return Note(what, why, f"--locale {chief}, and other runs for other rows", grave=True)


def _unknown(name: str) -> Note:
    every = [alias for locale in locales().values() for alias in (locale.name, *locale.names)]
    near = get_close_matches(name.lower().replace("-", "_"), every, 1)
    help = f"did you mean {near[0]}?" if near else f"the locales are {', '.join(locales())}"
    return Note(f"locale {locale_of(name).name} instead of {name}", "nobody knows it", help, grave=True)
