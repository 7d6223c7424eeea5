"""`seedbed plan-tests` as a user runs it: models over real HTTP that err, cheat and fail, and input that is bad."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from seedbed.llm import choose
from seedbed.llm.posting import Line
from tests.cli.program import Ran, run
from tests.llm.speaking import Reply, Server, anthropic, openai, serving
from tests.testgen.plan.repository import SHOP, made

TESTS = "tests/cancelling_orders/test_cancelling_orders.py"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key and no proxy of this machine; no pause between two tries, and a third of a second for each."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setattr(choose, "Line", partial(Line, wait=lambda seconds: None, seconds=0.3))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made(tmp_path))
    return tmp_path


def planned(*words: object, plan: str = "cancel") -> Ran:
    fast = ("--type-iterations", 0, "--pass-env", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    return run("plan-tests", f"stps/{plan}.md", *fast, *words)


def asks(server: Server, protocol: str = "anthropic") -> tuple[str, ...]:
    address = server.url if protocol == "anthropic" else f"{server.url}/v1"
    return ("--provider", protocol, "--model", "small", "--base-url", address)


def reply(plan: str) -> str:
    return (SHOP / "replies" / f"{plan}.txt").read_text(encoding="utf-8")


GOOD = reply("cancel")


@pytest.mark.parametrize(
    ("plan", "protocol", "passed"),
    [("cancel", "anthropic", 4), ("coupons", "openai", 4), ("shipping", "anthropic", 3), ("stock", "openai", 3)],
)
def test_a_model_errs_as_models_do_and_its_tests_run(root: Path, plan: str, protocol: str, passed: int) -> None:
    with serving(anthropic(reply(plan)) if protocol == "anthropic" else openai(reply(plan))) as server:
        ran = planned(*asks(server, protocol), plan=plan)
    assert (ran.code, ran.err, len(server.asked)) == (0, "", 1), ran
    assert f"{passed} passed, 0 findings, 0 missing" in ran.out
    assert [line[:3] for line in ran.out.splitlines()[:6]] == [f"{number}/6" for number in range(1, 7)]
    assert "lessons added" in ran.out
    assert "run them: pytest tests/" in ran.out
    (written,) = [path for path in root.glob("tests/*/test_*.py") if path.parent.name != "orders"]
    text = written.read_text(encoding="utf-8")
    assert looks(text) == looks(reply(plan).replace("paid_orders", "paid_order"))  # a fixture's name was mended


def looks(text: str) -> list[str]:
    """The assertions of a file."""
    return [line.strip() for line in text.splitlines() if line.strip().startswith("assert ")]


CHEATS = {
    "it calls os.system": ("order = client.cancel(", "os.system('true')\n        order = client.cancel("),
    "a comment silences a checker": ("import pytest\n", "import pytest  # type: ignore\n"),
    "is not there": ("def test_cancel_the_new_order_and_verify_the_order_status_is(", "def helper("),
    "it writes outside": ("order = client.cancel(", "open('/etc/motd', 'w')\n        order = client.cancel("),
    "letters": ("Here", "Here " + "and so on " * 30_000),
}
"""What is told of an answer, and what makes it of an honest one."""


@pytest.mark.parametrize("why", CHEATS)
def test_what_an_answer_must_not_do_is_refused_and_shown(root: Path, why: str) -> None:
    cheat = GOOD.replace(*CHEATS[why], 1)
    assert cheat != GOOD
    with serving(anthropic(cheat), anthropic(GOOD)) as server:
        ran = run("pytest", _std(), *asks(server))
    assert (ran.code, ran.err) == (0, "")
    assert "· refused: " in ran.out
    assert why in ran.out
    turns = server.asked[1]["messages"]
    assert "This cannot be taken" in turns[-1]["content"]
    assert Path(TESTS).read_text(encoding="utf-8") in GOOD  # the second answer


def _std() -> Path:
    path = next(Path("tests").glob("std/*/std_*.md"), None)
    if path is None:
        assert run("std", "stps/cancel.md").code == 0
        path = next(Path("tests").glob("std/*/std_*.md"))
    return path


def test_a_model_that_would_weaken_a_test_is_refused_and_the_finding_stays(root: Path) -> None:
    wrong = GOOD.replace("== 'cancelled'", "== 'gone'")
    assert wrong != GOOD

    def heals(asked: dict[str, str]) -> Reply:
        return anthropic(wrong.replace("== 'gone'", "!= ''")) if "You mend" in asked["system"] else anthropic(wrong)

    with serving(usual=heals) as server:
        ran = planned(*asks(server))
    assert (ran.code, ran.err) == (1, "")
    assert "3 passed, 1 findings, 0 missing" in ran.out
    assert "the product contradicts the plan" in ran.out
    assert "refused: an assertion was changed or deleted: assert order.status == 'gone'" in ran.out
    assert "== 'gone'" in Path(TESTS).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("reply", "tries", "why"),
    [
        (Reply(401, '{"error": {"message": "bad key"}}'), 1, "refused the key"),
        (Reply(429, "{}"), 4, "too much to do"),
        (Reply(500, "oops"), 4, "the model's server failed"),
        (Reply(hangs=True), 4, "did not answer in time"),
        (Reply(body='{"content": [', promised=4000), 4, "broke off its answer"),
        (Reply(body='{"content": ['), 1, "no JSON"),
        (Reply(body="{}"), 1, "cannot be read"),
    ],
    ids=["401", "429", "500", "nothing", "half", "half of JSON", "nonsense"],
)
def test_a_provider_that_fails_stops_the_third_phase_and_the_next_run_goes_on(
    root: Path, reply: Reply, tries: int, why: str
) -> None:
    with serving(usual=lambda asked: reply) as server:
        ran = planned(*asks(server))
    assert (ran.code, len(server.asked)) == (4, tries)
    assert why in ran.err
    assert ran.out.count("completed") == 2
    assert not Path(TESTS).exists()
    assert "Traceback" not in ran.err


def test_a_terminal_shows_a_line_for_each_phase_as_it_goes_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with serving(Reply(401, "{}")) as server:
        ran = planned(*asks(server))
    assert ran.code == 4
    for state in ("1/6 STD       pending", "1/6 STD       in progress", "1/6 STD       completed: 4 tests"):
        assert state in ran.out
    last = ran.out[ran.out.rindex("1/6") :]
    states = [line.split()[2] for line in last.splitlines() if line[1:3] == "/6"]
    assert states == ["completed:"] * 2 + ["in"] + ["pending"] * 3


def bad(plan: str) -> Ran:
    Path("stps/bad.md").write_text(plan, encoding="utf-8")
    return planned("--engine", "local", plan="bad")


def test_a_plan_without_a_scenario(root: Path) -> None:
    for text in ("", "# A plan\n\nNothing yet.\n", "# Plan\n\n" + "Words without end.\n" * 10_000):
        ran = bad(text)
        assert (ran.code, ran.out) == (4, "")
        assert "no scenario" in ran.err
    Path("stps/bad.md").write_bytes(b"\xff\xfe# Plan")
    ran = planned(plan="bad")
    assert (ran.code, "not UTF-8" in ran.err) == (4, True)
    assert not Path(".seedbed").exists()


def test_tables_that_contradict_each_other_are_told_with_their_lines(root: Path) -> None:
    ran = bad(
        "# Totals\n\n| Test ID | Description | Tier | Acceptance |\n|-|-|-|-|\n"
        "| TS-01 | Verify the order total is 20 | Tier 1 | AC-1 |\n"
        "| TS-03 | Verify the order total is 30 | Tier 1 | AC-2 |\n\n"
        "| AC | Criterion | Tests |\n|-|-|-|\n| AC-1 | Totals | TS-02 |\n| AC-2 | More | TS-03 |\n"
    )
    assert ran.code == 1
    (std,) = Path("tests/std").rglob("*.md")
    text = std.read_text(encoding="utf-8")
    assert "TS-02" in text
    assert "line " in text


def test_tests_that_hang_end_in_their_time_and_are_told(root: Path) -> None:
    Path("tests/cancelling_orders").mkdir()
    hangs = "import threading\n\n\ndef pytest_configure(config):\n    threading.Event().wait(60)\n"
    Path("tests/cancelling_orders/conftest.py").write_text(hangs, encoding="utf-8")
    ran = planned("--engine", "local", "--seconds", "1")
    assert ran.code == 1
    assert "the tests could not be run" in ran.out


def test_words_that_mean_nothing(root: Path) -> None:
    assert planned("--from", "4").code == 2
    assert "phase 4 cannot be the first" in planned("--from", "4").err
    assert planned("--engine", "big").code == 2
    assert planned("--today", "soon").code == 2
    assert planned("--pass-env", "SURELY_NOT_THERE").code == 2
    assert planned("--pytest-args", "'").code == 2
    assert planned(plan="none").code == 4
