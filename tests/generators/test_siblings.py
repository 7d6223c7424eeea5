"""Words that go with a default."""

from __future__ import annotations

import pytest

from seedbed.generators.meanings.siblings import siblings, written_as


@pytest.mark.parametrize(
    ("column", "default", "others"),
    [
        ("mode", "AUTO", ("MANUAL", "SCHEDULED")),
        ("visibility", "public", ("private", "internal", "restricted", "unlisted")),
        ("flight_status", "Scheduled", ("Boarding", "Departed", "Delayed", "Arrived", "Cancelled")),
        ("employment", "Full Time", ("Part Time", "Contract", "Temporary", "Intern")),
        ("stock", "in-stock", ("low-stock", "out-of-stock")),
        ("vegetarian", "N", ("Y",)),
        ("priority", "medium", ("low", "high", "critical")),
    ],
)
def test_a_default_has_siblings_that_are_written_like_it(column: str, default: str, others: tuple[str, ...]) -> None:
    assert siblings(column, default) == (default, *others)


@pytest.mark.parametrize(("column", "default"), [("schema_version", "1.1"), ("priority", "none"), ("lang", "browser")])
def test_a_default_that_no_set_knows_under_this_name_has_none(column: str, default: str) -> None:
    assert siblings(column, default) == ()


@pytest.mark.parametrize(
    ("model", "written"),
    [("OPEN", "IN_USE"), ("Open", "In Use"), ("Open now", "In use"), ("open-now", "in-use"), ("open", "in_use")],
)
def test_words_are_written_as_a_model(model: str, written: str) -> None:
    assert written_as(model, ("in_use",)) == (written,)
