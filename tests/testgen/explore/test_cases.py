"""Cases of a module: moved to where comparisons meet, pooled by the ways that they go, guessed from names and uses."""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.expectations.observe import observe
from seedbed.testgen.explore.facts import Callee, Parameter, facts
from seedbed.testgen.explore.kills import Court, Kept
from seedbed.testgen.explore.lasting import lasting
from seedbed.testgen.explore.operands import toward
from seedbed.testgen.explore.pool import pool
from seedbed.testgen.explore.search import draw, formed
from seedbed.testgen.explore.values.guesses import kinds, unknown
from seedbed.testgen.explore.values.literals import Names
from seedbed.testgen.explore.values.plain import Plain
from seedbed.testgen.explore.values.stock import FAILING
from seedbed.testgen.explore.values.values import Values
from seedbed.testgen.explore.written import form_of
from seedbed.testgen.inside.chance import Chance
from seedbed.testgen.inside.forks import each
from seedbed.testgen.inside.loading import Subject

MODULE = """
MODES = ("slow", "fast")


class Box:
    def __init__(self, width: int = 3) -> None:
        self.width = width
        self._label = ""

    @property
    def label(self) -> str:
        return self._label

    @label.setter
    def label(self, value: str) -> None:
        self._label = value

    def fits(self, text: str) -> bool:
        return len(text) <= self.width

    def filled(self, work):
        return [work(), self.width]


def mode(name: str, steps: int) -> str:
    if name == "a very rare word":
        return "rare"
    if name.lower() in MODES:
        return "known"
    return "late" if steps > 4711 else ""
"""


class Asked:
    """A module of a name of its own, and what may be asked of it."""

    def __init__(self, folder: Path) -> None:
        file = folder / "boxes.py"
        file.write_text(MODULE)
        self.subject = Subject("boxes", str(file), [str(folder)])
        module = self.subject.load()
        self.callees = {one.label: one for one in facts(module, self.subject.tree, str(file))}
        names = Names()
        names.know(module.Box, "Box", "boxes")
        names.know(module.mode, "mode", "boxes")
        names.close()
        self.bench = Bench(names, "boxes", str(file))
        self.values = Values(names, [module.Box], list(self.callees.values()), Plain([], [], {}))

    def moved(self, label: str, receiver: str, *given: str) -> list[str]:
        """The texts of the cases that one case is moved to."""
        callee = self.callees[label]
        found = toward(self.bench, self.subject, callee, [formed(callee, receiver, (), given)])
        return [one.text for one in found]


def _apart(folder: Path, ask: Callable[[Asked], Any]) -> Any:
    """The answer of a process of its own: it changes modules, signals and builtins."""

    def asked(_: int) -> Any:
        sys.modules.pop("boxes", None)
        return ask(Asked(folder))

    return each(asked, [0], at_once=1, seconds=20.0, until=float("inf"))[0]


def test_a_text_is_moved_to_what_it_is_compared_with(tmp_path: Path) -> None:
    texts = _apart(tmp_path, lambda asked: asked.moved("mode", "", "'slo'", "1"))
    assert "mode('a very rare word', 1)" in texts
    assert "mode('slow', 1)" in texts
    assert "mode('fast', 1)" in texts


def test_a_number_is_moved_to_the_boundary_and_beside_it(tmp_path: Path) -> None:
    texts = _apart(tmp_path, lambda asked: asked.moved("mode", "", "'x'", "steps=1"))
    assert {f"mode('x', steps={number})" for number in (4710, 4711, 4712)} <= set(texts)


def test_lengths_and_what_an_object_was_made_with_are_moved_too(tmp_path: Path) -> None:
    texts = _apart(tmp_path, lambda asked: asked.moved("Box.fits", "Box(width=7)", "'ab'"))
    assert "subject = Box(width=7)\nsubject.fits('abbbbbb')" in texts
    assert "subject = Box(width=2)\nsubject.fits('ab')" in texts
    assert "subject = Box(width=1)\nsubject.fits('ab')" in texts


def test_a_pool_goes_every_way_and_keeps_few_that_are_alike(tmp_path: Path) -> None:
    def ask(asked: Asked) -> Any:
        callee = asked.callees["mode"]
        asked.values.begin(Chance(1), callee)
        begun = [formed(callee, "", (), ("'a very rare word'", "2"))]
        found = pool(asked.bench, asked.values, callee, [], begun, 300)
        return [[one.case.text, one.said.get("result", "raises")] for one in found]

    told = _apart(tmp_path, ask)
    results = [said for _, said in told]
    assert {"'rare'", "'late'", "''"} <= set(results)
    assert results.count("'rare'") <= 5
    assert len({text for text, _ in told}) == len(told)


def test_a_property_may_be_settable(tmp_path: Path) -> None:
    told = _apart(tmp_path, lambda asked: [asked.callees["Box.label"].settable, asked.callees["Box.fits"].settable])
    assert told == [True, False]


@pytest.mark.parametrize(
    ("name", "uses", "kind"),
    [
        ("x1", {".upper"}, "text"),
        ("thing", {"is Box"}, "is Box"),
        ("thing", {"()2"}, "()2"),
        ("width", set(), "integer"),
        ("items", set(), "integers"),
        ("on_path", set(), "path"),
        ("thing", {".items"}, "mapping"),
        ("thing", {"ordered"}, "integer"),
        ("recovery_timeout", set(), "float"),
        ("created_time", set(), "moment"),
        ("expected_exception", set(), "error"),
        ("on_error", set(), "error"),
        ("delta", {".total_seconds"}, "is timedelta"),
        ("fp", {".read"}, "is StringIO"),
        ("encoding", set(), "text"),
    ],
)
def test_a_parameter_without_a_type_is_guessed(name: str, uses: set[str], kind: str) -> None:
    assert kind in kinds(Parameter(name, "POSITIONAL_OR_KEYWORD", True, Any, uses))


@pytest.mark.parametrize(
    ("uses", "asked"),
    [({".indent", ".upper"}, ["indent", "upper"]), ({".upper", ".split"}, []), ({".total", "->total"}, ["total"])],
)
def test_only_attributes_that_nothing_of_pythons_own_has_ask_for_a_stand_in(uses: set[str], asked: list[str]) -> None:
    assert unknown(Parameter("thing", "POSITIONAL_OR_KEYWORD", True, Any, uses)) == asked


def test_a_stand_in_has_what_is_asked_of_it(tmp_path: Path) -> None:
    thing = Parameter("thing", "POSITIONAL_OR_KEYWORD", True, Any, {".indent", ".total", "->total"})

    def told(asked: Asked) -> Any:
        texts = [asked.values.of(thing) for _ in range(60)]
        return next((text for text in texts if text.startswith("types.")), "")

    text = _apart(tmp_path, told)
    assert text.startswith("types.SimpleNamespace(indent=")
    assert ", total=lambda *args" in text


def test_things_within_an_argument_are_such_as_the_text_asks_for(tmp_path: Path) -> None:
    boxes = Parameter("boxes", "POSITIONAL_OR_KEYWORD", True, Any, {"for", "*.width", "*.fits"})
    texts = _apart(tmp_path, lambda asked: [asked.values.of(boxes) for _ in range(60)])
    assert any(text.startswith("[Box(") for text in texts)


def test_a_statement_whose_function_fails_is_borne(tmp_path: Path) -> None:
    def told(asked: Asked) -> Any:
        callee = asked.callees["Box.fits"]
        asked.values.begin(Chance(1), callee)
        return [text for _ in range(3000) for text in draw(asked.values, callee, []).prior if FAILING in text]

    texts = _apart(tmp_path, told)
    assert all(text.startswith("with contextlib.suppress(ZeroDivisionError):\n    subject.") for text in texts)
    assert texts


def test_a_parameter_that_is_named_so_is_given_errors(tmp_path: Path) -> None:
    errors = Parameter("retry_exceptions", "POSITIONAL_OR_KEYWORD", True, Any, set())
    texts = _apart(tmp_path, lambda asked: [asked.values.of(errors) for _ in range(60)])
    assert {"ZeroDivisionError", "ValueError"} <= set(texts)


def test_streams_hold_the_texts_at_hand(tmp_path: Path) -> None:
    texts = _apart(tmp_path, lambda asked: [asked.values.typed(typing.TextIO, 0) for _ in range(80)])
    assert len({text for text in texts if text.startswith("io.StringIO('")}) > 10


def test_no_class_is_guessed_for_what_plain_values_have_too() -> None:
    thing = Parameter("thing", "POSITIONAL_OR_KEYWORD", True, Any, {".hex"})
    assert "is UUID" not in kinds(thing)


@pytest.mark.parametrize("kind", ["POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL"])
def test_nothing_is_guessed_of_a_name_that_says_nothing(kind: str) -> None:
    assert kinds(Parameter("args" if kind.startswith("VAR") else "q", kind, True, Any, set())) == []


@pytest.mark.parametrize(
    ("receiver", "act", "slip"),
    [
        ("Box(None)", "subject.fits('a')", True),
        ("Box()", "subject < 3", False),
        ("Box()", "subject.fits(1)", True),
        ("Box()", "int('a')", False),
        ("Box()", "subject.fits('a')", False),
    ],
)
def test_a_slip_is_pythons_own_word_for_an_argument_that_suits_nothing(
    tmp_path: Path, receiver: str, act: str, slip: bool
) -> None:
    def told(asked: Asked) -> Any:
        outcome = asked.bench.run(Case("Box.fits", receiver, (), (), act))
        return outcome is not None and outcome.slip

    assert _apart(tmp_path, told) is slip


def test_a_statement_has_no_result_to_be_asserted(tmp_path: Path) -> None:
    def told(asked: Asked) -> Any:
        outcome = asked.bench.run(Case("Box.label", "Box()", (), (), "subject.label = 'a'"))
        return sorted(outcome.said) if outcome is not None else []

    assert _apart(tmp_path, told) == ["subject.label", "subject.width"]


def test_a_case_tells_its_setup() -> None:
    assert Case("f", "Box()", ("subject.label = 'a'",), (), "subject.label").setup[-1] == "subject.label = 'a'"


@pytest.mark.parametrize(
    ("name", "given", "text"),
    [
        ("__add__", ["1"], "subject + 1"),
        ("__radd__", ["1"], "1 + subject"),
        ("__iadd__", ["[1]"], "subject += [1]"),
        ("__contains__", ["'a'"], "'a' in subject"),
        ("__getitem__", ["key=0"], "subject[0]"),
        ("__setitem__", ["0", "1"], "subject[0] = 1"),
        ("__mul__", ["lambda: 1"], "subject * (lambda: 1)"),
        ("__len__", [], "len(subject)"),
        ("__neg__", [], "-subject"),
        ("__call__", ["1", "b=2"], "subject(1, b=2)"),
        ("add", ["1"], "subject.add(1)"),
    ],
)
def test_a_special_method_is_written_as_people_write_it(name: str, given: list[str], text: str) -> None:
    callee = Callee(name, "method", Asked, [], 1, 2, False, "", [], None, True, [])
    assert form_of(callee, given) == text


def test_of_an_object_that_a_call_leaves_as_it_was_nothing_is_said(tmp_path: Path) -> None:
    def said(asked: Asked, act: str, *given: str) -> list[str]:
        case = Case("Box.fits", "Box(5)", (), given, act)
        outcome = asked.bench.run(case)
        return sorted(lasting(asked.bench, case, outcome.said)) if outcome is not None else []

    assert _apart(tmp_path, lambda asked: said(asked, "subject.fits('a')", "'a'")) == ["result"]
    changing = "subject.__dict__.update(width=1) or subject"
    assert "subject.width" in _apart(tmp_path, lambda asked: said(asked, f"[{changing}.width]"))
    assert "subject.width" in _apart(tmp_path, lambda asked: said(asked, "subject.label = 'a'"))


def test_what_a_table_holds_that_a_function_names_is_near_to_it(tmp_path: Path) -> None:
    def near(asked: Asked) -> list[Any]:
        plain = Plain([], [], {}, {"MODES": ["slow", "fast"], "OTHERS": ["none"]})
        plain.begin(Chance(1), asked.callees["mode"], [])
        return plain.near

    assert {"slow", "fast"} <= set(_apart(tmp_path, near))
    assert "none" not in _apart(tmp_path, near)


def test_what_a_library_says_of_its_own_objects_is_not_said() -> None:
    class Item(BaseModel):
        name: str

        @property
        def short(self) -> str:
            return self.name[:1]

    said = observe(Item(name="tea"), "it", Names(), __name__.partition(".")[0])
    assert {"it.name", "it.short"} <= said.keys()
    assert not any("model_" in key for key in said)


def test_that_a_class_gives_an_object_of_it_is_no_news(tmp_path: Path) -> None:
    kind = {"type(result).__name__": "'Box'"}

    def said(asked: Asked, act: str, **more: str) -> list[str]:
        return sorted(lasting(asked.bench, Case("Box.__init__", "", (), (), act), {**kind, **more}))

    assert _apart(tmp_path, lambda asked: said(asked, "Box()")) == []
    assert _apart(tmp_path, lambda asked: said(asked, "Box(4)")) == list(kind)
    assert len(_apart(tmp_path, lambda asked: said(asked, "Box()", width="3"))) == 2


def test_what_needs_more_memory_than_there_is_comes_to_nothing(tmp_path: Path) -> None:
    def ran(asked: Asked, act: str) -> bool:
        return asked.bench.run(Case("mode", "", (), (), act)) is None

    assert _apart(tmp_path, lambda asked: ran(asked, "'abc' * 10**18"))
    assert not _apart(tmp_path, lambda asked: ran(asked, "'abc' * 10"))


def test_where_a_machine_keeps_the_module_is_not_said(tmp_path: Path) -> None:
    def said(asked: Asked) -> Any:
        folder = str(Path(asked.bench.file).parent)
        outcome = asked.bench.run(Case("Box.__init__", "", (), (), f"[{folder!r}, 'a']"))
        other = asked.bench.run(Case("Box.__init__", "", (), (), "['a']"))
        return [sorted(each.said) for each in (outcome, other) if each is not None]

    assert _apart(tmp_path, said) == [[], ["result"]]


def test_a_simpler_object_need_not_be_made_in_the_same_way_unless_only_this_case_makes_one_so(tmp_path: Path) -> None:
    elsewhere = {(990, 991)}

    def made(asked: Asked, reached: set[tuple[int, int]]) -> str | None:
        court = Court(asked.bench, asked.subject, asked.values, list(asked.callees.values()), 1, set())
        case = Case("Box.fits", "Box(7000)", (), ("'abcdef'",), "subject.fits('abcdef')")
        court.kept = [Kept(case, {"result": "True"}, False, elsewhere)]
        found = court.simpler(0, [], reached)
        return found[0].receiver if found else None

    assert _apart(tmp_path, lambda asked: [made(asked, set()), made(asked, elsewhere)]) == ["Box(0)", None]
