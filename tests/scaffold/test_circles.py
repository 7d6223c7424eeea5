"""Models that cannot be without each other: a row is made behind the one that needs it, and handed that one."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.api.mending import mended
from seedbed.api.projecting import Request, apply, project
from seedbed.errors import PlanError
from tests.scaffold.projects import MANAGE, SETTINGS, agents, ran
from tests.servers import MariaDB, Postgres

MODELS = """
import uuid

from sqlalchemy import Column, ForeignKey, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()
WAITING = {"deferrable": True, "initially": "DEFERRED"}


def new():
    return str(uuid.uuid4())


class Team(Base):
    __tablename__ = "teams"
    id = Column(String(36), primary_key=True, default=new)
    lead_id = Column(ForeignKey("people.id", use_alter=True, name="lead", **WAITING), nullable=False)
    lead = relationship("Person", foreign_keys=[lead_id])


class Person(Base):
    __tablename__ = "people"
    id = Column(String(36), primary_key=True, default=new)
    team_id = Column(ForeignKey("teams.id", **WAITING), nullable=False)
    team = relationship(Team, foreign_keys=[team_id])
"""
DJANGO = """
import uuid

from django.db import models


class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lead = models.ForeignKey("Person", models.CASCADE, related_name="leads")


class Person(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, models.CASCADE, related_name="people")


class Flat(models.Model):
    owner = models.OneToOneField("Tenant", models.CASCADE, related_name="owns")


class Tenant(models.Model):
    flat = models.ForeignKey(Flat, models.CASCADE, related_name="people")
    first = models.ForeignKey(Flat, models.CASCADE, related_name="firsts")


class Branch(models.Model):
    root = models.ForeignKey("self", models.CASCADE)
"""
ROUND = """
CREATE TABLE pens (id integer primary key {counted}, cap_id int not null {owned});
CREATE TABLE caps (id integer primary key {counted}, clip_id int not null, own_id int not null);
CREATE TABLE clips (id integer primary key {counted}, pen_id int not null, cap_id int not null);
CREATE TABLE boxes (id integer primary key {counted}, clip_id int not null);
{keys}
"""
KEYS = """
ALTER TABLE pens ADD CONSTRAINT a FOREIGN KEY (cap_id) REFERENCES caps (id);
ALTER TABLE caps ADD CONSTRAINT b FOREIGN KEY (clip_id) REFERENCES clips (id);
ALTER TABLE caps ADD CONSTRAINT c FOREIGN KEY (own_id) REFERENCES caps (id);
ALTER TABLE clips ADD CONSTRAINT d FOREIGN KEY (pen_id) REFERENCES pens (id);
ALTER TABLE clips ADD CONSTRAINT e FOREIGN KEY (cap_id) REFERENCES caps (id);
ALTER TABLE boxes ADD CONSTRAINT f FOREIGN KEY (clip_id) REFERENCES clips (id);
"""
SEEDED = ["factories", "seed minimal", "clean after minimal", "seed edge", "clean after edge"]
SEEDED += ["seed full", "clean after full"]


def verified(folder: Path) -> list[str]:
    """The checks that passed without a mend."""
    request = Request(folder, only=("factories", "seed"))
    course = mended(request, project(request))
    assert course.is_green, [failure.text for failure, _ in course.escalated]
    assert course.fixes == ()
    return [check.name for check in course.checks if check.status == "passed"]


def test_both_references_that_have_to_be_there_are(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    (folder / "app" / "models.py").write_text(MODELS)
    assert verified(folder) == SEEDED
    ran(folder, "from factories import *; team = TeamFactory.build(); assert team.lead.team is team")


USED = """
from factories import *
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from app.models import Base
engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)
team = TeamFactory(_session=session)
assert team.lead.team is team and session.query(Person).count() == 1
assert TeamFactory(_session=session, lead_id=team.lead_id).lead is team.lead
assert TeamFactory(_session=session, lead=team.lead).lead_id == team.lead_id
assert session.query(Person).count() == 1
"""


def test_keys_that_the_database_counts_and_rows_that_are_updated_later(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    counted = MODELS.replace("String(36)", "Integer").replace(", default=new", "").replace("String", "Integer")
    (folder / "app" / "models.py").write_text(counted.replace("[lead_id])", "[lead_id], post_update=True)"))
    assert verified(folder) == SEEDED
    ran(folder, USED)


def test_a_stand_in_that_stays_is_shown_where_nothing_is_committed(tmp_path: Path) -> None:
    folder = agents(tmp_path / "app")
    (folder / "app" / "models.py").write_text(MODELS)
    request = Request(folder, only=("factories",))
    apply(project(request), folder)
    path = folder / "tests" / "factories.py"
    text = path.read_text()
    path.write_text(f"{text}\n\n# CUSTOM\nTeamFactory._meta.post_declarations.declarations.pop('lead')\n# END CUSTOM\n")
    course = mended(request, project(request), database=f"sqlite:///{tmp_path}/named.db")
    assert {failure.symptom for failure, _ in course.escalated} == {"FK order"}
    assert course.escalated[0][0].named("column") == "lead_id"


def test_a_circle_that_no_database_takes_is_told_before_anything_is_written(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    (folder / "app" / "models.py").write_text(MODELS.replace(", **WAITING", ""))
    with pytest.raises(PlanError) as caught:
        project(Request(folder))
    (problem,) = caught.value.problems
    assert problem.what == "no row of Team or Person can be the first: each needs one that needs it"
    assert problem.where == "app/models.py:18, app/models.py:25"
    assert "Team.lead_id needs a row of Person" in problem.why
    assert "DEFERRABLE" in problem.help
    assert not (folder / "tests").exists()


def written(folder: Path, text: str, driver: str) -> Path:
    """A project that sends this SQL."""
    (folder / "schema.sql").write_text(text)
    (folder / "requirements.txt").write_text(driver)
    return folder


def test_longer_circles_that_cross_in_sql(tmp_path: Path) -> None:
    lines = [line.split() for line in KEYS.strip().splitlines()]
    inline = ROUND.format(counted="", owned="", keys="")
    for words in lines:
        table, column, other = words[2], words[-4][1:-1], words[-2]
        head, _, rest = inline.partition(f"TABLE {table} ")
        inline = f"{head}TABLE {table} " + rest.replace(
            f"{column} int not null", f"{column} int not null references {other}", 1
        )
    assert inline.count("references") == len(lines)
    assert verified(written(tmp_path, inline, "")) == SEEDED


def test_longer_circles_in_postgresql_whose_keys_are_as_before(postgres: Postgres, tmp_path: Path) -> None:
    text = ROUND.format(counted="generated by default as identity", owned="", keys=KEYS)
    folder = written(tmp_path, text, "psycopg")
    assert verified(folder) == SEEDED
    url = f"{postgres.address}/{postgres.fresh()}"
    ran(
        folder,
        f"""
import factories as made
connection = made.connect({url!r})
made.create_tables(connection)
made.insert_box(connection)
connection.commit()
cursor = connection.cursor()
assert cursor.execute("SELECT count(*) FROM pg_constraint WHERE condeferrable").fetchone() == (0,)
""",
    )


def test_longer_circles_in_mysql_with_a_key_that_only_one_may_have(mariadb: MariaDB, tmp_path: Path) -> None:
    text = ROUND.format(counted="auto_increment", owned="unique", keys=KEYS)
    assert verified(written(tmp_path, text, "pymysql")) == SEEDED


def test_in_django_too(tmp_path: Path) -> None:
    for name in ("shop", "site_of_shop"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "shop" / "models.py").write_text(DJANGO)
    (tmp_path / "site_of_shop" / "settings.py").write_text(SETTINGS)
    (tmp_path / "manage.py").write_text(MANAGE)
    assert verified(tmp_path) == SEEDED
