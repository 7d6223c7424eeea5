"""Rules over several columns of one row: sums, dates, orders, choices, implications."""

from __future__ import annotations

import itertools
from datetime import timedelta
from decimal import Decimal

from tests.fuzz.dice import WORDS
from tests.fuzz.growth import Growth

__all__ = [
    "arithmetic",
    "case",
    "coalesce",
    "date_arithmetic",
    "equality",
    "exactly_one",
    "implication",
    "null_or",
    "order_chain",
]


def arithmetic(g: Growth) -> None:
    """Sums, products and shares."""
    g.dice.pick([_product, _product, _limit, _net, _discount, _shares, _gap])(g)


def _product(g: Growth) -> None:
    quantity = g.dice.wholes(g.rows, 1, 20)
    price: list[object]
    if g.dialect == "sqlite" or g.dice.chance(0.4):
        price = list(g.dice.wholes(g.rows, 1, 90))
        family = "int"
    else:
        price = list(g.money(1, 90))
        family = "decimal"
    total = [one * two for one, two in zip(quantity, price, strict=True)]  # type: ignore[operator]
    many = g.column("int", quantity, "quantity", type=g.says("INTEGER", "INT", "INTEGER"))
    each = g.column(
        family, price, "unit_price", type="" if family == "decimal" else g.says("INTEGER", "INT", "INTEGER")
    )
    type = g.says("NUMERIC(14,2)", "DECIMAL(14,2)", "INTEGER") if family == "decimal" else "BIGINT"
    whole = g.column(family, total, "total", type=type)
    g.check("arithmetic", g.dice.pick([f"{whole} = {many} * {each}", f"{many} * {each} = {whole}"]), whole, many, each)
    if g.dice.chance(0.4):
        g.check("range", f"{many} > 0 AND {many} <= 20", many)


def _limit(g: Growth) -> None:
    one = g.column("int", g.dice.wholes(g.rows, 0, 50))
    two = g.column("int", g.dice.wholes(g.rows, 0, 50))
    g.check("arithmetic", f"{one} + {two} <= 100", one, two)
    if g.dice.chance(0.5):
        g.check("range", f"{one} >= 0 AND {two} >= 0", one, two)


def _net(g: Growth) -> None:
    family = "int" if g.dialect == "sqlite" else g.dice.pick(["int", "decimal"])
    gross: list[object] = list(g.dice.wholes(g.rows, 100, 900) if family == "int" else g.money(100, 900))
    tax: list[object] = list(g.dice.wholes(g.rows, 0, 99) if family == "int" else g.money(0, 99))
    type = g.type(family) if family == "decimal" else g.says("INTEGER", "INT", "INTEGER")
    names = [g.column(family, cells, stem, type=type) for cells, stem in ((gross, "gross"), (tax, "tax"))]
    net = [one - two for one, two in zip(gross, tax, strict=True)]  # type: ignore[operator]
    whole = g.column(family, net, "net", type=type)
    g.check("arithmetic", f"{whole} = {names[0]} - {names[1]}", whole, *names)
    if g.dice.chance(0.5):
        g.check("range", f"{whole} >= 0", whole)


def _discount(g: Growth) -> None:
    if g.dialect == "sqlite":
        price = g.dice.wholes(g.rows, 10, 900)
        one = g.column("int", price, "price")
        two = g.column("int", [cell // g.dice.whole(2, 5) for cell in price], "discount")
        g.check("arithmetic", f"{two} * 2 <= {one}", one, two)
        return
    amounts = g.money(10, 900)
    one = g.column("decimal", amounts, "price")
    cells = [(cell / g.dice.whole(2, 5)).quantize(Decimal("0.01"), "ROUND_DOWN") for cell in amounts]
    two = g.column("decimal", g.holes(cells, g.dice.pick([0, 0.2])), "discount")
    g.check("arithmetic", g.dice.pick([f"{two} <= {one} * 0.5", f"{two} <= {one} / 2"]), one, two)


def _shares(g: Growth) -> None:
    first = g.dice.wholes(g.rows, 0, 50)
    second = g.dice.wholes(g.rows, 0, 50)
    rest = [100 - one - two for one, two in zip(first, second, strict=True)]
    names = [g.column("int", cells, stem) for cells, stem in ((first, "low"), (second, "middle"), (rest, "high"))]
    g.check("arithmetic", f"{names[0]} + {names[1]} + {names[2]} = 100", *names)
    if g.dice.chance(0.6):
        g.check("range", f"{names[0]} >= 0 AND {names[1]} >= 0 AND {names[2]} >= 0", *names)


def _gap(g: Growth) -> None:
    low = g.dice.wholes(g.rows, 0, 500)
    one = g.column("int", low, "lowest")
    two = g.column("int", [cell + g.dice.whole(5, 50) for cell in low], "highest")
    g.check("arithmetic", f"{two} - {one} >= 5", one, two)


def date_arithmetic(g: Growth) -> None:
    """Days between two dates, hours between two moments."""
    if g.dice.chance(0.3):
        _hours(g)
        return
    started = g.dice.dates(g.rows)
    least, most = g.dice.pick([(0, 30), (1, 14), (3, 90)])
    ended = [day + timedelta(g.dice.whole(least, most)) for day in started]
    type = g.says("DATE", "DATE", "DATE")
    one = g.column("date", started, "issued_on", type=type)
    two = g.column("date", g.holes(ended, g.dice.pick([0, 0.3])), "due_on", type=type)
    g.check("date_arithmetic", g.dice.pick(_DAYS[g.dialect]).format(a=one, b=two, least=least, most=most), one, two)


_DAYS = {
    "postgres": [
        "{b} <= {a} + {most} AND {b} >= {a}",
        "{b} - {a} BETWEEN {least} AND {most}",
        "{b} >= {a} + INTERVAL '{least} days' AND {b} <= {a} + INTERVAL '{most} days'",
        "{b} - {a} >= {least}",
        "{a} >= {b} - {most} AND {a} <= {b}",
    ],
    "mysql": [
        "DATEDIFF({b}, {a}) BETWEEN {least} AND {most}",
        "{b} >= DATE_ADD({a}, INTERVAL {least} DAY) AND {b} <= DATE_ADD({a}, INTERVAL {most} DAY)",
        "{b} <= {a} + INTERVAL {most} DAY AND {b} >= {a}",
    ],
    "sqlite": [
        "julianday({b}) - julianday({a}) BETWEEN {least} AND {most}",
        "{b} >= {a} AND {b} <= date({a}, '+{most} days')",
        "{b} >= date({a}, '+{least} days')",
    ],
}


def _hours(g: Growth) -> None:
    started = g.dice.moments(g.rows)
    ended = [moment + timedelta(minutes=g.dice.whole(1, 470)) for moment in started]
    type = g.says("TIMESTAMP", "DATETIME", "TIMESTAMP")
    one = g.column("moment", started, "started_at", type=type)
    two = g.column("moment", g.holes(ended, g.dice.pick([0, 0.3])), "ended_at", type=type)
    later = g.says(f"{one} + INTERVAL '8 hours'", f"DATE_ADD({one}, INTERVAL 8 HOUR)", f"datetime({one}, '+8 hours')")
    g.check("date_arithmetic", f"{two} > {one} AND {two} <= {later}", one, two)


def order_chain(g: Growth) -> None:
    """a <= b <= c, of numbers, amounts, days or moments."""
    family = g.dice.pick(["int", "decimal", "date", "moment"])
    count = g.dice.whole(2, 4)
    strict = g.dice.chance(0.4)
    rows = [_ladder(g, family, count) for _ in range(g.rows)]
    type = g.says("DATE", "DATE", "DATE") if family == "date" else g.type(family)
    if type == "SMALLINT":
        type = "INTEGER"
    names = []
    for place in range(count):
        cells = [row[place] for row in rows]
        names.append(g.column(family, g.holes(cells, g.dice.pick([0, 0, 0.25])), type=type))
    sign = "<" if strict else "<="
    links = [f"{one} {sign} {two}" for one, two in itertools.pairwise(names)]
    if g.dice.chance(0.5):
        g.check("order_chain", " AND ".join(links), *names)
    else:
        for number, link in enumerate(links):
            g.check("order_chain", link, names[number], names[number + 1])
    if g.dice.chance(0.3) and family in ("int", "decimal"):
        least = min((cell for cell in g.table.column(names[0]).cells if cell is not None), default=0)  # type: ignore[type-var]
        g.check("range", f"{names[0]} >= {g.put(least)}", names[0])


def _ladder(g: Growth, family: str, count: int) -> list[object]:
    """Values that rise strictly."""
    steps = g.dice.wholes(count, 1, 60)
    sums = [sum(steps[: place + 1]) for place in range(count)]
    if family == "int":
        return list(sums)
    if family == "decimal":
        return [Decimal(number * 100 + 25).scaleb(-2) for number in sums]
    if family == "date":
        (first,) = g.dice.dates(1)
        return [first + timedelta(number) for number in sums]
    (moment,) = g.dice.moments(1)
    return [moment + timedelta(hours=number) for number in sums]


def null_or(g: Growth) -> None:
    """`x IS NULL OR …`, of one column or two."""
    if g.dice.chance(0.4):
        name = g.column("int", g.holes(g.dice.wholes(g.rows, 1, 400), 0.3))
        g.check("null_or", f"{name} IS NULL OR {name} > 0", name)
        return
    days = g.dice.dates(g.rows)
    type = g.says("DATE", "DATE", "DATE")
    one = g.column("date", days, "start_date", type=type)
    two = g.column("date", g.holes([day + timedelta(g.dice.whole(1, 90)) for day in days], 0.35), "end_date", type=type)
    g.check("null_or", f"{two} IS NULL OR {two} > {one}", one, two)


def implication(g: Growth) -> None:
    """A state that asks for a moment."""
    words = ["new", "sent", "paid"][: g.dice.whole(2, 3)]
    states = g.dice.picks(g.rows, words)
    form = g.dice.whole(0, 5)
    always = form in (1, 3)
    moments = [
        moment if state == "sent" or (not always and form != 5 and g.dice.chance(0.3)) else None
        for state, moment in zip(states, g.dice.moments(g.rows), strict=True)
    ]
    if form == 4:
        _flagged(g)
        return
    state = g.column("text", states, "status", type="VARCHAR(20)", required=True)
    at = g.column("moment", moments, "sent_at", required=False)
    others = g.listed([word for word in words if word != "sent"])
    sql = [
        f"{state} <> 'sent' OR {at} IS NOT NULL",
        f"({state} = 'sent') = ({at} IS NOT NULL)",
        f"NOT ({state} = 'sent' AND {at} IS NULL)",
        f"({state} = 'sent' AND {at} IS NOT NULL) OR ({state} IN ({others}) AND {at} IS NULL)",
        "",
        f"CASE WHEN {at} IS NOT NULL THEN {state} = 'sent' ELSE {state} IN ({others}) END",
    ][form]
    g.check("implication", sql, state, at)
    if form in (0, 2) and g.dice.chance(0.7):
        g.check("in", f"{state} IN ({g.listed(words)})", state)


def _flagged(g: Growth) -> None:
    flags = [g.dice.chance(0.5) for _ in range(g.rows)]
    flag = g.column("flag", flags, required=True)
    cells = [day if on or g.dice.chance(0.4) else None for on, day in zip(flags, g.dice.dates(g.rows), strict=True)]
    day = g.column("date", cells, "since", type="DATE", required=False)
    off = g.says(f"NOT {flag}", f"{flag} = 0", f"{flag} = 0")
    g.check("implication", f"{off} OR {day} IS NOT NULL", flag, day)


def exactly_one(g: Growth) -> None:
    """One of several columns holds a value."""
    count = g.dice.whole(2, 3)
    chosen = [g.dice.whole(0, count - 1) for _ in range(g.rows)]
    columns: list[list[object]] = [
        list(g.dice.words(g.rows)),
        list(g.dice.wholes(g.rows, 1, 99)),
        list(g.dice.dates(g.rows)),
    ]
    names = []
    for place, (family, stem) in enumerate([("text", "email"), ("int", "phone_no"), ("date", "visited_on")][:count]):
        cells = [cell if pick == place else None for cell, pick in zip(columns[place], chosen, strict=True)]
        names.append(g.column(family, cells, stem, required=False))
    summed = " + ".join(f"({name} IS NOT NULL)" for name in names) + " = 1"
    counted = f"num_nonnulls({', '.join(names)}) = 1"
    cases = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in names) + " = 1"
    forms = [g.says(counted, summed, summed), g.says(counted, summed, summed), cases]
    if count == 2:
        forms.append(f"({names[0]} IS NULL) <> ({names[1]} IS NULL)")
        forms.append(" OR ".join(f"({one} IS NOT NULL AND {two} IS NULL)" for one, two in (names, names[::-1])))
    g.check("exactly_one", g.dice.pick(forms), *names)


def case(g: Growth) -> None:
    """CASE over a kind."""
    kinds = g.dice.picks(g.rows, ["percent", "fixed", "none"])
    amounts: list[object] = [
        g.dice.whole(1, 100) if kind == "percent" else g.dice.whole(5, 5000) if kind == "fixed" else None
        for kind in kinds
    ]
    kind = g.column("text", kinds, "kind", type="VARCHAR(20)", required=True)
    amount = g.column("int", amounts, "amount", type=g.says("INTEGER", "INT", "INTEGER"), required=False)
    forms = [
        (
            f"CASE {kind} WHEN 'percent' THEN {amount} BETWEEN 1 AND 100 WHEN 'fixed' THEN {amount} >= 5"
            f" ELSE {amount} IS NULL END"
        ),
        f"CASE WHEN {kind} = 'percent' THEN {amount} <= 100 ELSE {g.says('TRUE', 'TRUE', '1')} END",
        f"CASE WHEN {kind} = 'none' THEN {amount} IS NULL ELSE {amount} IS NOT NULL AND {amount} > 0 END",
    ]
    g.check("case", g.dice.pick(forms), kind, amount)
    if g.dice.chance(0.6):
        g.check("in", f"{kind} IN ('percent', 'fixed', 'none')", kind)


def coalesce(g: Growth) -> None:
    """The first value that is there."""
    form = g.dice.whole(0, 2)
    if form == 0:
        name = g.column("int", g.holes(g.dice.wholes(g.rows, 0, 50), 0.3), "discount")
        g.check("coalesce", f"COALESCE({name}, 0) <= 50", name)
        return
    cells = g.dice.words(g.rows)
    keep = g.dice.wholes(g.rows, 0, 2)
    first = [cell if number != 1 else None for cell, number in zip(cells, keep, strict=True)]
    second = [cell if number != 0 else None for cell, number in zip(g.dice.words(g.rows), keep, strict=True)]
    one = g.column("text", first, "nickname", required=False)
    two = g.column("text", second, "full_name", required=False)
    g.check(
        "coalesce", [f"COALESCE({one}, {two}) IS NOT NULL", f"COALESCE({one}, {two}, '') <> ''"][form - 1], one, two
    )


def equality(g: Growth) -> None:
    """Columns that say the same."""
    form = g.dice.whole(0, 2)
    if form == 0:
        dates = g.holes(g.dice.dates(g.rows), 0.4)
        day = g.column("date", dates, "deleted_on", type="DATE", required=False)
        flag = g.column("flag", [cell is not None for cell in dates], "is_deleted", required=True)
        g.check("equality", f"{flag} = ({day} IS NOT NULL)", flag, day)
    elif form == 1:
        numbers = g.dice.wholes(g.rows, 0, 900)
        one, two = g.column("int", numbers), g.column("int", numbers)
        g.check("equality", f"{one} = {two}", one, two)
    else:
        words = g.dice.picks(g.rows, WORDS)
        one = g.column("text", [word.title() for word in words], "name")
        two = g.column("text", words, "name_key")
        g.check("equality", f"{two} = lower({one})", one, two)
