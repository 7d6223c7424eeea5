"""Frameworks by what they are called, and what is odd about the files that tell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.errors import UsageError
from seedbed.testgen.unit.commands import command_for
from seedbed.testgen.unit.framework import FRAMEWORKS, detect_framework, named_framework
from tests.testgen.unit.repositories import grown


def command(name: str, root: Path, target: str, test: str) -> str:
    return command_for(named_framework(name, root / target, root), root / test, root)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("vitest", "npx vitest run a.test.js"),
        ("jest", "npx jest a.test.js --no-watch"),
        ("mocha", "npx mocha a.test.js"),
        ("pytest", "pytest a.test.js"),
        ("rspec", "bundle exec rspec a.test.js"),
        ("cargo", "cargo test"),
        ("custom", "make check"),
    ],
)
def test_a_named_framework_is_taken(name: str, told: str, tmp_path: Path) -> None:
    root = grown(tmp_path, {"package.json": '{"scripts": {"test": "x"}}', "yarn.lock": "", "a.js": ""})
    assert command(name, root, "a.js", "a.test.js") == ("yarn test" if name == "custom" else told)
    assert name in FRAMEWORKS


def test_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="vitest, jest, mocha, pytest, rspec, cargo, custom"):
        named_framework("karma", tmp_path / "a.js", tmp_path)


@pytest.mark.parametrize(
    ("files", "target", "told"),
    [
        ({"package.json": "{ not json"}, "a.js", ("custom", "")),
        ({"package.json": "[]"}, "a.js", ("custom", "")),
        ({"package.json": '{"dependencies": [], "scripts": {"test": 7}}'}, "a.js", ("custom", "")),
        (
            {"package.json": '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}'},
            "a.js",
            ("custom", ""),
        ),
        ({"package.json": '{"scripts": {"test": "react-scripts test"}}'}, "a.jsx", ("jest", "jest")),
        ({"package.json": "{}", "vitest.config.mts": ""}, "a.tsx", ("vitest", "vitest")),
        ({"package.json": '{"devDependencies": {"jest": "1", "mocha": "1"}}'}, "a.js", ("jest", "jest")),
        (
            {"package.json": '{"devDependencies": {"mocha": "1"}, "scripts": {"test": "vitest"}}'},
            "a.js",
            ("mocha", "mocha"),
        ),
        ({}, "a.rb", ("rspec", "rspec")),
        ({"test/x_test.rb": ""}, "a.rb", ("custom", "minitest")),
        ({"spec/x_spec.rb": "", "test/x.rb": ""}, "a.rb", ("rspec", "rspec")),
        ({}, "a.java", ("custom", "")),
        ({"composer.json": "{}"}, "a.php", ("custom", "phpunit")),
        ({"mix.exs": ""}, "a.ex", ("custom", "exunit")),
        ({"Makefile": "all:\n"}, "a.c", ("custom", "make")),
        ({"Makefile": "all:\n", "package.json": '{"devDependencies": {"jest": "29"}}'}, "a.sh", ("jest", "jest")),
        ({"package.json": "{}", "pyproject.toml": ""}, "a.sh", ("pytest", "pytest")),
        ({"Cargo.toml": ""}, "a.wgsl", ("cargo", "cargo")),
        ({"Gemfile": "gem 'rspec'"}, "a.erb", ("rspec", "rspec")),
        ({"pom.xml": ""}, "a.xml", ("custom", "junit")),
        ({"go.mod": "", "composer.json": "{}"}, "a.php", ("custom", "phpunit")),
        ({}, "a.c", ("custom", "")),
    ],
)
def test_odd_projects(files: dict[str, str], target: str, told: tuple[str, str], tmp_path: Path) -> None:
    root = grown(tmp_path, {**files, target: ""})
    found = detect_framework(root / target, root)
    assert (found.name, found.runner) == told


def test_wrappers_are_used(tmp_path: Path) -> None:
    root = grown(tmp_path, {"pom.xml": "", "mvnw": "", "A.java": ""})
    java = command_for(detect_framework(root / "A.java", root), root / "ATest.java", root)
    assert java == "./mvnw test -Dtest=ATest"
    root = grown(tmp_path / "c", {"Makefile": "test:\n\ttrue\n", "a.c": ""})
    assert command_for(detect_framework(root / "a.c", root), root / "a.test.c", root) == "make test"


def test_paths_are_quoted(tmp_path: Path) -> None:
    root = grown(tmp_path, {"a b/c.py": ""})
    assert (
        command_for(detect_framework(root / "a b/c.py", root), root / "a b/test_c.py", root) == "pytest 'a b/test_c.py'"
    )
