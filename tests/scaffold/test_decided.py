"""What planning documents decide: states, roles, precision and ranges reach the factories, each with its place."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.projecting import Request, apply, project
from tests.scaffold.projects import agents, ran

DECISIONS = """# Decisions

### BACK-01: Episode lifecycle
**Decision:** Episode: `draft → running → {archived,aborted}`

### BACK-02: Ghost lifecycle
**Decision:** Ghost: `open → closed → archived`

### DATA-01: money
**Decision:** cost is Decimal with 2 decimal places

### SEC-01: roles
**Decision:** Roles: `admin > member > viewer`
"""


def test_documents_reach_the_factories(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    models = folder / "app" / "models.py"
    text = models.read_text().replace("  # one of active, completed, failed", "")
    text = text.replace(
        "role = Column(Enum(UserRole), default=UserRole.MEMBER, nullable=False)", "role = Column(String)"
    )
    models.write_text(text)
    (folder / ".workflow").mkdir()
    (folder / ".workflow" / "decisions.md").write_text(DECISIONS)
    outcome = project(Request(folder, ("factories", "seed")))
    apply(outcome, folder)
    ran(
        folder,
        """
import factories as made
assert {each.status for each in made.EpisodeFactory.build_batch(40)} == {"draft", "running", "archived", "aborted"}
for state, ended in (("draft", False), ("running", False), ("archived", True), ("aborted", True)):
    assert (made.EpisodeFactory.build(status=state).ended_at is not None) == ended, state
assert made.ArchivedEpisodeFactory.build().status == "archived"
assert made.AdminUserFactory.build().role == "admin"
assert all(-each.cost.as_tuple().exponent <= 2 for each in made.AgentExecutionFactory.build_batch(30))
""",
    )
    found = {each.what: each for each in outcome.coverage}
    assert (found["states"].covered, found["states"].total) == (4, 4)
    assert (found["roles"].covered, found["roles"].total) == (3, 3)
    assert str(found["states"].origins[0]).endswith("decisions.md:4")
    assert found["boundaries"].total > 10
    assert any("Ghost belong to no model" in note.what for note in outcome.notes)
    assert "['admin', 'member', 'viewer']".replace("'", '"') in (folder / "tests" / "seed.py").read_text()


def test_a_state_that_the_code_lacks_is_told(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    (folder / ".workflow").mkdir()
    (folder / ".workflow" / "decisions.md").write_text(
        "### BACK-01: Agents\n**Decision:** AgentExecution: `running → completed → exploded`\n"
    )
    outcome = project(Request(folder, ("factories",)))
    # its states are those of a check: the documents do not overrule what the database asks
    assert '"exploded"' not in next(each.text for each in outcome.changes)
