"""Which settings a Django project's modules are imported with, and whether pytest knows of them by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.local import propose
from seedbed.testgen.sieve.settings import Settings, settings_of

MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n'
SETTINGS = """
INSTALLED_APPS = ["orders"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "rows.sqlite3"}}
FREE = 50
"""
MODELS = """
from django.conf import settings
from django.db import models


class Order(models.Model):
    total = models.IntegerField()
    status = models.CharField(max_length=4, choices=[("new", "New"), ("done", "Done")])

    def postage(self):
        return 0 if self.total >= settings.FREE else 5

    def others(self):
        return Order.objects.exclude(pk=self.pk).count()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {
        "site/settings.py": SETTINGS,
        "orders/models.py": MODELS,
        "orders/plain.py": "import re\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "orders" / "__init__.py").touch()
    (tmp_path / "manage.py").write_text(MANAGE.replace("site.", "shop_site."))
    (tmp_path / "site").rename(tmp_path / "shop_site")
    return tmp_path


def test_manage_py_names_them(project: Path) -> None:
    assert settings_of(project / "orders/models.py", project) == Settings("shop_site.settings", str(project))


def test_pytest_django_finds_them_where_a_configuration_says_so(project: Path) -> None:
    (project / "pytest.ini").write_text("[pytest]\nDJANGO_SETTINGS_MODULE = shop_site.test\n")
    assert settings_of(project / "orders/models.py", project) == Settings("shop_site.test", str(project), known=True)


def test_a_file_that_imports_nothing_of_the_project_needs_none(project: Path) -> None:
    assert settings_of(project / "orders/plain.py", project) == Settings()


def test_models_are_made_and_no_database_is_asked(project: Path) -> None:
    found = propose(project / "orders/models.py", project, seed=1, seconds=20)
    assert 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop_site.settings")' in found.text
    assert "Order(total=" in found.text
    assert "postage() == 5" in found.text
    assert "others" not in found.text
