"""`flask_ways`, `asgi_ways`: the routes of applications, blueprints and routers, each with what it is asked with."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any

from seedbed.testgen.explore.asked.mentions import mentioned
from seedbed.testgen.explore.asked.sorts import Address, Record, Texts, parameter
from seedbed.testgen.explore.asked.ways import Client, Way
from seedbed.testgen.explore.facts import Parameter
from seedbed.testgen.explore.values.fields import of_pydantic
from seedbed.testgen.explore.values.hints import hints

__all__ = ["asgi_ways", "flask_ways"]

_PLACE = re.compile(r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>|\{(?P<named>\w+)(?::(?P<sort>\w+))?\}")
"""A place in an address: `<int:number>` of Flask, `{number:int}` of Starlette."""
_CONVERTED = {"int": int, "float": float}
_VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_BY_BODY = ("POST", "PUT", "PATCH")


def flask_ways(name: str, value: Any) -> Iterator[Way]:
    """The routes of an application of Flask, or of a blueprint, which is given to an application of the test's own."""
    if hasattr(value, "url_map"):
        app, client = value, Client(f"{name}.test_client()", ())
    else:
        app = importlib.import_module("flask").Flask("tests")
        app.register_blueprint(value)
        lead = (f"subject.application.register_blueprint({name})",)
        client = Client("Flask('tests').test_client()", lead, {"Flask": "from flask import Flask"})
    for rule in app.url_map.iter_rules():
        function = app.view_functions[rule.endpoint]
        for verb in _verbs(rule.methods):
            asked = getattr(getattr(function, "view_class", None), verb.lower(), function)
            yield Way(asked, client, verb.lower(), _of_flask(rule.rule, verb, asked))


def _of_flask(rule: str, verb: str, function: Any) -> list[Parameter]:
    said = mentioned(function)
    found = [_addressed(rule, hints(function))]
    if said["args"]:
        found.append(_keyword("query_string", Texts(said["args"])))
    if verb in _BY_BODY and (said["json"] or not said["form"]):
        found.append(_keyword("json", Record(said["json"])))
    elif verb in _BY_BODY:
        found.append(_keyword("data", Texts(said["form"])))
    return found


def asgi_ways(name: str, value: Any) -> Iterator[Way]:
    """The routes of an application of FastAPI or Starlette, or of a router of FastAPI."""
    home = "fastapi" if any(each.__module__.startswith("fastapi") for each in type(value).__mro__) else "starlette"
    lines = {"TestClient": f"from {home}.testclient import TestClient"}
    made = f"TestClient({name})"
    if type(value).__name__ == "APIRouter":
        made, lines = f"TestClient(FastAPI(routes={name}.routes))", {**lines, "FastAPI": "from fastapi import FastAPI"}
    client = Client(made, (), lines)
    for route in value.routes:
        endpoint = getattr(route, "endpoint", None)
        for verb in _verbs(getattr(route, "methods", None) or ()) if endpoint is not None else ():
            yield Way(endpoint, client, verb.lower(), _of_asgi(route, verb))


def _of_asgi(route: Any, verb: str) -> list[Parameter]:
    asked = list(_dependants(getattr(route, "dependant", None)))
    if not asked:
        return [_addressed(route.path, hints(route.endpoint))]
    places = {each.alias: of_pydantic(each.name, each.field_info)[2] for one in asked for each in one.path_params}
    found = [_addressed(route.path, places)]
    for word, kind in (("params", "query_params"), ("headers", "header_params"), ("cookies", "cookie_params")):
        listed = [_field(each) for one in asked for each in getattr(one, kind)]
        found += [_keyword(word, Texts(listed, whole=word != "params"))] if listed else []
    bodies = [each for one in asked for each in one.body_params]
    if bodies and verb in _BY_BODY:
        alone = len(bodies) == 1 and not getattr(bodies[0].field_info, "embed", None)
        formed = type(bodies[0].field_info).__name__ == "Form"
        whole = _field(bodies[0]).type if alone and not formed else Record([_field(each) for each in bodies])
        found.append(_keyword("data" if formed else "json", whole))
    return found


def _dependants(one: Any) -> Iterator[Any]:
    """What a route depends on, itself first."""
    if one is not None:
        yield one
        for each in one.dependencies:
            yield from _dependants(each)


def _field(field: Any) -> Parameter:
    _, required, kind = of_pydantic(field.name, field.field_info)
    return parameter(field.alias, required, kind)


def _verbs(methods: Any) -> list[str]:
    return [each for each in _VERBS if each in methods]


def _keyword(name: str, kind: Any) -> Parameter:
    required = not isinstance(kind, Texts) or any(each.required for each in kind.parameters)
    return Parameter(name, "KEYWORD_ONLY", required, kind, set())


def _addressed(path: str, kinds: dict[str, Any]) -> Parameter:
    """The address of a route as a parameter; a place is of the type that its converter or its function says."""
    parts: list[str | Parameter] = []
    at = 0
    for found in _PLACE.finditer(path):
        name = found["name"] or found["named"]
        converted = _CONVERTED.get(found["kind"] or found["sort"] or "")
        parts += [path[at : found.start()], parameter(name, True, converted or kinds.get(name, str))]
        at = found.end()
    return Parameter("path", "POSITIONAL_ONLY", True, Address([*parts, path[at:]]), set())
