"""Where a test goes: the names of the contract, mirrored where the project keeps its tests in one folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.unit.existing import find_existing_tests
from seedbed.testgen.unit.paths import resolve_test_file_path
from seedbed.testgen.unit.walking import walked
from tests.testgen.unit.repositories import grown


@pytest.mark.parametrize(
    ("target", "test"),
    [
        ("src/math.ts", "src/math.test.ts"),
        ("src/App.tsx", "src/App.test.tsx"),
        ("math.js", "math.test.js"),
        ("a.b.jsx", "a.b.test.jsx"),
        ("app/auth.py", "app/test_auth.py"),
        ("lib/cart.rb", "lib/cart_spec.rb"),
        ("src/lib.rs", None),
        ("main.swift", "main.test.swift"),
        ("math.go", "math.test.go"),
    ],
)
def test_a_file_alone(target: str, test: str | None) -> None:
    assert resolve_test_file_path(Path("/p") / target) == (None if test is None else Path("/p") / test)


@pytest.mark.parametrize(
    ("files", "target", "test"),
    [
        (["tests/conftest.py"], "src/pkg/a.py", "tests/pkg/test_a.py"),
        (["tests/conftest.py"], "pkg/a.py", "tests/pkg/test_a.py"),
        (["pkg/b.py", "tests/pkg/test_b.py"], "pkg/deep/a.py", "tests/pkg/deep/test_a.py"),
        (["pkg/b.py", "tests/unit/pkg/test_b.py"], "pkg/a.py", "tests/pkg/test_a.py"),
        (["src/pkg/b.py", "tests/src/pkg/test_b.py"], "src/pkg/a.py", "tests/src/pkg/test_a.py"),
        (["x/b.py", "tests/test_b.py"], "y/z/a.py", "tests/test_a.py"),
        (["x/b.py", "tests/test_b.py", "tests/test_a.py", "x/a.py"], "y/z/a.py", "tests/z/test_a.py"),
        (["one/tests/test_b.py", "two/tests/test_c.py"], "one/a.py", "one/tests/test_a.py"),
        (["one/tests/test_b.py", "two/tests/test_c.py"], "one/deep/a.py", "one/tests/deep/test_a.py"),
        (["one/tests/test_b.py", "two/tests/test_c.py"], "three/a.py", "three/test_a.py"),
        (["one/__tests__/b.test.ts", "two/__tests__/c.test.ts"], "two/a.ts", "two/__tests__/a.test.ts"),
        (["one/tests/test_b.py"], "two/a.py", "two/test_a.py"),
        (["one/tests/test_b.py", "test_c.py"], "one/a.py", "one/tests/test_a.py"),
        (["src/__tests__/b.test.ts"], "src/a.ts", "src/__tests__/a.test.ts"),
        (["src/__tests__/b.test.ts"], "src/deep/a.ts", "src/deep/a.test.ts"),
        (["node_modules/x/tests/b.test.js"], "a.js", "a.test.js"),
        (["spec/models/b_spec.rb", "app/models/b.rb"], "app/jobs/a.rb", "spec/jobs/a_spec.rb"),
    ],
)
def test_a_project_with_tests(files: list[str], target: str, test: str, tmp_path: Path) -> None:
    root = grown(tmp_path, dict.fromkeys([*files, target], "x = 1\n"))
    assert resolve_test_file_path(root / target, walked(root, root / target)) == root / test


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[tool.pytest.ini_options]\ntestpaths = ['tests']\n"),
        ("pyproject.toml", "[tool.pytest.ini_options]\ntestpaths = 'tests'\n"),
        ("pytest.ini", "[pytest]\ntestpaths = tests\n"),
        ("tox.ini", "[pytest]\ntestpaths = tests\n"),
        ("setup.cfg", "[tool:pytest]\ntestpaths = tests\n"),
    ],
)
def test_pytest_says_where_tests_are(name: str, text: str, tmp_path: Path) -> None:
    root = grown(tmp_path, {name: text, "src/pkg/a.py": ""})
    target = root / "src/pkg/a.py"
    assert resolve_test_file_path(target, walked(root, target)) == root / "tests/pkg/test_a.py"


@pytest.mark.parametrize("text", ["[tool.pytest]\nini_options = 7\n", "not toml", ""])
def test_what_cannot_be_read_says_nothing(text: str, tmp_path: Path) -> None:
    root = grown(tmp_path, {"pyproject.toml": text, "pytest.ini": "no ini", "a.py": ""})
    assert resolve_test_file_path(root / "a.py", walked(root, root / "a.py")) == root / "test_a.py"


def test_a_folder_may_be_named(tmp_path: Path) -> None:
    root = grown(tmp_path, {"src/pkg/a.py": "", "src/pkg/b.py": "", "src/pkg/test_b.py": ""})
    project = walked(root, root / "src/pkg/a.py")
    found = resolve_test_file_path(project.target, project, tests_dir=root / "checks")
    assert found == root / "checks/pkg/test_a.py"
    assert resolve_test_file_path(project.target, tests_dir=root / "checks") == root / "checks/test_a.py"


@pytest.mark.parametrize(
    ("files", "target", "test"),
    [
        (["a.test.ts", "a.spec.ts", "test_a.ts", "a_spec.ts"], "a.ts", "a.test.ts"),
        (["a.spec.ts", "test_a.ts", "a_spec.ts"], "a.ts", "a.spec.ts"),
        (["test_a.py", "a_spec.py", "tests/test_a.py"], "a.py", "test_a.py"),
        (["a_spec.rb", "spec/a_spec.rb"], "a.rb", "a_spec.rb"),
        (["a_test.py"], "a.py", "a_test.py"),
        (["tests/other/test_a.py", "tests/pkg/test_a.py"], "src/pkg/a.py", "tests/pkg/test_a.py"),
        (["tests/unit/test_a.py"], "src/pkg/a.py", "tests/unit/test_a.py"),
        (["tests/test_pkg_a.py"], "src/pkg/a.py", "tests/test_pkg_a.py"),
        (["tests/test_a.py", "a/x.py"], "b/a.py", "tests/test_a.py"),
        (["pkg/tests/test_a.py", "tests/test_a.py", "a.py"], "pkg/a.py", "pkg/tests/test_a.py"),
        (["pkg/tests/test_a.py", "a.py"], "a.py", None),
        (["tests/test_b.py"], "a.py", None),
        ([".tox/x/test_a.py", "node_modules/y/test_a.py"], "a.py", None),
        (["a.test.ts"], "a.py", None),
        (["test_inflection.py"], "inflection/__init__.py", "test_inflection.py"),
        (["tests/test_cache.py"], "src/cache/__init__.py", "tests/test_cache.py"),
        (["cart/__tests__/cart.test.ts"], "cart/index.ts", "cart/__tests__/cart.test.ts"),
        (["test/hooks.test.js", "lib/hooks.js"], "examples/hooks.js", None),
        (["test/hooks.test.js", "examples/hooks.js"], "lib/hooks.js", "test/hooks.test.js"),
        (["test/hooks.test.js"], "bench/hooks.js", None),
        (["test/examples/hooks.test.js"], "examples/hooks.js", "test/examples/hooks.test.js"),
    ],
)
def test_tests_that_are_there_are_found(files: list[str], target: str, test: str | None, tmp_path: Path) -> None:
    root = grown(tmp_path, dict.fromkeys([*files, target], "x = 1\n"))
    assert find_existing_tests(root / target, root) == (None if test is None else root / test)


@pytest.mark.parametrize(
    ("text", "a", "b"),
    [("from b.utils import x\n", False, True), ("from a.utils import x\n", True, False), ("import x\n", True, True)],
)
def test_of_two_files_that_are_equally_near_the_one_that_is_named_has_the_test(
    text: str, a: bool, b: bool, tmp_path: Path
) -> None:
    root = grown(tmp_path, {"src/a/utils.py": "", "src/b/utils.py": "", "tests/test_utils.py": text})
    found = [find_existing_tests(root / f"src/{name}/utils.py", root) is not None for name in "ab"]
    assert found == [a, b]
