"""Rules over all rows of a table: unique sets of every kind, and ranges that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from tests.fuzz.dice import WORDS
from tests.fuzz.growth import Growth

__all__ = [
    "char_padding",
    "check_meets_unique",
    "composite_unique",
    "exclude",
    "expression_unique",
    "folded_unique",
    "generated_unique",
    "nulls_not_distinct",
    "numeric_scale",
    "partial_unique",
    "time_precision",
]


def _group(g: Growth) -> str:
    """A column whose values come back: a reference there is, or a new one of few values."""
    known = g.existing("key", "textkey")
    known = [column for column in known if len(set(column.cells)) < g.rows and None not in column.cells]
    if known and g.dice.chance(0.6):
        return g.dice.pick(known).name
    if g.dice.chance(0.5):
        return g.column("int", g.dice.wholes(g.rows, 1, 6), "team_no", required=True)
    return g.column("text", g.dice.picks(g.rows, WORDS[:5]), "area", type="VARCHAR(20)", required=True)


def _within(groups: Sequence[object]) -> list[int]:
    """Numbers from 1 within each group."""
    seen: dict[object, int] = {}
    numbers = []
    for group in groups:
        seen[group] = seen.get(group, 0) + 1
        numbers.append(seen[group])
    return numbers


def composite_unique(g: Growth) -> None:
    """Two or three columns that are distinct together only."""
    group = _group(g)
    numbers = _within(g.table.column(group).cells)
    if g.dice.chance(0.3):
        one = g.column("int", [(number - 1) // 3 for number in numbers], "row_no", required=True)
        two = g.column("int", [(number - 1) % 3 for number in numbers], "column_no", required=True)
        g.unique("composite_unique", group, one, two)
        if g.dice.chance(0.5):
            g.check("check_meets_unique", f"{two} BETWEEN 0 AND 2", two)
        return
    cells: list[object] = (
        list(numbers) if g.dice.chance(0.6) else [f"{WORDS[number % 36]} {number}" for number in numbers]
    )
    family, stem = ("int", "position") if isinstance(cells[0], int) else ("text", "name")
    name = g.column(family, cells, stem, required=g.dice.chance(0.7))
    g.unique("composite_unique", *g.dice.some(2, [group, name]))


def partial_unique(g: Growth) -> None:
    """One primary row in each group; names that only living rows keep distinct."""
    form = g.dice.whole(0, 2)
    if form == 0:
        group = _group(g)
        first = [number == 1 and g.dice.chance(0.8) for number in _within(g.table.column(group).cells)]
        flag = g.column("flag", first, "is_primary", required=True)
        where = g.says(flag, "", g.dice.pick([flag, f"{flag} = 1"]))
        g.index("partial_unique", f"({group}) WHERE {where}", group, flag)
    elif form == 1:
        gone = g.holes(g.dice.moments(g.rows), 0.5)
        numbers = g.dice.distinct(g.rows, 10, 999)
        words = [f"name {n if cell is None else n % 3}" for n, cell in zip(numbers, gone, strict=True)]
        name, at = (
            g.column("text", words, "handle", required=True),
            g.column("moment", gone, "deleted_at", required=False),
        )
        g.index("partial_unique", f"({name}) WHERE {at} IS NULL", name, at)
    else:
        group = _group(g)
        states = ["open" if n == 1 else g.dice.pick(["closed", "void"]) for n in _within(g.table.column(group).cells)]
        state = g.column("text", states, "state", type="VARCHAR(20)", required=True)
        if g.dice.chance(0.7):
            g.check("in", f"{state} IN ('open', 'closed', 'void')", state)
        g.index("partial_unique", f"({group}) WHERE {state} = 'open'", group, state)


def expression_unique(g: Growth) -> None:
    """Texts that differ in more than their case."""
    form = g.dice.whole(0, 2)
    words = [f"{g.dice.pick(WORDS)}{number}".title() for number in g.dice.distinct(g.rows, 1, 999)]
    name = g.column("text", words, g.dice.pick(["email", "username", "name"]))
    if form == 0:
        g.index("expression_unique", f"({g.dice.pick(['lower', 'upper'])}({name}))", name)
    elif form == 1:
        group = _group(g)
        g.index("expression_unique", f"({group}, lower({name}))", group, name)
    else:
        g.table.column(name).required = False
        numbers = g.holes([1] * g.rows, 0.3)
        other = g.column("int", numbers, "version", required=False)
        g.index("expression_unique", f"({name}, coalesce({other}, 0))", name, other)


def nulls_not_distinct(g: Growth) -> None:
    """NULL that counts as a value."""
    if g.dice.chance(0.4):
        cells: list[object] = list(g.dice.distinct(g.rows, 1, 500))
        cells[g.dice.whole(0, g.rows - 1)] = None
        name = g.column("int", cells, "slot_no", required=False)
        g.unique("nulls_not_distinct", name, words="UNIQUE NULLS NOT DISTINCT")
        return
    group = _group(g)
    numbers = [number if number > 1 else None for number in _within(g.table.column(group).cells)]
    name = g.column("int", numbers, "variant_no", required=False)
    g.unique("nulls_not_distinct", group, name, words="UNIQUE NULLS NOT DISTINCT")


def exclude(g: Growth) -> None:
    """Ranges that do not overlap within a group."""
    group = _group(g)
    numbers = _within(g.table.column(group).cells)
    form = g.dice.whole(0, 3)
    first = date(2023, 1, 1)
    days = [(first + timedelta(10 * n), first + timedelta(10 * n + g.dice.whole(1, 10))) for n in numbers]
    where = ""
    used: tuple[str, ...]
    if form == 0:
        name = g.column("range", [f"[{low},{high})" for low, high in days], "during", type="DATERANGE", required=True)
        part, used = name, (name,)
    elif form == 1:
        cells = [f"[{low:%Y-%m-%d} 08:00:00,{high:%Y-%m-%d} 08:00:00)" for low, high in days]
        name = g.column("range", cells, "period", type=g.dice.pick(["TSRANGE", "TSTZRANGE"]), required=True)
        part, used = name, (name,)
    elif form == 2:
        low = g.column("date", [one for one, _ in days], "valid_from", type="DATE", required=True)
        high = g.column("date", [two for _, two in days], "valid_to", type="DATE", required=True)
        g.check("order_chain", f"{low} < {high}", low, high)
        part, used = f"daterange({low}, {high})", (low, high)
    else:
        name = g.column("range", [f"[{n * 5},{n * 5 + 5})" for n in numbers], "seats", type="INT4RANGE", required=True)
        part, used = name, (name,)
        if g.dice.chance(0.5):
            state = g.column("text", g.dice.picks(g.rows, ["held", "cancelled"]), "state", required=True)
            where, used = f" WHERE ({state} <> 'cancelled')", (*used, state)
    g.constraint("exclude", f"EXCLUDE USING gist ({group} WITH =, {part} WITH &&){where}", group, *used)


def folded_unique(g: Growth) -> None:
    """Texts that a collation folds."""
    words = [f"{g.dice.pick(WORDS).title()}{number}" for number in g.dice.distinct(g.rows, 1, 999)]
    if g.dice.chance(0.3):
        few = g.dice.some(4, WORDS)
        type, tail = g.says("CITEXT", "VARCHAR(30)", "TEXT"), g.says("", "", " COLLATE NOCASE")
        cells = [g.dice.pick([str.upper, str.lower])(word) for word in g.dice.picks(g.rows, few)]
        name = g.column("folded", cells, "colour", type=type, tail=tail)
        g.check("folded_unique", f"{name} IN ({g.listed(few)})", name)
        return
    type, tail = g.says("CITEXT", "VARCHAR(40)", "VARCHAR(40)"), g.says("", "", " COLLATE NOCASE")
    name = g.column("folded", words, "login", type=type, tail=tail)
    group = [_group(g)] if g.dice.chance(0.3) else []
    g.unique("folded_unique", *group, name)


def char_padding(g: Growth) -> None:
    """CHAR(n): unique, of one length, or in a list."""
    form = g.dice.whole(0, 2)
    if form == 0:
        cells = [f"{WORDS[n % 36][:2].upper()}{n}"[:5] for n in g.dice.distinct(g.rows, 1, 99)]
        name = g.column("char", [f"{c}{n}"[-5:] for n, c in enumerate(cells)], "ticket", type="CHAR(5)")
        cells = [f"{n}"[:5] for n in g.dice.distinct(g.rows, 1, 9999)]
        g.table.column(name).cells = list(cells)
        g.unique("char_padding", name)
    elif form == 1:
        name = g.column("char", g.dice.picks(g.rows, ["EUR", "USD", "GBP"]), "currency", type="CHAR(3)")
        g.check("char_padding", g.dice.pick([f"{name} = upper({name})", f"length({name}) = 3"]), name)
    else:
        name = g.column("char", g.dice.picks(g.rows, ["f", "m", "x"]), "sex", type=g.dice.pick(["CHAR(1)", "CHAR(4)"]))
        g.check("char_padding", f"{name} IN ('f', 'm', 'x')", name)


def numeric_scale(g: Growth) -> None:
    """Numbers that are distinct once they are rounded."""
    digits, scale = g.dice.pick([(5, 1), (4, 0), (4, 2), (3, 1)])
    numbers = g.dice.distinct(g.rows, 0, 10**digits // 2)
    cells = [Decimal(number).scaleb(-scale) for number in numbers]
    type = f"{g.says('NUMERIC', 'DECIMAL', 'DECIMAL')}({digits},{scale})"
    name = g.column("decimal", cells, g.dice.pick(["weight", "rate", "dose"]), type=type)
    g.unique("numeric_scale", name)
    if g.dice.chance(0.4):
        g.check("check_meets_unique", f"{name} BETWEEN {min(cells)} AND {max(cells)}", name)


def time_precision(g: Growth) -> None:
    """Moments that are distinct once they are rounded."""
    first = g.dice.moments(1)[0]
    cells = [first + timedelta(seconds=number) for number in g.dice.distinct(g.rows, 0, 90_000)]
    types = ["TIMESTAMP(0)", "TIMESTAMPTZ(0)", "TIMESTAMP(3)"]
    type = g.says(g.dice.pick(types), g.dice.pick(["DATETIME", "DATETIME(3)"]), "DATETIME")
    name = g.column("moment", cells, "measured_at", type=type)
    g.unique("time_precision", *([_group(g)] if g.dice.chance(0.3) else []), name)


def generated_unique(g: Growth) -> None:
    """A generated column that is unique, or checked."""
    stored = g.says("STORED", g.dice.pick(["STORED", "VIRTUAL"]), g.dice.pick(["STORED", "VIRTUAL"]))
    if g.dice.chance(0.6):
        words = [f"{g.dice.pick(WORDS)}{number}".title() for number in g.dice.distinct(g.rows, 1, 999)]
        name = g.column("text", words, "label", type="VARCHAR(60)", required=True)
        tail = f" GENERATED ALWAYS AS (lower({name})) {stored}"
        made = g.column(
            "made", [w.lower() for w in words], "label_key", type="VARCHAR(60)", tail=tail, required=False, filled=False
        )
        g.unique("generated_unique", *([_group(g)] if g.dice.chance(0.3) else []), made)
        return
    one, two = g.dice.wholes(g.rows, 0, 9), list(range(g.rows))
    tens = [a + 10 * b for a, b in zip(one, two, strict=True)]
    left = g.column("int", one, "ones", required=True, type=g.says("INTEGER", "INT", "INTEGER"))
    right = g.column("int", two, "tens", required=True, type=g.says("INTEGER", "INT", "INTEGER"))
    tail = f" GENERATED ALWAYS AS ({left} + 10 * {right}) {stored}"
    made = g.column(
        "made", tens, "sum_of", type=g.says("INTEGER", "INT", "INTEGER"), tail=tail, required=False, filled=False
    )
    g.unique("generated_unique", made)
    if g.dice.chance(0.5):
        g.check("range", f"{left} BETWEEN 0 AND 9 AND {right} >= 0", left, right)


def check_meets_unique(g: Growth) -> None:
    """Unique columns with few values left."""
    form = g.dice.whole(0, 4)
    if form == 0:
        top = g.rows + g.dice.pick([0, 0, 5])
        name = g.column("int", g.dice.distinct(g.rows, 1, top), "place_no", required=True)
        g.check("check_meets_unique", f"{name} BETWEEN 1 AND {top}", name)
        g.unique("check_meets_unique", name)
    elif form == 1:
        cells = [f"{'ABCDEF'[n // 10]}{n % 10}" for n in g.dice.distinct(g.rows, 0, 59)]
        name = g.column("text", cells, "seat", type="VARCHAR(10)", required=True)
        sql = g.says(f"{name} ~ '^[A-F][0-9]$'", f"{name} REGEXP '^[A-F][0-9]$'", f"{name} GLOB '[A-F][0-9]'")
        g.check("check_meets_unique", sql, name)
        g.unique("check_meets_unique", name)
    elif form == 2:
        cells_of = g.dice.distinct(g.rows, 0, 7 * 8 - 1)
        day = g.column("int", [n % 7 for n in cells_of], "weekday", required=True)
        hour = g.column("text", [WORDS[n // 7] for n in cells_of], "shift", type="VARCHAR(10)", required=True)
        g.check("check_meets_unique", f"{day} BETWEEN 0 AND 6", day)
        g.check("in", f"{hour} IN ({g.listed(WORDS[:8])})", hour)
        g.unique("check_meets_unique", day, hour)
    elif form == 3:
        name = g.column("int", [5 * n for n in g.dice.distinct(g.rows, 1, g.rows + 2)], "mark", required=True)
        g.check("modulo", f"{name} % 5 = 0", name)
        g.check("check_meets_unique", f"{name} > 0 AND {name} <= {5 * g.rows + 10}", name)
        g.unique("check_meets_unique", name)
    else:
        low = g.dice.distinct(g.rows, 1, 300)
        one = g.column("int", low, "first_no", required=True)
        two = g.column("int", [n + g.dice.whole(0, 20) for n in low], "last_no", required=True)
        g.check("check_meets_unique", f"{one} <= {two}", one, two)
        g.unique("check_meets_unique", one)
