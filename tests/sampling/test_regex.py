from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.sampling.bits import TILE, Draw
from seedbed.sampling.regex import Language, RegexError, like, search, similar

DRAW = Draw.of(5, "regex")


def some(language: Language, count: int = 2000) -> list[str]:
    index = DRAW.below(np.arange(count, dtype=np.uint64), language.size)
    texts = language.unrank(index)
    texts.validate(full=True)
    found: list[str] = texts.to_pylist()
    assert len(set(found)) == len(set(index.tolist()))
    return found


def every(language: Language) -> list[str]:
    texts: list[str] = language.unrank(np.arange(language.size, dtype=np.uint64)).to_pylist()
    return texts


def by_length(texts: set[str]) -> list[str]:
    return sorted(texts, key=lambda text: (len(text), text))


def all_texts(alphabet: str, longest: int) -> list[str]:
    return ["".join(letters) for n in range(longest + 1) for letters in product(alphabet, repeat=n)]


atoms = st.sampled_from(["a", "b", "[ab]", "c", "[a-c]", "(?:ab|c)", "(?:a|bc)*", "(?:a*b)?"])
quantified = st.tuples(atoms, st.sampled_from(["", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,}"])).map(
    lambda pair: pair[0] if pair[0][-1] in "*?" else "".join(pair)
)
sequences = st.lists(quantified, min_size=1, max_size=4).map("".join)
patterns = st.lists(sequences, min_size=1, max_size=3).map("|".join)


@given(patterns, patterns, st.integers(0, 2), st.integers(2, 5))
def test_it_is_the_brute_force_language(pattern: str, other: str, shortest: int, longest: int) -> None:
    texts = [text for text in all_texts("abc", longest) if len(text) >= shortest and re.fullmatch(pattern, text)]
    inside = [text for text in texts if re.fullmatch(other, text)]
    outside = [text for text in texts if not re.fullmatch(other, text)]
    for expected, within, without in ((texts, None, ()), (inside, other, ()), (outside, None, (other,))):
        if expected:
            language = Language(pattern, min_length=shortest, max_length=longest, within=within, without=without)
            assert language.size == len(expected)
            assert every(language) == by_length(set(expected))
        else:
            with pytest.raises(RegexError, match="no text"):
                Language(pattern, min_length=shortest, max_length=longest, within=within, without=without)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[A-Z]{3}-\d{5}$",
        r"^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,4}$",
        r"(?i)^(red|green|blue)$",
        r"^#([0-9a-fA-F]{3}){1,2}$",
        r"^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$",
        r"^(?=.*\d)(?=.*[a-z])(?!.*(?:aa|bb)).{8,20}$",
        r"\A[^\W\d_]+\Z",
        r"[^a-zA-Z0-9]{1,3}",
        r"[^ -~]{2}",
        r"\S+\s\S+",
        r"(^a$)|(^b+$)",
        r"^[а-я]{2,20}|[一-龥]{2}|😀+$",
        r"\w{40}",
        r"[]a]{3}[^]a]",
        r"a{b|a{,2}b|x{2",
        r"(?P<year>\d{4})-(?:0[1-9]|1[0-2])",
        r"[\w.-]+\.\x41\u00e9\t?",
        r"^.{1,255}$",
        r"",
    ],
)
def test_every_text_matches(pattern: str) -> None:
    texts = some(Language(pattern))
    assert [text for text in texts if not re.search(pattern, text)] == []


@pytest.mark.parametrize(
    ("sql", "python"),
    [
        (r"^[[:alpha:]][[:alnum:]_]{2,15}$", r"[a-zA-Z]\w{2,15}"),
        (r"[[:upper:]]+[^[:digit:]a-z]", r"[A-Z]+[^0-9a-z]"),
        (r"[[:^alpha:]]{2}", r"[^a-zA-Z]{2}"),
        (r"***:(?si)x+", r"[xX]+"),
        (r"***=a.b*", r"a\.b\*"),
        (r"\x{e9}\x41\U0001F600\061", "éA😀1"),
        (r"(?<n>ab)(?#no)c", r"abc"),
        (r"\ma+\M", r"a+"),
        (r"[[.-.]a-c[=d=]]{2}", r"[-a-d]{2}"),
        (r"(^a|^b)(c$|d$)", r"[ab][cd]"),
        (r"(?:a$)?", r"a?"),
        (r"(?i:a)b", r"[aA]b"),
        (r"a{2,1000000}", r"a{2,64}"),
        (r"a+?b*?c??", r"a+b*c?"),
        (r"[a-]", r"[a-]"),
    ],
)
def test_dialects_are_understood(sql: str, python: str) -> None:
    assert (Language(sql).size, some(Language(sql))) == (Language(python).size, some(Language(python)))
    assert all(re.fullmatch(python, text) for text in some(Language(python)))


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a)\1", r"a++", r"(?<=a)b", r"(?<!a)b", r"(?>a)", r"a^b", r"a$b", r"(^a)+", r"x(?=y)y", r"\p{L}",
        r"[[:no:]]", r"[z-a]", r"(a", r"a)", r"*a", r"a**", r"a{3,2}", r"a{99999}", r"[a", "a\\", r"(?x)a",
        r"a(?i)b", r"\By", r"(?m:a)", r"a\bb", r"(?:\ba)", r"[^\s\S]", r"a(?=b)|c", r"\q", r"\x00", r"(?(1)a)",
        r"(?b)a",
    ],
)  # fmt: skip
def test_what_is_not_regular_or_not_understood_is_refused(pattern: str) -> None:
    with pytest.raises(RegexError, match=r".+"):
        Language(pattern)


@pytest.mark.parametrize("lengths", [(-1, 5), (5, 4), (0, 5000)])
def test_lengths_that_make_no_sense_are_refused(lengths: tuple[int, int]) -> None:
    with pytest.raises(RegexError, match="lengths run"):
        Language("a*", min_length=lengths[0], max_length=lengths[1])


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(RegexError, match="states"):
        Language("(a|b)*a(a|b){12}")
    with pytest.raises(RegexError, match="too many states"):
        Language("[a-z]{1000}", max_length=2000)
    with pytest.raises(RegexError, match="steps"):
        Language("((a{90}){90}){90}")
    with pytest.raises(RegexError, match="beyond Unicode"):
        Language(r"\x{110000}")


def test_repeats_that_run_into_each_other_are_cut_short() -> None:
    pattern = r"[a-z0-9.-]{1,63}\.[a-z0-9.-]{1,63}"
    language = Language(pattern, max_length=255)
    texts = some(language)
    assert all(re.fullmatch(pattern, text) for text in texts)
    assert max(map(len, texts)) < 127


@pytest.mark.parametrize("argument", ["within", "without"])
@pytest.mark.parametrize("pattern", [r"(?=a)a", r"\ba"])
def test_other_expressions_are_plain(argument: str, pattern: str) -> None:
    other = {"within": pattern} if argument == "within" else {"without": (pattern,)}
    with pytest.raises(RegexError, match=r"look"):
        Language("a*", **other)


def test_lengths_bound_the_texts() -> None:
    assert every(Language("[ab]*", min_length=2, max_length=2)) == ["aa", "ab", "ba", "bb"]
    assert {len(text) for text in some(Language(".*", min_length=5, max_length=14), 5000)} <= set(range(5, 15))


def test_anything_else_is_letters_and_digits_then_the_rest() -> None:
    assert "".join(every(Language("."))) == "".join(sorted("".join(every(Language("[0-9A-Za-z]")))))
    assert every(Language("[^0-9a-zA-Z]"))[:3] == [" ", "!", '"']
    assert every(Language("[^ -~]"))[:2] == ["À", "Á"]
    assert every(Language(r"\s")) == [" "]
    assert every(Language(r"[\t\n]")) == ["\t", "\n"]
    assert every(Language(r"[\x01\x00a]")) == ["a"]


def test_a_large_language_is_spread_over_all_of_it() -> None:
    texts = some(Language(r"[a-z]{30}", max_length=30), 4000)
    for place in range(30):
        counts = np.bincount([ord(text[place]) - 97 for text in texts], minlength=26)
        expected = len(texts) / 26
        assert (((counts - expected) ** 2) / expected).sum() < 75
    assert Language(r"[a-z]{30}", max_length=30).size == 2**63


@pytest.mark.parametrize("pattern", ["[a-z]{14}", "[ab]{64}", "[a-z]{13}|[0-9]{19}", "[a-z0-9]{12,40}", "a*b[a-z]*"])
def test_neighbouring_indexes_stay_distinct_where_texts_outnumber_them(pattern: str) -> None:
    language = Language(pattern)
    start = np.arange(3000, dtype=np.uint64)
    index = np.concatenate([start, np.uint64(language.size - 3000) + start, np.uint64(language.size // 2) + start])
    texts = language.unrank(index).to_pylist()
    assert len(set(texts)) == len(texts)
    assert all(re.fullmatch(pattern, text) for text in texts)


def test_the_first_indexes_of_a_large_language_look_like_any() -> None:
    texts = Language(r"[0-9]{40}").unrank(np.arange(2000, dtype=np.uint64)).to_pylist()
    for place in range(40):
        counts = np.bincount([int(text[place]) for text in texts], minlength=10)
        assert (((counts - 200) ** 2) / 200).sum() < 40


def test_exactly_full_languages() -> None:
    assert Language("[ab]{62}").size == 2**62
    assert Language("[ab]{63}").size == 2**63
    assert Language("[ab]{62}").unrank(np.array([0, 2**62 - 1], dtype=np.uint64)).to_pylist() == ["a" * 62, "b" * 62]


def test_any_indexes_in_any_order() -> None:
    language = Language(r"[a-z]{1,40}@x\.(com|org)")
    index = DRAW.below(np.arange(TILE + 100, dtype=np.uint64), language.size)
    texts = language.unrank(index)
    assert language.unrank(index[::-1]).to_pylist() == texts.to_pylist()[::-1]
    assert language.unrank(index[TILE - 3 : TILE + 3]).to_pylist() == texts.to_pylist()[TILE - 3 : TILE + 3]
    assert language.unrank(index[:0]).to_pylist() == []


def test_an_index_beyond_the_end_is_refused() -> None:
    with pytest.raises(IndexError, match="beyond the 2"):
        Language("a|b").unrank(np.array([2], dtype=np.uint64))


@pytest.mark.parametrize(
    ("pattern", "escape", "texts", "others"),
    [
        ("A%", "\\", ["A", "Abc", "A%"], ["a", "bA"]),
        ("_-_", "\\", ["a-b"], ["-", "ab-c"]),
        (r"10\%", "\\", ["10%"], ["10x"]),
        ("10!%!!", "!", ["10%!"], ["10"]),
        (r"a\%", "", ["a\\", "a\\b"], ["a%"]),
        ("(a.b)|^$", "\\", ["(a.b)|^$"], ["a.b"]),
    ],
)
def test_like(pattern: str, escape: str, texts: list[str], others: list[str]) -> None:
    regex = like(pattern, escape)
    assert all(re.fullmatch(regex, text) for text in texts)
    assert not any(re.fullmatch(regex, text) for text in others)
    assert all(re.fullmatch(regex, text) for text in some(Language(regex)))


def test_like_without_case() -> None:
    assert sorted(every(Language(like("ab", insensitive=True)))) == ["AB", "Ab", "aB", "ab"]


def test_like_that_ends_in_its_escape_is_refused() -> None:
    with pytest.raises(RegexError, match="ends in its escape"):
        like("abc\\")


@pytest.mark.parametrize(
    "pattern",
    ["b", "^a|b$", "^(a|b)$", "(^a$)|(^b$)|c{2}", "(?i)A$", "a|^$", "^", "$", "", "^[ab]", r"\Aa\Z", r"a\$|b"],
)
def test_search_finds_anywhere(pattern: str) -> None:
    expected = [text for text in all_texts("ab", 4) if re.search(pattern, text)]
    assert every(Language(search(pattern), max_length=4, within="[ab]*")) == by_length(set(expected))


def test_search_refuses_what_it_cannot_open() -> None:
    with pytest.raises(RegexError, match="middle"):
        Language(search("(^a|b)c"))
    with pytest.raises(RegexError, match="never closed"):
        search("(ab")


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("a.b%", "a.bcd", True),
        ("a.b%", "axbcd", False),
        ("(A|B)[0-9]_", "B7x", True),
        ("[%.]", "%", True),
        ("$_^", "$x^", True),
    ],
)
def test_similar_patterns_keep_their_own_signs(pattern: str, text: str, matches: bool) -> None:
    assert (re.fullmatch(similar(pattern), text) is not None) == matches


def test_a_list_of_hundreds_of_words() -> None:
    """It needs states by the thousand, about one for each letter."""
    listed = [f"{number:x}-{number * number:x}-{number**3:x}-{number**4:x}" for number in range(400, 900)]
    language = Language(f"^({'|'.join(listed)})$")
    assert language.size == len(listed)
    assert set(language.unrank(np.arange(len(listed), dtype=np.uint64)).to_pylist()) == set(listed)
