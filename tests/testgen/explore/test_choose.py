"""Of what can be said of a case, what is asserted: what tells a mutant, and little that says the same again."""

from __future__ import annotations

from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.choose import claims
from seedbed.testgen.explore.kills import Kept

CALL = Case("bump", "", (), (), "bump()")


def _asserted(said: dict[str, str]) -> list[str]:
    return claims(Kept(CALL, said, False, set()), 0, set(), set(), {})


def test_what_the_text_of_a_result_shows_is_not_asserted_again() -> None:
    said = {"str(result)": "'1.0.4-rc'", "result.patch": "4", "result.label": "'rc'", "result.build": "None"}
    assert _asserted(said) == ["str(result)"]
    assert _asserted({"str(result[0])": "'a b'", "result[0].name": "'a'"}) == ["str(result[0])"]


def test_what_the_text_of_a_result_leaves_out_is_asserted_too() -> None:
    assert _asserted({"str(result)": "'1.0.4'", "result.origin": "'here'"}) == ["str(result)", "result.origin"]


def test_without_a_text_attributes_are_asserted() -> None:
    said = {"result.patch": "4", "result.build": "None"}
    assert _asserted(said) == list(said)
