"""Faults planted in projects: each is diagnosed and mended by rule, and what no rule knows is left to a person."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from seedbed.api.mending import Course, check_database, mended
from seedbed.api.projecting import Request, project
from seedbed.errors import DatabaseError, UsageError

MODELS = """
import enum
import uuid

from sqlalchemy import CheckConstraint, Column, Enum, ForeignKey, Integer, Numeric, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Status(enum.Enum):
    OPEN = "open"
    PAID = "paid"
    CLOSED = "closed"


class Customer(Base):
    __tablename__ = "customers"
    id = Column(Integer, primary_key=True)
    email = Column(String(80), unique=True, nullable=False)
    full_name = Column(String(60), nullable=False)


class Product(Base):
    __tablename__ = "products"
    id = Column(Integer, primary_key=True)
    sku = Column(String(20), unique=True, nullable=False)
    price = Column(Numeric(8, 2), nullable=False)


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    customer_id = Column(ForeignKey("customers.id"), nullable=False)
    customer = relationship(Customer)
    status = Column(Enum(Status), nullable=False)
    note = Column(String(200))


class Line(Base):
    __tablename__ = "lines"
    id = Column(Integer, primary_key=True)
    order_id = Column(ForeignKey("orders.id"), nullable=False)
    order = relationship(Order)
    product_id = Column(ForeignKey("products.id"), nullable=False)
    product = relationship(Product)
    quantity = Column(Integer, CheckConstraint("quantity between 1 and 99"), nullable=False)
"""


IN = r"^(class {}Factory.*?)^"
"""What begins a class of a factory, up to a line in it."""


def opened(folder: Path) -> Path:
    """A project with four models and no tests."""
    (folder / "pyproject.toml").write_text('[project]\nname = "shop"\nversion = "0"\ndependencies = ["sqlalchemy"]\n')
    (folder / "app").mkdir()
    (folder / "app" / "__init__.py").write_text("")
    (folder / "app" / "models.py").write_text(MODELS)
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The project."""
    return opened(tmp_path)


def run(folder: Path, *only: str) -> Course:
    request = Request(folder, only=only or ("factories",))
    return mended(request, project(request))


def blocks(course: Course) -> dict[str, str]:
    """What was done by diagnosis."""
    return {block.diagnosis: block.done for _, block in course.fixes}


def planted(folder: Path, *faults: tuple[str, str]) -> None:
    """Plants faults in the factories that were written, each as (pattern, replacement)."""
    path = folder / "tests" / "factories.py"
    text = path.read_text()
    for pattern, replacement in faults:
        text, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE | re.DOTALL)
        assert count, pattern
    path.write_text(text)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Course]:
    """The project with the factories that were written for it, and how that went; tests take a copy."""
    folder = opened(tmp_path_factory.mktemp("first"))
    return folder, run(folder)


@pytest.fixture
def written(first: tuple[Path, Course], tmp_path: Path) -> Path:
    """The project with the factories that were written for it."""
    return shutil.copytree(first[0], tmp_path, dirs_exist_ok=True)


def test_what_is_written_passes_every_check(first: tuple[Path, Course], written: Path) -> None:
    _, course = first
    assert course.is_green
    assert course.cycles == 0
    assert [check.status for check in course.checks] == ["passed", "skipped"]
    again = run(written)
    assert again.outcome.changes == ()


@pytest.mark.parametrize(
    "faults",
    [
        {"wrong import": (r"from app\.models import", "from app.tables import")},
        {
            "stale factory": (rf"{IN.format('Product')}    sku = ", r"\1    colour = 'red'\n    sku = "),
            "enum drift": (rf"{IN.format('Order')}    status = [^\n]*\n", r"\1    status = 'retired'\n"),
        },
        {
            "unique clash": (rf"{IN.format('Product')}    sku = [^\n]*\n", r"\1    sku = 'same'\n"),
            "FK order": (rf"{IN.format('Line')}    product = [^\n]*\n", r"\1    product_id = 999\n"),
        },
        {
            "precision": (rf"{IN.format('Product')}    price = [^\n]*\n", r"\1    price = Decimal('1.2345')\n"),
            "session misuse": (
                rf"{IN.format('Order')}    customer = [^\n]*\n",
                r"\1    customer = factory.LazyFunction(CustomerFactory)\n",
            ),
        },
        {"missing required field": (rf"{IN.format('Customer')}    email = .*?^    \)[^\n]*\n", r"\1")},
    ],
)
def test_faults_in_our_factories_are_diagnosed_and_written_again(
    written: Path, faults: dict[str, tuple[str, str]]
) -> None:
    path = written / "tests" / "factories.py"
    whole = path.read_text()
    planted(written, *faults.values())
    course = run(written)
    assert course.is_green
    assert course.cycles == 1
    assert set(blocks(course)) == set(faults)
    assert all(block.failure.check == "factories" and block.failure.text for _, block in course.fixes)
    assert path.read_text() == whole


PEOPLES = """
import factory
from factory.alchemy import SQLAlchemyModelFactory

from app.models import Customer, Order, Product, Status


class CustomerMaker(SQLAlchemyModelFactory):
    class Meta:
        model = Customer

    email = factory.Sequence(lambda n: f"{n}@example.com")
    full_name = "Bo"


class ProductMaker(SQLAlchemyModelFactory):
    class Meta:
        model = Product

    sku = factory.Sequence(lambda n: f"sku{n}")
    # CUSTOM
    price = 12
    # END CUSTOM


class OrderMaker(SQLAlchemyModelFactory):
    class Meta:
        model = Order

    customer = factory.SubFactory(CustomerMaker)
    status = Status.OPEN
"""

CONFTEST = """
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.models import Base
import shop_factories as made


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        for each in (made.CustomerMaker, made.ProductMaker, made.OrderMaker):
            each._meta.sqlalchemy_session = session
        yield session
"""

TESTS = """
import shop_factories as made


def test_made(session):
    made.CustomerMaker.create_batch(2)
    made.ProductMaker.create_batch(2)
    made.OrderMaker.create_batch(2)
    session.flush()
    session.expire_all()
    assert [order.status for order in session.query(made.Order)]
"""


@pytest.fixture
def peopled(shop: Path) -> Path:
    """The project with factories and tests that people wrote."""
    tests = shop / "tests"
    tests.mkdir()
    (tests / "shop_factories.py").write_text(PEOPLES)
    (tests / "conftest.py").write_text(CONFTEST)
    (tests / "test_made.py").write_text(TESTS)
    return shop


@pytest.mark.parametrize(
    ("before", "after", "diagnosis", "line"),
    [
        ('    full_name = "Bo"', '    fullname = "Bo"', "stale factory", '    full_name = "Bo"'),
        (
            '    email = factory.Sequence(lambda n: f"{n}@example.com")',
            '    email = "bo@example.com"',
            "unique clash",
            '    email = factory.Sequence(lambda n: f"email{n}@example.com")',
        ),
        (
            "from app.models import Customer",
            "from app.tables import Customer",
            "wrong import",
            "from app.models import Customer",
        ),
        ('    full_name = "Bo"\n', "", "missing required field", "    full_name = factory."),
        ("    status = Status.OPEN", "    status = Status.OPENED", "enum drift", "    status = Status.OPEN\n"),
    ],
)
def test_a_fault_in_factories_of_people_is_mended_by_the_smallest_edit(
    peopled: Path, before: str, after: str, diagnosis: str, line: str
) -> None:
    path = peopled / "tests" / "shop_factories.py"
    assert before in PEOPLES
    path.write_text(PEOPLES.replace(before, after))
    course = run(peopled, "dependencies")
    assert course.is_green, course.escalated
    assert list(blocks(course)) == [diagnosis]
    assert course.cycles == 1
    assert line in path.read_text()
    assert sum(a != b for a, b in zip(path.read_text().splitlines(), PEOPLES.splitlines(), strict=False)) <= 1


def test_a_session_at_hand_is_handed_on(peopled: Path) -> None:
    conftest = peopled / "tests" / "conftest.py"
    used = "\n\n@pytest.fixture\ndef customer(session):\n    from factories import CustomerFactory\n\n"
    used += "    return CustomerFactory()\n"
    conftest.write_text(CONFTEST + used)
    (peopled / "tests" / "test_used.py").write_text("def test_used(customer):\n    assert customer.id\n")
    course = run(peopled)
    assert course.is_green, course.escalated
    assert list(blocks(course)) == ["session misuse"]
    assert "return CustomerFactory(_session=session)" in conftest.read_text()


def test_what_stands_in_a_custom_section_is_left_alone(peopled: Path) -> None:
    path = peopled / "tests" / "shop_factories.py"
    text = PEOPLES.replace("    price = 12", '    price = 12\n    colour = "red"')
    path.write_text(text)
    course = run(peopled, "dependencies")
    assert not course.is_green
    assert path.read_text() == text
    assert "colour" in course.escalated[0][0].text


def test_a_test_that_fails_by_itself_is_left_to_a_person_with_its_whole_error(peopled: Path) -> None:
    (peopled / "tests" / "test_wrong.py").write_text("def test_wrong():\n    assert 2 + 2 == 5\n")
    course = run(peopled, "dependencies")
    assert not course.is_green
    assert course.fixes == ()
    failure, why = course.escalated[0]
    assert failure.check == "existing tests"
    assert "assert 2 + 2 == 5" in failure.text
    assert failure.place == "tests/test_wrong.py:2"
    assert why.startswith("it belongs to no class")


HIDDEN = """

from sqlalchemy import DDL, event

event.listen(Base.metadata, "after_create", DDL("CREATE UNIQUE INDEX one_name ON customers (full_name)"))
"""


def test_what_only_the_database_knows_is_learned_and_stays(shop: Path) -> None:
    models = shop / "app" / "models.py"
    models.write_text(MODELS.replace("Column(String(60), nullable=False)", "Column(String(60), default='Bo')") + HIDDEN)
    course = run(shop)
    assert course.is_green, course.escalated
    if course.fixes:  # the default was not taken by chance
        assert list(blocks(course)) == ["unique clash"]
    text = (shop / "tests" / "factories.py").read_text()
    again = run(shop)
    assert again.is_green
    assert again.cycles == 0
    assert (shop / "tests" / "factories.py").read_text() == text


REFUSED = """

from sqlalchemy import DDL, event

closed = "CREATE TRIGGER closed BEFORE INSERT ON orders BEGIN SELECT RAISE(ABORT, 'closed on Sundays'); END"
event.listen(Base.metadata, "after_create", DDL(closed))
"""


def test_a_fault_outside_the_classes_is_left_to_a_person(shop: Path) -> None:
    (shop / "app" / "models.py").write_text(MODELS + REFUSED)
    course = run(shop)
    assert not course.is_green
    assert course.fixes == ()
    assert {failure.named("factory") for failure, _ in course.escalated} == {"OrderFactory", "LineFactory"}
    assert "closed on Sundays" in course.escalated[0][0].text


def test_a_database_elsewhere_has_to_be_allowed() -> None:
    with pytest.raises(UsageError, match=r"db\.example\.com is another machine"):
        check_database("postgresql://db.example.com/shop", allow_remote=False)


def test_a_database_that_is_down_is_told_before_anything_is_written() -> None:
    with pytest.raises(DatabaseError):
        check_database("postgresql://nobody@127.0.0.1:1/shop", allow_remote=False)


QUEUE = """# Task queue

## Milestone: M1 — Orders

### [x] T01: Order model
**Milestone:** M1
**Files:** Create app/models.py
**Acceptance Criteria:** orders are kept
**Verification:** pytest

### [ ] T02: Order lines
**Milestone:** M1
**Depends on:** T01
**Files:** Modify app/models.py
"""


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Course]:
    """The project with a task queue and a decision, and workflow state made from them; tests take a copy."""
    folder = opened(tmp_path_factory.mktemp("plans"))
    flow = folder / ".workflow"
    flow.mkdir()
    (flow / "task-queue.md").write_text(QUEUE)
    (flow / "decisions.md").write_text("### BACK-01: Order states\n**Decision:** Order: open → paid → closed\n")
    return folder, run(folder, "workflow")


@pytest.fixture
def planned(plans: tuple[Path, Course], tmp_path: Path) -> Path:
    """The project with its workflow state."""
    folder, course = plans
    assert course.is_green, course.escalated
    assert [check.name for check in course.checks][-4:] == ["chain verify", "evals", "reflexion", "milestones"]
    return shutil.copytree(folder, tmp_path, dirs_exist_ok=True)


def test_a_chain_that_was_broken_is_made_again(planned: Path) -> None:
    path = planned / ".workflow" / "state-chain" / "chain.json"
    whole = path.read_text()
    path.write_text(whole.replace('"prev_hash": "sha256:', '"prev_hash": "sha256:0', 1))
    course = run(planned, "workflow")
    assert course.is_green, course.escalated
    assert set(blocks(course)) == {"broken chain"}
    assert path.read_text() == whole


def test_an_entry_of_a_task_that_is_not_there_is_made_again(planned: Path) -> None:
    path = planned / ".workflow" / "evals" / "task-evals.json"
    whole = path.read_text()
    path.write_text(whole.replace('"task_id": "T01"', '"task_id": "T91"', 1))
    course = run(planned, "workflow")
    assert course.is_green, course.escalated
    assert "unknown task id" in blocks(course)
    assert path.read_text() == whole


def test_a_chain_of_other_people_is_left_to_them(planned: Path) -> None:
    path = planned / ".workflow" / "state-chain" / "chain.json"
    text = path.read_text().replace('"prev_hash": "sha256:', '"prev_hash": "sha256:0', 1)
    text = re.sub(r'"metadata": \{.*?\n      \}', '"metadata": null', text, flags=re.DOTALL)
    path.write_text(text)
    course = run(planned, "workflow")
    assert not course.is_green
    assert {failure.symptom for failure, _ in course.escalated} == {"broken chain"}
    assert path.read_text() == text


SIGNALS = """
from django.contrib.auth.models import User
from django.db import models
from django.db.models.signals import post_save


class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    motto = models.CharField(max_length=40)


def greeted(sender, instance, created, **words):
    if created:
        Profile.objects.create(user=instance, motto="hello")


post_save.connect(greeted, sender=User)
"""

SETTINGS = """
SECRET_KEY = "of nobody"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "club"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "club.db"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
"""


def test_a_row_that_a_signal_makes_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "manage.py").write_text('import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "club_settings")\n')
    (tmp_path / "club_settings.py").write_text(SETTINGS)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "club"\nversion = "0"\ndependencies = ["django"]\n')
    (tmp_path / "club").mkdir()
    (tmp_path / "club" / "__init__.py").write_text("")
    (tmp_path / "club" / "models.py").write_text(SIGNALS)
    course = run(tmp_path)
    assert course.is_green, course.escalated
    assert blocks(course) == {"unique clash": 'ProfileFactory.Meta.django_get_or_create = ("user",)'}
    text = (tmp_path / "tests" / "factories.py").read_text()
    again = run(tmp_path)
    assert again.cycles == 0
    assert (tmp_path / "tests" / "factories.py").read_text() == text
    assert not (tmp_path / "club.db").exists()


def test_what_is_covered_is_counted_with_where_it_is_said(planned: Path) -> None:
    covered = {(each.kind, each.subject): each for each in run(planned, "workflow").outcome.coverage}
    status = covered["states", "Order.status"]
    assert (status.done, status.total) == (3, 3)
    assert status.origin.startswith("app/models.py:")
    told = covered["states", "Order"]
    assert (told.done, told.total, told.origin.partition(":")[0]) == (3, 3, ".workflow/decisions.md")
