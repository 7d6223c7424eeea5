"""Routes and commands are asked through the client of their framework, in place of the functions that answer."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any, get_args

import pytest
from typer import Typer, echo
from typer.testing import CliRunner

from seedbed.testgen.explore.asked.keys import keyed, keys
from seedbed.testgen.explore.asked.mentions import mentioned
from seedbed.testgen.explore.asked.sorts import Address, Either, Option, Record, Words, parameter, takes
from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.expectations.answers import answers, broke
from seedbed.testgen.explore.facts import Asked, Callee, Parameter
from seedbed.testgen.explore.find import find
from seedbed.testgen.explore.judge import _twice
from seedbed.testgen.explore.room import Room
from seedbed.testgen.inside.forks import each

COMMANDS = """
import typer

app = typer.Typer()


@app.command()
def add(title: str, priority: int = typer.Option(3, min=1, max=5), done: bool = False) -> None:
    typer.echo(f"[{'x' if done else ' '}] {'!' * priority} {title}")


@app.command()
def rank(words: list[str]) -> None:
    for word in sorted(words, key=len):
        typer.echo(word)
"""
STARLETTE = """
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route


async def show(request):
    number = request.path_params["number"]
    if number > 12:
        return JSONResponse({"error": "no such room"}, status_code=404)
    return JSONResponse({"number": number})


app = Starlette(routes=[Route("/rooms/{number:int}", show)])
"""
FLASK = """
from flask import Blueprint, jsonify, request

shop = Blueprint("shop", __name__, url_prefix="/shop")


@shop.post("/<int:number>/orders")
def place(number):
    data = request.get_json()
    if int(data.get("quantity", 1)) < 1:
        return jsonify(error="too few"), 400
    return jsonify(number=number), 201
"""
FASTAPI = """
from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

router = APIRouter(prefix="/rooms")


class Guest(BaseModel):
    name: str = Field(min_length=1)
    age: int = Field(ge=0, le=130)


@router.post("/{number}/guests", status_code=201)
def welcome(number: int, guest: Guest):
    if guest.age < 18:
        raise HTTPException(403, "too young")
    return {"number": number, "guest": guest.name}
"""


def _found(folder: Path, text: str) -> list[Any]:
    """The cases that are found in a module, by its text."""
    file = folder / "offered.py"
    file.write_text(text)
    job = {"name": "offered", "file": str(file), "roots": [str(folder)], "seed": 1, "seconds": 40.0, "until": 0.0}
    told = each(
        lambda _: find(Room({**job, "at_once": 2}), lambda _: None)["cases"],
        [0], at_once=1, seconds=60.0, until=float("inf"),
    )[0]  # fmt: skip
    assert isinstance(told, list)
    return told


def test_a_command_is_asked_with_words(tmp_path: Path) -> None:
    told = _found(tmp_path, COMMANDS)
    assert {case[0][0] for case in told} == {"add", "rank"}
    assert all(case[0][1] == "CliRunner()" and case[0][4].startswith("subject.invoke(app, [") for case in told)
    codes = {(case[0][0], case[1].get("result.exit_code")) for case in told}
    assert {("add", "0"), ("add", "2"), ("rank", "0")} <= codes


@pytest.mark.filterwarnings("ignore:Using `httpx`")
@pytest.mark.parametrize(
    ("text", "route", "statuses"),
    [(STARLETTE, "show", {"200", "404"}), (FASTAPI, "welcome", {"201", "403"}), (FLASK, "place", {"201", "400"})],
    ids=["Starlette", "FastAPI", "Flask"],
)
def test_a_route_is_asked_through_a_client(tmp_path: Path, text: str, route: str, statuses: set[str]) -> None:
    told = [case for case in _found(tmp_path, text) if case[0][0] == route]
    assert statuses <= {case[1].get("result.status_code") for case in told}
    assert all(case[3] for case in told if case[1].get("result.status_code") in statuses), "their lines are seen"


def test_what_leads_to_a_route_is_kept() -> None:
    address = Address(["/rooms/", parameter("number", True, int), ""])
    asked = Asked("TestClient(app)", "get", ())
    path = Parameter("path", "POSITIONAL_ONLY", True, address, set())
    route = Callee("show", "asked", None, [path], 1, 2, False, "", [], None, True, [], asked)
    assert takes(route, ["'/rooms/7'"])
    assert not takes(route, ["'rooms/7'"])
    assert not takes(route, ["'/rooms/'"])
    assert not takes(route, [])


def test_a_flag_is_not_cut() -> None:
    words = Words(["greet"], [Option("--count", None, required=False), Option("", None, required=True)])
    argv = Parameter("argv", "POSITIONAL_OR_KEYWORD", True, words, set())
    main = Callee("main", "function", None, [argv], 1, 2, False, "", [], None, True, [])
    assert takes(main, ["['greet', '--count', '-3']"])
    assert not takes(main, ["['greet', '--co', '-3']"])
    assert not takes(main, ["['gre', '--count', '-3']"])


def _place(request: Any) -> Any:
    data = request.get_json() or {}
    article = data["article"]
    most = request.args.get("most", 10, type=int)
    return article.upper(), int(data.get("quantity", 1)), most, request.headers["x"]


def test_the_keys_that_are_asked_of_a_request_are_known() -> None:
    said = mentioned(_place)
    assert [(one.name, one.required, one.type) for one in said["json"]] == [
        ("article", True, Any),
        ("quantity", False, int),
    ]
    assert "->upper" in said["json"][0].uses
    assert [(one.name, one.type) for one in said["args"]] == [("most", int)]
    assert said["form"] == []


def test_a_body_is_what_json_can_hold(tmp_path: Path) -> None:
    file = tmp_path / "plain.py"
    file.write_text("def f(text):\n    return text\n")
    job = {"name": "plain", "file": str(file), "roots": [str(tmp_path)], "seed": 1, "seconds": 9.0, "until": 0.0}

    def bodies(_: int) -> list[str]:
        values = Room({**job, "at_once": 1}).values
        record = Record([parameter("name", True, str), parameter("held", True, Any), parameter("size", False, int)])
        return [record.text(values) for _ in range(60)]

    told = each(bodies, [0], at_once=1, seconds=30.0, until=float("inf"))[0]
    made = [ast.literal_eval(text) for text in told]
    assert {key for one in made for key in one} == {"name", "held", "size"}
    assert any("name" not in one for one in made), "what is required is missing at times"


def test_of_an_answer_the_code_comes_first_and_of_a_long_refusal_the_last_line() -> None:
    app = Typer()

    @app.command()
    def shout(text: str) -> None:
        echo(text.upper())
        if not text:
            raise ValueError("nothing")

    good, bad, broken = (CliRunner().invoke(app, words) for words in (["hi"], ["--no-such"], [""]))
    assert dict(answers(good, "result")) == {"result.exit_code": 0, "result.output": "HI\n"}
    assert next(iter(dict(answers(bad, "result")))) == "result.exit_code"
    assert not any(said == "result.output" for said, _ in answers(bad, "result"))
    assert broke(broken)
    assert not broke(good)
    assert not broke(bad)


ARGUMENTS = """
import argparse


def build():
    parser = argparse.ArgumentParser()
    parser.add_argument("text")
    parser.add_argument("-n", "--number", type=int, default=3)
    parser.add_argument("--case", choices=["lower", "upper"])
    parser.add_argument("--quiet", action="store_true")
    return parser


def main(argv=None):
    args = build().parse_args(argv)
    if args.case == "upper":
        args.text = args.text.upper()
    if not args.quiet:
        print(args.text * args.number)
    return args.number
"""


def test_what_argparse_reads_is_given_words_that_its_parser_takes(tmp_path: Path) -> None:
    told = [case for case in _found(tmp_path, ARGUMENTS) if case[0][0] == "main"]
    given = [ast.literal_eval(case[0][3][0]) for case in told if case[0][3]]
    assert all(isinstance(words, list) for words in given)
    assert {flag for words in given for flag in words if flag.startswith("--")} >= {"--case", "--quiet"}
    assert any(case[1].get("result") == "3" and "capsys.readouterr().out" in case[1] for case in told)


def _total(order: dict[str, Any], rates: Any = None) -> float:
    total = 0.0
    for line in order["lines"]:
        total += line["price"] * line.get("quantity", 1)
    customer = order.get("customer")
    if customer and customer["country"] == "CH":
        total *= 1.081
    return total


def test_a_mapping_has_the_keys_that_are_asked_of_it() -> None:
    tree = ast.parse(inspect.getsource(_total))
    lines, customer = keys(tree.body[0], "order")
    assert (lines.name, lines.required, customer.name, customer.required) == ("lines", True, "customer", False)
    (line,) = get_args(lines.type)
    assert [(one.name, one.required) for one in line.parameters] == [("price", True), ("quantity", False)]
    assert [one.name for one in customer.type.parameters] == ["country"]
    assert "=str" in customer.type.parameters[0].uses


def test_a_parameter_without_keys_stays_as_it_is() -> None:
    tree = ast.parse("def f(one, two):\n    return one + two['a']\n")
    given = [Parameter(name, "POSITIONAL_OR_KEYWORD", True, Any, set()) for name in ("one", "two")]
    callee = Callee("f", "function", None, given, 1, 2, False, "", [], None, True, [])
    one, two = keyed([callee], tree)[0].parameters
    assert one.type is Any
    assert isinstance(two.type, Either)


METHODS = """
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def login(request):
    return PlainTextResponse("in" if request.method == "POST" else "form")


app = Starlette(routes=[Route("/login", login, methods=["GET", "POST"])])
"""


@pytest.mark.filterwarnings("ignore:Using `httpx`")
def test_a_function_that_answers_two_methods_is_asked_by_both(tmp_path: Path) -> None:
    told = _found(tmp_path, METHODS)
    assert {(case[0][0], case[1].get("result.text")) for case in told} == {
        ("login", "'form'"),
        ("login by post", "'in'"),
    }


STATEFUL = """
import typer

app = typer.Typer()
NOTES = []
KINDS = ["plain"]


def keep(text):
    NOTES.append(text)


@app.command()
def add(text: str) -> None:
    keep(text)
    typer.echo(f"{len(NOTES)} of {KINDS[0]}")
"""


def test_what_a_command_changes_is_as_it_was_before_each(tmp_path: Path) -> None:
    told = [case for case in _found(tmp_path, STATEFUL) if case[0][0] == "add"]
    assert {tuple(case[0][2]) for case in told} == {("monkeypatch.setattr('offered.NOTES', [])",)}
    outputs = {case[1].get("result.output") for case in told if case[1]["result.exit_code"] == "0"}
    assert outputs == {repr("1 of plain\n")}


STORED = """
class Store:
    def __init__(self):
        self.items = {1: "tea"}


store = Store()


def put(key: int) -> int:
    store.items[key] = "new"
    return len(store.items)


def size() -> int:
    return len(store.items)
"""


def test_what_changes_an_object_that_all_share_is_no_test(tmp_path: Path) -> None:
    file = tmp_path / "stored.py"
    file.write_text(STORED)
    job = {"name": "stored", "file": str(file), "roots": [str(tmp_path)], "seed": 1, "seconds": 9.0, "until": 0.0}

    def ask(_: int) -> list[bool]:
        room = Room({**job, "at_once": 1})
        cases = [Case("put", "", (), ("7",), "put(7)"), Case("size", "", (), (), "size()")]
        return [_twice(room, case, None, 2) is None for case in cases]

    assert each(ask, [0], at_once=1, seconds=30.0, until=float("inf"))[0] == [True, False]
