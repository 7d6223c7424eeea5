from __future__ import annotations

from datetime import date

import numpy as np

from seedbed.generators.limits import Limits
from seedbed.plan.columns.values import Wishes, choose
from seedbed.schema.types import Type

TAGS = Type("array", element=Type("text"))
FREE = Limits()
WISHES = Wishes(date(2026, 1, 1), "us", "postgres")


def values(column: str, type: Type, limits: Limits = FREE) -> list[object]:
    domain = choose("posts", column, type, limits, WISHES).domain
    found: list[object] = domain.at(np.arange(50, dtype=np.uint64)).to_pylist()
    return found


def test_a_list_has_what_the_singular_of_its_name_tells() -> None:
    emails = [item for each in values("emails", TAGS) if isinstance(each, list) for item in each]
    assert all("@" in email for email in emails)
    assert "lists of tag" in choose("posts", "tags", TAGS, FREE, WISHES).reason
    assert "lists" not in choose("posts", "wavelets", TAGS, FREE, WISHES).reason


def test_limits_of_a_list_are_kept() -> None:
    assert {
        len(each) for each in values("tags", TAGS, Limits(min_length=4, max_length=4)) if isinstance(each, list)
    } == {4}


def test_a_text_that_is_called_an_id_has_no_plain_words() -> None:
    ids = values("upstream_id", Type("text"))
    assert all(" " not in str(each) for each in ids)
    assert len(set(map(str, ids))) == len(ids)
    assert any(" " in str(each) for each in values("upstream", Type("text")))
