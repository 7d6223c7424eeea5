"""A guess that the product contradicts is taken back; a test that cannot be right is not the product's fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.findings import BROKEN, CONTRADICTS, finding_of
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.suited import outdone
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import heal_tests
from seedbed.testgen.plan.heal.outcome import Failure, Outcomes

BANK = """
class Account:
    number: int
    def owner(self) -> str: ...

def pay(account: Account, cents: int, *, note: str = "") -> None: ...
"""

CONFTEST = '''
import pytest
from bank import Account

@pytest.fixture
def account() -> Account:
    """An account."""

@pytest.fixture
def funded_account() -> Account:
    """An account with 500."""

@pytest.fixture
def frozen_account() -> Account:
    """An account that is frozen."""
'''

TEST = '''from bank import pay


def test_x({asked}):
    """Test that {said}."""
    {body}
    assert {asked}.number == 3
'''


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("bank")
    (root / "bank.py").write_text(BANK, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return known(scan(root))


def _failure(kind: str, message: str, line: int = 6, name: str = "", *, below: bool = False) -> Failure:
    trace = [("test_x.py", line, "test_x"), *([("bank.py", 3, "pay")] if below else [])]
    return Failure(
        "test_x.py::test_x", "call", kind, (kind,), message, name, "Account" if name else "", (), tuple(trace)
    )


def _outcomes(*failures: Failure) -> Outcomes:
    return Outcomes(() if failures else ("test_x.py::test_x",), (), failures, 1, "")


LOOKUP = _failure("FixtureLookupError", "fixture 'account_with_limits' not found", 4, "account_with_limits")
WRONG = _failure("AssertionError", "assert 4 == 3", 7)
NO_TITLE = _failure("AttributeError", "'Account' object has no attribute 'title'", name="title")
REFUSED = _failure("Frozen", "account 3", below=True)
KEYWORD = _failure("TypeError", "pay() got an unexpected keyword argument 'silent'")


@pytest.mark.parametrize(
    ("asked", "body", "first", "second", "kept"),
    [
        ("account_with_limits", "pass", LOOKUP, None, True),
        ("account_with_limits", "pass", LOOKUP, WRONG, False),
        ("account", "pay(account, 3, silent=True)", KEYWORD, None, True),
        ("account", "pay(account, 3, silent=True)", KEYWORD, WRONG, False),
        ("account", "pay(account, 3, silent=True)", KEYWORD, REFUSED, False),
    ],
)
def test_a_guess_that_ends_in_what_the_product_does_is_taken_back(
    tmp_path: Path, around: Known, asked: str, body: str, first: Failure, second: Failure | None, *, kept: bool
) -> None:
    file, text = tmp_path / "test_x.py", TEST.format(asked=asked, said="it is paid", body=body)
    file.write_text(text, encoding="utf-8")

    def run() -> Outcomes:
        now = file.read_text(encoding="utf-8")
        return _outcomes(*((first,) if now == text else (second,) if second is not None else ()))

    came = heal_tests(file, around, around.fixtures_for("test_x.py"), run)
    assert (came.text != text) is kept
    assert file.read_text(encoding="utf-8") == came.text
    assert bool(came.fixes) is kept
    assert [each.what for each in came.findings] == ([] if kept else [BROKEN])


@pytest.mark.parametrize(
    ("said", "body", "failure", "what"),
    [
        ("it is paid", 'pay(account, "3")', _failure("TypeError", "'<' not supported", below=True), BROKEN),
        ("it is paid", "pay(account, 3)", _failure("TypeError", "'<' not supported", below=True), CONTRADICTS),
        ("it is paid", 'pay(account, "3")', _failure("ValueError", "too much", below=True), CONTRADICTS),
        ("it is paid", "account.title", _failure("AttributeError", "no attribute 'title'", name="title"), BROKEN),
        (
            "it has a title",
            "account.title",
            _failure("AttributeError", "no attribute 'title'", name="title"),
            CONTRADICTS,
        ),
        ("it is paid", "pay()", _failure("TypeError", "pay() missing 2 required arguments"), BROKEN),
    ],
)
def test_whose_fault_it_is(around: Known, said: str, body: str, failure: Failure, what: str) -> None:
    text, kinds = (
        TEST.format(asked="account", said=said, body=body),
        Kinds.of_fixtures(around, around.fixtures_for("x")),
    )
    kinds = Kinds.of_fixtures(around, around.fixtures_for("test_x.py"))
    assert finding_of(failure, Path("/tests/test_x.py"), text, kinds).what == what


@pytest.mark.parametrize(
    ("right", "allowed"), [("funded_account", True), ("account", False), ("frozen_account", False)]
)
def test_a_fixture_that_says_less_of_a_name_does_not_stand_for_it(around: Known, right: str, *, allowed: bool) -> None:
    text = TEST.format(asked="account_with_funds", said="it pays", body="pass")
    grants = grants_of(around, around.fixtures_for("test_x.py")).with_(missing=frozenset({"account_with_funds"}))
    assert (refusals(text, text.replace("account_with_funds", right), grants) == ()) is allowed


def test_only_what_shares_a_word_of_the_name_outdoes() -> None:
    described = {"client": "client A client.", "page": "page A page of the api of a client.", "api": "api Of a client."}
    assert not outdone("api_client", "client", {"client": described["client"], "page": described["page"]})
    assert outdone("api_client", "client", described)
