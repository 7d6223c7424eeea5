"""What a user wishes: the words of the command line over those of a recipe file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import Any

from seedbed.api.said import Words
from seedbed.classes import dataclass
from seedbed.errors import Problem, UsageError
from seedbed.plan.settle import settled
from seedbed.read.recipe.open import USUAL, RecipeFile, read_recipe
from seedbed.read.recipe.words import (
    Unclear,
    column_named,
    count_of,
    did_you_mean,
    distribution_of,
    locales_of,
    ratio_of,
)
from seedbed.schema.inferences import INFERENCES
from seedbed.schema.model import Schema
from seedbed.schema.recipe import ColumnWish, Ratio, Recipe

__all__ = ["Wished", "Words", "wished"]


@dataclass(frozen=True, slots=True)
class Wished:
    """A recipe, the file that part of it comes from, and where each name in it was written."""

    recipe: Recipe
    words: Words = field(default_factory=Words)
    file: RecipeFile | None = None
    names: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    @property
    def own_schema(self) -> str | None:
        """The schema that the recipe names, as seen from here."""
        return None if self.file is None or self.file.schema is None else self.file.beside(self.file.schema)

    def fitted(self, schema: Schema) -> Recipe:
        """The recipe in the names of a schema. Raises UsageError, with the places of names that it does not have."""
        return settled(self.recipe, schema, self.names)

    def schema(self, word: str | None) -> str:
        """The schema of the command line, or of the recipe. Raises UsageError where neither names one."""
        source = word or self.own_schema
        if source is None:
            help = "seedbed generate schema.sql, or schema: schema.sql in a recipe"
            raise UsageError(Problem("there is no schema", "SCHEMA", help=help))
        return source

    def dialect(self, word: str | None) -> str | None:
        """The dialect of the command line, or of the recipe."""
        return self.file.dialect if word is None and self.file is not None else word

    def formats(self, word: str | None) -> str:
        """The formats of the command line, or of the recipe, or SQL."""
        return word or (self.file.formats if self.file is not None else None) or "sql"

    def output(self, word: Path | None) -> Path | None:
        """The output of the command line, or of the recipe, as seen from here."""
        if word is not None or self.file is None or self.file.output is None:
            return word
        return Path(self.file.beside(self.file.output))

    def strict(self, word: bool | None) -> bool:
        """Whether the command line, or the recipe, is strict."""
        return bool(self.file is not None and self.file.strict) if word is None else word

    def told(self) -> dict[str, object]:
        """What a manifest keeps of it, so that the same can be made again."""
        recipe, words = self.recipe, self.words
        mixed = ",".join(f"{name}={weight:g}" for name, weight in recipe.locales)
        told: dict[str, object] = {
            "count": recipe.rows,
            "counts": dict(recipe.table_rows),
            "today": recipe.today.isoformat(),
            "locale": mixed or recipe.locale,
        }
        more: dict[str, object] = {
            "ratios": {ratio.table: f"{ratio.count:g} per {ratio.parent}" for ratio in recipe.ratios},
            "edge_cases": recipe.edge_cases,
            "without": list(recipe.without),
            "distribution": list(words.distribution),
            "custom_generator": list(words.custom_generator),
        }
        if self.file is not None:
            more |= {"config": self.file.name, "config_digest": self.file.digest, "config_text": self.file.text}
        return told | {name: value for name, value in more.items() if value}


def wished(words: Words, file: RecipeFile | None = None) -> Wished:
    """The recipe that all words make together, over a file that was read already or that they name.

    Raises UsageError with all that is wrong on the command line.
    """
    file = read_recipe(words.config) if file is None and words.config is not None else file
    reader = _Reader()
    recipe = reader.recipe(words, USUAL if file is None else file.wished)
    if reader.problems:
        raise UsageError(*reader.problems)
    return Wished(recipe, words, file, {**(file.names if file else {}), **reader.names})


class _Reader:
    """Reads options one by one; what is wrong in any of them is collected."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.names: dict[tuple[str, ...], str] = {}

    def recipe(self, words: Words, under: Recipe) -> Recipe:
        recipe = self.counts(words.count, under)
        columns = [self.read("--distribution", text, self.spread) for text in words.distribution]
        columns += [self.read("--custom-generator", text, self.pattern) for text in words.custom_generator]
        said: dict[str, Any] = {"seed": words.seed, "edge_cases": self.percent(words.edge_cases)}
        if words.today is not None:
            said["today"] = self.read("--today", words.today, _day)
        if words.locale is not None:
            said |= _mixed(self.read("--locale", words.locale, locales_of))
        without = [name for text in words.without for name in self.read("--without", text, _inferences) or ()]
        return replace(
            recipe,
            **{name: value for name, value in said.items() if value is not None},
            columns=(*recipe.columns, *(wish for wish in columns if wish is not None)),
            without=tuple(dict.fromkeys((*recipe.without, *without))),
        )

    def read(self, option: str, text: str, how: Callable[[str], Any]) -> Any:
        """What a text means, None where it means nothing."""
        try:
            return how(text)
        except Unclear as error:
            self.problems.append(Problem(error.what, option, error.why, error.help))
            return None

    def counts(self, texts: Sequence[str], recipe: Recipe) -> Recipe:
        """The recipe with the counts of the command line, which beat those of the file table by table."""
        rows, named, ratios = recipe.rows, dict(recipe.table_rows), {ratio.table: ratio for ratio in recipe.ratios}
        for text in texts:
            name = text.rpartition("=")[0].strip()
            wanted = self.read("--count", text, _count)
            if wanted is None:
                continue
            if not name:
                rows = wanted if isinstance(wanted, int) else rows
                continue
            for other in [other for other in (*named, *ratios) if other.lower() == name.lower()]:
                named.pop(other, None)
                ratios.pop(other, None)
            if isinstance(wanted, Ratio):
                ratios[name] = wanted
                self.names[wanted.parent,] = "--count"
            else:
                named[name] = wanted
            self.names[name,] = "--count"
        return replace(recipe, rows=rows, table_rows=tuple(named.items()), ratios=tuple(ratios.values()))

    def spread(self, text: str) -> ColumnWish:
        table, column, rest = self.column(text, "--distribution", "users.age:normal:mean=35,std=12")
        return ColumnWish(table, column, distribution=distribution_of(rest))

    def pattern(self, text: str) -> ColumnWish:
        table, column, rest = self.column(text, "--custom-generator", "employee_code:EMP-#####")
        return ColumnWish(table, column, pattern=rest)

    def column(self, text: str, option: str, example: str) -> tuple[str, str, str]:
        name, _, rest = text.partition(":")
        if not rest:
            raise Unclear(f"{text!r} says nothing of a column", help=f'write {option} "{example}"')
        table, column = column_named(name)
        self.names |= {(table, column): option} | ({(table,): option} if table else {})
        return table, column, rest

    def percent(self, percent: float | None) -> float | None:
        if percent is not None and not 0 <= percent <= 100:
            self.problems.append(Problem(f"{percent:g} is no percentage", "--edge-cases", help="from 0 to 100"))
        return percent


def _count(text: str) -> int | Ratio:
    """N, TABLE=N, or TABLE=5 per PARENT."""
    name, found, number = text.rpartition("=")
    try:
        if name.strip() and " " in number.strip():
            return ratio_of(name.strip(), number)
        return count_of(number if name.strip() or not found else text)
    except Unclear as error:
        help = "write --count 1000, --count orders=1000, or --count 'orders=5 per users'"
        raise Unclear(f"{text!r} is no count", error.why, help) from error


def _mixed(locales: tuple[tuple[str, float], ...] | None) -> dict[str, Any]:
    if not locales:
        return {}
    return {"locale": locales[0][0], "locales": ()} if len(locales) == 1 else {"locales": locales}


def _inferences(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in INFERENCES:
            raise Unclear(
                f"nothing that is inferred is called {name!r}", help=did_you_mean(name, INFERENCES, "there are")
            )
    return names


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unclear(f"{text!r} is not a day", str(error), "write it as YYYY-MM-DD") from error
