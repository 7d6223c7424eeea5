"""Rows on two ways to a third one lead to the same, whichever of them is given in a call."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.projecting import Request, apply, project
from tests.scaffold.projects import ran

MODELS = """
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Agent(Base):
    __tablename__ = "agents"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))


class AgentExecution(Base):
    __tablename__ = "agent_executions"
    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    agent: Mapped[Agent] = relationship()


class Feedback(Base):
    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    agent_execution_id: Mapped[int] = mapped_column(ForeignKey("agent_executions.id"))
    agent: Mapped[Agent] = relationship()
    agent_execution: Mapped[AgentExecution] = relationship()


class Review(Feedback):
    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), primary_key=True)
    stars: Mapped[int]

    def __init__(self, stars: int):
        super().__init__(stars=stars)


class Step(Base):
    __tablename__ = "steps"
    id: Mapped[int] = mapped_column(primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))


class Log(Base):
    __tablename__ = "logs"
    id: Mapped[int] = mapped_column(primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id"))


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    agent: Mapped[Agent] = relationship()


class Reply(Base):
    __tablename__ = "replies"
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    note: Mapped[Note] = relationship()
    agent: Mapped[Agent] = relationship()
"""
CODE = """
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from app.models import *
import factories as made

engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    one = made.FeedbackFactory(_session=session)
    assert one.agent is one.agent_execution.agent
    agent = made.AgentFactory(_session=session)
    assert made.FeedbackFactory(_session=session, agent=agent).agent_execution.agent is agent
    assert made.FeedbackFactory(_session=session, agent_id=agent.id).agent_execution.agent_id == agent.id
    done = made.AgentExecutionFactory(_session=session)
    assert made.FeedbackFactory(_session=session, agent_execution=done).agent is done.agent
    review = made.ReviewFactory(_session=session)  # whose constructor takes its stars alone
    assert review.stars is not None and review.agent is review.agent_execution.agent
    log = made.LogFactory(_session=session, org_id=agent.id)
    assert session.get(Step, log.step_id).org_id == agent.id
    log = made.LogFactory(_session=session)
    assert session.get(Step, log.step_id).org_id == log.org_id
    reply = made.ReplyFactory(_session=session)  # by another agent than the note
    assert reply.agent is not reply.note.agent
assert made.FeedbackFactory.build().agent
"""


def test_ways_to_the_same_row_agree(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "app"\nversion = "0"\ndependencies = ["sqlalchemy"]\n')
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").touch()
    (tmp_path / "app" / "models.py").write_text(MODELS)
    apply(project(Request(tmp_path, ("factories",))), tmp_path)
    ran(tmp_path, CODE)
