"""What a repository offers its tests, read and never run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seedbed.errors import ReadError
from seedbed.testgen.plan.explore.context import MOST, context
from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from tests.testgen.plan.repository import made


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return made(tmp_path)


@pytest.fixture
def shop(repository: Path) -> Known:
    return known(scan(repository))


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_names_have_their_homes(shop: Known) -> None:
    assert shop.homes("ShopClient") == ("shop.client",)
    assert shop.homes("make_order") == ("testlib.orders",)
    assert shop.homes("nothing") == ()
    assert {"client", "errors"} <= shop.names("shop")
    assert {"Order"} <= shop.names("shop.model")
    assert shop.members("Order")["is_paid"] == "bool"
    assert {each.name for each in shop.exceptions()} >= {"ShopError", "CouponError", "WaitTimeoutError"}


def test_fixtures_have_their_scopes_and_types(shop: Known) -> None:
    found = shop.fixtures_for("tests/orders/test_new.py")
    assert list(found) == ["shop_server", "client", "new_order", "paid_order", "sku"]
    assert (found["shop_server"].scope, found["shop_server"].returns) == ("session", "ShopServer")
    assert found["paid_order"].parameters == ("client",)
    assert not shop.fixtures_for("elsewhere/test_new.py")


def test_signatures_are_as_they_are_called(shop: Known) -> None:
    (create,) = shop.functions["create_order"]
    assert (create.owner, create.module) == ("ShopClient", "shop.client")
    assert create.signature == "(sku: str, quantity: int, coupon: Optional[str] = None) -> Order"
    assert [(each.name, each.kind) for each in create.required] == [("sku", "positional"), ("quantity", "keyword")]


def test_the_context_is_json_and_the_same_each_time(repository: Path) -> None:
    first, second = context(scan(repository)), context(scan(repository))
    assert json.dumps(first) == json.dumps(second)
    conventions = first["conventions"]
    assert conventions["markers"] == {"declared": ["tier1", "tier2"], "used": {"tier1": 1}}
    assert conventions["naming"]["in_classes"]
    assert conventions["layout"]["conftest"] == ["tests/conftest.py"]
    names = {each["name"] for each in first["utilities"]}
    assert {"wait_for_status", "ShopClient.create_order"} <= names
    assert not any(name.startswith("_") for name in names)


def test_names_of_modules_follow_how_tests_import_them(tmp_path: Path) -> None:
    written(
        tmp_path,
        src__app__core_py="def run(): ...\n",
        tests__lib__tools_py="def tool(): ...\n",
        tests__aid_py="def aid(): ...\n",
        tests__test_a_py="import app.core\nfrom lib.tools import tool\n",
    )
    assert [module.name for module in scan(tmp_path).modules] == ["app.core", "aid", "test_a", "lib.tools"]


def test_what_does_not_parse_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    written(tmp_path, a_py="def broken(:\n", b_py="def whole(): ...\n", venv__c_py="x = 1\n", empty_py="")
    (tmp_path / "binary.py").write_bytes(b"\x00\xff")
    found = scan(tmp_path)
    assert [module.name for module in found.modules] == ["b", "empty"]
    assert [note.what for note in found.notes] == ["a.py was not read", "binary.py was not read"]


def test_it_is_bounded(tmp_path: Path) -> None:
    written(tmp_path, many_py="".join(f"def f{number}(): ...\n" for number in range(MOST + 7)))
    written(tmp_path, large_py="x = 1\n" * 100_000)
    made_of = context(scan(tmp_path))
    assert (len(made_of["utilities"]), made_of["left_out"]["utilities"]) == (MOST, 7)
    assert made_of["left_out"]["notes"] == ["large.py was not read"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such folder"):
        scan(tmp_path / "none")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pytest.ini", "[pytest]\npythonpath = code\n"),
        ("tox.ini", "[pytest]\npythonpath = code\n"),
        ("setup.cfg", "[tool:pytest]\npythonpath = code\n"),
        ("pyproject.toml", '[tool.pytest.ini_options]\npythonpath = ["code"]\n'),
    ],
)
def test_settings_of_pytest_are_found_where_they_stand(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    written(tmp_path, code__deep__one_py="x = 1\n")
    assert [module.name for module in scan(tmp_path).modules] == ["deep.one"]
