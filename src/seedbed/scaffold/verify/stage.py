"""Where checks run: the project's interpreter, its scripts, and databases that are there for one check each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.process.fence import interpreter
from seedbed.project.facts import Facts
from seedbed.scaffold.stacks.kit import kit_of
from seedbed.scaffold.verify.compiled import renewed
from seedbed.scaffold.verify.ground import Ground
from seedbed.scaffold.verify.overlay import SETTINGS, overlay

__all__ = ["Place", "Stage", "stage_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """One database: its address, the environment and the options that lead a script to it."""

    url: str
    words: Mapping[str, str]
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """What the checks run: `factories` are classes of `module` with rows to make, `script` tries them, `seed` seeds."""

    folder: Path
    python: str
    module: str
    paths: tuple[str, ...]
    modules: tuple[str, ...]
    factories: tuple[tuple[str, int], ...]
    seed: str
    script: Path
    ground: Ground
    settings: str = ""
    apps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    config: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_seed(self) -> bool:
        """Whether there is a seed script."""
        return (self.folder / self.seed).is_file()

    @property
    def tests(self) -> Iterator[Path]:
        """The files of tests."""
        return (
            path
            for name in ("test_*.py", "*_test.py")
            for path in self.folder.rglob(name)
            if _is_own(path, self.folder)
        )

    @property
    def sends_sql(self) -> bool:
        """Whether migrations of Django send SQL of their own: their tables may be others than models tell."""
        paths = self.folder.rglob("migrations/*.py") if self.settings else ()
        own = (path for path in paths if _is_own(path, self.folder))
        return any("RunSQL(" in path.read_text(encoding="utf-8", errors="replace") for path in own)

    @contextmanager
    def database(self, *, migrated: bool = False) -> Iterator[Place]:
        """A database for one check: the one that was named, else a new one that is gone afterwards.

        Its tables are made of Django's models; where it is to be `migrated`, by migrations.
        """
        home = Path(tempfile.mkdtemp(prefix="seedbed-check-"))
        try:
            url = self.ground.address(home)
            path = ":".join(dict.fromkeys((str(home), *self.paths)))
            kept = renewed(self.ground.compiled, (self.folder / self.seed).parent)
            words = {**kept, **self.variables, "DATABASE_URL": url, "PYTHONPATH": path}
            if not url.startswith("sqlite"):
                words["TEST_DATABASE_URL"] = url
            if self.settings:
                overlay(home, self.settings, url, migrated=migrated)
                words["DJANGO_SETTINGS_MODULE"] = SETTINGS
            yield Place(url, words, ("--allow-remote",) if self.ground.is_named else ())
        finally:
            shutil.rmtree(home, ignore_errors=True)


def stage_of(
    facts: Facts,
    folder: Path,
    factories: tuple[tuple[str, int], ...],
    ground: Ground,
    variables: Mapping[str, str] | None = None,
) -> Stage:
    """The stage of a project: how its scripts are imported and by which Python."""
    folder = folder.resolve()
    tests, package = facts.layout.tests, facts.layout.package
    module = f"{package.replace('/', '.')}.factories" if package else "factories"
    root = str((folder / facts.root).resolve())
    paths = (root, str(folder)) if package else (root, str(folder), str(folder / tests))
    modules = tuple(dict.fromkeys(model.module for model in facts.models))
    return Stage(
        folder,
        interpreter(folder),
        module,
        tuple(dict.fromkeys(paths)),
        modules,
        factories,
        f"{tests}/seed.py",
        kit_of(facts.stack.orm).script,
        ground,
        facts.settings,
        facts.apps,
        facts.config,
        variables or {},
    )


def _is_own(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return not any(part.startswith(".") or part in ("site-packages", "node_modules", "venv", "env") for part in parts)
