"""The front door of recipes: a file of YAML, JSON or TOML into what it says, or all that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from hashlib import sha256
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.errors import Problem, ReadError, UsageError
from seedbed.read.recipe.build import Builder
from seedbed.read.recipe.form import FORM
from seedbed.read.recipe.json import json_tree
from seedbed.read.recipe.shape import checked
from seedbed.read.recipe.tree import Node
from seedbed.schema.recipe import Recipe

__all__ = ["RecipeFile", "read_recipe", "recipe_in"]


def _yaml(text: str, file: str) -> Node:
    from seedbed.read.recipe.yaml import yaml_tree  # its library is loaded where it is needed

    return yaml_tree(text, file)


def _toml(text: str, file: str) -> Node:
    from seedbed.read.recipe.toml import toml_tree

    return toml_tree(text, file)


READERS: Mapping[str, Callable[[str, str], Node]] = {
    ".json": json_tree,
    ".toml": _toml,
    ".yaml": _yaml,
    ".yml": _yaml,
}


USUAL = Recipe(edge_cases=5.0)
"""What is wished where nobody says anything."""


@dataclass(frozen=True, slots=True)
class RecipeFile:
    """What a recipe file says: the recipe, and the words of a command that it may hold besides, None where it does not.

    `schema` and `output` are as they were written, `formats` a word as for --format; `said` are the keys that it has.
    `names` tells where it names a table, or a column of one (under "" for those of every table). `text` holds no
    secret.
    """

    name: str
    recipe: Recipe
    said: frozenset[str] = frozenset()
    schema: str | None = None
    dialect: str | None = None
    formats: str | None = None
    output: str | None = None
    strict: bool | None = None
    names: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    text: str = ""

    @property
    def wished(self) -> Recipe:
        """The recipe, with the usual edge cases where it says nothing of them."""
        return self.recipe if "edge_cases" in self.said else replace(self.recipe, edge_cases=USUAL.edge_cases)

    @property
    def digest(self) -> str:
        """SHA-256 of the text, without what is secret in it."""
        return sha256(self.text.encode()).hexdigest()

    def beside(self, name: str) -> str:
        """A file that the recipe names, as seen from here: names in it are those beside it. Addresses stay."""
        return name if is_dsn(name) or Path(name).is_absolute() else str(Path(self.name).parent / name)


def read_recipe(path: str | Path) -> RecipeFile:
    """What a file says. Raises ReadError where it cannot be read, UsageError with all that is wrong in it."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        help = "write one: seedbed init schema.sql" if isinstance(error, FileNotFoundError) else ""
        raise ReadError(Problem("the recipe cannot be read", str(path), error.strerror or str(error), help)) from error
    except UnicodeDecodeError as error:
        raise ReadError(Problem("the recipe is not UTF-8", str(path), str(error))) from error
    return recipe_in(text, str(path))


def recipe_in(text: str, name: str) -> RecipeFile:
    """What a text says; its format is that of its name. Raises UsageError with all that is wrong."""
    suffix = Path(name).suffix.lower()
    if suffix not in READERS and suffix:
        help = "call it .yaml, .json or .toml"
        raise UsageError(Problem(f"{suffix} is no suffix of a recipe", name, help=help))
    root = READERS.get(suffix, _yaml)(text, name)
    found = checked(root, FORM)
    builder = Builder(found.value, found.places)
    recipe = builder.recipe()
    problems = (*found.problems, *builder.problems)
    if problems:
        raise UsageError(*sorted(problems, key=_place))
    said = found.value
    formats = said.get("format")
    return RecipeFile(
        name,
        recipe,
        frozenset(said),
        said.get("schema"),
        said.get("dialect"),
        ",".join(formats) if isinstance(formats, tuple) else formats,
        said.get("output"),
        said.get("strict"),
        {key: str(place) for key, place in builder.names.items()},
        _hidden(text, said.get("schema")),
    )


def _place(problem: Problem) -> tuple[int, ...]:
    """The line and column of a problem."""
    found = re.search(r":(\d+)(?::(\d+))?$", problem.where)
    return tuple(int(number or 0) for number in found.groups()) if found else ()


def _hidden(text: str, schema: str | None) -> str:
    """The text without the secret of the address that it may name."""
    return parse_dsn(schema).hidden(text) if schema is not None and is_dsn(schema) else text
