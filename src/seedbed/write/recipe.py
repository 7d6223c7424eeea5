"""A recipe as the YAML that is read back equal: for recipes that a program writes and a person goes on with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from seedbed.schema.recipe import ColumnWish, Distribution, FanOut, Persona, Recipe, Rule, State, TimeProfile

__all__ = ["recipe_text", "yaml_lines", "yaml_word"]

WIDE = 110
"""Letters of a line within which a mapping is written in one."""

_DEEP = 4  # spaces before the keys of a table
_DEFAULT = Recipe()
_PLAIN = re.compile(r"([A-Za-z_./][\w./@+-]*|\d+(\.\d+)? [A-Za-z]+)( [\w./@+-]+)*")
_TAKEN = {"true", "false", "yes", "no", "on", "off", "null", "y", "n", "."}  # words that YAML takes for something else


def recipe_text(recipe: Recipe, first: Mapping[str, Any] | None = None) -> str:
    """The YAML of a recipe, with what stands `first` in it (schema, format, ...); what is as by default is left out."""
    said = {**(first or {}), **_top(recipe), **_tables(recipe)}
    return "".join(f"{line}\n" for line in yaml_lines(said))


def yaml_lines(value: Mapping[str, Any], indent: str = "") -> list[str]:
    """A mapping as lines of YAML: what is short and deep in one line, all else in blocks."""
    lines: list[str] = []
    for name, item in value.items():
        key, flow = f"{indent}{yaml_word(name)}:", yaml_word(item)
        short = len(key) + len(flow) < WIDE and (len(indent) > _DEEP or not _is_nested(item))
        if isinstance(item, Mapping) and item and not short:
            lines += [key, *yaml_lines(item, indent + "  ")]
        elif isinstance(item, list) and item and isinstance(item[0], Mapping) and not short:
            lines += [key, *(f"{indent}  - {yaml_word(one)}" for one in item)]
        else:
            lines.append(f"{key} {flow}")
    return lines


def _is_nested(item: object) -> bool:
    return isinstance(item, Mapping) and any(isinstance(inner, Mapping) for inner in item.values())


def yaml_word(value: object) -> str:
    """A value in one line of YAML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{yaml_word(name)}: {yaml_word(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(yaml_word(item) for item in value) + "]"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and value.lower() not in _TAKEN else _quoted(value)
    return str(value)


def _quoted(text: str) -> str:
    return '"' + "".join(_letter(letter) for letter in text) + '"'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"


def _top(recipe: Recipe) -> dict[str, Any]:
    """What a recipe says of all tables."""
    known = {
        "seed": (recipe.seed, _DEFAULT.seed),
        "today": (recipe.today, _DEFAULT.today),
        "locale": (dict(recipe.locales) or recipe.locale, _DEFAULT.locale),
        "count": (recipe.rows, _DEFAULT.rows),
        "edge_cases": (recipe.edge_cases, None),  # a file that says nothing of them gets those of the command line
        "without": (list(recipe.without), []),
    }
    said = {name: value for name, (value, default) in known.items() if value != default}
    wide = {wish.column: _column(wish) for wish in recipe.columns if not wish.table}
    return said | ({"columns": wide} if wide else {})


def _tables(recipe: Recipe) -> dict[str, Any]:
    """What a recipe says of each table, in the order in which it names them."""
    found: dict[str, dict[str, Any]] = {}
    for table, key, value in (*_counts(recipe), *_values(recipe), *_wholes(recipe)):
        said = found.setdefault(table, {})
        if isinstance(said.get(key), list):
            said[key] += value
        elif isinstance(said.get(key), dict):
            said[key] |= value
        else:
            said[key] = value
    return {"tables": found} if found else {}


_Said = Iterator[tuple[str, str, Any]]
"""A table, a key in it, and what stands there, or a part of it."""


def _counts(recipe: Recipe) -> _Said:
    for table, count in recipe.table_rows:
        yield table, "count", count
    for ratio in recipe.ratios:
        yield ratio.table, "count", f"{yaml_word(ratio.count)} per {ratio.parent}"


def _values(recipe: Recipe) -> _Said:
    for wish in recipe.columns:
        if wish.table:
            yield wish.table, "columns", {wish.column: _column(wish)}
    for fan_out in recipe.fan_outs:
        yield fan_out.table, "fan_out", {", ".join(fan_out.columns): _fan_out(fan_out)}
    for pair in recipe.pairs:
        yield pair.table, "pairs", [{"columns": list(pair.columns), "correlation": pair.correlation}]


def _wholes(recipe: Recipe) -> _Said:
    for rule in recipe.rules:
        yield rule.table, "rules", [_rule(rule)]
    for validator in recipe.validators:
        yield validator.table, "validators", [validator.name]
    for machine in recipe.machines:
        yield machine.table, "states", {machine.column: {state.name: _state(state) for state in machine.states}}
    for personas in recipe.personas:
        kinds = {kind.name: _kind(kind) for kind in personas.personas}
        yield personas.table, "personas", _bare(column=personas.column) | {"kinds": kinds}


def _state(state: State) -> dict[str, Any]:
    return _bare(weight=_unlike(state.weight, 1.0), implies=list(state.implies), next=list(state.follows))


def _kind(kind: Persona) -> dict[str, Any]:
    return {"share": kind.share, **_bare(activity=_unlike(kind.activity, 1.0))}


def _column(wish: ColumnWish) -> dict[str, Any]:
    spread = wish.distribution
    values = dict(spread.weights) if spread is not None and spread.kind == "choice" else None
    return _bare(
        generator=wish.generator,
        pattern=wish.pattern,
        values=values,
        distribution=None if spread is None or values is not None else _distribution(spread),
        lengths=None if wish.lengths is None else _distribution(wish.lengths),
        times=None if wish.times is None else _times(wish.times),
        null_rate=wish.nulls,
    ) | ({} if wish.edge_cases else {"edge_cases": False})


def _distribution(spread: Distribution) -> Any:
    """A kind alone, or the mapping of all that a distribution has."""
    more = _bare(values=dict(spread.weights), edges=list(spread.edges), shares=list(spread.shares))
    return {"kind": spread.kind, **dict(spread.params), **more} if spread.params or more else spread.kind


def _times(times: TimeProfile) -> dict[str, Any]:
    lists = _bare(weekdays=list(times.weekdays), hours=list(times.hours), months=list(times.months))
    return lists | ({"growth": times.growth} if times.growth else {})


def _fan_out(wish: FanOut) -> dict[str, Any]:
    spread = None if wish.distribution is None else _distribution(wish.distribution)
    low = wish.low or None
    return _bare(low=low, high=wish.high, childless=wish.childless, distribution=spread)


def _rule(rule: Rule) -> dict[str, Any]:
    return {"name": rule.name, "sql": rule.sql} | ({"judged_only": True} if rule.judged_only else {})


def _unlike(value: float, default: float) -> float | None:
    return None if value == default else value


def _bare(**said: object) -> dict[str, Any]:
    """What is said: neither None, nor empty."""
    return {name: value for name, value in said.items() if value is not None and not _is_empty(value)}


def _is_empty(value: object) -> bool:
    return isinstance(value, str | list | Mapping | Iterable) and not value
