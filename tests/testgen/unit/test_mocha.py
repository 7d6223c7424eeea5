"""mocha runs what its configuration names beside the file: the command says the rest of the configuration itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seedbed.testgen.unit.commands import command_for
from seedbed.testgen.unit.framework import named_framework
from tests.testgen.unit.repositories import grown

REST = {"spec": ["test/**/*.js"], "require": ["ts-node/register", "a b"], "timeout": 5000, "exit": True, "diff": False}
SAID = "--no-config --no-package --require ts-node/register --require 'a b' --timeout 5000 --exit --no-diff"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({".mocharc.json": json.dumps(REST)}, f"{SAID} "),
        ({"package.json": json.dumps({"mocha": REST})}, f"{SAID} "),
        ({".mocharc.yml": "spec: test\nslow: 5\n", ".mocharc.yaml": "spec: [\n"}, ""),
        ({".mocharc.yml": "spec: test\nslow: '{x}'\n"}, "--no-config --no-package --slow '{x}' "),
        ({".mocharc.json": '{"timeout": 5}', "package.json": json.dumps({"mocha": REST})}, ""),
        ({".mocharc.json": "[]"}, ""),
        ({"package.json": '{"mocha": 7}'}, ""),
        ({}, ""),
    ],
)
def test_only_the_file_is_run(files: dict[str, str], words: str, tmp_path: Path) -> None:
    root = grown(tmp_path, {"package.json": "{}", **files, "a.js": ""})
    command = command_for(named_framework("mocha", root / "a.js", root), root / "test/a.test.js", root)
    assert command == f"npx mocha {words}test/a.test.js"
