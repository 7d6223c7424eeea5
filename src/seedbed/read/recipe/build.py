"""From what a file says, in plain values, to a `Recipe`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from seedbed.errors import Origin, Problem
from seedbed.read.recipe.shape import Path
from seedbed.read.recipe.words import Unclear, column_named, did_you_mean, distribution_of, ratio_of
from seedbed.schema.recipe import (
    ColumnWish,
    Distribution,
    FanOut,
    Pair,
    Persona,
    Personas,
    Ratio,
    Recipe,
    Rule,
    State,
    StateMachine,
    Validator,
)

__all__ = ["Builder"]

_DEFAULTS = Recipe()


class Builder:
    """Makes the recipe of one file; what its parts cannot be together is collected in `problems`.

    `names` tells where the file names a table, or a column of one.
    """

    def __init__(self, said: Mapping[str, Any], places: Mapping[Path, Origin]) -> None:
        self.said, self.places = said, places
        self.problems: list[Problem] = []
        self.names: dict[tuple[str, ...], Origin] = {}

    def recipe(self) -> Recipe:
        """The recipe of the whole file."""
        said, tables = self.said, self.said.get("tables", {})
        for name in tables:
            self._named(("tables", name), name)
        counts = list(self._counts())
        locales = said.get("locale", ())
        locales = tuple(locales.items()) if isinstance(locales, Mapping) else locales
        count, today = said.get("count"), said.get("today", _DEFAULTS.today)
        assert isinstance(today, date)
        return Recipe(
            seed=said.get("seed", _DEFAULTS.seed),
            rows=count if isinstance(count, int) else _DEFAULTS.rows,
            table_rows=tuple(count for count in counts if not isinstance(count, Ratio)),
            today=today,
            locale=locales[0][0] if len(locales) == 1 else _DEFAULTS.locale,
            locales=locales if len(locales) > 1 else (),
            ratios=tuple(count for count in counts if isinstance(count, Ratio)),
            edge_cases=said.get("edge_cases", _DEFAULTS.edge_cases),
            columns=(*self._wide(), *(wish for name in tables for wish in self._columns(name))),
            fan_outs=tuple(wish for name in tables for wish in self._fan_outs(name)),
            pairs=tuple(pair for name in tables for pair in self._pairs(name)),
            rules=(*(rule for name in tables for rule in self._rules(name)), *self._rules_across()),
            validators=(*(one for name in tables for one in self._validators(name)), *self._validators_across()),
            machines=tuple(machine for name in tables for machine in self._machines(name)),
            personas=tuple(kinds for name in tables for kinds in self._personas(name)),
            without=tuple(dict.fromkeys(said.get("without", ()))),
        )

    def _named(self, path: Path, table: str, *columns: str) -> None:
        """Remembers where a table and its columns are named first."""
        if table:
            self.names.setdefault((table,), self.places[path])
        for column in columns:
            self.names.setdefault((table, column), self.places[path])

    def _problem(self, path: Path, error: Unclear) -> None:
        self.problems.append(Problem(error.what, str(self.places[path]), error.why, error.help))

    def _table(self, name: str, key: str, empty: Any) -> Any:
        return self.said["tables"][name].get(key, empty)

    def _counts(self) -> Iterator[tuple[str, int] | Ratio]:
        count = self.said.get("count")
        for name, wanted in (count if isinstance(count, Mapping) else {}).items():
            self._named(("count", name), name)
            yield from self._count(name, wanted, ("count", name))
        for name, table in self.said.get("tables", {}).items():
            if "count" in table and "ratio" in table:
                error = Unclear(f"{name} has a count and a ratio", help="keep one of them")
                self._problem(("tables", name, "ratio"), error)
            elif "count" in table:
                yield from self._count(name, table["count"], ("tables", name, "count"))
            elif "ratio" in table:
                yield from self._count(name, table["ratio"], ("tables", name, "ratio"))

    def _count(self, name: str, wanted: Any, path: Path) -> Iterator[tuple[str, int] | Ratio]:
        if isinstance(wanted, int):
            yield name, wanted
            return
        try:
            ratio = (
                Ratio(name, wanted["count"], wanted["per"]) if isinstance(wanted, Mapping) else ratio_of(name, wanted)
            )
        except Unclear as error:
            self._problem(path, error)
            return
        self._named(path, ratio.parent)
        yield ratio

    def _wide(self) -> Iterator[ColumnWish]:
        """Wishes of columns that are not written inside a table."""
        for text, said in self.said.get("columns", {}).items():
            for table, column in self._column(text, ("columns", text)):
                yield self._wish(table, column, said, ("columns", text))
        for path, text, wanted in self._listed("distributions"):
            for table, column in self._column(text, path):
                try:
                    made = wanted if isinstance(wanted, Distribution) else distribution_of(wanted)
                except Unclear as error:
                    self._problem(path, error)
                else:
                    yield ColumnWish(table, column, distribution=made)
        for path, text, wanted in self._listed("custom_generators"):
            for table, column in self._column(text, path):
                yield ColumnWish(table, column, pattern=wanted)

    def _listed(self, key: str) -> Iterator[tuple[Path, str, Any]]:
        """Each column and what is said of it, in a mapping or in texts of `column:...`."""
        said = self.said.get(key, ())
        if isinstance(said, Mapping):
            yield from (((key, name), name, value) for name, value in said.items())
            return
        for number, text in enumerate(said):
            name, _, value = text.partition(":")
            if value:
                yield (key, str(number)), name, value
            else:
                self._problem(
                    (key, str(number)), Unclear(f"{text!r} says nothing of a column", help="write column:...")
                )

    def _column(self, text: str, path: Path) -> Iterable[tuple[str, str]]:
        try:
            table, column = column_named(text)
        except Unclear as error:
            self._problem(path, error)
            return ()
        self._named(path, table, column)
        return ((table, column),)

    def _columns(self, table: str) -> Iterator[ColumnWish]:
        for column, said in self._table(table, "columns", {}).items():
            path = ("tables", table, "columns", column)
            self._named(path, table, column)
            yield self._wish(table, column, said, path)

    def _wish(self, table: str, column: str, said: Mapping[str, Any], path: Path) -> ColumnWish:
        sources = [name for name in ("generator", "pattern", "values") if name in said]
        if len(sources) > 1:
            what = f"{column} has {' and '.join(sources)}"
            self._problem((*path, sources[-1]), Unclear(what, "each of them says where values come from", "keep one"))
        distribution, values = said.get("distribution"), said.get("values")
        if values and distribution:
            error = Unclear(
                f"{column} has values and a distribution", help="give the values weights: {new: 3, paid: 5}"
            )
            self._problem((*path, "distribution"), error)
        if values:
            weights = values if isinstance(values, Mapping) else dict.fromkeys(values, 1.0)
            distribution = Distribution("choice", weights=tuple(weights.items()))
        return ColumnWish(
            table,
            column,
            said.get("generator", ""),
            said.get("pattern", ""),
            distribution,
            said.get("lengths"),
            said.get("times"),
            said.get("null_rate"),
            said.get("edge_cases", True),
        )

    def _fan_outs(self, table: str) -> Iterator[FanOut]:
        for key, said in self._table(table, "fan_out", {}).items():
            columns = tuple(name.strip() for name in key.split(","))
            path = ("tables", table, "fan_out", key)
            self._named(path, table, *columns)
            low, high = said.get("low", 0), said.get("high")
            if high is not None and low > high:
                self._problem((*path, "low"), Unclear(f"low is above high: {low} > {high}"))
            yield FanOut(table, columns, low, high, said.get("childless"), said.get("distribution"))

    def _pairs(self, table: str) -> Iterator[Pair]:
        for number, said in enumerate(self._table(table, "pairs", ())):
            if "columns" not in said or "correlation" not in said or len(said["columns"]) != 2:
                continue  # told already
            self._named(("tables", table, "pairs", str(number)), table, *said["columns"])
            left, right = said["columns"]
            yield Pair(table, (left, right), said["correlation"])

    def _rules(self, table: str) -> Iterator[Rule]:
        for number, said in enumerate(self._table(table, "rules", ())):
            rule = {"sql": said} if isinstance(said, str) else said
            if "sql" in rule:
                yield _rule(table, rule, number)

    def _rules_across(self) -> Iterator[Rule]:
        for number, said in enumerate(self.said.get("rules", ())):
            if "sql" in said and "table" in said:
                self._named(("rules", str(number)), said["table"])
                yield _rule(said["table"], said, number)

    def _validators(self, table: str) -> Iterator[Validator]:
        yield from (Validator(name, table) for name in self._table(table, "validators", ()))

    def _validators_across(self) -> Iterator[Validator]:
        for number, said in enumerate(self.said.get("validators", ())):
            if "name" in said and "table" in said:
                self._named(("validators", str(number)), said["table"])
                yield Validator(said["name"], said["table"])

    def _machines(self, table: str) -> Iterator[StateMachine]:
        for column, states in self._table(table, "states", {}).items():
            self._named(("tables", table, "states", column), table, column)
            made = []
            for name, said in states.items():
                path = ("tables", table, "states", column, name)
                self._named(path, table, *said.get("implies", ()))
                made.append(State(name, said.get("weight", 1.0), said.get("implies", ()), said.get("next", ())))
                for other in said.get("next", ()):
                    if other not in states:
                        help = did_you_mean(other, states, "states")
                        self._problem((*path, "next"), Unclear(f"there is no state {other!r} of {column}", help=help))
            yield StateMachine(table, column, tuple(made))

    def _personas(self, table: str) -> Iterator[Personas]:
        said = self._table(table, "personas", {})
        kinds = {name: kind for name, kind in said.get("kinds", {}).items() if "share" in kind}
        if not kinds:
            return
        path = ("tables", table, "personas")
        self._named(path, table, *([said["column"]] if "column" in said else []))
        total = sum(kind["share"] for kind in kinds.values())
        if not 0.999 <= total <= 1.001:
            self._problem(
                (*path, "kinds"), Unclear(f"the shares of the kinds are {total:g} together", help="make it 1")
            )
        made = tuple(Persona(name, kind["share"], kind.get("activity", 1.0)) for name, kind in kinds.items())
        yield Personas(table, made, said.get("column", ""))


def _rule(table: str, said: Mapping[str, Any], number: int) -> Rule:
    return Rule(said.get("name", f"rule {number + 1}"), table, said["sql"], said.get("judged_only", False))
