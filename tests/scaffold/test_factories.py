"""Factories of SQLAlchemy models: what is generated runs, and every row meets every constraint."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from seedbed.api.projecting import Request, apply, project
from tests.scaffold.projects import agents, ran

SESSION = """
import json
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session
import factories as made
from app.models import *
engine = create_engine("sqlite://")
event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = on"))
Base.metadata.create_all(engine)
session = Session(engine)
def count(table):
    return session.execute(text(f"SELECT count(*) FROM {table}")).scalar()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The agent platform with its factories in one file."""
    folder = agents(tmp_path_factory.mktemp("agents"))
    apply(project(Request(folder, ("factories",))), folder)
    return folder


def test_ten_thousand_rows_meet_every_constraint(home: Path) -> None:
    code = """
rows = 0
for name in made.__dict__:
    factory = getattr(made, name)
    if name.endswith("Factory") and name != "BaseFactory" and name[:2] != "SQ":
        factory.create_batch(215, _session=session)
session.commit()
rows = sum(count(table) for table in Base.metadata.tables)
print(json.dumps({"rows": rows, "broken": list(map(list, session.execute(text("PRAGMA foreign_key_check"))))}))
"""
    told = json.loads(ran(home, SESSION + code))
    assert told["rows"] >= 10_000
    assert told["broken"] == []


def test_generated_code_knows_nothing_of_us(home: Path) -> None:
    text = (home / "tests" / "factories.py").read_text("utf-8")
    assert not re.search(r"^\s*(import|from) .*seedbed", text, re.MULTILINE)
    assert max(map(len, text.splitlines())) <= 100  # as black is told in this project


def test_a_session_is_given_to_each_call_and_stored_nowhere(home: Path) -> None:
    code = """
made.EpisodeSegmentFactory(_session=session)
assert not session.new and count("episodes") == 1  # flushed
session.rollback()
assert count("episodes") == 0  # not committed
assert all(vars(each).get("_session") is None for each in vars(made).values() if isinstance(each, type))
try:
    made.UserFactory()
except RuntimeError as error:
    print(error)
agent = made.AgentRegistryFactory.build()
assert agent.id and agent.name
"""
    assert "UserFactory(_session=session)" in ran(home, SESSION + code)


def test_a_reference_gives_way_to_an_id(home: Path) -> None:
    code = """
agent = made.AgentRegistryFactory(_session=session)
for factory in (made.EpisodeFactory, made.AgentExecutionFactory, made.CanvasAuditFactory):
    assert factory(_session=session, agent_id=agent.id).agent_id == agent.id
episode = made.EpisodeFactory(_session=session, agent=agent)
segment = made.EpisodeSegmentFactory(_session=session, episode__agent_id=agent.id)
session.refresh(segment)
assert segment.episode.agent_id == agent.id == episode.agent_id
assert count("agent_registry") == 1
execution = made.AgentExecutionFactory(_session=session, agent_id=agent.id)
feedback = made.AgentFeedbackFactory(_session=session, execution_id=execution.id)
assert feedback.execution_id == execution.id and feedback.parent_id is None
answer = made.AgentFeedbackFactory(_session=session, with_parent=True)
assert answer.parent_id and count("agent_feedback") == 3
batch = made.EpisodeSegmentFactory.create_batch(20, _session=session, episode=episode)
assert len({each.sequence_order for each in batch}) == 20
"""
    ran(home, SESSION + code)


def test_states_imply_what_they_imply(home: Path) -> None:
    code = """
for status in ("running", "completed", "failed"):
    for row in made.AgentExecutionFactory.build_batch(40, **{status: True}):
        assert row.status == status
        assert row.completed_at is None or status != "running" and row.completed_at >= row.started_at
        assert (row.error_message is not None) == (status == "failed")
for episode in made.EpisodeFactory.build_batch(60):
    assert episode.status in ("active", "completed", "failed")
    assert (episode.ended_at is None) == (episode.status == "active")
assert made.CompletedAgentExecutionFactory.build().completed_at is not None
assert made.StudentAgentRegistryFactory.build().status == "student"
assert made.AdminUserFactory.build().role is UserRole.ADMIN
assert made.SuspendedUserFactory.build().status == "suspended"
roles = [made.UserFactory.build().role for _ in range(6)]
assert sorted(role.name for role in roles) == ["ADMIN", "ADMIN", "MEMBER", "MEMBER", "VIEWER", "VIEWER"]
assert all(0 <= each.constitutional_score <= 1 for each in made.EpisodeFactory.build_batch(50))
"""
    ran(home, SESSION + code)


def test_exact_numbers_and_ids_of_their_own(home: Path) -> None:
    code = """
from decimal import Decimal
costs = [each.cost for each in made.AgentExecutionFactory.build_batch(50)]
assert all(isinstance(cost, Decimal) and -cost.as_tuple().exponent <= 4 for cost in costs)
ids = {each.id for each in made.UserFactory.build_batch(50)}
assert len(ids) == 50
assert isinstance(made.CanvasAuditFactory.build().audit_metadata, dict)
"""
    ran(home, SESSION + code)
    text = (home / "tests" / "factories.py").read_text("utf-8")
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", text)


def test_a_package_has_a_file_for_each_model(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    names = (("AgentRegistry", "AgentFactory", "agent_factory"), ("EpisodeSegment", "", "episode_factory"))
    outcome = project(Request(folder, ("factories",), "package", names))
    apply(outcome, folder)
    files = sorted(path.name for path in (folder / "tests" / "factories").iterdir())
    assert files == [
        "__init__.py",
        "agent_execution_factory.py",
        "agent_factory.py",
        "agent_feedback_factory.py",
        "base.py",
        "canvas_audit_factory.py",
        "episode_factory.py",
        "user_factory.py",
        "workspace_factory.py",
    ]
    ran(folder, SESSION + "made.EpisodeSegmentFactory(_session=session); made.StudentAgentFactory(_session=session)")
    assert project(Request(folder, ("factories",), "package", names)).changes == ()


def test_the_same_project_gives_the_same_text(home: Path) -> None:
    assert project(Request(home, ("factories",))).changes == ()
