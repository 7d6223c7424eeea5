"""Phrases and prose: within their length, distinct, the same whoever asks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.generators.data.lists import folded
from seedbed.generators.domains.phrase import Phrase, Prose, fitting
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain

_TEXT = Type("text", folds_case=True)
_PATTERNS = {
    "a word": ("{first_name}",),
    "a full name": ("{first_name} {last_name}",),
    "an email": ("{first_name:slug}.{last_name:slug}{?1-999}@{noun}.{safe_domain}",),
    "a number": ("{1-99999} {street_name} {street_suffix}",),
    "padded": ("{u:2}-{0001-9999}",),
    "a hash": ("{h:64}",),
    "a token in mixed case": ("sk_test_{m:24}",),
    "a short token": ("{m:8}",),
    "an identifier": ("{uuid}",),
    "styles": ("{adjective:title} {occupation:snake} {occupation:kebab} {country:upper} {noun:letter}",),
    "a constant": ("all the same",),
    "two forms": ("The {adjective} {noun}", "Our {adjective} {noun}"),
    "three forms of unequal size": ("{noun}", "a {noun} of {noun}", "{weekday}s"),
}


@pytest.mark.parametrize("patterns", _PATTERNS.values(), ids=_PATTERNS)
def test_the_kit_passes_phrases(patterns: tuple[str, ...]) -> None:
    check_domain(Phrase(patterns), _TEXT)


@pytest.mark.parametrize("low", [1, 2, 4])
def test_the_kit_passes_prose(low: int) -> None:
    prose = Prose(Phrase(("The {adjective} {noun} {verb_past} us.", "Our {thing} was {verb_past}.")), low, 4)

    check_domain(prose, _TEXT)
    texts = prose.at(np.arange(500, dtype=np.uint64)).to_pylist()
    counts = {text.count(".") for text in texts}
    assert counts == set(range(low, 5))
    assert prose.shortest <= min(map(len, texts)) <= max(map(len, texts)) <= prose.longest


@settings(max_examples=60, deadline=None)
@given(length=st.integers(8, 50), seed=st.integers(0, 2**32), name=st.sampled_from(sorted(_PATTERNS)))
def test_no_text_is_longer_than_asked_and_none_is_cut(length: int, seed: int, name: str) -> None:
    phrase = fitting(_PATTERNS[name], "us", length)
    if phrase is None:
        return
    index = np.unique(np.random.default_rng(seed).integers(0, phrase.size, 300, dtype=np.uint64))
    texts = phrase.at(index).to_pylist()

    assert phrase.longest <= length
    assert max(map(len, texts)) <= length
    assert len({folded(text) for text in texts}) == len(texts)


def test_a_length_that_fits_everything_is_no_limit() -> None:
    assert fitting(("{first_name} {last_name}",), "us", 40) == Phrase(("{first_name} {last_name}",))
    assert fitting(("{first_name} {last_name}",), "us", 20) == Phrase(("{first_name} {last_name}",), "us", 20)


@pytest.mark.parametrize(
    ("pattern", "length"),
    [("{first_name} {last_name}", 6), ("{uuid}", 35), ("{gender}", 5), ("{country}", 4), ("{h:64}", 63), ("abc", 2)],
)
def test_a_length_that_spoils_the_words_is_refused(pattern: str, length: int) -> None:
    assert fitting((pattern,), "us", length) is None


def test_the_lengths_of_the_pieces_are_chosen_to_keep_the_most_texts() -> None:
    phrase = Phrase(("{1-99}-{first_name}",), max_length=9)
    texts = phrase.at(np.arange(phrase.size, dtype=np.uint64)).to_pylist()

    assert len(set(texts)) == phrase.size
    assert max(map(len, texts)) == 9


def test_a_unique_email_has_more_values_than_any_table_has_rows() -> None:
    assert Phrase(_PATTERNS["an email"]).size >= 2**40


def test_mixed_case_codes_differ_without_their_case() -> None:
    texts = Phrase(("{m:40}",)).at(np.arange(5000, dtype=np.uint64) * np.uint64(1_000_003)).to_pylist()

    assert len({text.lower() for text in texts}) == 5000
    assert any(text != text.lower() for text in texts)


def test_a_pattern_that_names_no_list_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        _ = Phrase(("{nosuchlist}",)).size
