"""Locales: each has words and forms for everything, in its own script, and what must be ASCII is."""

from __future__ import annotations

import unicodedata
from collections import Counter

import numpy as np
import phonenumbers
import pytest

from seedbed.generators.data.letters import latin
from seedbed.generators.data.lists import list_names, word_list
from seedbed.generators.data.locales import locale_of, locales
from seedbed.generators.domains.phrase import Phrase
from seedbed.generators.meanings.catalog import catalog
from seedbed.generators.meanings.localised import entry_for
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain

SIX = ("us", "uk", "de", "fr", "ca", "au")
FEW = 200
SCRIPTS = {
    "GREEK": ("gr",),
    "CYRILLIC": ("ru", "ua", "kz"),
    "ARABIC": ("ae", "dz", "eg", "ir", "jo", "ma", "sa", "tn"),
    "CJK": ("cn",),
    "HANGUL": ("kr",),
}


def _texts(meaning: str, locale: str, unique: bool = False) -> list[str]:
    entry = entry_for(meaning, locale)
    phrase = Phrase((entry.unique if unique else entry.text)[0], locale)
    index = np.random.default_rng(6).integers(0, phrase.size, FEW, dtype=np.uint64)
    return [str(text) for text in phrase.at(index)]


def test_there_are_the_six_and_more_than_twenty_others() -> None:
    assert set(SIX) < set(locales())
    assert len(locales()) >= 26


@pytest.mark.parametrize("locale", locales())
def test_every_list_has_words(locale: str) -> None:
    open_ = {"phone_area", "phone_digits", "post_area"} if not locale_of(locale).regions else set()

    assert [name for name in list_names() if not word_list(name, locale)] == sorted(open_)


@pytest.mark.parametrize("locale", locales())
def test_every_form_of_every_meaning_makes_texts(locale: str) -> None:
    for name in catalog():
        entry = entry_for(name, locale)
        for form in (*entry.text, *entry.unique):
            assert Phrase(form, locale).size, (name, form)


@pytest.mark.parametrize("locale", locales())
def test_addresses_of_the_net_are_ascii(locale: str) -> None:
    for meaning in ("email", "user_name"):
        for unique in (False, True):
            texts = _texts(meaning, locale, unique)
            assert all(text.isascii() and text == text.lower() and " " not in text for text in texts)
            assert len(set(texts)) > FEW / 3


@pytest.mark.parametrize("locale", locales())
def test_telephone_numbers_of_every_country_are_valid(locale: str) -> None:
    country = locale_of(locale).country_a2
    for unique in (False, True) if locale in SIX else (False,):
        numbers = [phonenumbers.parse(text, country) for text in _texts("phone", locale, unique)]
        assert sum(phonenumbers.is_valid_number_for_region(number, country) for number in numbers) >= 0.99 * FEW


@pytest.mark.parametrize(("script", "locale"), [(script, each) for script, found in SCRIPTS.items() for each in found])
def test_names_are_in_the_script_of_the_country(script: str, locale: str) -> None:
    letters = Counter(
        unicodedata.name(letter).split()[0]
        for text in _texts("full_name", locale)
        for letter in unicodedata.normalize("NFC", text)
        if letter.isalpha()
    )

    assert letters[script] > 0.95 * sum(letters.values())


def test_addresses_are_in_the_order_of_the_country() -> None:
    assert all(text[0].isdigit() for text in _texts("street_address", "uk"))
    assert all(text[-1].isdigit() for text in _texts("street_address", "de"))
    assert all(" rue " in f" {text} " or text.split()[0].isdigit() for text in _texts("street_address", "fr"))
    cities = {area[6:] for area in word_list("locality_head", "de")}
    assert all(text.split(", ")[-1][6:] in cities for text in _texts("full_address", "de"))


@pytest.mark.parametrize("meaning", ["full_name", "full_address", "phone", "email", "postcode"])
@pytest.mark.parametrize("locale", ["uk", "ca", "jp", "ru"])
def test_the_kit_passes_phrases_of_locales(meaning: str, locale: str) -> None:
    check_domain(Phrase(entry_for(meaning, locale).text[0], locale), Type("text"), samples=300)


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("Щербаков", "shcherbakov"),
        ("Юлія", "yuliya"),
        ("Ёлкина", "elkina"),
        ("Γεώργιος", "georgios"),
        ("현우", "hyeonu"),
        ("Əliyev", "aliyev"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("田中", "田中"),
    ],
)
def test_letters_are_spelled_in_latin(word: str, spelled: str) -> None:
    assert latin(word) == spelled


def test_whole_number_postcodes_are_postcodes() -> None:
    assert set(map(str, entry_for("postcode", "de").codes)) <= set(word_list("post_area", "de"))
    assert not entry_for("postcode", "uk").codes


def test_coordinates_are_those_of_the_country() -> None:
    latitude, longitude = (entry_for(axis, "au").number for axis in ("latitude", "longitude"))
    assert latitude is not None
    assert longitude is not None
    assert (float(latitude.low), float(longitude.high)) < (-42, 154)
    assert all(text.startswith("-") for text in _texts("latitude", "au"))
