"""The bits of sampling version 1, pinned: where one of these changes, every user's data changes; raise VERSION then."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np
import pytest

from seedbed.sampling import quantiles
from seedbed.sampling.bits import VERSION, Draw
from seedbed.sampling.permutation import Permutation
from seedbed.sampling.quantiles import Quantile
from seedbed.sampling.regex import Language, like
from seedbed.sampling.split import Split

DRAW = Draw.of(42, "users", "email")
ROWS = np.array([0, 1, 2, 1000, 2**32, 2**63, 2**64 - 1], dtype=np.uint64)
MANY = np.arange(100_000, dtype=np.uint64)


def digest(values: np.ndarray) -> str:
    return hashlib.blake2b(np.ascontiguousarray(values).tobytes(), digest_size=8).hexdigest()


def mixed(key: int, key2: int, row: int) -> int:
    """The mix once more, in Python's own integers: the specification."""
    full = 2**64 - 1
    x = (row ^ key) * 0x9E3779B97F4A7C15 & full
    x = (x ^ x >> 32) * 0x6A09E667F3BCC909 & full
    x = x + key2 & full
    x = (x ^ x >> 29) * 0xBB67AE8584CAA73B & full
    x = (x ^ x >> 32) * 0x3C6EF372FE94F82B & full
    return x ^ x >> 31


def test_keys() -> None:
    assert VERSION == 1
    assert Draw(key=7646899745629049957, key2=15535932425092668488) == DRAW
    assert DRAW.sub("null") == Draw(key=808419978019997548, key2=12940239684023678323)
    assert DRAW.sub(3) == Draw(key=11759048443759847550, key2=2454933920294012056)


def test_words() -> None:
    assert DRAW.words(ROWS).tolist() == [
        9859473988920692792,
        15819092034869546555,
        12499605428298945229,
        4353505690596291671,
        14852067640435483746,
        3575428698283983451,
        15546488307278738183,
    ]
    assert DRAW.words(ROWS).tolist() == [mixed(DRAW.key, DRAW.key2, row) for row in ROWS.tolist()]
    assert digest(DRAW.words(MANY)) == "527eea89bcc05423"


def test_numbers() -> None:
    assert DRAW.below(ROWS, 1000).tolist() == [534, 857, 677, 236, 805, 193, 842]
    assert DRAW.below(ROWS, 2**40).tolist() == [
        587670444781,
        942891361407,
        745034541386,
        259489160215,
        885252215888,
        213112157480,
        926642913060,
    ]
    assert DRAW.unit(ROWS)[:3].tolist() == [0.5344831559176069, 0.857554697547685, 0.677604968028666]


@pytest.mark.parametrize(
    ("size", "values"),
    [
        (7, [1, 6, 2, 0]),
        (4096, [2452, 2305, 323, 1535]),
        (1000000, [911503, 29541, 319711, 747036]),
        (9223372036854775808, [2291303636433512011, 6181844412893103011, 3857971438688634394, 8422850332453541040]),
    ],
)
def test_permutations(size: int, values: list[int]) -> None:
    assert Permutation(size, DRAW).at(MANY[:4]).tolist() == values


def test_a_long_permutation() -> None:
    assert digest(Permutation(10**6, DRAW).at(MANY)) == "c510cb27578367ba"


def test_splits() -> None:
    split = Split.weighted(7, 40, [(Fraction(2, 7), 8), (Fraction(5, 7), 2)], minimum=1, maximum=15)
    assert split.count(MANY[:7]).tolist() == [15, 15, 2, 2, 2, 2, 2]


TABLES: Mapping[str, Callable[[], Quantile]] = {
    "normal": lambda: quantiles.normal(35, 12),
    "lognormal": lambda: quantiles.lognormal(1, 0.5),
    "exponential": lambda: quantiles.exponential(3),
    "beta": lambda: quantiles.beta(2, 5),
    "poisson": lambda: quantiles.poisson(3.5),
    "zipf": lambda: quantiles.zipf(10**7, Fraction(3, 2)),
    "choice": lambda: quantiles.choice([3, 1, 2]),
    "histogram": lambda: quantiles.histogram([0, 1, 10], [1, 2]),
    "within": lambda: quantiles.within(quantiles.normal(35, 12), 18, 65),
}
EXPECTED = {
    "normal": (
        "01f3999bc030fd993deafcf7264640f2",
        "71fea59cab6c9e5e",
        [36.03867603939139, 47.8341243135218, 40.533376681406345],
    ),
    "lognormal": (
        "8b9d305e4e58f48f1f4088edd99b19c1",
        "c4c97f28aae5ea2d",
        [2.838597424528683, 4.640311364023894, 3.42332689529624],
    ),
    "exponential": (
        "cf0b4cf5f589ec2005972eba8d0bb37b",
        "911cfc168c837d8a",
        [2.2941020335564763, 5.847182739010593, 3.3967586244231556],
    ),
    "beta": (
        "29196039bbbba2b518c5bb70059c94d6",
        "750754a4903886f7",
        [0.27950464261455893, 0.46792266585340075, 0.3482627024813175],
    ),
    "poisson": ("4b6a6818bc1d889ea45f22462bbecd59", "f750240e7a05b270", [3, 5, 4]),
    "zipf": ("b633480abff7f0f4ea875bdfef9b1d47", "cf774785940bf118", [2, 28, 5]),
    "choice": ("a890449118b31d1a5fa08e0927815b46", "b76ba412564e1668", [1, 2, 2]),
    "histogram": (
        "8bec49201f9003352ebf6a96a23209eb",
        "2a9aa52299d11bff",
        [3.715522604887693, 8.076988416893748, 5.6476670683869905],
    ),
    "within": (
        "944ec7bb1eddbff23be6538c9da20dc2",
        "079f4522526a2f3c",
        [37.04388991374965, 48.14973483350249, 41.24710557341389],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str) -> None:
    table: Quantile = TABLES[name]()
    contents, values, first = EXPECTED[name]
    words = DRAW.words(MANY[:4096])
    assert (quantiles.digest(table), digest(table.at(words)), table.at(words[:3]).tolist()) == (contents, values, first)


TEXTS = {
    "^[A-Z]{3}-\\d{5}$": (1757600000, ["NXI-07594", "WHS-38136"], "2d120d21f90ff276"),
    "[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,4}": (
        9223372036854775808,
        ["hpbvhaxa%+4@l.brmu", "_n8.rjc@b.quzi"],
        "601d1c1c524298dc",
    ),
    ".*@.*": (9223372036854775808, ["XjPt@7ZgLl@jTcItm", "HuN@vlUOBdz"], "69f555cbfa2da86c"),
    "^(?=.*\\d)[^\\s]{8,20}$": (9223372036854775808, ["XjQuZChXTB2so6v", "KuwS6975uh8"], "b78ab84d0e06f09b"),
    "[а-я]{2,5}": (34636800, ["руэьт", "ыйнщж"], "550f3b6da0d07679"),
}


@pytest.mark.parametrize("pattern", TEXTS)
def test_languages(pattern: str) -> None:
    language = Language(pattern, max_length=24)
    texts = language.unrank(DRAW.below(MANY[:2000], language.size)).to_pylist()
    contents = hashlib.blake2b(chr(0).join(texts).encode(), digest_size=8).hexdigest()
    assert (language.size, texts[:2], contents) == TEXTS[pattern]


def test_like_patterns() -> None:
    assert like("%@%") == ".*@.*"
