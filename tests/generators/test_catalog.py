"""The data files: every list that a pattern names is there, and no two combinations of words read alike."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from seedbed.generators.data.library import PER_LOCALE, WORLDWIDE, library_words
from seedbed.generators.data.lists import folded, list_names, once, word_list
from seedbed.generators.domains.phrase import Phrase
from seedbed.generators.domains.pieces import Code, Piece, pieces_of
from seedbed.generators.meanings.catalog import CLASSES, catalog, sentences
from seedbed.generators.meanings.naming import table_kinds
from seedbed.sampling.bits import Draw

_SAMPLE = 2_000


def _mixtures() -> list[tuple[str, ...]]:
    forms = [patterns for entry in catalog().values() for patterns in (*entry.text, *entry.unique, *entry.json)]
    forms += [patterns for entry in catalog().values() for found in entry.lengths.values() for patterns in found]
    return sorted({*forms, sentences("plain"), sentences("opinion")})


def _ways(pieces: tuple[Piece, ...], text: str) -> int:
    """In how many ways a text, its case and accents ignored, is put together from the pieces."""
    ways = {0: 1}
    for piece in pieces:
        after: dict[int, int] = {}
        for start, count in ways.items():
            for end in _ends(piece, text, start):
                after[end] = after.get(end, 0) + count
        ways = after
    return ways.get(len(text), 0)


def _ends(piece: Piece, text: str, start: int) -> list[int]:
    texts = getattr(piece, "texts", None)
    if texts is not None:
        return [start + len(word) for word in _folded_texts(piece) if text.startswith(word, start)]
    width = piece.steps[0].length if isinstance(piece, Code) else piece.steps[-1].length
    ends = range(start + piece.steps[0].length, min(start + width, len(text)) + 1)
    return [end for end in ends if re.fullmatch(piece.language, text[start:end], re.IGNORECASE)]


_FOLDED: dict[int, list[str]] = {}


def _folded_texts(piece: Piece) -> list[str]:
    if id(piece) not in _FOLDED:
        _FOLDED[id(piece)] = [word.casefold() for word in piece.texts.to_pylist()]  # type: ignore[union-attr]
    return _FOLDED[id(piece)]


def _index(size: int) -> np.ndarray:
    if size <= _SAMPLE:
        return np.arange(size, dtype=np.uint64)
    return np.unique(Draw.of(1, "sample").below(np.arange(_SAMPLE, dtype=np.uint64), size))


@pytest.mark.parametrize("patterns", _mixtures(), ids=lambda patterns: patterns[0])
def test_texts_stay_distinct_without_case_and_accents(patterns: tuple[str, ...]) -> None:
    phrase = Phrase(patterns)
    texts = phrase.at(_index(phrase.size)).to_pylist()

    assert 1 <= phrase.size <= 2**63
    assert len({folded(text) for text in texts}) == len(texts)
    assert all(text == text.strip() for text in texts)
    assert phrase.shortest <= min(map(len, texts)) <= max(map(len, texts)) <= phrase.longest


@pytest.mark.parametrize("patterns", _mixtures(), ids=lambda patterns: patterns[0])
def test_a_text_can_be_read_in_one_way_only(patterns: tuple[str, ...]) -> None:
    phrase = Phrase(patterns)
    forms = [pieces_of(pattern, "us") for pattern in patterns]
    for text in phrase.at(_index(phrase.size)[:: _SAMPLE // 40]).to_pylist():
        assert sum(_ways(pieces, text.casefold()) for pieces in forms) == 1, text


@pytest.mark.parametrize("patterns", _mixtures(), ids=lambda patterns: patterns[0])
def test_a_pattern_counts_no_more_texts_than_an_index_reaches(patterns: tuple[str, ...]) -> None:
    for pattern in patterns:
        size = 1
        for piece in pieces_of(pattern, "us"):
            size *= piece.size
        assert size <= 2**63, pattern


def test_the_catalogue_is_as_large_as_promised() -> None:
    assert len(catalog()) >= 300


@pytest.mark.parametrize("name", [entry.name for entry in catalog().values() if entry.json])
def test_documents_are_json(name: str) -> None:
    for patterns in catalog()[name].json:
        phrase = Phrase(patterns)
        assert all(json.loads(text) for text in phrase.at(_index(phrase.size)[:: _SAMPLE // 50]).to_pylist())


def test_every_rule_asks_for_a_kind_that_there_is() -> None:
    about = {kind for entry in catalog().values() for kind, _ in entry.contexts}
    typed = {kind for entry in catalog().values() for kind, _ in entry.typed}

    assert about <= table_kinds()
    assert typed <= set(CLASSES)


def test_every_meaning_can_be_told_and_made() -> None:
    for entry in catalog().values():
        assert entry.names or entry.contexts or entry.typed, entry.name
        numbers = (entry.integer, entry.number, entry.codes, entry.years, entry.epoch)
        assert any((entry.text, entry.lengths, entry.prose, *numbers, entry.days, entry.clock, entry.json)), entry.name


@pytest.mark.parametrize("name", sorted({*PER_LOCALE, *WORLDWIDE}))
def test_the_library_still_keeps_its_words_where_we_look(name: str) -> None:
    words = library_words(name, ("en",))

    assert len(words) >= 7
    assert all(words)


@pytest.mark.parametrize("name", list_names())
def test_a_list_has_each_word_once(name: str) -> None:
    words = word_list(name, "us")

    assert len({folded(word) for word in words}) == len(words) >= 2


def test_words_that_a_collation_takes_for_one_are_kept_once() -> None:
    assert once(("Zoë", "zoe ", "ZOE", "Łódź", "lodz", "", " ", "Straße", "STRASSE")) == ("Zoë", "Łódź", "Straße")
    assert once(("Ann", " ann", "Bob\u00a0", "", "BOB", "Cy")) == ("Ann", "Bob", "Cy")
    assert once(("two\nlines", "TWO\nLINES", "two")) == ("two\nlines", "two")
    assert once(()) == ()


def test_neither_meanings_nor_words_import_the_library() -> None:
    code = (
        "import sys; from seedbed.generators.domains.phrase import Phrase; import numpy as np;"
        "Phrase(('{first_name} {last_name} {time_zone}',)).at(np.zeros(1, np.uint64));"
        "sys.exit('mimesis' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_names_in_other_languages_are_of_known_meanings() -> None:
    files = Path(str(resources.files("seedbed.generators.data"))) / "languages"
    told = [name for file in files.glob("*.toml") for name in tomllib.loads(file.read_text(encoding="utf-8"))]
    assert len(told) > 200
    assert set(told) <= set(catalog())
