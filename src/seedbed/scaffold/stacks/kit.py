"""What the files of a project are like on one ORM: its words in `kit.yaml`, its text in templates beside that."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml

from seedbed.classes import dataclass
from seedbed.project.facts import Orm
from seedbed.scaffold.factories.parts import Closes

__all__ = ["Kit", "common", "kit_of", "plant"]

_HERE = "seedbed.scaffold.stacks"


@dataclass(frozen=True, slots=True)
class Kit:
    """The words in which the files for one ORM differ.

    `factories`, `seed` and `conftest` are the imports of these files, `many` is what a factory does with rows that are
    given for a relation of many to many. `sessions` are the names that the fixture of the database usually has, ours
    first; `plugin` is a package that brings it along. Factories that are `handed` it get it in every call; where a row
    `awaits`, so does everybody who makes one; where it may be `bare`, it can be made past the code of its model.
    `needs` are further packages for development: each the names of which one is enough, with `|`, and what is asked
    for where none is there. `function` is the name of the one that makes a row, where each factory has one beside it;
    `shared` are functions beside the factories that the other files use, and `classes` those of which rows are.
    `stores` is what stores a row that was changed, `stand_in` how a value is written that stands in for a key: `closes`
    tells which references a row may have before the other row is there, and `closing` are the functions that are
    shared where some have.
    """

    orm: Orm
    factories: str
    seed: str
    conftest: str
    many: str
    sessions: tuple[str, ...]
    plugin: str = ""
    handed: bool = False
    awaits: bool = False
    bare: bool = False
    needs: tuple[tuple[str, str], ...] = ()
    function: str = ""
    shared: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    stores: str = ""
    stand_in: str = "{value}"
    closes: Closes = "never"
    closing: tuple[str, ...] = ()

    @property
    def script(self) -> Path:
        """The script that tries factories, run by the project's own interpreter."""
        return Path(__file__).parent / self.orm / "try_factories.py"

    def text(self, name: str, **words: Any) -> str:
        """One of its texts, "" where it has none of that name."""
        path = files(_HERE).joinpath(f"{self.orm}/{name}.j2")
        return _rendered(path.read_text(encoding="utf-8"), words) if path.is_file() else ""


@lru_cache
def kit_of(orm: Orm) -> Kit:
    """The kit of an ORM."""
    told = yaml.safe_load(files(_HERE).joinpath(f"{orm}/kit.yaml").read_text(encoding="utf-8"))
    lists = {name: tuple(told.get(name, ())) for name in ("sessions", "shared", "classes", "closing")}
    return Kit(orm, **{**told, **lists, "needs": tuple(told.get("needs", {}).items())})


def common(name: Literal["closing", "many"], kit: Kit) -> str:
    """A declaration that is the same for all: of rows behind the one that needs them, or of many to many."""
    return _rendered(files(_HERE).joinpath(f"{name}.j2").read_text(encoding="utf-8"), {"kit": kit})


def plant(kit: Kit) -> str:
    """The part of a seed script that chooses its rows, the same for all."""
    return _rendered(files(_HERE).joinpath("plant.j2").read_text(encoding="utf-8"), {"awaits": kit.awaits})


def _rendered(text: str, words: dict[str, Any]) -> str:
    import jinja2  # only where files are written

    template = jinja2.Template(text, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return str(template.render(words)).strip()
