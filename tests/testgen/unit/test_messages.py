"""What a model is asked: everything it needs, nothing silently left out."""

from __future__ import annotations

from dataclasses import replace

from seedbed.testgen.unit.examples import Example
from seedbed.testgen.unit.messages import Asked, messages

ASKED = Asked(
    "Make app/auth.py pass all tests", "app/auth.py", "def a(): ...\n", "app/test_auth.py", "pytest", "python"
)


def test_the_system_asks_for_tests_in_a_block() -> None:
    (system, user), notes = messages(ASKED, 1000)
    assert (system.role, user.role, notes) == ("system", "user", ())
    assert "comprehensive unit tests" in system.content
    assert "only a code block" in system.content
    assert "run by pytest" in system.content


def test_the_user_says_objective_source_path_and_examples() -> None:
    shown = (Example("tests/test_a.py", "def test_a(): ...\n"), Example("tests/test_b.py", "x = '''\n```\n'''\n"))
    asked = replace(ASKED, examples=shown, manifest=Example("setup.py", "unused"))
    (_, user), _ = messages(asked, 1000)
    assert user.content == (
        "Objective: Make app/auth.py pass all tests\n\n"
        "The source file, app/auth.py:\n\n```py\ndef a(): ...\n```\n\n"
        "The test file to write: app/test_auth.py\n\n"
        "Tests of this project, for their style:\n\n"
        "tests/test_a.py\n\n```py\ndef test_a(): ...\n```\n\n"
        "tests/test_b.py\n\n````py\nx = '''\n```\n'''\n````"
    )


def test_without_examples_the_manifest_is_shown() -> None:
    (_, user), _ = messages(replace(ASKED, manifest=Example("pyproject.toml", "[project]\n")), 1000)
    assert user.content.endswith("What the project depends on:\n\npyproject.toml\n\n```toml\n[project]\n```")


def test_what_is_too_long_is_cut_with_a_note() -> None:
    source = "".join(f"line_{number} = {number}\n" for number in range(10_000))
    asked = replace(ASKED, source=source, examples=(Example("t.py", source),))
    (_, user), notes = messages(asked, 2000)
    assert len(user.content) < 2000 * 4 + 1500
    kept = user.content.count("\nline_")
    said = [note.what for note in notes]
    assert len(said) == 2
    assert said[0].startswith("app/auth.py: ")
    assert said[0].endswith(" of 10,000 lines are not shown to the model")
    assert user.content.count("lines are left out here: the file is longer than the budget]") == 2
    left = [int(text.split(": ")[1].split(" ")[0].replace(",", "")) for text in said]
    assert kept == 20_000 - sum(left)
