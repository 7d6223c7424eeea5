"""Recorded cases of one shape become the rows of one test; what does not belong in a table stays a test of its own."""

from __future__ import annotations

from typing import Any

from seedbed.testgen.local.forms import Case, Test, document, record
from seedbed.testgen.local.tables import tables

SIGNATURE = {
    "public": True,
    "value": False,
    "parameters": [["text", "POSITIONAL_OR_KEYWORD", ["str"]], ["limit", "KEYWORD_ONLY", []]],
}


def _case(given: str, result: str = "", *, raises: str = "", match: str = "", meant: bool = True) -> Case:
    said = {"raises": raises, "match": match} if raises else {"result": result}
    return Case("crop", "", (), [given], [""], f"crop({given})", said, meant)


def _one(tests: Any) -> Test:
    (only,) = tests
    return only  # type: ignore[no-any-return]


def test_values_of_one_shape_are_rows_with_the_callees_own_parameters() -> None:
    made = _one(tables([_case("'ab'", "1"), _case("''", "0")], SIGNATURE))
    assert made.name == "crop_gives_for_text"
    assert made.given == ["text: str", "expected: int"]
    assert made.marks == ["@pytest.mark.parametrize(('text', 'expected'), [('ab', 1), ('', 0)])"]
    assert made.body == ["assert crop(text) == expected"]
    assert made.says.startswith("Recorded:")


def test_an_outcome_that_all_rows_share_is_said_once() -> None:
    made = _one(tables([_case("'ab'", "True"), _case("'b'", "True")], SIGNATURE))
    assert made.name == "crop_is_true_for_text"
    assert made.body == ["assert crop(text) is True"]


def test_refusals_are_grouped_by_what_is_raised_and_slips_apart_from_them() -> None:
    refused = [_case("'a'", raises="ValueError", match="too short"), _case("'b'", raises="ValueError", match="too odd")]
    slips = [_case("1", raises="TypeError", meant=False), _case("[]", raises="IndexError", meant=False)]
    first, second = tables([*refused, *slips], SIGNATURE)
    assert first.body[0] == "with pytest.raises(ValueError, match=message):"
    assert second.body[0] == "with pytest.raises(error):"
    assert second.given == ["text: Any", "error: type[Exception]"]


def test_files_iterators_and_states_stay_tests_of_their_own() -> None:
    made = list(tables([_case("sample", "1"), _case("sample", "2"), _case("iter([1])", "3")], SIGNATURE))
    assert [each.marks for each in made] == [(), (), ()]


def test_objects_that_may_change_are_not_shared_by_rows() -> None:
    cases = [Case("Stack.top", "Stack([1])", (), [text], [""], f"subject.top({text})", {"result": "1"}, True)
             for text in ("0", "1")]  # fmt: skip
    assert len(list(tables(cases, {**SIGNATURE, "value": False}))) == 2
    assert len(list(tables(cases, {**SIGNATURE, "value": True}))) == 1


def test_an_object_is_called_by_its_class() -> None:
    case = Case(
        "Stack.push", "Stack()", ("subject.push(1)",), ["2"], [""], "subject.push(2)", {"subject.size": "2"}, True
    )
    made = record(case)
    assert made.body == ["stack: Any = Stack()", "stack.push(1)", "stack.push(2)", "assert stack.size == 2"]
    assert made.says == "Recorded: the object after `Stack.push(2)`."


def _example(act: str, literal: str, *prior: str, said: str = "") -> list[Any]:
    return [["crop", "", list(prior), [], act], 1, literal, literal, "", said, "", {}, [], act, ""]


def test_examples_of_one_docstring_stand_together() -> None:
    made = _one(document([_example("crop('ab')", "1"), _example("crop('')", "0")]))
    assert made.body == ["assert crop('ab') == 1", "assert crop('') == 0"]
    assert made.says == "Documented: the examples in the docstring of `crop`."


def test_examples_with_a_longer_lead_go_on_and_with_another_begin_anew() -> None:
    shown = [_example("f(a)", "1", "a = 1"), _example("f(b)", "2", "a = 1", "b = 2"), _example("f(c)", "3", "c = 3")]
    first, second = document(shown)
    assert first.body == ["a = 1", "assert f(a) == 1", "b = 2", "assert f(b) == 2"]
    assert second.body == ["c = 3", "assert f(c) == 3"]


def test_promises_in_words_stand_by_themselves() -> None:
    first, second = document([_example("crop('ab')", "1", said="said"), _example("crop('')", "0")])
    assert "says" in first.says
    assert "examples" in second.says


def test_a_call_that_changes_what_comes_after_it_is_not_made_twice() -> None:
    shown = [_example("next(i)", "0", "i = iter(x)"), _example("next(i)", "1", "i = iter(x)", "next(i)")]
    first, second = document(shown)
    assert first.body == ["i = iter(x)", "assert next(i) == 0"]
    assert second.body == ["i = iter(x)", "next(i)", "assert next(i) == 1"]


def test_what_draws_a_stream_or_runs_a_coroutine_stands_around_the_call() -> None:
    def case(act: str, given: str, result: str) -> Case:
        return Case("crop", "", (), [given], [""], act, {"result": result}, True)

    streams = [case("list(crop('a'))", "'a'", "[1]"), case("list(crop('b'))", "'b'", "[2]")]
    endless = [case(f"list(itertools.islice(crop({text}), 12))", text, "[3]") for text in ("''", "'c'")]
    later = [case("asyncio.run(crop('a'))", "'a'", "1"), case("asyncio.run(crop('b'))", "'b'", "2")]
    made = [each.body for each in tables([*streams, *endless, *later], SIGNATURE)]
    assert made == [
        ["assert list(crop(text)) == expected"],
        ["assert list(itertools.islice(crop(text), 12)) == [3]"],
        ["assert asyncio.run(crop(text)) == expected"],
    ]


def test_rows_hold_what_type_checkers_let_pass() -> None:
    cases = [
        Case("crop", "", (), [text], [""], f"crop({text})", {"result": "1"}, True, [f"cast(Any, {text})"])
        for text in ("Box('a')", "Box('b')")
    ]
    made = _one(tables(cases, SIGNATURE))
    assert made.marks == ["@pytest.mark.parametrize('text', [cast(Any, Box('a')), cast(Any, Box('b'))])"]


def test_what_an_example_makes_and_never_uses_is_left_out() -> None:
    (made,) = document([_example("f(d)", "2", "d = span(1)", "d = span(2)", "e = d + 1")])
    assert made.body == ["d = span(2)", "e = d + 1", "assert f(d) == 2"]
    (used,) = document([_example("f(d)", "2", "d = span(1)", "d = span(d)")])
    assert used.body == ["d = span(1)", "d = span(d)", "assert f(d) == 2"]


def test_docstrings_show_operators_and_properties_as_their_users_write_them() -> None:
    def says(label: str, act: str, *given: str) -> str:
        return record(Case(label, "Stack()", (), given, [""] * len(given), act, {"result": "True"}, True)).says

    assert says("Stack.__lt__", "subject < 3", "3") == "Recorded: `stack < 3` gives True."
    assert says("Stack.full", "subject.full") == "Recorded: `Stack.full` gives True."


def test_a_comparison_stands_within_its_assertion() -> None:
    def body(result: str) -> str:
        return record(Case("Stack.__lt__", "Stack()", (), ["3"], [""], "subject < 3", {"result": result}, True)).body[
            -1
        ]

    assert body("True") == "assert stack < 3"
    assert body("False") == "assert (stack < 3) is False"


def test_a_message_stays_as_readable_where_an_object_is_called_by_its_class() -> None:
    said = {"raises": "ValueError", "match": "'.2' is no (token)"}
    made = record(Case("Stack.push", "Stack()", (), ["2"], [""], "subject.push(2)", said, True))
    assert made.body[1].splitlines()[0] == "with pytest.raises(ValueError, match=r\"'\\.2' is no \\(token\\)\"):"
    assert made.body[1].splitlines()[1] == "    stack.push(2)"
