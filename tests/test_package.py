"""What is published: the wheel and the sdist are whole, and run where nothing but their dependencies is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "seedbed"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def ran(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A command that ended; without the environment that measures coverage, which would follow it elsewhere."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTHON"))}
    return subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, check=False)


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """What a command printed that went well."""
    done = ran(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist of this tree."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--directory", folder)
    [wheel], [sdist] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


def data_files() -> set[str]:
    """Every file of the package that is not code, by its path in the wheel."""
    files = (path.relative_to(PACKAGE.parent) for path in PACKAGE.rglob("*") if path.is_file())
    kept = (path for path in files if not any(part.startswith((".", "__pycache__")) for part in path.parts))
    return {path.as_posix() for path in kept if path.suffix != ".py"}


def bare(folder: Path) -> Path:
    """A new environment that sees the libraries of this one, but not this tree; gives its Python."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    [own] = (folder / "lib").glob("python*/site-packages")
    lent = folder / "lent"
    lent.mkdir()
    for path in map(Path, sys.path):
        if path.name == "site-packages":
            lend(path, lent)
    (own / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")
    return python


def lend(source: Path, target: Path) -> None:
    """Links every installed thing but Seedbed itself and the hooks that would bring this tree back."""
    for path in source.iterdir():
        ours = "seedbed" in path.name or path.suffix == ".pth"
        if not ours and not (target / path.name).exists():
            (target / path.name).symlink_to(path)


def install(wheel: Path, folder: Path) -> Path:
    """The Python of a bare environment that holds the wheel."""
    python = bare(folder)
    pip = (sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet")
    run(*pip, wheel)
    return python


def test_the_wheel_runs_in_a_bare_environment(built: tuple[Path, Path], tmp_path: Path) -> None:
    python = install(built[0], tmp_path / "bare")
    where = run(python, "-c", "import seedbed; print(seedbed.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(tmp_path)
    for script in PROJECT["scripts"]:
        assert "generate" in run(python.with_name(script), "--help", cwd=tmp_path)
    schema = ROOT / "examples" / "shop.sqlite.sql"
    run(python.with_name("seedbed"), "generate", schema, "--count", "20", "--output", "data.sql", cwd=tmp_path)
    assert "INSERT INTO" in (tmp_path / "data.sql").read_text(encoding="utf-8")


def test_a_plug_in_is_found_once_it_is_installed(built: tuple[Path, Path], tmp_path: Path) -> None:
    """The package of the examples, put beside the wheel by an installer, as anyone would."""
    python = install(built[0], tmp_path / "bare")
    plates = tmp_path / "plates"
    shutil.copytree(ROOT / "examples" / "plates", plates)
    without = ran(python.with_name("seedbed"), "generate", "--config", "cars.yaml", cwd=plates)
    assert (without.returncode, "french_plate" in without.stderr) == (2, True)
    pip = (sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet")
    run(*pip, "--no-build-isolation", plates)
    told = run(
        python.with_name("seedbed"),
        "generate",
        "--config",
        "cars.yaml",
        "--output",
        "cars.csv",
        "--format",
        "csv",
        cwd=plates,
    )
    assert "1 RULE" in told
    assert len((plates / "cars.csv").read_text(encoding="utf-8").splitlines()) == 501


def test_the_sdist_builds_the_same_wheel(built: tuple[Path, Path], tmp_path: Path) -> None:
    wheel, sdist = built
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [tree] = (path for path in tmp_path.iterdir() if path.is_dir())
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path / "again", cwd=tree)
    [again] = (tmp_path / "again").glob("*.whl")
    assert contents(again) == contents(wheel)
    for name in ("README.md", "LICENSE", "tests/servers.py", "examples/shop.sqlite.sql", "bin/test"):
        assert (tree / name).is_file()


def test_the_wheel_holds_all_data_and_the_licence(built: tuple[Path, Path]) -> None:
    names = contents(built[0])
    assert data_files() <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-spark.txt"])
def test_the_lock_is_pinned_hashed_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE)
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert pins
    assert all(re.match(r"[\w.\-\[\]]+==\S+", pin) and "--hash=sha256:" in pin for pin in pins)


def test_the_lock_holds_every_dependency() -> None:
    def names(lines: list[str]) -> set[str]:
        found = (re.match(r"[A-Za-z][\w.\-]*", line) for line in lines)
        return {match[0].lower().replace("_", "-").replace(".", "-") for match in found if match} - {"seedbed"}

    extras = PROJECT["optional-dependencies"]
    locked = names((ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines())
    developed = names((ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines())
    clustered = names((ROOT / "requirements-spark.txt").read_text(encoding="utf-8").splitlines())
    assert names(PROJECT["dependencies"]) <= locked <= developed
    assert names(extras["spark"]) <= clustered
    assert names([*extras["dev"], *extras["mysql"], *extras["postgres"]]) <= developed
