"""What many models tell alike of when something was is declared once."""

from __future__ import annotations

from seedbed.project.facts import Model
from seedbed.scaffold.changed import differences
from seedbed.scaffold.factories.dated import DATED, dated
from seedbed.scaffold.factories.parts import Factory, Line


def made(days: int) -> tuple[Line, Line]:
    first = Line("created_at", f"factory.LazyFunction(lambda: moment(-{days}, -92))", loose=True)
    code = f"factory.LazyAttribute(lambda o: after(o.created_at, days={days // 2}))"
    return first, Line("updated_at", code, "never before created_at", loose=True)


def factory(name: str, *lines: Line, inherits: str = "") -> Factory:
    return Factory(f"{name}Factory", name.lower(), Model("app", name, name.lower(), (), inherits=inherits), lines)


def names(each: Factory) -> list[str]:
    return [line.name for line in each.lines]


def test_a_base_declares_what_three_factories_declare_alike_but_for_numbers() -> None:
    told = Line("name", 'factory.Faker("name")')
    ends = Line("ended_at", "factory.LazyAttribute(lambda o: after(o.begun_at, days=3))", loose=True)
    some = [factory("A", told, *made(1095)), factory("B", *made(843), ends), factory("C", *made(2179))]
    found, lines = dated((*some, factory("D", made(5)[0])))
    assert [each.base for each in found] == [DATED] * 3 + ["BaseFactory"]
    assert [names(each) for each in found] == [["name"], ["ended_at"], [], ["created_at"]]
    assert [line.code for line in lines] == [
        "factory.LazyFunction(lambda: moment(-1000, -90))",
        "factory.LazyAttribute(lambda o: after(o.created_at, days=500))",
    ]


def test_two_declare_for_themselves_and_so_do_heirs_and_what_has_limits() -> None:
    two = (factory("A", *made(9)), factory("B", *made(9)), factory("C", *made(9), inherits="app.A"))
    assert dated(two) == (two, ())
    alone = tuple(factory(name, made(9)[0]) for name in "ABC")
    assert dated(alone) == (alone, ())
    bound = tuple(factory(name, Line("born", "factory.LazyFunction(lambda: day(-9, -1))")) for name in "ABC")
    assert dated(bound) == (bound, ())
    taken = tuple(factory(name, *made(9)) for name in ("A", "B", "C", "Timestamped"))
    assert dated(taken) == (taken, ())


def test_what_a_base_declares_now_was_not_removed() -> None:
    before = "class AFactory(Base):\n    created = 1\n    name = 2\n"
    after = "class Times(Base):\n    created = 1\n\n\nclass AFactory(Times):\n    title = 2\n"
    assert [note.what for note in differences(before, after, "f")] == ["name was renamed to title"]


def test_what_was_renamed_may_stand_elsewhere_where_it_is_made_alike() -> None:
    before = "class AFactory(Base):\n    fee = decimal_between(1, 5)\n    name = 2\n    due = moment(-1)\n"
    after = "class AFactory(Base):\n    name = 2\n    due = moment(-1)\n    price = decimal_between(1, 5)\n"
    assert [note.what for note in differences(before, after, "f")] == ["fee was renamed to price"]
    two = after + "    cost = decimal_between(1, 5)\n"
    assert "fee was removed" in [note.what for note in differences(before, two, "f")]
