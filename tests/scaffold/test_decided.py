"""What planning documents decide: states, roles, precision and ranges reach the factories, each with its place."""

from __future__ import annotations

import re
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
    told = [each for each in outcome.coverage if each.origin.startswith(".workflow/decisions.md")]
    assert [(each.kind, each.subject, each.done, each.total) for each in told if each.subject != "Ghost"] == [
        ("states", "Episode", 4, 4),
        *(("roles", role, 1, 1) for role in ("admin", "member", "viewer")),
    ]
    assert [each.origin.rpartition(":")[2] for each in told if each.subject == "Episode"] == ["4"]
    assert sum(each.total for each in outcome.coverage if each.kind == "boundaries") > 10
    assert any("Ghost belong to no model" in note.what for note in outcome.notes)
    assert "['admin', 'member', 'viewer']".replace("'", '"') in (folder / "tests" / "seed.py").read_text()


DOMAIN = """# Domain knowledge

## Edge cases
- Free run: the cost of an execution is zero
- Refund: the cost of an execution is negative
- No decay: decay_score is 0
- Untitled: an episode without human_intervention_count
- Full moon: nothing is said of any field
"""


def test_cases_of_the_domain_are_shown_by_rows_and_counted_truly(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    (folder / ".workflow").mkdir()
    (folder / ".workflow" / "domain-knowledge.md").write_text(DOMAIN)
    outcome = project(Request(folder, ("factories", "seed")))
    found = {each.subject: (each.done, each.total) for each in outcome.coverage if each.kind == "domain cases"}
    assert found["Free run"] == found["Refund"] == found["No decay"] == found["Untitled"] == (1, 1)
    assert found["Full moon"] == (0, 1)
    apply(outcome, folder)
    seed = (folder / "tests" / "seed.py").read_text()
    assert "# Free run" in seed
    assert "# Refund" in seed


MONEY = """
from sqlalchemy import Column, Date, Integer, Numeric
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Rental(Base):
    __tablename__ = "rentals"
    id = Column(Integer, primary_key=True)
    days = Column(Integer, nullable=False)
    day_rate = Column(Numeric(8, 2), nullable=False)
    fee = Column(Numeric(12, 2), nullable=False)
    returned = Column(Date)
"""
RENTALS = """## Fees
Formula: fee = days * day_rate
Worked example:
- Given: 3 days, day_rate = €9.50
- Result: €28.50
Worked example: 2 * 10.00 = 21.00

## Edge cases
- Leap year: returned on February 29
- Same day: days is 0
"""


def test_formulas_of_documents_are_followed_and_counted(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    (folder / "app" / "models.py").write_text(MONEY)
    (folder / ".workflow").mkdir()
    (folder / ".workflow" / "domain-knowledge.md").write_text(RENTALS)
    outcome = project(Request(folder, ("factories", "seed")))
    assert {each.subject: each.done for each in outcome.coverage if each.kind == "domain cases"} == {
        "Fees": 1,
        "worked example 1 of Fees": 1,
        "worked example 2 of Fees": 0,
        "Leap year": 1,
        "Same day": 1,
    }
    assert any("makes 21.00, and the formula 20" in note.what for note in outcome.notes)
    apply(outcome, folder)
    code = "from factories import *; a = RentalFactory.build(days=3, day_rate=9.5); assert str(a.fee) == '28.50', a.fee"
    ran(folder, code)
    assert "date(2024, 2, 29)" in (folder / "tests" / "seed.py").read_text()
    shown = "import seed; print(*(one.factory.build(**edge).fee for one in seed.SEEDS for edge in one.edges))"
    assert "28.50" in ran(folder, shown).split()


def test_a_state_that_the_code_lacks_is_told(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    (folder / ".workflow").mkdir()
    (folder / ".workflow" / "decisions.md").write_text(
        "### BACK-01: Agents\n**Decision:** AgentExecution: `running → completed → exploded`\n"
    )
    outcome = project(Request(folder, ("factories",)))
    # its states are those of a check: the documents do not overrule what the database asks
    assert '"exploded"' not in next(each.text for each in outcome.changes)


def test_what_a_name_alone_tells_is_neither_role_nor_counted(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(
        """
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Workspace(Base):
    __tablename__ = "workspaces"
    id = Column(Integer, primary_key=True)
    plan_tier = Column(String, default="standard")
    status = Column(String)
    role = Column(String)  # admin | member
"""
    )
    outcome = project(Request(tmp_path, ("factories", "seed")))
    assert [(each.kind, each.subject) for each in outcome.coverage if each.kind in ("states", "roles")] == [
        ("roles", "Workspace.role")
    ]
    seed = next(change.text for change in outcome.changes if change.path == "tests/seed.py")
    assert 'roles={"role": ["admin", "member"]}' in seed
    assert re.search(r'states=.\s*"plan_tier": .\s*"standard"', seed)
