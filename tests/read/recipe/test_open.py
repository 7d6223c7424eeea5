"""Recipe files: the same words in three formats, and everything that is wrong with one told at once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from seedbed.errors import ReadError, UsageError
from seedbed.read.recipe.open import RecipeFile, read_recipe, recipe_in
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
    TimeProfile,
    Validator,
)

YAML = """\
schema: shop.sql
dialect: sqlite
seed: 7
today: 2026-05-01
locale: {uk: 3, de: 1}
count: 200
format: [csv, json]
output: out
edge_cases: 10
without: [totals]
strict: true
tables:
  users:
    count: 50
    columns:
      age: {distribution: {kind: normal, mean: 35, std: 12}, null_rate: 10%, edge_cases: false}
      code: {pattern: EMP-#####}
    personas:
      column: habit
      kinds:
        power: {share: 0.1, activity: 8}
        casual: {share: 90%}
    validators: [adults]
  orders:
    ratio: 5 per users
    columns:
      status: {values: {new: 3, paid: 5}}
      note: {lengths: "normal:40,10"}
      placed_at: {times: {weekdays: {sat-sun: 0}, growth: 0.5}}
    fan_out:
      user_id: {low: 1, high: 20, childless: 0.3, distribution: zipf}
    pairs: [{columns: [total, weight], correlation: 0.6}]
    rules: [total >= 0, {name: late, sql: placed_at > user_id.created_at, judged_only: true}]
    states:
      status:
        new: {weight: 3, next: [paid]}
        paid: {implies: [paid_at]}
columns:
  email: {generator: email}
distributions: {orders.product_id: "zipf:1.5"}
custom_generators: ["sku:XX-##"]
rules: [{table: users, sql: age >= 18}]
validators: [{name: sane, table: orders}]
"""

RECIPE = Recipe(
    seed=7,
    rows=200,
    table_rows=(("users", 50),),
    today=date(2026, 5, 1),
    locales=(("uk", 3.0), ("de", 1.0)),
    ratios=(Ratio("orders", 5.0, "users"),),
    edge_cases=10.0,
    columns=(
        ColumnWish("", "email", generator="email"),
        ColumnWish("orders", "product_id", distribution=Distribution("zipf", (("s", 1.5),))),
        ColumnWish("", "sku", pattern="XX-##"),
        ColumnWish(
            "users",
            "age",
            distribution=Distribution("normal", (("mean", 35.0), ("std", 12.0))),
            nulls=0.1,
            edge_cases=False,
        ),
        ColumnWish("users", "code", pattern="EMP-#####"),
        ColumnWish("orders", "status", distribution=Distribution("choice", weights=(("new", 3.0), ("paid", 5.0)))),
        ColumnWish("orders", "note", lengths=Distribution("normal", (("mean", 40.0), ("std", 10.0)))),
        ColumnWish("orders", "placed_at", times=TimeProfile(weekdays=(1, 1, 1, 1, 1, 0, 0), growth=0.5)),
    ),
    fan_outs=(FanOut("orders", ("user_id",), 1, 20, 0.3, Distribution("zipf")),),
    pairs=(Pair("orders", ("total", "weight"), 0.6),),
    rules=(
        Rule("rule 1", "orders", "total >= 0"),
        Rule("late", "orders", "placed_at > user_id.created_at", judged_only=True),
        Rule("rule 1", "users", "age >= 18"),
    ),
    validators=(Validator("adults", "users"), Validator("sane", "orders")),
    machines=(
        StateMachine("orders", "status", (State("new", 3.0, follows=("paid",)), State("paid", implies=("paid_at",)))),
    ),
    personas=(Personas("users", (Persona("power", 0.1, 8.0), Persona("casual", 0.9)), "habit"),),
    without=("totals",),
)

TOML = """\
seed = 7
today = 2026-05-01
locale = "uk=3,de=1"

[tables.orders]
count = "5 per users"

[tables.orders.columns.status]
values = { new = 3, paid = 5 }

[tables.orders.columns]
"an odd name".null_rate = 0.25
"""


def problems(text: str, name: str = "r.yaml") -> str:
    with pytest.raises(UsageError) as caught:
        recipe_in(text, name)
    return "\n".join(str(problem) for problem in caught.value.problems)


def test_everything_that_a_file_can_say() -> None:
    read = recipe_in(YAML, "r.yaml")
    assert read.recipe == RECIPE
    told = (read.schema, read.dialect, read.formats, read.output, read.strict)
    assert told == ("shop.sql", "sqlite", "csv,json", "out", True)
    assert read.names["orders", "status"] == "r.yaml:27:7"
    assert read.names["users",] == "r.yaml:13:3"


def test_an_empty_file_wishes_nothing() -> None:
    for text, name in (("", "r.yaml"), ("# only words\n", "r.yml"), ("{}", "r.json"), ("", "r.toml")):
        assert recipe_in(text, name).recipe == Recipe()


def test_toml_says_the_same() -> None:
    read = recipe_in(TOML, "r.toml")
    assert (read.recipe.seed, read.recipe.today) == (7, date(2026, 5, 1))
    assert read.recipe.locales == (("uk", 3.0), ("de", 1.0))
    assert read.recipe.ratios == (Ratio("orders", 5.0, "users"),)
    assert read.recipe.columns == (
        ColumnWish("orders", "status", distribution=Distribution("choice", weights=(("new", 3.0), ("paid", 5.0)))),
        ColumnWish("orders", "an odd name", nulls=0.25),
    )
    assert read.names["orders", "an odd name"] == "r.toml:12:1"


def test_json_says_the_same_and_knows_its_places() -> None:
    text = json.dumps({"$schema": "x", "tables": {"orders": {"columns": {"status": {"null_rate": 0.5}}}}}, indent=1)
    read = recipe_in(text, "r.json")
    assert read.recipe.columns == (ColumnWish("orders", "status", nulls=0.5),)
    assert read.names["orders", "status"] == "r.json:6:5"


@pytest.mark.parametrize(
    "text",
    [
        '{"count": 50, "seed": 9, "locale": "uk", "format": "csv", "distributions": {"orders.product_id": "zipf"}}',
        '{"count":50,"seed":9,"locale":"uk","format":"csv","distributions":{"orders.product_id":{"type":"zipf"}}}',
        '{"count": 50, "seed": 9, "locale": "uk", "format": "csv", "distributions": ["orders.product_id:zipf"]}',
    ],
)
def test_the_flat_variant(tmp_path: Path, text: str) -> None:
    path = tmp_path / "testdatagen.config.json"
    path.write_text(text)
    read = read_recipe(path)
    wish = ColumnWish("orders", "product_id", distribution=Distribution("zipf"))
    assert read.recipe == Recipe(seed=9, rows=50, locale="uk", columns=(wish,))
    assert read.formats == "csv"


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    read = recipe_in("tables: {t: {columns: {c: {values: [yes, 007, 2026-01-01, 1e3, ~null]}}}}", "r.yaml")
    wish = read.recipe.columns[0].distribution
    assert wish is not None
    assert [value for value, _ in wish.weights] == ["yes", "007", "2026-01-01", "1e3", "~null"]
    assert recipe_in("count: 1e3\nlocale: no", "r.yaml").recipe == Recipe(rows=1000, locale="no")


def test_what_is_merged_is_below_what_is_said() -> None:
    text = "tables:\n  a: &a {count: 3, columns: {c: {null_rate: 0}}}\n  b: {<<: *a, count: 4}\n"
    read = recipe_in(text, "r.yaml").recipe
    assert read.table_rows == (("a", 3), ("b", 4))
    assert read.columns == (ColumnWish("a", "c", nulls=0.0), ColumnWish("b", "c", nulls=0.0))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seeed: 7", "r.yaml:1:1: there is no key 'seeed'\n  help: did you mean seed?"),
        ("tables:\n  t:\n    colums: {}", "r.yaml:3:5: there is no key 'colums' in tables.t\n  help: did you mean co"),
        ("tables: {t: {columns: {c: {nul_rate: 0}}}}", "did you mean null_rate?"),
        ("seed: many", "r.yaml:1:7: seed is a whole number\n  why: it is 'many'"),
        ("seed: 1.5", "seed: 1.5 is not a whole number"),
        ("seed:", "r.yaml:1:6: nothing is said of seed"),
        ("count: -2", "r.yaml:1:8: count: -2 is not 0 or more"),
        ("count: five per users", "count is a whole number or a mapping\n  why: it is 'five per users'"),
        ("tables: {t: {count: five per users}}", "'five per users' is no count"),
        ("tables: {t: {count: 1, ratio: 5 per u}}", "r.yaml:1:24: t has a count and a ratio"),
        ("today: 2026-02-31", "'2026-02-31' is not a day"),
        ("locale: [3]", "locale is a text or a mapping\n  why: it is a list"),
        ("without: [totls]", "did you mean totals?"),
        ("edge_cases: 101", "edge_cases: 101 is not from 0 to 100"),
        ("strict: 3", "strict is true or false\n  why: it is '3'"),
        ("distributions: [age]", "r.yaml:1:17: 'age' says nothing of a column"),
        ("distributions: ['a:normall']", "did you mean normal?"),
        ("distributions: {a: 'normal:mean=x'}", "'x' is not a number"),
        ("distributions: {a: 'normal:meen=3'}", "normal has no parameter meen\n  help: did you mean mean?"),
        ("distributions: {a: 'zipf:1,2'}", "zipf has one parameter: s\n  why: '2' is one too many"),
        ("distributions: {a: {mean: 3}}", "kind is missing"),
        ("distributions: {a: {kind: normal, std: -1}}", "r.yaml:1:20: std=-1 is out of range"),
        ("columns: {a.: {}}", "'a.' names no column"),
        ("columns: {a: {pattern: X, generator: email}}", "a has generator and pattern"),
        ("columns: {a: {values: [x], distribution: zipf}}", "a has values and a distribution"),
        ("tables: {t: {fan_out: {u: {low: 3, high: 2}}}}", "low is above high"),
        ("tables: {t: {pairs: [{columns: [a], correlation: 2}]}}", "columns has 2 values\n  why: 1 are given"),
        ("tables: {t: {pairs: [{columns: [a, b]}]}}", "correlation is missing in tables.t.pairs.0"),
        ("tables: {t: {states: {s: {a: {next: [b]}}}}}", "there is no state 'b' of s"),
        ("tables: {t: {states: {s: {paid: {next: [piad]}}}}}", "did you mean paid?"),
        ("tables: {t: {personas: {kinds: {a: {share: 0.5}}}}}", "the shares of the kinds are 0.5 together"),
        ("tables: {t: {columns: {c: {times: {hours: {9-27: 1}}}}}}", "there is no hour '27'"),
        ("tables: {t: {columns: {c: {times: {weekdays: {satur: 1, mond: 1, xyz: 1}}}}}}", "there is no weekday 'xyz'"),
        ("tables: {t: {columns: {c: {times: {months: [1, 2]}}}}}", "months has 12 values\n  why: 2 are given"),
        ("tables: {t: {columns: {c: {times: {weekdays: [0, 0, 0, 0, 0, 0, 0]}}}}}", "all weekdays have a weight of 0"),
        ("seed: 1\nseed: 2", "r.yaml:2:1: seed is said twice"),
        ("seed: !!python/object:os.system x", "r.yaml:1:7: the tag tag:yaml.org,2002:python/object:os.system"),
        ("? [a]\n: 1", "r.yaml:1:3: a key is a word"),
        ("seed: [1", "this is not YAML"),
        ("- 1", "the file is a mapping\n  why: it is a list"),
        ("a: &a [*a]", "too deep or too large"),
    ],
)
def test_what_is_wrong_has_its_place(text: str, said: str) -> None:
    assert said in problems(text)


def test_all_problems_at_once_in_the_order_of_the_file() -> None:
    told = problems("sed: 1\ntables: {t: {count: x per, colums: {}}}\ntoday: never\n")
    assert [line.partition(": ")[0] for line in told.splitlines() if not line.startswith(" ")] == [
        "r.yaml:1:1",
        "r.yaml:2:14",
        "r.yaml:2:28",
        "r.yaml:3:8",
    ]


def test_aliases_do_not_explode() -> None:
    text = "\n".join(["a: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))])
    assert "too deep or too large" in problems(text)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ('{"seed": 1,\n "sed": 2}', "r.json", "r.json:2:2: there is no key 'sed'"),
        ('{"seed": 1,\n "seed": 2}', "r.json", "r.json:2:2: seed is said twice"),
        ('{"seed": 1,}', "r.json", ": this is not JSON"),
        ('{"seed": NaN}', "r.json", "NaN is no number of JSON"),
        ("seed = 1\nsed = 2", "r.toml", "r.toml:2:1: there is no key 'sed'"),
        ("seed = = 2", "r.toml", "r.toml:1:8: this is not TOML"),
        ("seed = true", "r.toml", "seed is a whole number"),
        ("[[tables]]\nx = 1", "r.toml", "tables is a mapping\n  why: it is a list"),
        ("seed: 1", "r.txt", ".txt is no suffix of a recipe"),
    ],
)
def test_the_other_formats_know_their_places(text: str, name: str, said: str) -> None:
    assert said in problems(text, name)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="No such file"):
        read_recipe(tmp_path / "r.yaml")
    (tmp_path / "r.yaml").write_bytes(b"seed: \xff")
    with pytest.raises(ReadError, match="not UTF-8"):
        read_recipe(tmp_path / "r.yaml")


def test_a_secret_is_not_kept() -> None:
    read = recipe_in("schema: postgresql://ann:hush@db/shop\n", "r.yaml")
    assert "hush" not in read.text
    assert "ann:***@db" in read.text


def test_files_are_those_beside_the_recipe() -> None:
    read = RecipeFile("conf/r.yaml", Recipe())
    assert read.beside("shop.sql") == str(Path("conf/shop.sql"))
    assert read.beside("/tmp/shop.sql") == "/tmp/shop.sql"  # noqa: S108 - nothing is written there
    assert read.beside("mysql://db/shop") == "mysql://db/shop"
