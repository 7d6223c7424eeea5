"""From a source file to a test file: what is skipped, found, refused, written; models are asked over real HTTP."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import seedbed
from seedbed.errors import ModelError, PlanError, ReadError, SeedbedError, UsageError, WriteError
from seedbed.llm.choose import DEFAULT_MODEL
from seedbed.llm.completion import Completion, Message, Usage
from seedbed.llm.host import Host
from seedbed.llm.posting import Line
from seedbed.llm.secret import Key
from seedbed.llm.servers import Anthropic
from seedbed.testgen.unit.options import TestGeneratorOptions, TestGeneratorResult
from tests.llm.speaking import Reply, anthropic, openai, serving
from tests.testgen.unit.repositories import grown

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not on this machine")
JS = {
    "package.json": '{"type": "module", "scripts": {"test": "node --test"}}',
    "lib/math.js": "export const half = (n) => n / 3;\n",
}
GOOD_JS = """import { test } from "node:test";
import assert from "node:assert";
import { half } from "./math.js";

test("of nothing", () => { assert.equal(half(0), 0); });
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "keyring", None)
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


class Model:
    """A host's model that gives these answers in turn, and notes what it was asked."""

    def __init__(self, *answers: str, cut: bool = False) -> None:
        self.asked: list[tuple[Sequence[Message], str, float, int]] = []
        self._answers, self._cut = list(answers), cut
        self.host = Host(self._answer)

    def _answer(self, messages: Sequence[Message], model: str, temperature: float, max_tokens: int) -> Completion:
        self.asked.append((messages, model, temperature, max_tokens))
        return Completion(self._answers.pop(0), "small-2", Usage(1, 1), cut=self._cut)


def make(root: Path, target: str, host: Model | None = None, **words: Any) -> tuple[TestGeneratorResult, list[str]]:
    log: list[str] = []
    options = TestGeneratorOptions(target, working_dir=root, **words)
    made = seedbed.generate_test_file(options, say=log.append, provider=None if host is None else host.host)
    return made, log


def fenced(code: str, language: str = "js") -> str:
    return f"Here it is.\n\n```{language}\n{code}```\n\nEnjoy."


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("target", "words", "line"),
    [
        ("", {}, "there is no target"),
        ("a.py", {"generate": False}, "--no-generate"),
        ("a.py", {"test": "make check"}, "the tests are run by make check"),
        ("src/lib.rs", {}, "Skipping test generation for Rust (.rs) — use inline #[test] blocks"),
        ("test_a.py", {}, "test_a.py is a test itself"),
        ("web/a.spec.ts", {}, "web/a.spec.ts is a test itself"),
        ("tests/conftest.py", {}, "is a test itself, or serves tests"),
        ("pkg/tests/drawing.py", {}, "pkg/tests/drawing.py is a test itself, or serves tests"),
        ("web/test/server.js", {}, "web/test/server.js is a test itself, or serves tests"),
        ("types.d.ts", {}, "types.d.ts only declares types"),
    ],
)
def test_what_is_skipped_says_so(target: str, words: dict[str, Any], line: str, tmp_path: Path) -> None:
    root = grown(
        tmp_path, {"a.py": "", "test_a.py": "", "tests/conftest.py": "", "web/a.spec.ts": "", "src/lib.rs": ""}
    )
    before = files(root)
    made, log = make(root, target, **words)
    assert (made.outcome, made.test_file_path, made.failed) == ("skipped", None, False)
    assert made.test_command == words.get("test", "")
    assert len(log) == 1
    assert line in log[0]
    assert files(root) == before


def test_tests_that_are_there_are_left_alone(tmp_path: Path) -> None:
    root = grown(
        tmp_path, {"src/math.ts": "", "src/math.spec.ts": "mine", "package.json": '{"scripts": {"test": "vitest"}}'}
    )
    made, log = make(root, "src/math.ts")
    assert log == ["Using existing tests: src/math.spec.ts"]
    assert (made.outcome, made.test_file_path) == ("existing", root / "src/math.spec.ts")
    assert made.test_command == "npx vitest run src/math.spec.ts"
    assert (root / "src/math.spec.ts").read_text() == "mine"


@needs_node
def test_a_model_is_asked_and_its_tests_are_run(tmp_path: Path) -> None:
    root, model = grown(tmp_path, {**JS, "lib/text.test.js": "// an example"}), Model(fenced(GOOD_JS))
    made, log = make(root, "lib/math.js", model)
    assert log == ["Generated: lib/math.test.js"]
    assert made.test_file_path == root / "lib/math.test.js"
    assert made.test_file_path.read_text() == GOOD_JS
    assert (made.test_command, made.generated_by_model) == ("node --test lib/math.test.js", "small-2")
    assert "1 of 1 tests pass in three runs of node:test" in made.report
    [(messages, name, temperature, most)] = model.asked
    assert (name, temperature, most) == (DEFAULT_MODEL, 0.7, 4096)
    asked = messages[1].content
    assert asked.startswith("Objective: Make lib/math.js pass all tests\n")
    assert "export const half" in asked
    assert "The test file to write: lib/math.test.js" in asked
    assert "// an example" in asked
    done = subprocess.run(["node", "--test", "lib/math.test.js"], cwd=root, capture_output=True, check=False)
    assert done.returncode == 0


@needs_node
def test_words_reach_the_model(tmp_path: Path) -> None:
    root, model = grown(tmp_path, JS), Model(fenced(GOOD_JS))
    made, _ = make(
        root,
        str(root / "lib/math.js"),
        model,
        objective="Only {target}",
        model="openai:x",
        temperature=0.1,
        max_tokens=99,
        tests_dir="checks",
    )
    [(messages, name, temperature, most)] = model.asked
    assert (name, temperature, most) == ("openai:x", 0.1, 99)
    assert messages[1].content.startswith("Objective: Only lib/math.js\n")
    assert made.failed  # the import of its answer does not lead there
    assert not (root / "checks").exists()


@needs_node
def test_a_test_that_says_other_than_the_code_is_a_finding(tmp_path: Path) -> None:
    wrong = GOOD_JS + 'test("a half", () => {\n  assert.equal(half(4), 2);\n});\n'
    root = grown(tmp_path, JS)
    made, _ = make(root, "lib/math.js", Model(fenced(wrong)))
    assert made.findings == ("a half: 1.3333333333333333 == 2",)
    assert made.test_file_path is not None
    text = made.test_file_path.read_text()
    assert '// finding: 1.3333333333333333 == 2\ntest.skip("a half", () => {' in text
    assert text.startswith(GOOD_JS)


@needs_node
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("", "holds no code"),
        ("```js\n```", "holds no code"),
        ("I am sorry, I cannot do that.", "does not parse"),
        (fenced("const a = ;\n"), "does not parse"),
        (fenced(GOOD_JS)[:160], "does not parse"),
        (fenced("const a = 1;\n"), "the runner reports no test"),
        (fenced(GOOD_JS.replace("math.js", "moth.js")), "none of its 1 tests passes"),
        (fenced(GOOD_JS.replace("half(0), 0", "half(0), 1")), "none of its 1 tests passes"),
        (fenced(GOOD_JS + "test(`${1} x`, () => { assert.equal(1, 2); });\n"), "1 x"),
    ],
)
def test_an_answer_that_will_not_do_writes_nothing(answer: str, words: str, tmp_path: Path) -> None:
    root = grown(tmp_path, JS)
    before = files(root)
    made, log = make(root, "lib/math.js", Model(answer))
    assert (made.outcome, made.failed, made.test_file_path, log) == ("nothing", True, None, [])
    assert words in " ".join(f"{note.what} {note.why}" for note in made.warnings)
    assert all(note.grave for note in made.warnings[-1:])
    assert files(root) == before


@needs_node
def test_a_cut_answer_says_what_would_help(tmp_path: Path) -> None:
    made, _ = make(grown(tmp_path, JS), "lib/math.js", Model("```js\ntest('a', () => {", cut=True))
    assert "it was cut short for its length, see --max-tokens" in made.warnings[-1].what


@needs_node
def test_a_test_that_does_not_end_is_ended(tmp_path: Path) -> None:
    endless = GOOD_JS + "while (true) {}\n"
    made, _ = make(grown(tmp_path, JS), "lib/math.js", Model(fenced(endless)), seconds=1.5)
    assert made.failed
    assert "did not end within 3 seconds" in made.warnings[-1].why


@needs_node
def test_a_test_that_changes_its_mind_is_not_kept(tmp_path: Path) -> None:
    fickle = (
        GOOD_JS + 'import fs from "node:fs";\ntest("fickle", () => { fs.appendFileSync("seen", "x");'
        ' assert.equal(fs.readFileSync("seen").length, 1); });\n'
    )
    root = grown(tmp_path, JS)
    made, _ = make(root, "lib/math.js", Model(fenced(fickle)))
    assert "fickle is unsteady" in made.warnings[-1].why
    assert files(root) == set(JS)


def test_what_nothing_can_run_is_said(tmp_path: Path) -> None:
    root = grown(tmp_path, {"go.mod": "module a\n", "sum.go": "package a\n"})
    made, log = make(root, "sum.go", Model(fenced("package a\n", "go")))
    assert log == ["Generated: sum_test.go"]
    assert made.test_command == "go test ./"
    [note] = made.warnings
    assert (note.grave, note.what) == (True, "sum_test.go: the tests were not run")
    root = grown(
        tmp_path / "web", {"package.json": '{"devDependencies": {"jest": "29"}}', "a.ts": "export const a = 1\n"}
    )
    made, _ = make(root, "a.ts", Model(fenced("test('a', () => {})\n")))
    assert made.warnings[0].why == "jest is not installed in the project"


@needs_node
def test_a_project_that_cannot_be_copied_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = grown(tmp_path, JS)
    os.mkfifo(root / "pipe")
    made, _ = make(root, "lib/math.js", Model(fenced(GOOD_JS)))
    assert "1 of 1 tests pass in three runs of node:test" in made.report
    (root / "lib/math.test.js").unlink()

    def refuse(*paths: object, **words: object) -> None:
        raise shutil.Error([("a", "b", "no room is left")])

    monkeypatch.setattr(shutil, "copytree", refuse)
    made, _ = make(root, "lib/math.js", Model(fenced(GOOD_JS)))
    assert made.outcome == "generated"
    assert made.warnings[0].why == "the project could not be copied: no room is left"


def test_a_budget_cuts_the_source_with_a_note(tmp_path: Path) -> None:
    source = "".join(f"const x{number} = {number}\n" for number in range(10_000))
    root, model = grown(tmp_path, {"go.mod": "module a\n", "sum.go": source}), Model(fenced("package a\n"))
    made, _ = make(root, "sum.go", model, max_tokens_total=9000)
    assert any("of 10,000 lines are not shown" in note.what for note in made.warnings)
    assert len(model.asked[0][0][1].content) < 9000 * 4


@pytest.mark.parametrize(
    ("target", "words", "kind", "told"),
    [
        ("none.py", {}, UsageError, "there is no such file"),
        ("/etc/hostname", {}, UsageError, "is not in the project"),
        ("a.py", {"working_dir": "/nowhere/at/all"}, UsageError, "this is no folder"),
        ("a.go", {"tests_dir": "/elsewhere"}, UsageError, "the folder is not in the project"),
        ("a.go", {"framework": "karma"}, UsageError, "there is no framework 'karma'"),
        ("a.go", {"engine": "magic"}, UsageError, "there is no engine 'magic'"),
        ("a.go", {"engine": "local"}, PlanError, "the local engine reads Python, and a.go is not"),
        ("a.go", {}, UsageError, "there is no model to ask"),
        ("a.py", {"engine": "model"}, UsageError, "there is no model to ask"),
        ("a.py", {"engine": "both"}, UsageError, "there is no model to ask"),
        ("a.go", {"model": "openai:x"}, UsageError, "there is no key for openai"),
        ("bad.py", {}, ReadError, "bad.py:2:5: the file does not parse"),
        ("nul.py", {}, ReadError, "nul.py"),
        ("latin.py", {}, ReadError, "latin.py: the file is no text in UTF-8"),
        ("a.go", {"tests_dir": "taken"}, WriteError, "a file is there already, of other tests"),
    ],
)
def test_what_stops_it_is_told(
    target: str, words: dict[str, Any], kind: type[SeedbedError], told: str, tmp_path: Path
) -> None:
    root = grown(
        tmp_path, {"a.py": "x = 1\n", "a.go": "package a\n", "bad.py": "x = 1\ny = = 2\n", "taken/a.test.go": ""}
    )
    (root / "taken/a_test.go").write_text("") if "tests_dir" in words else None
    (root / "latin.py").write_bytes("x = 'ä'\n".encode("latin-1"))
    (root / "nul.py").write_bytes(b"x = 1\0\n")
    before = files(root)
    options = TestGeneratorOptions(**{"target_file": target, "working_dir": root, **words})
    with pytest.raises(kind, match=told):
        seedbed.generate_test_file(options)
    assert files(root) == before
    if kind is not UsageError or "no model" in told or "no key" in told:
        soft = seedbed.generate_test_file(
            TestGeneratorOptions(**{"target_file": target, "working_dir": root, "soft": True, **words})
        )
        assert (soft.outcome, soft.failed) == ("nothing", True)
        assert soft.warnings[0].grave
        assert files(root) == before


def test_a_link_to_a_project_is_that_project(tmp_path: Path) -> None:
    root = grown(tmp_path / "real", {"go.mod": "module a\n", "sum.go": "package a\n"})
    (tmp_path / "link").symlink_to(root)
    made, log = make(tmp_path / "link", str(tmp_path / "link" / "sum.go"), Model(fenced("package a\n")))
    assert (made.test_file_path, log) == (root / "sum_test.go", ["Generated: sum_test.go"])


def test_an_empty_file_has_nothing_to_test(tmp_path: Path) -> None:
    made, log = make(grown(tmp_path, {"a.py": "\n\n"}), "a.py")
    assert (made.outcome, made.failed, log) == ("nothing", True, [])
    assert made.warnings[0].what == "the file is empty: there is nothing to test"


KEY = Key("sk-test-0123456789abcdef", "ANTHROPIC_API_KEY")


@pytest.mark.parametrize(
    ("replies", "told"),
    [
        ([Reply(401, '{"error": {"message": "bad key sk-test-0123456789abcdef"}}')], "refused the key"),
        ([Reply(429, "{}")] * 4, "too much to do"),
        ([Reply(500, "oops")] * 4, "the model's server failed"),
        ([Reply(body="")], "it sent no text"),
        ([Reply(body='{"content": [', promised=100)] * 4, "broke off"),
    ],
    ids=["401", "429", "500", "nothing", "half"],
)
def test_a_provider_that_fails_is_told_and_nothing_is_written(replies: list[Reply], told: str, tmp_path: Path) -> None:
    root = grown(tmp_path, {"sum.go": "package a\n"})
    waits: list[float] = []
    for soft in (False, True):
        with serving(*replies) as server:
            provider = Anthropic(KEY, server.url, Line(wait=waits.append))
            options = TestGeneratorOptions("sum.go", working_dir=root, soft=soft)
            if soft:
                made = seedbed.generate_test_file(options, provider=provider)
                assert (made.failed, told in str(made.warnings[0])) == (True, True)
                continue
            with pytest.raises(ModelError, match=told) as raised:
                seedbed.generate_test_file(options, provider=provider)
            assert KEY.value not in str(raised.value)
    assert files(root) == {"sum.go"}


def test_a_server_and_a_recording_of_it(tmp_path: Path) -> None:
    root = grown(tmp_path / "p", {"go.mod": "module a\n", "sum.go": "package a\n"})
    answer = fenced("package a\n", "go")
    kept = tmp_path / "kept.jsonl"
    with serving(openai(answer, model="told-7")) as server:
        made, _ = make(root, "sum.go", model="small", base_url=f"{server.url}/v1", record=kept)
    assert made.generated_by_model == "told-7"
    assert json.loads(kept.read_text())["answer"]["content"] == answer
    (root / "sum_test.go").unlink()
    made, _ = make(root, "sum.go", replay=kept)
    assert (made.generated_by_model, (root / "sum_test.go").read_text()) == ("told-7", "package a\n")
    with serving(anthropic(answer)) as server:
        (root / "sum_test.go").unlink()
        made, _ = make(root, "sum.go", model="claude-x", base_url=server.url)
    assert made.generated_by_model == "claude-told"


def test_a_read_only_folder_only_warns(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = grown(Path("/tmp") / tmp_path_factory.mktemp("x").name, {"a.go": "package a\n"})  # noqa: S108
    another = 65534 if os.getuid() == 0 else os.getuid()  # root may write everywhere
    code = (
        "import os, sys; from seedbed import TestGeneratorOptions as O, generate_test_file as g\n"
        f"os.setuid({another})\n"
        "made = g(O('a.go', working_dir=sys.argv[1])); print(made.failed, made.outcome, made.warnings[0].why)"
    )
    try:
        root.chmod(0o555)
        done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=False)
        assert done.stdout == "False nothing the folder is read-only\n", done.stderr
        assert files(root) == {"a.go"}
    finally:
        root.chmod(0o755)
        shutil.rmtree(root)
