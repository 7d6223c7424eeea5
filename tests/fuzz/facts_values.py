"""Rules over the values of single columns: lists, ranges, patterns, lengths, documents, domains, types."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from tests.fuzz.dice import WORDS
from tests.fuzz.growth import Growth

__all__ = [
    "array",
    "domain",
    "enum",
    "function",
    "in_list",
    "json_document",
    "length",
    "like",
    "modulo",
    "regex",
    "similar",
    "value_range",
]


def in_list(g: Growth) -> None:
    """IN, = ANY, a chain of OR, NOT IN; of texts or numbers."""
    if g.dice.chance(0.25):
        numbers = g.dice.distinct(g.dice.whole(2, 6), 0, 12)
        name = g.column("int", g.holes(g.dice.picks(g.rows, numbers), g.dice.pick([0, 0.2])))
        g.check("in", f"{name} IN ({g.listed(numbers)})", name)
        return
    words = g.dice.some(g.dice.whole(2, 6), WORDS)
    cells = g.holes(g.dice.picks(g.rows, words), g.dice.pick([0, 0.2]))
    name = g.column("text", cells, g.dice.pick(["status", "kind", "state", "role", "category"]))
    form = g.dice.pick(["in", "any", "or", "not in"])
    if form == "any" and g.dialect == "postgres":
        cast = "".join(g.dice.some(1, ["", "::text", "::character varying"]))
        items = ", ".join(g.put(word) + cast for word in words)
        whole = f"({name})::text = ANY ((ARRAY[{items}])::text[])" if cast else f"{name} = ANY (ARRAY[{items}])"
        g.check("in", whole, name)
    elif form == "or":
        g.check("in", " OR ".join(f"{name} = {g.put(word)}" for word in words), name)
    elif form == "not in":
        g.check("in", f"{name} NOT IN ({g.listed([word for word in WORDS if word not in words][:3])})", name)
    else:
        g.check("in", f"{name} IN ({g.listed(words)})", name)


def value_range(g: Growth) -> None:
    """BETWEEN and comparisons with constants."""
    family = g.dice.pick(["int", "int", "decimal", "date", "moment", "float"])
    cells: list[object]
    if family in ("int", "float"):
        low = g.dice.pick([-50, 0, 1, 18, 1000])
        whole = g.dice.wholes(g.rows, low, low + g.dice.pick([4, 30, 900]))
        cells = [number / 2 if family == "float" else number for number in whole]
    elif family == "decimal":
        cells = list(g.money(g.dice.whole(0, 5), g.dice.whole(6, 900)))
    else:
        days = g.dice.pick([20, 300, 2000])
        cells = list(g.dice.dates(g.rows, days=days) if family == "date" else g.dice.moments(g.rows, days=days))
    name = g.column(family, g.holes(cells, g.dice.pick([0, 0.2])))
    known = [cell for cell in cells if cell is not None]
    low_text, high_text = _bound(g, min(known)), _bound(g, max(known))  # type: ignore[type-var]
    g.check("range", g.dice.pick(_RANGES).format(c=name, low=low_text, high=high_text), name)


def _bound(g: Growth, value: object) -> str:
    return g.day(value) if isinstance(value, date) else g.put(value)


_RANGES = [
    "{c} BETWEEN {low} AND {high}",
    "{c} >= {low} AND {c} <= {high}",
    "{c} >= {low}",
    "{low} <= {c}",
    "NOT ({c} < {low} OR {c} > {high})",
    "({c} >= {low}) AND ({high} >= {c})",
]


def _code(g: Growth) -> list[str]:
    letters = "ABCDEFGHKLMNP"
    return [f"{g.dice.pick(letters)}{g.dice.pick(letters)}-{number}" for number in g.dice.distinct(g.rows, 1000, 9999)]


def like(g: Growth) -> None:
    """LIKE and NOT LIKE."""
    form = g.dice.whole(0, 4)
    if form == 0:
        start = g.dice.pick(["SKU-", "INV", "A", "x/"])
        name = g.column("text", [f"{start}{n}" for n in g.dice.distinct(g.rows, 10, 9999)], "code")
        sql = f"{name} LIKE '{start}%'"
    elif form == 1:
        name = g.column(
            "text", [f"{word}{n}@mail.example" for n, word in enumerate(g.dice.picks(g.rows, WORDS))], "email"
        )
        sql = g.dice.pick([f"{name} LIKE '%@%'", f"{name} LIKE '%_@_%._%'"])
    elif form == 2:
        name = g.column("text", _code(g), "serial_no")
        sql = f"{name} LIKE '__-____'"
    elif form == 3:
        name = g.column("text", g.dice.picks(g.rows, WORDS), "slug")
        sql = f"{name} NOT LIKE '% %'"
    else:
        name = g.column("text", [f"https://{word}.example/" for word in g.dice.picks(g.rows, WORDS)], "url")
        sql = f"{name} LIKE 'http://%' OR {name} LIKE 'https://%'"
    g.check("like", sql, name)


def regex(g: Growth) -> None:
    """~, REGEXP, and GLOB in SQLite."""
    n = g.rows
    forms: list[tuple[str, str, str, Callable[[], list[str]]]] = [
        ("code", "^[A-Z]{2}-[0-9]{4}$", "[A-Z][A-Z]-[0-9][0-9][0-9][0-9]", lambda: _code(g)),
        ("colour", "^#[0-9a-f]{6}$", "#[0-9a-f]*", lambda: [f"#{x:06x}" for x in g.dice.wholes(n, 0, 2**24 - 1)]),
        ("phone", "^[+]?[0-9]{7,12}$", "+[0-9]*", lambda: [f"+{x}" for x in g.dice.wholes(n, 10**8, 10**10)]),
        ("slug", "^[a-z]+(-[a-z]+)*$", "[a-z]*-[a-z]*", lambda: [w.replace(" ", "-") for w in g.dice.words(n)]),
        (
            "email",
            "^[^@ ]+@[^@ ]+[.][a-z]{2,}$",
            "*@*.*",
            lambda: [f"{w}@host.example" for w in g.dice.picks(n, WORDS)],
        ),
        ("sku", "^(red|green|blue)-[0-9]+$", "[rgb]*-[0-9]*", lambda: [f"red-{x}" for x in g.dice.wholes(n, 1, 999)]),
        ("label", "[0-9]", "*[0-9]*", lambda: [f"{w} {x}" for x, w in enumerate(g.dice.picks(n, WORDS))]),
        (
            "zip_code",
            "^[0-9]{5}(-[0-9]{4})?$",
            "[0-9][0-9][0-9][0-9][0-9]",
            lambda: [f"{x:05}" for x in g.dice.wholes(n, 0, 99999)],
        ),
    ]
    stem, pattern, glob, cells = g.dice.pick(forms)
    name = g.column("text", g.holes(cells(), g.dice.pick([0, 0.2])), stem)
    g.check("regex", g.says(f"{name} ~ '{pattern}'", f"{name} REGEXP '{pattern}'", f"{name} GLOB '{glob}'"), name)


def similar(g: Growth) -> None:
    """SIMILAR TO."""
    form = g.dice.whole(0, 2)
    numbers = g.dice.distinct(g.rows, 100, 999)
    cells = [[f"{g.dice.pick('AB')}{n}x" for n in numbers], g.dice.picks(g.rows, WORDS), [f"SKU-{n}" for n in numbers]]
    pattern = ["(A|B)[0-9]{3}%", "[a-z]+", "(SKU|INV)-[0-9]+"][form]
    name = g.column("text", cells[form], "code")
    g.check("similar", f"{name} SIMILAR TO '{pattern}'", name)


def length(g: Growth) -> None:
    """How long a text is."""
    word = g.says(g.dice.pick(["char_length", "length"]), "char_length", "length")
    if g.dice.chance(0.3):
        name = g.column("text", [f"{number:06}" for number in g.dice.wholes(g.rows, 0, 999999)], "pin")
        g.check("length", f"{word}({name}) = 6", name)
        return
    cells = g.dice.words(g.rows) if g.dice.chance(0.5) else g.dice.picks(g.rows, WORDS)
    name = g.column("text", g.holes(cells, g.dice.pick([0, 0.2])))
    low, high = min(map(len, cells)), max(map(len, cells))
    forms = [f"{word}({name}) >= {low}", f"{word}({name}) BETWEEN {low} AND {high}", f"{word}(trim({name})) > 0"]
    g.check("length", g.dice.pick(forms), name)


def modulo(g: Growth) -> None:
    """What is left of a division."""
    step = g.dice.pick([2, 5, 10, 12])
    rest = g.dice.pick([0, 0, 1])
    cells = [step * number + rest for number in g.dice.wholes(g.rows, 0, 80)]
    name = g.column("int", g.holes(cells, g.dice.pick([0, 0.2])))
    whole = f"mod({name}, {step})" if g.dialect != "sqlite" and g.dice.chance(0.4) else f"{name} % {step}"
    g.check("modulo", f"{whole} = {rest}", name)
    if g.dice.chance(0.4):
        g.check("range", f"{name} >= 0 AND {name} <= {max(cells)}", name)


def function(g: Growth) -> None:
    """Functions that a database and we can evaluate."""
    g.dice.pick(
        [_folded, _folded, _trimmed, _absolute, _start, _position, _year, _rounded, _greatest, _replaced, _nullif]
    )(g)


def _folded(g: Growth) -> None:
    fold = g.dice.pick(["lower", "upper"])
    cells = [getattr(word, fold)() for word in g.dice.words(g.rows)]
    name = g.column("text", cells)
    g.check("function", f"{fold}({name}) = {name}" if g.dice.chance(0.5) else f"{name} = {fold}({name})", name)


def _trimmed(g: Growth) -> None:
    name = g.column("text", g.dice.words(g.rows))
    g.check(
        "function", g.dice.pick([f"trim({name}) <> ''", f"trim({name}) = {name}", f"length(trim({name})) > 2"]), name
    )


def _absolute(g: Growth) -> None:
    name = g.column("int", g.dice.wholes(g.rows, -40, 40))
    g.check("function", f"abs({name}) <= 40", name)


def _start(g: Growth) -> None:
    name = g.column("text", [f"AB{number}" for number in g.dice.wholes(g.rows, 10, 99999)], "reference")
    word = g.says(
        g.dice.pick(["left({c}, 2)", "substr({c}, 1, 2)", "substring({c} from 1 for 2)"]),
        "left({c}, 2)",
        "substr({c}, 1, 2)",
    )
    g.check("function", f"{word.format(c=name)} = 'AB'", name)


def _position(g: Growth) -> None:
    name = g.column("text", [f"{word}@mail.example" for word in g.dice.picks(g.rows, WORDS)], "email")
    word = g.says(f"position('@' in {name})", f"locate('@', {name})", f"instr({name}, '@')")
    g.check("function", f"{word} > 1", name)


def _year(g: Growth) -> None:
    name = g.column("date", g.dice.dates(g.rows), type=g.says("DATE", "DATE", "DATE"))
    word = g.says(f"extract(year from {name})", f"year({name})", f"CAST(strftime('%Y', {name}) AS INTEGER)")
    g.check("function", f"{word} BETWEEN 2021 AND 2024", name)


def _rounded(g: Growth) -> None:
    tenths = [Decimal(number).scaleb(-1) for number in g.dice.wholes(g.rows, 0, 5000)]
    name = g.column("decimal", tenths)
    g.check("function", f"round({name}, 1) = {name}", name)


def _greatest(g: Growth) -> None:
    one = g.column("int", g.dice.wholes(g.rows, 0, 60))
    two = g.column("int", g.dice.wholes(g.rows, 0, 60))
    words = g.says("greatest", "greatest", "max"), g.says("least", "least", "min")
    g.check("function", f"{words[0]}({one}, {two}) <= 60 AND {words[1]}({one}, {two}) >= 0", one, two)


def _replaced(g: Growth) -> None:
    name = g.column("text", g.dice.picks(g.rows, WORDS), "slug")
    g.check("function", f"replace({name}, ' ', '') = {name}", name)


def _nullif(g: Growth) -> None:
    name = g.column("text", g.dice.words(g.rows))
    g.check("function", f"nullif({name}, '') IS NOT NULL", name)


def json_document(g: Growth) -> None:
    """What a document holds."""
    words = g.dice.some(3, WORDS)
    if g.dice.chance(0.25):
        lists = [json.dumps(g.dice.some(g.dice.whole(1, 3), WORDS)) for _ in range(g.rows)]
        name = g.column("json", lists, "labels", type=g.says("JSONB", "JSON", "JSON"))
        sql = g.says(
            f"jsonb_typeof({name}) = 'array' AND jsonb_array_length({name}) <= 5",
            f"JSON_TYPE({name}) = 'ARRAY' AND JSON_LENGTH({name}) <= 5",
            f"json_type({name}) = 'array' AND json_array_length({name}) <= 5",
        )
        g.check("json", sql, name)
        return
    cells = [json.dumps({"kind": g.dice.pick(words), "size": g.dice.whole(1, 50)}) for _ in range(g.rows)]
    form = g.dice.pick(_DOCUMENTS[g.dialect])
    share = 0.0 if "valid" in form else g.dice.pick([0, 0.2])  # SQLite says of NULL that it is no valid document
    name = g.column("json", g.holes(cells, share), type=g.says("JSONB", "JSON", "JSON"))
    g.check("json", form.format(c=name, words=g.listed(words)), name)


_DOCUMENTS = {
    "postgres": [
        "jsonb_typeof({c}) = 'object'",
        "{c} ? 'kind'",
        "({c} ->> 'size')::int > 0",
        "{c} ->> 'kind' IN ({words})",
        "jsonb_typeof({c}) = 'object' AND {c} ? 'kind' AND {c} ? 'size'",
    ],
    "mysql": [
        "JSON_VALID({c})",
        "JSON_TYPE({c}) = 'OBJECT'",
        "JSON_EXTRACT({c}, '$.size') > 0",
        "JSON_VALUE({c}, '$.kind') IN ({words})",
        "JSON_CONTAINS_PATH({c}, 'one', '$.kind')",
    ],
    "sqlite": [
        "json_valid({c})",
        "json_type({c}) = 'object'",
        "json_extract({c}, '$.size') > 0",
        "json_valid({c}) AND json_extract({c}, '$.kind') IN ({words})",
        "{c} ->> 'kind' IN ({words})",
    ],
}


def domain(g: Growth) -> None:
    """A domain with checks of its own."""
    n = len(g.world.tables) * 100 + len(g.table.columns)
    form = g.dice.whole(0, 4)
    choices: list[Sequence[object]] = [
        g.dice.wholes(g.rows, 1, 500),
        [f"{word}@host.example" for word in g.dice.picks(g.rows, WORDS)],
        list(g.money(0, 80)),
        g.dice.picks(g.rows, WORDS),
        g.dice.wholes(g.rows, 0, 100),
    ]
    name, words, family = [
        ("positive", "INTEGER CHECK (VALUE > 0)", "int"),
        ("address", "TEXT CHECK (VALUE ~ '^[^@]+@[^@]+$')", "text"),
        ("cash", "NUMERIC(10,2) DEFAULT 0 CHECK (VALUE >= 0) CHECK (VALUE < 1000)", "decimal"),
        ("short", "VARCHAR(20) NOT NULL CHECK (length(VALUE) >= 3 AND VALUE = lower(VALUE))", "text"),
        ("share", "SMALLINT CONSTRAINT within CHECK (VALUE BETWEEN 0 AND 100)", "int"),
    ][form]
    made = f"CREATE DOMAIN {name}_{n} AS {words}"
    column = g.column(family, choices[form], type=f"{name}_{n}", before=(made,), required=form == 3 or None)
    if form != 3 and g.dice.chance(0.3):
        g.check("null_or", f"{column} IS NULL OR {column} {'<> ' + chr(39) * 2 if form == 1 else '>= 0'}", column)
    g.note("domain", column)


def enum(g: Growth) -> None:
    """An enumerated type."""
    words = g.dice.some(g.dice.whole(2, 6), WORDS)
    n = len(g.world.tables) * 100 + len(g.table.columns)
    cells = g.holes(g.dice.picks(g.rows, words), g.dice.pick([0, 0.2]))
    if g.dialect == "postgres":
        made = f"CREATE TYPE mood_{n} AS ENUM ({g.listed(words)})"
        name = g.column("enum", cells, "mood", type=f"mood_{n}", before=(made,))
    else:
        name = g.column("enum", cells, "mood", type=f"ENUM({g.listed(words)})")
    g.note("enum", name)
    unused = [word for word in words if word not in cells]
    if unused:
        g.check("in", f"{name} <> {g.put(unused[0])}", name)


def array(g: Growth) -> None:
    """How many items an array has, and which."""
    known = g.dice.some(8, WORDS)
    name = g.column("array", [g.dice.some(g.dice.whole(1, 4), known) for _ in range(g.rows)], "tags", type="TEXT[]")
    forms = [
        f"cardinality({name}) <= 5",
        f"array_length({name}, 1) BETWEEN 1 AND 4",
        f"{name} <@ ARRAY[{g.listed(known)}]::text[]",
        f"cardinality({name}) > 0",
        f"array_position({name}, NULL) IS NULL",
    ]
    g.check("array", g.dice.pick(forms), name)
