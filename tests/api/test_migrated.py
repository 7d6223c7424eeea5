"""Tables that migrations make with SQL of their own are others than models tell: what is written holds on them too."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.mending import Course, mended
from seedbed.api.projecting import Request, project

SETTINGS = """
SECRET_KEY = "of nobody"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "notes"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "notes.db"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
"""
MODELS = """
from django.db import models


class Note(models.Model):
    title = models.CharField(max_length=80)


class NoteIndex(models.Model):
    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, db_column="rowid")
    title = models.TextField()
"""
MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel("Note", [
            ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("title", models.CharField(max_length=80)),
        ]),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.CreateModel("NoteIndex", [
                ("note", models.OneToOneField(
                    to="notes.note", on_delete=models.CASCADE, primary_key=True, db_column="rowid", serialize=False
                )),
                ("title", models.TextField()),
            ])],
            database_operations=[
                migrations.RunSQL("CREATE VIRTUAL TABLE notes_noteindex USING fts5(title)"),
                migrations.RunSQL(
                    "CREATE TRIGGER notes_in AFTER INSERT ON notes_note BEGIN "
                    "INSERT INTO notes_noteindex(rowid, title) VALUES (NEW.id, NEW.title); END"
                ),
                migrations.RunSQL(
                    "CREATE TRIGGER notes_out AFTER DELETE ON notes_note BEGIN "
                    "DELETE FROM notes_noteindex WHERE rowid = OLD.id; END"
                ),
            ],
        ),
    ]
"""


def site(folder: Path, migration: str) -> Path:
    """Notes in Django as a project, whose index a trigger fills."""
    (folder / "manage.py").write_text('import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_of_notes")\n')
    (folder / "site_of_notes.py").write_text(SETTINGS)
    (folder / "pyproject.toml").write_text('[project]\nname = "notes"\nversion = "0"\ndependencies = ["django"]\n')
    (folder / "notes" / "migrations").mkdir(parents=True)
    for package in ("notes", "notes/migrations"):
        (folder / package / "__init__.py").write_text("")
    (folder / "notes" / "models.py").write_text(MODELS)
    (folder / "notes" / "migrations" / "0001_initial.py").write_text(migration)
    return folder


def run(folder: Path, *only: str) -> Course:
    """What comes of a project's files, written and verified."""
    request = Request(folder, only=only)
    return mended(request, project(request))


def test_a_row_that_a_trigger_of_a_migration_makes_is_taken_and_cleaned(tmp_path: Path) -> None:
    course = run(site(tmp_path, MIGRATION), "factories", "seed")
    assert course.is_green, course.escalated
    assert [block.done for _, block in course.fixes] == ['NoteIndexFactory.Meta.django_get_or_create = ("note",)']
    names = [check.name for check in course.checks if check.status == "passed"]
    assert "factories on migrated tables" in names
    assert "clean after minimal on migrated tables" in names


def test_migrations_that_do_not_run_are_told_and_stop_nothing(tmp_path: Path) -> None:
    course = run(site(tmp_path, MIGRATION.replace("USING fts5", "USING unheard")), "factories")
    assert course.is_green, course.escalated
    (check,) = (check for check in course.checks if check.name == "migrations")
    assert check.status == "skipped"
    assert "no such module: unheard" in check.told
