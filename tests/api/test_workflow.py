"""`seedbed project --only workflow`, and the seed script that takes its entries back."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import run

FOLDER = Path(__file__).parents[1] / "project" / "planning" / "folders" / "rental"
MODELS = """
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Depot(Base):
    __tablename__ = "depots"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one model with a plan."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "models.py").write_text(MODELS)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "desk"\nversion = "1"\ndependencies = ["sqlalchemy"]\n')
    return tmp_path


def test_it_is_written_verified_and_taken_back(project: Path) -> None:
    ran = run("project", project, "--only", "workflow,seed,factories", "--no-verify")
    assert ran.code == 0, ran.err
    assert ".workflow/state-chain/chain.json: written" in ran.out
    assert ".workflow/task-queue.md:69: DF-01 says milestone M1, and stands under M2" in ran.err
    assert "17 entries in state-chain/chain.json" in ran.out
    assert run("chain", "verify", project).code == 0
    assert run("project", project, "--only", "workflow", "--check").code == 0
    chain = project / ".workflow" / "state-chain" / "chain.json"
    chain.write_text(chain.read_text().replace('"PASS"', '"BLOCK"', 1))
    assert run("project", project, "--only", "workflow", "--check").code == 1
    assert run("project", project, "--only", "workflow", "--no-verify").code == 0
    assert run("chain", "verify", project).code == 0
    command = [sys.executable, "-B", "tests/seed.py", "--clean-workflow"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("entries removed") == 3
    for name in ("reflexion/index.json", "evals/task-evals.json", "state-chain/chain.json"):
        left = json.loads((project / ".workflow" / name).read_text())
        assert left["entries"] == []
        assert "seedbed" not in left["_schema"]
    assert run("chain", "verify", project).code == 0
    assert (project / ".workflow" / "task-queue.md").is_file()
