"""Check digits, judged by a library that knows the standards."""

from __future__ import annotations

import re
from importlib import import_module

import numpy as np
import pytest
from stdnum import luhn

from seedbed.generators.domains.checksum import Checked, scheme_names
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain

_JUDGES = {
    "iban": "iban",
    "routing_number": "us.rtn",
    "isin": "isin",
    "cusip": "cusip",
    "lei": "lei",
    "vat_number": "gb.vat",
    "vat_number_de": "de.vat",
    "vat_number_fr": "fr.tva",
    "vat_number_it": "it.iva",
    "vat_number_be": "be.vat",
    "vat_number_pt": "pt.nif",
    "abn": "au.abn",
    "national_id_es": "es.dni",
    "national_id_nl": "nl.bsn",
    "national_id_ch": "ch.ssn",
    "cpf": "br.cpf",
    "cnpj": "br.cnpj",
    "nhs_number": "gb.nhs",
    "siren": "fr.siren",
    "ean": "ean",
    "ean8": "ean",
    "upc": "ean",
    "isbn": "isbn",
    "isbn10": "isbn",
    "issn": "issn",
    "imei": "imei",
}
_LUHN = ("visa", "mastercard", "amex", "discover", "sin")  # a social insurance number that is issued starts otherwise


def _numbers(name: str, count: int = 2000) -> list[str]:
    domain = Checked(name, "")
    step = max(domain.size // count, 1)
    index = np.arange(min(count, domain.size), dtype=np.uint64) * np.uint64(step)
    numbers: list[str] = domain.at(index).to_pylist()
    return numbers


@pytest.mark.parametrize("name", scheme_names())
def test_every_number_is_right_in_the_eyes_of_the_standards(name: str) -> None:
    if name in _LUHN:
        assert all(luhn.is_valid(number) for number in _numbers(name))
        return
    if name == "vin":
        return  # that library does not know it: below
    judge = import_module(f"stdnum.{_JUDGES[name if name in _JUDGES else name.split('_', maxsplit=1)[0]]}")
    wrong = [number for number in _numbers(name) if not judge.is_valid(number)]

    assert not wrong


@pytest.mark.parametrize("name", scheme_names())
def test_numbers_are_distinct_and_of_their_language(name: str) -> None:
    domain = Checked(name, "")
    numbers = _numbers(name)

    check_domain(domain, Type("text"), samples=150)
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(domain.language, number) and len(number) == domain.width for number in numbers)


def test_a_locale_has_its_own_form_where_there_is_one() -> None:
    german, other = (Checked("iban", locale).at(np.zeros(1, np.uint64))[0].as_py() for locale in ("de", "us"))

    assert german.startswith("DE")
    assert other.startswith("GB")


@pytest.mark.parametrize("name", ["nhs_number", "national_id_nl"])
def test_numbers_that_would_have_no_check_digit_use_the_spare_place(name: str) -> None:
    spare = {number[3 if name == "nhs_number" else 1] for number in _numbers(name)}

    assert spare == {"0", "1"}


def test_the_check_digit_of_a_vehicle_is_that_of_a_known_example() -> None:
    number = "1M8GDM9AXKP042788"
    domain = Checked("vin", "")
    index = domain._codes().place(number[:8] + "0" + number[9:])

    assert index is not None
    assert domain.at(np.array([index], dtype=np.uint64)).to_pylist() == [number]
