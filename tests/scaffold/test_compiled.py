"""Environments that nobody compiled stay compiled between checks, and are left as they are."""

from __future__ import annotations

import sys
from pathlib import Path

from seedbed.process.fence import run
from seedbed.scaffold.verify.compiled import compiled, renewed


def environment(folder: Path) -> tuple[str, Path]:
    """The place of an interpreter in an environment with one package, and that of the package."""
    package = folder / "lib" / "python3.11" / "site-packages" / "parcels"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("size = 1\n")
    return str(folder / "bin" / "python"), package


def test_modules_are_compiled_once_and_nowhere_in_the_environment(tmp_path: Path) -> None:
    python, package = environment(tmp_path)
    code = f"import sys; sys.path.insert(0, {str(package.parent)!r}); import parcels; print(parcels.__cached__)"
    with compiled(python) as home:
        assert home is not None
        told = run([sys.executable, "-c", code], tmp_path, variables=renewed(home, tmp_path / "tests"))
        assert Path(told.output.strip()).is_relative_to(home)
        assert Path(told.output.strip()).is_file()
        renewed(home, package)  # as tests are, which may be written twice in a second
        assert not Path(told.output.strip()).exists()
    assert not home.exists()
    assert not (package / "__pycache__").exists()


def test_an_environment_that_is_compiled_is_used_as_it_is(tmp_path: Path) -> None:
    python, package = environment(tmp_path)
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "__init__.cpython-311.pyc").write_bytes(b"")
    with compiled(python) as home:
        assert home is None
        assert renewed(home, tmp_path) == {}
