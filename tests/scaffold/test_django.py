"""Factories, seeds and fixtures of a Django project, run as its people run them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from seedbed.api.projecting import Request, apply, project
from tests.scaffold.projects import ran, shop

START = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "site_of_shop.settings"
import django
from django.conf import settings
settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
from django.db import connection, transaction
import factories as made
from shop.models import *
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with everything that is written for it."""
    folder = shop(tmp_path_factory.mktemp("shop"))
    apply(project(Request(folder)), folder)
    return folder


def test_rows_meet_checks_validators_and_choices(home: Path) -> None:
    code = """
from django.core.exceptions import ValidationError
names = [name for name in vars(made) if name.endswith("Factory") and name not in ("BaseFactory", "SubFactory")]
with transaction.atomic():
    for name in names:
        if name != "DjangoModelFactory":
            for row in getattr(made, name).create_batch(60):
                row.full_clean()
connection.check_constraints()
assert Order.objects.count() > 200 and GiftOrder.objects.count() >= 240
assert all(order.paid_at for order in Order.objects.filter(status="paid"))
"""
    ran(home, START + code)


def test_references_many_to_many_and_generic_ones(home: Path) -> None:
    code = """
order = made.OrderFactory()
line = made.LineFactory(order_id=order.pk)
assert line.order_id == order.pk and Order.objects.count() == 1
tags = made.TagFactory.create_batch(2)
assert set(made.ProductFactory(tags=tags).tags.all()) == set(tags)
note = made.NoteFactory()
assert note.about == Tag.objects.get(pk=note.object_id)
about = made.NoteFactory(about=order)
assert about.about == order and about.parent is None
assert made.NoteFactory(with_parent=True).parent_id
assert made.PaidOrderFactory(customer=order.customer).customer_id == order.customer_id
assert made.OrderFactory.build().number
gift = made.GiftOrderFactory(customer=order.customer)
assert gift.message and gift.pk == gift.order_ptr_id
"""
    ran(home, START + code)


def test_a_user_is_as_django_makes_one_and_can_log_in(home: Path) -> None:
    code = """
users = made.UserFactory.create_batch(12)
assert all(user.check_password("password") for user in users)
assert {(user.is_active, user.is_staff, user.is_superuser) for user in users} == {(True, False, False)}
"""
    ran(home, START + code)


@pytest.mark.parametrize("scenario", ["minimal", "full", "edge"])
def test_seeds_come_and_go(home: Path, tmp_path: Path, scenario: str) -> None:
    def seed(*words: str) -> str:
        command = [sys.executable, "-B", "tests/seed.py", "--database", f"sqlite:///{tmp_path / 'shop.db'}", *words]
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    before = set(home.glob("scans/*"))
    planted = int(seed("--scenario", scenario).split()[0])
    assert len(set(home.glob("scans/*")) - before) >= 1
    assert planted >= {"minimal": 7, "full": 140, "edge": 20}[scenario]
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        staff = {kind for (kind,) in connection.execute("SELECT is_staff FROM auth_user")}
    assert len(staff) == {"minimal": 1, "full": 2, "edge": 2}[scenario]
    told = dict(line.rsplit(": ", 1) for line in seed("--info").splitlines()[:-1])
    assert all(int(count.split()[0]) for count in told.values())
    assert seed("--clean") == f"{planted} rows removed\n"
    assert {line.rsplit(": ", 1)[1] for line in seed("--info").splitlines()[:-1]} == {"0 rows"}
    assert set(home.glob("scans/*")) == before


def test_clean_refuses_where_others_depend(home: Path, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'shop.db'}"
    words = [sys.executable, "-B", "tests/seed.py", "--database", database]
    subprocess.run([*words, "--scenario", "minimal"], cwd=home, check=True, capture_output=True)
    code = START.replace('":memory:"', repr(str(tmp_path / "shop.db")))
    ran(home, code + "made.LineFactory(order_id=Order.objects.first().pk, product__slug='mine')")
    done = subprocess.run([*words, "--clean"], cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "refers to shop.Order" in done.stderr


def test_fixtures_need_no_plug_in(home: Path) -> None:
    (home / "tests" / "test_rows.py").write_text(
        "from shop.models import Line\n\n\ndef test_a(line, order):\n    assert line.order_id == order.pk\n\n\n"
        "def test_b(db):\n    assert not Line.objects.exists()\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "tests"]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_is_needed_stands_in_a_list_for_development(home: Path) -> None:
    assert (home / "requirements-dev.txt").read_text() == "factory-boy>=3.3\nfaker>=30\n"
    assert (home / "requirements.txt").read_text() == "django>=5\n"


MADE = """
from django.db import models


class Note(models.Model):
    text = models.CharField(max_length=40)


Kept = type("Kept", (models.Model,), {"__module__": "shop.models", "note": models.ForeignKey(Note, models.CASCADE)})
"""


def test_a_class_that_is_made_at_run_time_is_imported_from_where_it_is(tmp_path: Path) -> None:
    folder = shop(tmp_path)
    (folder / "shop" / "models.py").unlink()
    (folder / "shop" / "models").mkdir()
    (folder / "shop" / "models" / "__init__.py").write_text("from shop.models.notes import Note\n")
    (folder / "shop" / "models" / "notes.py").write_text(MADE)
    (change,) = project(Request(folder, only=("factories",))).changes
    assert "from shop.models.notes import Kept, Note" in change.text
