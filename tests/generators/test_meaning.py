"""What names say: a labelled list, half of it names that say nothing, or something else than they seem to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedbed.generators.meanings.meaning import meaning_of
from seedbed.schema.types import Type

_CASES = Path(__file__).with_name("meanings.txt")
_PLAIN = {
    "text": Type("text"),
    "int": Type("integer", bits=32),
    "big": Type("integer", bits=64),
    "small": Type("integer", bits=16),
    "float": Type("float", bits=64),
    "ts": Type("timestamp"),
    "bool": Type("boolean"),
}


def _type(word: str) -> Type:
    if word in _PLAIN:
        return _PLAIN[word]
    if found := re.fullmatch(r"([vc])(\d+)", word):
        return Type("varchar" if found[1] == "v" else "char", length=int(found[2]))
    if found := re.fullmatch(r"d(\d+)\.(\d+)", word):
        return Type("decimal", precision=int(found[1]), scale=int(found[2]))
    return Type(word)  # type: ignore[arg-type]


def _cases() -> Iterator[tuple[str, str, str, str]]:
    for line in _CASES.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            table, column, type, meaning = (part.strip() for part in line.split("|"))
            yield table, column, type, meaning


@pytest.mark.parametrize(("table", "column", "type", "meaning"), list(_cases()))
def test_a_name_means(table: str, column: str, type: str, meaning: str) -> None:
    found = meaning_of(table, column, _type(type))

    assert (found.name if found else "-") == meaning, found


def test_the_list_holds_as_many_refusals_as_guesses() -> None:
    guesses = [case for case in _cases() if case[3] != "-"]
    refusals = [case for case in _cases() if case[3] == "-"]

    assert len(guesses) >= 75
    assert len(refusals) >= 75


def test_the_rule_is_told_as_people_read_it() -> None:
    by_name = meaning_of("users", "second_email", Type("text"))
    by_table = meaning_of("shop.customers", "name", Type("text"))

    assert by_name is not None
    assert by_name.rule == "* email"
    assert by_table is not None
    assert by_table.rule == "name in a table about person"


@pytest.mark.parametrize("column", ["", "_", "123", "€", "名前"])
def test_names_without_a_known_word_mean_nothing(column: str) -> None:
    assert meaning_of("t", column, Type("text")) is None
    assert meaning_of("", column, Type("text")) is None
