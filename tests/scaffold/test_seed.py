"""The seed script and the fixtures of a SQLAlchemy project, run as its people run them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from seedbed.api.projecting import Request, apply, project
from tests.scaffold.projects import agents

LINKS = """
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Student(Base):
    __tablename__ = "students"
    id = Column(Integer, primary_key=True)
    name = Column(String(60), nullable=False)


class Course(Base):
    __tablename__ = "courses"
    id = Column(Integer, primary_key=True)
    title = Column(String(60), nullable=False)


class Passport(Base):
    __tablename__ = "passports"
    student_id = Column(ForeignKey("students.id"), primary_key=True)


class Enrolment(Base):
    __tablename__ = "enrolments"
    student_id = Column(ForeignKey("students.id"), primary_key=True)
    course_id = Column(ForeignKey("courses.id"), primary_key=True)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The agent platform with everything that is written for it."""
    folder = agents(tmp_path_factory.mktemp("seeded"))
    apply(project(Request(folder)), folder)
    return folder


def seed(home: Path, database: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "-W", "error", "tests/seed.py", "--database", f"sqlite:///{database}", *words]
    return subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)


def counts(database: Path) -> dict[str, int]:
    with sqlite3.connect(database) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def test_minimal_has_one_of_each_and_a_user_per_role(home: Path, tmp_path: Path) -> None:
    database = tmp_path / "app.db"
    done = seed(home, database, "--scenario", "minimal")
    assert done.returncode == 0, done.stderr
    found = counts(database)
    assert found["users"] == 3
    assert {found[name] for name in found if name not in ("users", "_seed_ledger")} == {1}


def test_full_has_as_many_as_asked_and_varied_states(home: Path, tmp_path: Path) -> None:
    database = tmp_path / "app.db"
    assert seed(home, database, "--count", "30").returncode == 0
    found = counts(database)
    assert {found[name] for name in found if name != "_seed_ledger"} == {30}
    with sqlite3.connect(database) as connection:
        states = dict(connection.execute("SELECT status, count(*) FROM agent_registry GROUP BY status"))
        assert set(states) == {"student", "intern", "supervised", "autonomous"}
        assert connection.execute("SELECT count(DISTINCT role) FROM users").fetchone() == (3,)
        children = [n for (n,) in connection.execute("SELECT count(*) FROM episodes GROUP BY agent_id ORDER BY 1")]
        assert children[-1] > children[0]  # some have many, some have few
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_rows_that_only_join_others_join_those_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(LINKS)
    (tmp_path / "requirements.txt").write_text("sqlalchemy\n")
    apply(project(Request(tmp_path, ("factories", "seed", "conftest"))), tmp_path)
    database = tmp_path / "app.db"
    done = seed(tmp_path, database, "--count", "8")
    assert done.returncode == 0, done.stderr
    found = counts(database)
    assert found["enrolments"] == found["passports"] == 8
    assert found["courses"] == 8
    assert found["students"] < 12  # each has at most one passport


def test_edge_holds_boundaries_and_every_state(home: Path, tmp_path: Path) -> None:
    database = tmp_path / "app.db"
    assert seed(home, database, "--scenario", "edge").returncode == 0
    with sqlite3.connect(database) as connection:
        asked = connection.execute("SELECT min(confidence_score), max(confidence_score) FROM agent_registry").fetchone()
        assert asked == (0, 1)
        assert connection.execute("SELECT max(length(title)) FROM episodes").fetchone() == (500,)
        rows = connection.execute("SELECT cost FROM agent_executions WHERE cost NOTNULL")
        costs = {f"{cost:.4f}" for (cost,) in rows}
        assert {"0.0001", "999999.9999", "-0.0001"} <= costs
        states = {state for (state,) in connection.execute("SELECT status FROM agent_executions")}
        assert states == {"running", "completed", "failed"}


def test_clean_removes_what_was_seeded_and_nothing_else(home: Path, tmp_path: Path) -> None:
    database = tmp_path / "app.db"
    seed(home, database, "--scenario", "minimal")
    with sqlite3.connect(database) as connection:
        connection.execute(
            "INSERT INTO users (id, email, role) VALUES ('mine', 'me@here.example', 'ADMIN')",
        )
    assert seed(home, database, "--scenario", "minimal").returncode == 1  # it is seeded already
    done = seed(home, database, "--clean")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "10 rows removed\n"
    assert {name: count for name, count in counts(database).items() if count} == {"users": 1}
    assert seed(home, database, "--scenario", "edge").returncode == 0  # and again


def test_clean_refuses_where_others_depend(home: Path, tmp_path: Path) -> None:
    database = tmp_path / "app.db"
    seed(home, database, "--scenario", "minimal")
    with sqlite3.connect(database) as connection:
        (agent,) = connection.execute("SELECT id FROM agent_registry").fetchone()
        connection.execute(
            "INSERT INTO canvas_audit (id, agent_id, canvas_type, component_type, action, low, high)"
            " VALUES ('mine', ?, 'a', 'b', 'c', 1, 2)",
            (agent,),
        )
    before = counts(database)
    done = seed(home, database, "--clean")
    assert done.returncode == 1
    assert "canvas_audit ('mine',) refers to agent_registry" in done.stderr
    assert counts(database) == before


def test_another_machine_is_refused(home: Path) -> None:
    command = [sys.executable, "-B", "tests/seed.py", "--database", "postgresql://db.example.com/shop"]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "--allow-remote" in done.stderr


def test_info_and_workflow(home: Path, tmp_path: Path) -> None:
    database = tmp_path / "app.db"
    seed(home, database, "--scenario", "minimal")
    told = seed(home, database, "--info").stdout.splitlines()
    assert "User: 3 rows" in told
    assert told[-1] == "10 of them seeded"
    file = tmp_path / ".workflow" / "reflexion" / "index.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"entries": [{"id": 1}, {"id": 2, "tags": ["seedbed"]}]}))
    assert seed(home, database, "--clean-workflow", "--root", str(tmp_path)).returncode == 0
    assert json.loads(file.read_text())["entries"] == [{"id": 1}]


def test_the_fixtures_make_rows_that_are_gone_after_the_test(home: Path) -> None:
    (home / "tests" / "test_rows.py").write_text(
        "from app.models import AgentFeedback\n\n\n"
        "def test_a(session, agent_feedback, episode_segment, agent_execution):\n"
        "    assert agent_feedback.execution_id == agent_execution.id\n\n\n"
        "def test_b(session):\n    assert session.query(AgentFeedback).count() == 0\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "tests"]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
