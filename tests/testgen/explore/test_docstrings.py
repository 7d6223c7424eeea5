"""Types that docstrings give parameters, in the styles of Sphinx, Google and NumPy."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import Any

import pytest

from seedbed.testgen.explore.values.docstrings import documented_type


class Parcel:
    """A class of the module that is read."""


@pytest.mark.parametrize(
    ("doc", "kind"),
    [
        (":type thing: datetime.timedelta", dt.timedelta),
        (":type thing: :class:`~decimal.Decimal` or None", decimal.Decimal | None),
        (":param str thing: what it is called", str),
        ("Args:\n    thing (datetime.date): The first day.", dt.date),
        ("Args:\n    thing (int, optional): How many.", int),
        ("Args:\n    thing (str | bytes): What is read.", str | bytes),
        ("Parameters\n----------\nthing : list of strings\n    Words.", list[str]),
        ("Parameters\n----------\nthing : list[int]", list[int]),
        ("Args:\n    thing: a Parcel to send", Parcel),
        ("Args:\n    thing (dict): by name", dict),
    ],
)
def test_a_docstring_gives_the_type(doc: str, kind: Any) -> None:
    assert documented_type(doc, {"Parcel": Parcel}, "thing") == kind


@pytest.mark.parametrize(
    "doc", ["", "Args:\n    thing: Domain to look at.", "Args:\n    thing (None): nothing", "The thing: it is."]
)
def test_a_docstring_that_names_no_type_gives_none(doc: str) -> None:
    assert documented_type(doc, {}, "thing") is Any
