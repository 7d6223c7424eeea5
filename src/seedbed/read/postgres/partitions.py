"""Partitions of PostgreSQL: their bounds as one condition on the partitioned table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from postgast import pg_query_pb2 as pg

from seedbed.read.postgres.catalog import Bound, Catalog, DraftTable, Partitioning
from seedbed.read.postgres.tree import deparsed, quoted

__all__ = ["bound_condition", "bound_of", "condition", "partitioning_of", "partitions"]

_STRATEGIES = {
    pg.PARTITION_STRATEGY_LIST: "list",
    pg.PARTITION_STRATEGY_RANGE: "range",
    pg.PARTITION_STRATEGY_HASH: "hash",
}
_LOWEST, _HIGHEST = "MINVALUE", "MAXVALUE"


def partitioning_of(node: pg.PartitionSpec) -> Partitioning:
    """What PARTITION BY says."""
    elements = [item.partition_elem for item in node.part_params]
    keys = tuple(_key(element) for element in elements)
    strategy = _STRATEGIES.get(node.strategy, "range")
    columns = tuple(element.name for element in elements if element.name)
    return Partitioning(strategy, keys, columns, f"{strategy} ({', '.join(keys)})")


def _key(element: pg.PartitionElem) -> str:
    if element.name:
        return quoted(element.name)
    text = deparsed(element.expr)
    return text if element.expr.HasField("func_call") else f"({text})"


def bound_of(node: pg.PartitionBoundSpec) -> Bound:
    """What FOR VALUES says."""
    if node.is_default:
        return Bound("default")
    if node.strategy == "l":
        return Bound("list", tuple(deparsed(value) for value in node.listdatums))
    if node.strategy == "r":
        return Bound("range", _values(node.lowerdatums), _values(node.upperdatums))
    return Bound("hash")


def _values(nodes: Iterable[pg.Node]) -> tuple[str, ...]:
    """The values of one side; MINVALUE and MAXVALUE, which the grammar takes for columns, in capitals."""
    return tuple(deparsed(node).upper() if node.HasField("column_ref") else deparsed(node) for node in nodes)


def partitions(table: DraftTable, catalog: Catalog) -> tuple[DraftTable, ...]:
    """The direct partitions of a table."""
    return tuple(other for other in catalog.tables.values() if other.partition_of is table)


def condition(table: DraftTable, catalog: Catalog) -> str | None:
    """What a row must fulfil to find its partition; None where every row finds one."""
    parts = partitions(table, catalog)
    spec = table.partitioning
    if spec is None or spec.strategy == "hash" or not parts:
        return None
    nested = [(part.bound, condition(part, catalog)) for part in parts if part.bound is not None]
    if any(bound.strategy == "default" and inner is None for bound, inner in nested):
        return None
    plain = [bound for bound, inner in nested if inner is None]
    deep = [
        f"({_one(spec.keys, bound)}) AND ({inner})"
        for bound, inner in nested
        if inner is not None and bound.strategy != "default"
    ]
    options = [*_all(spec.keys, plain), *deep]
    return " OR ".join(f"({option})" for option in options) if len(options) > 1 else "".join(options) or None


def _all(keys: Sequence[str], bounds: Sequence[Bound]) -> list[str]:
    """The conditions of partitions without partitions of their own, the fewest that say the same."""
    listed = [bound for bound in bounds if bound.strategy == "list"]
    values = tuple(dict.fromkeys(value for bound in listed for value in bound.lower))
    ranges = _merged([bound for bound in bounds if bound.strategy == "range"])
    return ([_one(keys, Bound("list", values))] if values else []) + [_one(keys, bound) for bound in ranges]


def _merged(bounds: Sequence[Bound]) -> list[Bound]:
    """Ranges of which one ends where the next begins, joined."""
    by_lower = {bound.lower: bound for bound in bounds}
    inner = {bound.upper for bound in bounds}
    merged = []
    for bound in bounds:
        if bound.lower in inner:
            continue
        upper, seen = bound.upper, {bound.lower}
        while upper in by_lower and upper not in seen:
            seen.add(upper)
            upper = by_lower[upper].upper
        merged.append(Bound("range", bound.lower, upper))
    return merged


def _one(keys: Sequence[str], bound: Bound) -> str:
    """The condition of one partition."""
    if bound.strategy == "list":
        return _listed(keys[0], bound.lower)
    low, high = _side(keys, bound.lower, ">", _HIGHEST), _side(keys, bound.upper, "<", _LOWEST)
    return " AND ".join(part for part in (low, high) if part) or "TRUE"


def _listed(key: str, values: Sequence[str]) -> str:
    real = [value for value in values if value.upper() != "NULL"]
    options = [f"{key} IN ({', '.join(real)})"] if real else []
    options += [f"{key} IS NULL"] if len(real) < len(values) else []
    return " OR ".join(options)


def _side(keys: Sequence[str], values: Sequence[str], operator: str, strict: str) -> str:
    """One side of a range: the keys, compared one after the other, are at least (or below) the values.

    A lower bound holds its own value and an upper one does not; MINVALUE below and MAXVALUE above leave the key
    free. The other way round (`strict`: a lower MAXVALUE, an upper MINVALUE) no value of this key reaches it.
    """
    if not values:
        return ""
    value, key = values[0], keys[0]
    if value == strict:
        return "FALSE"
    if value in (_LOWEST, _HIGHEST):
        return ""
    if len(values) == 1:
        return f"{key} {'>=' if operator == '>' else '<'} {value}"
    rest = _side(keys[1:], values[1:], operator, strict)
    if rest == "FALSE":
        return f"{key} {operator} {value}"
    if not rest:
        return f"{key} {operator}= {value}"
    return f"({key} {operator} {value} OR ({key} = {value} AND {rest}))"


def bound_condition(part: DraftTable) -> str | None:
    """The condition of one partition alone; None for a hash or a DEFAULT partition."""
    spec = part.partition_of.partitioning if part.partition_of else None
    if spec is None or part.bound is None or part.bound.strategy in ("hash", "default"):
        return None
    return _one(spec.keys, part.bound)
