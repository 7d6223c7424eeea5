"""Locales of a recipe: what nobody knows is noted, and refused where that is asked."""

from __future__ import annotations

import pytest

from seedbed import api
from seedbed.errors import PlanError
from seedbed.plan.plan import Plan
from seedbed.plan.regional import locale_notes
from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.recipe import Recipe
from seedbed.schema.types import Type

SCHEMA = Schema((Table("people", (Column("postcode", Type("text")), Column("city", Type("text")))),), "postgres")


def _plan(strict: bool = False, **wishes: object) -> Plan:
    return api.plan(SCHEMA, Recipe(rows=20, **wishes), strict)  # type: ignore[arg-type]


def test_an_unknown_locale_is_noted_and_its_language_taken() -> None:
    (note,) = _plan(locale="es_AR").notes
    assert note.what == "locale es instead of es_AR"
    assert note.grave
    (note,) = locale_notes(Recipe(locale="en_gbr"))
    assert note.what == "locale us instead of en_gbr"
    assert "did you mean en_gb" in note.help
    with pytest.raises(PlanError, match="instead of tlh"):
        _plan(strict=True, locale="tlh")


def test_known_names_are_not_noted_and_mean_the_same() -> None:
    assert not _plan(locale="en_GB").notes
    assert _plan(locale="en-gb").tables == _plan(locale="uk").tables
    assert _plan(locale="uk").tables != _plan(locale="us").tables


def test_several_locales_are_told_to_be_one() -> None:
    (note,) = locale_notes(Recipe(locales=(("uk", 1.0), ("de", 3.0))))
    assert (note.what, note.grave) == ("locale de for all rows", True)
    assert "not mixed" in note.why
