"""The folder for agents has the form that their hosts read; its commands run in test_docs.py."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

SKILL = Path(__file__).parent.parent / "skill"


def test_the_front_matter_is_what_hosts_read() -> None:
    front, _ = (SKILL / "SKILL.md").read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
    told = yaml.safe_load(front)
    assert re.fullmatch(r"[a-z0-9-]{1,64}", told["name"])
    assert "Use when" in told["description"]
    assert len(told["description"]) <= 1024


def test_it_is_short_enough_to_be_read() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SKILL.rglob("*") if path.is_file()}
    assert sum(lines.values()) < 2000
    assert lines[SKILL / "SKILL.md"] < 500


def test_nothing_is_missing() -> None:
    principles = re.findall(r"^### \d\. (.+)$", (SKILL / "SKILL.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert principles == [
        "Constraint compliance",
        "Production-like patterns",
        "Referential integrity",
        "Edge-case coverage",
        "Validation before delivery",
    ]
    for name in ("basic-single-table", "multi-table-fk", "self-referencing"):
        folder = SKILL / "examples" / name
        assert "CREATE TABLE" in (folder / "schema.sql").read_text(encoding="utf-8")
        assert "seedbed generate" in (folder / "README.md").read_text(encoding="utf-8")
    assert (SKILL / "MIGRATION.md").is_file()
    assert (SKILL / "troubleshooting.md").is_file()
