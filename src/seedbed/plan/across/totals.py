"""What adds up: lines of quantity and price, totals over their lines, taxes and discounts, and numbers of children."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.classes import dataclass
from seedbed.generators.meanings.naming import table_words
from seedbed.generators.row.tally import Amount, Term
from seedbed.plan.across.names import counted, has_history, lines_of, role, roles_of
from seedbed.plan.across.wanted import Children, Context, Copy, Part, Total
from seedbed.plan.conditions.look import Look, narrowest
from seedbed.schema.graph import referrers
from seedbed.schema.model import Column, ForeignKey, Table

__all__ = ["copies", "is_amount", "totals"]

MOST_DISCOUNT, MOST_TAX = 30, 20
"""Percent of what they are taken from."""

_LEAST = 10
"""What holds less than this is a rate."""

_HEAD = {"header", "head"}


@dataclass(frozen=True, slots=True)
class _Base:
    """What a total starts from, with the hidden columns that it reads."""

    terms: tuple[Term, ...]
    looks: tuple[Look, ...] = ()
    children: tuple[Children, ...] = ()


def copies(table: Table, context: Context) -> Iterator[Copy]:
    """The columns of a table that repeat a parent's: the price of what is sold, a currency, a rate of tax."""
    if has_history(table):
        return
    price = role(table, "price")
    if price is not None and role(table, "quantity") is not None and price.generated is None:
        look = _price_of_parent(table, context)
        if look is not None:
            yield Copy(table.id, price.name, look)
    for column in roles_of(table, "copied"):
        look = _namesake(table, column, context)
        if look is not None:
            yield Copy(table.id, column.name, look)


def totals(table: Table, context: Context) -> Iterator[Total | Part]:
    """The numbers of a table that others give; none of a reference, whatever its columns are called."""
    keys = table.referring
    return (wanted for wanted in _totals(table, context) if wanted.column not in keys)


def _totals(table: Table, context: Context) -> Iterator[Total | Part]:
    base = _line(table, context) or _over_lines(table, context)
    whole, part = _whole(table), role(table, "subtotal")
    part = part if part is not None and part != whole else None
    more = list(_more(table, context))
    if part is not None and base is not None:
        yield Total(table.id, part.name, base.terms, base.looks, base.children)
    if part is not None and more:
        base = _Base((Term((Amount(part.name),)),))
    elif part is not None:
        base = base and _Base((Term((Amount(part.name),)),))
    if whole is not None and base is not None and whole.generated is None:
        yield from _shares(table, base, context)
        yield Total(table.id, whole.name, (*base.terms, *more), base.looks, base.children)
    yield from _counts(table, context)


def _price_of_parent(table: Table, context: Context) -> Look | None:
    """The price of the one thing with a price that a row refers to."""
    found = []
    for key, parent in context.parents(table):
        price = role(parent, "source_price")
        if price is not None and price.generated is None and role(parent, "quantity") is None:
            found.append(context.look(table, key, price.name))
    return found[0] if len(found) == 1 else None


def _namesake(table: Table, column: Column, context: Context) -> Look | None:
    """A parent's column of the same name and kind; of several the first that every row has."""
    own = _target(table, column.name)
    found = []
    for key, parent in context.parents(table):
        for other in parent.columns:
            same = other.name.lower() == column.name.lower() and other.type.kind == column.type.kind
            if (
                same
                and other.generated is None
                and _target(parent, other.name) == own
                and column.name not in key.columns
            ):
                optional = any(table.column(name).nullable for name in key.columns)
                found.append((optional, context.look(table, key, other.name)))
    return next((look for _, look in sorted(found, key=lambda pair: pair[0])), None)


def _target(table: Table, column: str) -> tuple[str, tuple[str, ...]] | None:
    return next(((key.table, key.references) for key in table.foreign_keys if key.columns == (column,)), None)


def _line(table: Table, context: Context) -> _Base | None:
    """Quantity times price, less what is taken off."""
    quantity, price = role(table, "quantity"), role(table, "price")
    if quantity is None:
        return None
    look = None if price is not None else _price_of_parent(table, context)
    name = price.name if price is not None else look.name if look is not None else ""
    if not name:
        return None
    amounts = [Amount(quantity.name), Amount(name), *_taken_off(table, context)]
    return _Base((Term(tuple(amounts)),), () if look is None else (look,))


def _taken_off(table: Table, context: Context) -> Iterator[Amount]:
    """What a discount that is a share leaves."""
    percent, rate = role(table, "discount_percent"), role(table, "discount_rate")
    plain = role(table, "discount")
    most = None if plain is None else _most(table, plain, context)
    if percent is not None:
        yield Amount(percent.name, of=100, digits=2, blank=True)
    elif rate is not None:
        yield Amount(rate.name, of=1, blank=True)
    elif plain is not None and most is not None and most <= 1:
        yield Amount(plain.name, of=1, blank=True)


def _most(table: Table, column: Column, context: Context) -> float | None:
    """The highest number that a column can hold, None where that is not known."""
    high = context.closet.facts[table.id].limit(column.name).high
    type = column.type
    if high is not None:
        try:
            return float(str(high))
        except ValueError:
            return None
    digits = None if type.precision is None else type.precision - (type.scale or 0)
    return None if digits is None or type.kind != "decimal" else float(10**digits - 1 if digits else 1)


def is_amount(table: Table, column: Column, context: Context) -> bool:
    """Whether a number is no rate: numeric(3, 2) is one."""
    most = _most(table, column, context)
    return most is None or most >= _LEAST


def _whole(table: Table) -> Column | None:
    """The column for the total of a row."""
    taken = {column.name for name in ("price", "quantity") if (column := role(table, name)) is not None}
    names = ("line_total", "total") if role(table, "quantity") is not None else ("total",)
    part = role(table, "subtotal")
    found = [column for name in names for column in roles_of(table, name) if column.name not in taken]
    other = [column for column in found if column != part]
    return next(iter([*other, *found]), None)


def _more(table: Table, context: Context) -> Iterator[Term]:
    """What is added to a total and taken from it, beside its lines."""
    for name in ("tax", "shipping", "tip"):
        column = role(table, name)
        if column is not None:
            yield Term((Amount(column.name, blank=True),))
    column = role(table, "discount")
    if column is not None and is_amount(table, column, context):
        yield Term((Amount(column.name, blank=True),), minus=True)


def _shares(table: Table, base: _Base, context: Context) -> Iterator[Part]:
    """Discounts and taxes in proportion to what they belong to."""
    for name, percent in (("discount", MOST_DISCOUNT), ("tax", MOST_TAX)):
        column = role(table, name)
        if column is not None and column.generated is None and is_amount(table, column, context):
            yield Part(table.id, column.name, base.terms, percent, base.looks, base.children)


def _over_lines(table: Table, context: Context) -> _Base | None:
    """The sum over the lines of a row, where exactly one table has them."""
    found = []
    for other in referrers(context.schema).get(table.id, ()):
        keys = [key for key in other.foreign_keys if key.table == table.id]
        if len(keys) == 1 and _holds_lines(other, table):
            terms = _line_terms(other, keys[0], context)
            found += [Children(other.id, narrowest(keys[0], table), terms)] if terms else []
    if len(found) != 1:
        return None
    return _Base((Term((Amount(found[0].name),)),), (), (found[0],))


def _holds_lines(lines: Table, table: Table) -> bool:
    """Whether a table's name says that it holds the lines of another, which is nothing that is sold itself."""
    if role(table, "source_price") is not None:
        return False
    of, whole = lines_of(lines), set(table_words(table.name)) - _HEAD
    if of is None:
        return lines.name.lower().startswith(table.name.lower().rstrip("s"))
    return of <= whole or whole <= of


def _line_terms(lines: Table, key: ForeignKey, context: Context) -> tuple[Term, ...]:
    """What each line adds: its total where it has one that rows are made with, else quantity times price."""
    quantity, whole = role(lines, "quantity"), role(lines, "line_total")
    price = role(lines, "price")
    if (
        whole is not None
        and whole != price
        and context.is_filled(lines, whole)
        and (quantity or lines_of(lines) is not None)
    ):
        return (Term((Amount(whole.name),)),)
    if quantity is None or price is None:
        return ()
    amounts = (Amount(quantity.name), Amount(price.name), *_taken_off(lines, context))
    return (Term(amounts),)


def _counts(table: Table, context: Context) -> Iterator[Total]:
    """Columns for the number of children."""
    for column in table.columns:
        noun = counted(table, column) if column.generated is None else None
        if noun:
            found = [
                (other, key)
                for other in context.schema
                for key in other.foreign_keys
                if key.table == table.id and _is_called(other, table, noun)
            ]
            if len(found) == 1:
                children = Children(found[0][0].id, narrowest(found[0][1], table))
                yield Total(table.id, column.name, (Term((Amount(children.name),)),), (), (children,))


def _is_called(child: Table, parent: Table, noun: tuple[str, ...]) -> bool:
    named = table_words(child.name)
    return named[-len(noun) :] == noun or (child.id == parent.id and noun == ("child",))
