"""Settings of Django with throwaway databases, as the project's own interpreter reads them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from seedbed.scaffold.verify.overlay import SETTINGS, overlay


def test_who_asks_for_settings_while_they_are_made_gets_those_so_far(tmp_path: Path) -> None:
    (tmp_path / "asks.py").write_text("from django.conf import settings\nSEEN = settings.NAME\n")
    (tmp_path / "own.py").write_text('SECRET_KEY = "of nobody"\nNAME = "shop"\nimport asks\nLATE = asks.SEEN\n')
    overlay(tmp_path, "own", "sqlite:///none.db")
    code = "from django.conf import settings; print(settings.LATE, len(settings.DATABASES), settings.SETTINGS_MODULE)"
    words = {"DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": str(tmp_path), "PATH": os.environ["PATH"]}
    ran = subprocess.run([sys.executable, "-c", code], env=words, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["shop", "1", SETTINGS]
