"""All six phases on four plans: with a model over HTTP that makes mistakes, without one, and on bad input."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seedbed.api.plans import Wanted, plan_tests
from seedbed.errors import ModelError, PlanError, Problem, ReadError, UsageError, WriteError
from seedbed.llm.completion import Message
from seedbed.testgen.plan.run.phases import Settings
from seedbed.testgen.plan.run.pipeline import Summary, run_plan
from seedbed.testgen.plan.std.make import describe, path_of
from seedbed.testgen.plan.std.read import read_std
from seedbed.testgen.plan.std.write import std_text
from seedbed.testgen.plan.stp.read import open_stp
from tests.llm.speaking import anthropic, openai, serving
from tests.testgen.plan.repository import SHOP, made

BARE = Settings(variables={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
UNTYPED = replace(BARE, type_iterations=0)
"""Without pyright, which takes most of the time of a run."""
NAMES = ["cancel", "coupons", "shipping", "stock"]
SPOKEN_TO_OPENAI = {"coupons", "stock"}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key of this machine."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return made(tmp_path)


def reply(name: str) -> str:
    return (SHOP / "replies" / f"{name}.txt").read_text(encoding="utf-8")


def model(answer: str, asked: list[str] | None = None) -> Callable[[Sequence[Message]], str]:
    def ask(messages: Sequence[Message]) -> str:
        if asked is not None:
            asked.append(messages[-1].content)
        return answer

    return ask


def ran(repository: Path, name: str, answer: str | None = None, settings: Settings = UNTYPED, **words: Any) -> Summary:
    """A run of a plan: with a model that gives one answer to everything, over real HTTP, or without any."""
    plan = repository / "stps" / f"{name}.md"
    if answer is None:
        return run_plan(plan, repository, settings, **words)
    speaks, path = (openai, "/v1") if name in SPOKEN_TO_OPENAI else (anthropic, "")
    with serving(usual=lambda asked: speaks(answer)) as server:
        wanted = Wanted(model="small", provider=speaks.__name__, base_url=f"{server.url}{path}")
        return plan_tests(plan, repository, settings, wanted=wanted, local=False, tell=lambda *told: None, **words)


def phases(made_of: Summary) -> dict[str, Any]:
    steps = json.loads((Path(made_of.folder) / "run.json").read_text(encoding="utf-8"))["steps"]
    return {str(each["phase"]): each for each in steps}


MENDED = {
    "cancel": (
        ["ShopClient import path", "A paid order gives a conflict"],
        ["wrong import: No module named 'testlib.constants'", "ShopClient has cancel_order, not cancel"],
        ["it raises NotFoundError, as the plan says, not KeyError"],
    ),
    "coupons": (
        [],
        ["wrong import: No module named 'testlib.helpers'", "make_order takes coupon, not coupon_code"],
        ["the fixture is called client, not clinet", "it raises CouponError, as the plan says, not ValueError"],
    ),
    "shipping": (
        ["Helpers that wait", "Status is given by name", "Shipping takes longer"],
        [],
        ["the fixture is called paid_order, not paid_orders"],
    ),
    "stock": (
        ["An order needs its quantity"],
        ["ShopClient has create_order, not create_ordr", "restock takes amount, not count"],
        [],
    ),
}
"""The mistakes of each model's answer: what lessons mend, what types show, what only a run shows."""


@pytest.mark.parametrize("name", NAMES)
def test_each_mistake_is_mended_in_the_phase_that_should(repository: Path, name: str) -> None:
    came = ran(repository, name, reply(name), BARE)
    assert came.complete, (came.findings, came.missing)
    by_lesson, by_type, by_run = MENDED[name]
    found = phases(came)
    told = [line for line in found["4"]["violations"] if line.endswith("fixed")]
    assert len(told) == len(by_lesson)
    assert all(any(title in line for line in told) for title in by_lesson)
    assert (found["5"]["fixes"], found["6"]["fixes"]) == (by_type, by_run)
    assert (came.prevented, len(came.lessons)) == (len(by_lesson), len(by_type) + len(by_run))
    graveyard = (repository / "GRAVEYARD.md").read_text(encoding="utf-8")
    assert all(f"## Entry: {title}" in graveyard for title in came.lessons)
    before = (SHOP / "repository" / "GRAVEYARD.md.txt").read_text(encoding="utf-8")
    assert graveyard.startswith(before.rstrip())


def test_a_lesson_prevents_its_mistake(repository: Path) -> None:
    first = ran(repository, "coupons", reply("coupons"))
    second = ran(repository, "coupons", reply("coupons"))
    assert (len(first.lessons), first.prevented) == (4, 0)
    assert (len(second.lessons), second.prevented) == (0, 4)
    assert second.ran == (2, 3, 4, 5, 6)
    assert (phases(second)["5"]["fixes"], phases(second)["6"]["fixes"]) == ([], [])
    third = ran(repository, "coupons", reply("coupons"))
    assert (third.ran, third.lines) == ((), second.lines)


@pytest.mark.parametrize(
    ("name", "passed", "missing"),
    [("cancel", 4, 0), ("coupons", 3, 1), ("shipping", 2, 1), ("stock", 3, 0)],
)
def test_without_a_model_what_is_mapped_runs_and_what_is_not_is_missing(
    repository: Path, name: str, passed: int, missing: int
) -> None:
    came = ran(repository, name)
    assert (came.passed, len(came.missing), came.findings) == (passed, missing, ())
    assert came.complete == (missing == 0)


def test_a_description_that_names_several_files_gives_all_of_them(repository: Path) -> None:
    plan = open_stp(repository / "stps" / "cancel.md")
    whole = describe(plan, "2026-01-01", "stps/cancel.md")
    (file,) = whole.files
    first, *rest = file.classes
    files = (
        replace(file, classes=(first,)),
        replace(file, path="tests/cancelling_orders/test_more.py", classes=tuple(rest)),
    )
    std = repository / path_of(plan)
    std.parent.mkdir(parents=True)
    std.write_text(std_text(replace(whole, files=files)), encoding="utf-8")  # as people changed it
    lessons = (repository / "GRAVEYARD.md").read_text(encoding="utf-8")
    asked: list[str] = []

    def ask(messages: Sequence[Message]) -> str:
        if messages[0].content.startswith("You mend"):
            return ""
        asked.append(messages[-1].content)
        path = messages[-1].content.partition("The file: ")[2].partition("\n")[0]
        taken = {test.name for _, test in next(each for each in files if each.path == path).tests()}
        return without(reply("cancel"), taken)

    came = run_plan(repository / "stps" / "cancel.md", repository, UNTYPED, ask=ask)
    assert came.output == (path_of(plan), *(each.path for each in files))
    assert (came.passed, came.complete, len(asked)) == (4, True, 2)
    assert came.command == f"pytest {files[0].path} {files[1].path}"
    assert {path.relative_to(came.folder).parts[0] for path in Path(came.folder).rglob("test_*.py")} == {
        f"after-{phase}" for phase in (3, 4, 5, 6)
    }
    assert came.lessons
    (repository / files[1].path).unlink()
    (repository / "GRAVEYARD.md").write_text(lessons, encoding="utf-8")
    assert run_plan(repository / "stps" / "cancel.md", repository, UNTYPED, ask=ask).ran == ()
    assert (repository / files[1].path).is_file()


def without(answer: str, kept: set[str]) -> str:
    """An answer of a model with some of its tests only."""
    code = answer.partition("```python\n")[2].partition("```")[0]
    tree = ast.parse(code)
    for group in [each for each in tree.body if isinstance(each, ast.ClassDef)]:
        group.body = [each for each in group.body if getattr(each, "name", "test") in kept | {"test"}]
    tree.body = [
        each
        for each in tree.body
        if not isinstance(each, ast.ClassDef) or any(isinstance(one, ast.FunctionDef) for one in each.body)
    ]
    return f"```python\n{ast.unparse(tree)}\n```"


def test_healing_that_was_cut_short_goes_on_with_what_it_had_mended(repository: Path) -> None:
    seen: list[str] = []

    def cut(messages: Sequence[Message]) -> str:
        if messages[0].content.startswith("You mend"):
            raise KeyboardInterrupt
        return reply("cancel").replace("order.status == 'cancelled'", "order.status == 'gone'")

    with pytest.raises(KeyboardInterrupt):
        run_plan(repository / "stps" / "cancel.md", repository, UNTYPED, ask=cut)
    file = repository / "tests" / "cancelling_orders" / "test_cancelling_orders.py"
    half = file.read_text(encoding="utf-8")
    assert "pytest.raises(NotFoundError)" in half  # mended before it was cut

    def silent(messages: Sequence[Message]) -> str:
        seen.append(messages[0].content)
        return ""

    came = run_plan(repository / "stps" / "cancel.md", repository, UNTYPED, ask=silent)
    assert came.ran == (6,)
    assert [what for _, what, _, _ in came.findings] == ["the product contradicts the plan"]
    assert file.read_text(encoding="utf-8") == half
    assert not any(text.startswith("You write") for text in seen)  # the tests were not asked for again


def test_phases_before_the_first_stay_and_those_behind_are_done_again(repository: Path) -> None:
    with pytest.raises(UsageError, match="phase 4 cannot be the first"):
        ran(repository, "cancel", start=4)
    ran(repository, "cancel")
    assert ran(repository, "cancel", start=6).ran == (6,)


def test_a_test_file_that_was_lost_is_given_back(repository: Path) -> None:
    came = ran(repository, "cancel")
    file = repository / came.output[1]
    text = file.read_text(encoding="utf-8")
    file.unlink()
    assert ran(repository, "cancel").ran == ()
    assert file.read_text(encoding="utf-8") == text


def test_what_people_wrote_is_not_overwritten(repository: Path) -> None:
    file = repository / "tests" / "cancelling_orders" / "test_cancelling_orders.py"
    file.parent.mkdir()
    file.write_text("# mine\n", encoding="utf-8")
    with pytest.raises(WriteError, match="a file is there already"):
        ran(repository, "cancel")
    assert file.read_text(encoding="utf-8") == "# mine\n"


GOOD = reply("stock")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('assert client.stock("tea") == 8', 'open("/etc/motd", "w").write("x")', "writes outside the repository"),
        ('assert client.stock("tea") == 8', 'Path("../out.txt").write_text("x")', "writes outside the repository"),
        ('assert client.stock("tea") == 8', "os.system('true')", "it calls os.system"),
        ('assert client.stock("tea") == 8', 'assert client.stock("tea") == 8  # type: ignore', "silences a checker"),
        ("    def test_stock_goes_down", "    @pytest.mark.skip\n    def test_stock_goes_down", "pytest.mark.skip"),
        ("def test_stock_goes_down_with_an_order", "def test_something_else", "is not there"),
        ("Test that stock goes down with an order", "Test that all is well", "docstring of"),
        (
            '        assert client.stock("tea") == 8',
            "        try:\n            pass\n        except OSError:\n            pass",
            "goes on",
        ),
        ("```python", "```python\nimport subprocess", "it imports subprocess"),
        ("import pytest", "import pytest)", "it is no Python"),
    ],
)
def test_an_answer_that_does_what_it_must_not_is_refused(repository: Path, old: str, new: str, why: str) -> None:
    assert old in GOOD
    asked: list[str] = []
    from seedbed.testgen.plan.draft.by_model import asked as draft_of

    plan = open_stp(repository / "stps" / "stock.md")
    (file,) = read_std(std_text(describe(plan, "2026-01-01", "stps/stock.md")), "std.md").files
    draft, refused, _ = draft_of(file, {}, model(GOOD.replace(old, new, 1), asked))
    assert draft is None
    assert why in " ".join(reason for each in refused for reason in each.reasons)
    assert "This cannot be taken" in asked[1]


@pytest.mark.parametrize(
    "answer", ["", "I cannot do that.", "```python\n```", "x = 1\n" * 60_000, "```python\ndef test_a(:\n"]
)
def test_an_answer_that_is_none_is_told_and_rules_take_over(repository: Path, answer: str) -> None:
    from seedbed.testgen.plan.run.folder import RunFolder
    from seedbed.testgen.plan.run.phases import Bench, draft_tests, explored

    plan = open_stp(repository / "stps" / "stock.md")
    (file,) = read_std(std_text(describe(plan, "2026-01-01", "stps/stock.md")), "std.md").files
    found = explored(repository, Path("GRAVEYARD.md"))
    draft, refused = draft_tests(file, Bench(repository, found, RunFolder(repository, "x"), BARE, model(answer)))
    assert refused
    assert not draft.missing


def test_a_model_that_fails_while_healing_leaves_the_rest_to_rules(repository: Path) -> None:
    def fails(messages: Sequence[Message]) -> str:
        if messages[0].content.startswith("You mend"):
            raise ModelError(Problem("the provider answers 429", "https://models.invalid"))
        return reply("cancel").replace("order.status == 'cancelled'", "order.status == 'gone'")

    came = run_plan(repository / "stps" / "cancel.md", repository, UNTYPED, ask=fails)
    assert [what for _, what, _, _ in came.findings] == ["the product contradicts the plan"]
    assert came.passed == 3


def test_a_model_that_fails_at_first_stops_the_run_and_what_is_done_stays(repository: Path) -> None:
    def fails(messages: Sequence[Message]) -> str:
        raise ModelError(Problem("the key is refused", "https://models.invalid", "401"))

    with pytest.raises(ModelError, match="401"):
        run_plan(repository / "stps" / "cancel.md", repository, UNTYPED, ask=fails)
    assert ran(repository, "cancel", reply("cancel")).ran == (3, 4, 5, 6)


def test_a_model_in_vain_and_nothing_that_rules_can_map_stops(repository: Path) -> None:
    (repository / "stps" / "odd.md").write_text(
        "# Weather\n\n| Test ID | Scenario Description |\n|-|-|\n| TS-01 | Verify the sun shines at noon |\n",
        encoding="utf-8",
    )
    with pytest.raises(PlanError, match=r"TS-01: .* could not be mapped"):
        ran(repository, "odd", "no")
    assert not (repository / "tests" / "weather").exists()


def test_bad_input_is_told_and_leaves_nothing(repository: Path) -> None:
    (repository / "stps" / "none.md").write_text("# Nothing\n", encoding="utf-8")
    with pytest.raises(ReadError, match="no scenario"):
        ran(repository, "none")
    with pytest.raises(ReadError, match="cannot be read"):
        ran(repository, "missing")
    assert not (repository / ".seedbed").exists()
    assert not (repository / "tests" / "std").exists()
