"""The tool `test`: the host's own model is asked where it lends one, and nothing leaves the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, types

from seedbed.errors import ModelError, UsageError
from seedbed.server.here import Ask, Here
from seedbed.server.tools import tools
from tests.server.agent import calling, here, talk

SLUG = '''
def slug(text: str) -> str:
    """Words joined by hyphens.

    >>> slug("Hello World")
    'hello-world'
    """
    return "-".join(text.lower().split())
'''
ANSWER = """Here are the tests.

```python
from pkg.slug import slug


def test_words_are_joined() -> None:
    assert slug("Grow  Test Data") == "grow-test-data"


def test_that_is_wrong() -> None:
    assert slug("a") == "b"
```
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "pkg").mkdir(parents=True)
    (home / "pkg" / "__init__.py").write_text("")
    (home / "pkg" / "slug.py").write_text(SLUG)
    (home / "pkg" / "slug.js").write_text("exports.slug = text => text;\n")
    (home / "pyproject.toml").write_text('[project]\nname = "pkg"\n')
    monkeypatch.chdir(home)
    return home


def call(ask: Ask | None = None, **words: Any) -> dict[str, Any]:
    found = here(Path.cwd())
    return tools()["test"].call(words, Here(found.folder, found.allowed, found.most, found.tell, ask))


def test_the_model_of_the_host_writes_and_what_fails_is_a_finding(folder: Path) -> None:
    asked: list[types.CreateMessageRequestParams] = []

    async def model(context: Any, params: types.CreateMessageRequestParams) -> types.CreateMessageResult:
        asked.append(params)
        text = types.TextContent(type="text", text=ANSWER)
        return types.CreateMessageResult(role="assistant", content=text, model="the-host-s-own", stopReason="endTurn")

    async def story(session: ClientSession) -> dict[str, Any]:
        return await calling(session, "test", file="pkg/slug.py", engine="model", dry_run=False)

    made = talk(folder, story, model=model)
    [question] = asked
    assert question.systemPrompt
    assert isinstance(question.messages[0].content, types.TextContent)
    assert "def slug" in question.messages[0].content.text
    assert (made["written"], made["by"]) == (True, "the-host-s-own")
    text = (folder / made["file"]).read_text()
    assert "test_words_are_joined" in text
    [finding] = made["findings"]
    assert "test_that_is_wrong" in finding
    assert made["lines"] == text.splitlines()


def test_a_person_who_refuses_is_heard(folder: Path) -> None:
    async def model(context: Any, params: types.CreateMessageRequestParams) -> types.ErrorData:
        return types.ErrorData(code=-1, message="the user said no")

    async def story(session: ClientSession) -> types.CallToolResult:
        return await session.call_tool("test", {"file": "pkg/slug.py", "engine": "model", "dry_run": False})

    result = talk(folder, story, model=model)
    assert result.isError
    assert result.structuredContent is not None
    assert result.structuredContent["problems"][0]["why"] == "the user said no"
    assert not list(folder.rglob("test_*"))


def test_a_look_makes_nothing(folder: Path) -> None:
    looked = call(file="pkg/slug.py")
    assert (looked["outcome"], looked["framework"]) == ("possible", "pytest")
    assert not list(folder.rglob("test_*"))
    assert looked["command"].startswith("pytest ")
    (folder / looked["file"]).parent.mkdir(exist_ok=True)
    (folder / looked["file"]).write_text("def test_nothing() -> None: ...\n")
    assert call(file="pkg/slug.py", dry_run=False)["outcome"] == "existing"
    assert "is a test itself" in call(file=looked["file"])["why"]


def test_no_other_model_is_asked_than_that_of_the_host(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "not-for-agents")
    for more in ({"file": "pkg/slug.py", "engine": "both"}, {"file": "pkg/slug.js"}):
        with pytest.raises(UsageError, match="no model to ask"):
            call(None, **more, dry_run=False)
    with pytest.raises(ModelError, match="budget"):
        call(lambda request: {}, file="pkg/slug.py", engine="model", dry_run=False, max_tokens_total=1)


def test_nothing_leads_out_of_the_folder(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder / "tests").symlink_to(folder.parent / "elsewhere")
    bad: list[dict[str, Any]] = [{"file": "../x.py"}, {"file": "pkg/slug.py", "tests_dir": "tests"}]
    for words in (*bad, {"file": "x.py", "folder": ".."}):
        with pytest.raises(UsageError, match="leads out of the folder"):
            call(**words)
