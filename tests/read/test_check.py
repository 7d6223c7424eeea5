from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.read.check.casts import array_items, number
from seedbed.read.check.parse import parse_check
from seedbed.read.check.patterns import like_pattern, regex_of_glob
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref
from seedbed.schema.model import Dialect
from seedbed.schema.types import Type

TYPES: Mapping[str, Type] = {
    "a": Type("integer", bits=32),
    "b": Type("integer", bits=32),
    "price": Type("decimal", precision=10, scale=2),
    "status": Type("varchar", length=20),
    "code": Type("char", length=3),
    "mail": Type("text", folds_case=True),
    "mood": Type("enum", name="mood", values=("sad", "ok")),
    "tags": Type("array", element=Type("text")),
    "data": Type("json"),
    "raw": Type("bytes"),
    "on_day": Type("date"),
    "at": Type("timestamp"),
    "flag": Type("boolean"),
    "Mixed": Type("text"),
}


def shown(expression: Expression | None) -> str:
    """A tree in one line: calls as name(arguments), casts as value::kind."""
    if expression is None:
        return "unread"
    if isinstance(expression, Literal):
        return str(expression.value) if isinstance(expression.value, Decimal) else repr(expression.value)
    if isinstance(expression, Ref):
        return expression.column
    if isinstance(expression, Cast):
        return f"{shown(expression.value)}::{expression.to.kind}"
    return f"{expression.name}({', '.join(shown(argument) for argument in expression.args)})"


POSTGRES = [
    (
        "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
        "in(status, 'a', 'b')",
    ),
    ("status = ANY (ARRAY['a'::text])", "in(status, 'a')"),
    ("(status)::text = ANY ('{a,\"b c\"}'::text[])", "in(status, 'a', 'b c')"),
    ("status <> ALL (ARRAY['a', 'b'])", "not(in(status, 'a', 'b'))"),
    ("a > ALL (ARRAY[1, 2])", "and(>(a, 1), >(a, 2))"),
    ("a < ANY (ARRAY[1, 2])", "or(<(a, 1), <(a, 2))"),
    ("'x' = ANY (tags)", "array_has(tags, 'x')"),
    ("'x' <> ALL (tags)", "not(array_has(tags, 'x'))"),
    ("a > ANY (tags)", "unread"),
    ("status IN ('a', 'b') AND a NOT IN (1, 2)", "and(in(status, 'a', 'b'), not(in(a, 1, 2)))"),
    ("a IN (SELECT 1)", "unread"),
    ("status ~~ 'x%'::text", "like(status, 'x%')"),
    ("status !~~ 'x%'", "not(like(status, 'x%'))"),
    ("status ~~* 'x%'", "ilike(status, 'x%')"),
    ("status NOT LIKE 'x!_%' ESCAPE '!'", r"not(like(status, 'x\\_%'))"),
    ("status ILIKE 'a!' ESCAPE ''", "ilike(status, 'a!')"),
    ("status ~~ ANY (ARRAY['a%', 'b%'])", "or(like(status, 'a%'), like(status, 'b%'))"),
    ("status LIKE ALL (ARRAY['a%', '%b'])", "and(like(status, 'a%'), like(status, '%b'))"),
    ("status LIKE ANY (tags)", "unread"),
    ("mail LIKE 'x%'", "ilike(mail, 'x%')"),
    ("status ~ '^x$'", "regex(status, '^x$')"),
    ("status ~* '^x$'", "iregex(status, '^x$')"),
    ("status !~ '^x$'", "not(regex(status, '^x$'))"),
    ("status OPERATOR(pg_catalog.~) 'x'", "regex(status, 'x')"),
    ("status OPERATOR(pg_catalog.!~~) 'x'", "not(like(status, 'x'))"),
    ("status OPERATOR(app.@@@) 'x'", "unread"),
    ("status SIMILAR TO '(a|b)%'", "similar(status, '(a|b)%')"),
    ("starts_with(status, 'x') OR status ^@ 'y'", "or(starts_with(status, 'x'), starts_with(status, 'y'))"),
    ("a IS NOT DISTINCT FROM b", "is_not_distinct(a, b)"),
    ("a IS DISTINCT FROM b", "not(is_not_distinct(a, b))"),
    ("flag IS TRUE OR flag IS NOT FALSE", "or(is_true(flag), not(is_false(flag)))"),
    ("flag IS UNKNOWN", "is_null(flag)"),
    ("a IS NOT NULL AND b ISNULL", "and(not(is_null(a)), is_null(b))"),
    ("NOT NOT flag", "flag"),
    ("NOT flag", "not(flag)"),
    ("flag", "flag"),
    ("num_nonnulls(a, b) = 1", "=(num_nonnulls(a, b), 1)"),
    ("CASE WHEN flag THEN a > 0 ELSE true END", "case(flag, >(a, 0), True)"),
    ("CASE a WHEN 1 THEN flag END", "case(=(a, 1), flag, None)"),
    ("COALESCE(a, 0) + NULLIF(b, 1) > GREATEST(a, b)", ">(+(coalesce(a, 0), nullif(b, 1)), greatest(a, b))"),
    ("char_length((status)::text) <= 3", "<=(length(status), 3)"),
    ("octet_length(status) = 3 AND length(raw) = 4", "and(=(octet_length(status), 3), =(octet_length(raw), 4))"),
    ("btrim(status) <> ''::text", "<>(trim(status), '')"),
    ("trim(both 'x' from status) <> trim(leading from status)", "<>(trim(status, 'x'), ltrim(status))"),
    ("(lower((status)::text))::text = status", "=(lower(status), status)"),
    ("substring(status from 1 for 2) = 'ab'", "=(substring(status, 1, 2), 'ab')"),
    (
        "position('@' in status) > 1 AND strpos(status, '@') > 1",
        "and(>(position(status, '@'), 1), >(position(status, '@'), 1))",
    ),
    (
        "a % 5 = 0 AND -a < -5 AND a * 2 / 3 - 1 <> 2 ^ 3",
        "and(=(%(a, 5), 0), <(neg(a), -5), <>(-(/(*(a, 2), 3), 1), power(2, 3)))",
    ),
    (
        "a & 3 = 1 AND (a | 4) > (b # 2) AND ~a > (a << 1)",
        "and(=(bit_and(a, 3), 1), >(bit_or(a, 4), bit_xor(b, 2)), >(bit_not(a), shift_left(a, 1)))",
    ),
    ("status || 'x' = 'yx'", "=(||(status, 'x'), 'yx')"),
    ("a >= '-5'::integer", ">=(a, -5)"),
    ("price >= (0)::numeric", ">=(price, 0)"),
    ("price < '1.50'::numeric", "<(price, 1.50)"),
    ("price < '1.5'::numeric(10,2)", "<(price, '1.5'::decimal)"),
    ("(a)::numeric > price", ">(a, price)"),
    ("(a)::text = '1'", "=(a::text, '1')"),
    ("(mail)::text = 'x'", "=(mail::text, 'x')"),
    ("(mood)::text = 'ok' AND mood = 'ok'::public.mood", "and(=(mood, 'ok'), =(mood, 'ok'))"),
    ("mood = 'ok'::other", "=(mood, 'ok'::unknown)"),
    ("flag = 't'::boolean", "=(flag, True)"),
    ("a = 'x'::integer", "=(a, 'x'::integer)"),
    ("on_day >= '1930-01-01'::date", ">=(on_day, '1930-01-01'::date)"),
    ("on_day >= DATE '1930-01-01'", ">=(on_day, '1930-01-01'::date)"),
    (
        "at + '3 years'::interval > now() - INTERVAL '2 days'",
        ">(+(at, '3 years'::interval), -(now(), '2 days'::interval))",
    ),
    ("EXTRACT(year FROM at) > date_part('Month'::text, at)", ">(extract('year', at), extract('month', at))"),
    (
        "at AT TIME ZONE 'utc' < CURRENT_TIMESTAMP AND on_day <= CURRENT_DATE",
        "and(<(at_time_zone(at, 'utc'), now()), <=(on_day, current_date()))",
    ),
    ("a BETWEEN 1 AND b", "and(>=(a, 1), <=(a, b))"),
    ("a NOT BETWEEN 1 AND 2", "not(and(>=(a, 1), <=(a, 2)))"),
    ("a BETWEEN SYMMETRIC 2 AND 1", "unread"),
    ("(a, b) = (1, 2)", "and(=(a, 1), =(b, 2))"),
    ("(a, b) <> (1, 2)", "or(<>(a, 1), <>(b, 2))"),
    ("ROW(a, b) < ROW(1, 2)", "or(<(a, 1), and(=(a, 1), <(b, 2)))"),
    ("(a, b) IN ((1, 2), (3, 4))", "or(and(=(a, 1), =(b, 2)), and(=(a, 3), =(b, 4)))"),
    ("(a, b) = (1, 2, 3)", "unread"),
    (
        "data -> 'k' ->> 'n.m' = 'x' AND (data -> 1) IS NOT NULL",
        "and(=(json_text(json_get(data, 'k'), 'n.m'), 'x'), not(is_null(json_get(data, 1))))",
    ),
    ("data #>> '{a,b}' = 'x' AND data ? 'k'", "and(=(json_path_text(data, '{a,b}'), 'x'), json_has(data, 'k'))"),
    ("jsonb_typeof(data) = 'object'", "=(json_type(data), 'object')"),
    (
        "tags @> ARRAY['x'] AND tags && ARRAY['y'] AND tags[1] <> ''",
        "and(contains(tags, array('x')), overlaps(tags, array('y')), <>(element(tags, 1), ''))",
    ),
    ("cardinality(tags) > 0", ">(cardinality(tags), 0)"),
    ("app.is_iban(status)", "app.is_iban(status)"),
    ("pg_catalog.lower(status) = 'x'", "=(lower(status), 'x')"),
    ("t.a > 0", ">(a, 0)"),
    ("A > 0 AND \"Mixed\" <> 'x'", "and(>(a, 0), <>(Mixed, 'x'))"),
    ("Mixed <> 'x'", "unread"),
    ("nobody > 0", "unread"),
    ("status = E'a\\nb' OR status = $$q$$ OR status = N'n'", r"or(=(status, 'a\nb'), =(status, 'q'), =(status, 'n'))"),
    ("raw = X'4A' OR B'101' = raw", "or(=(raw, '\\\\x4a'::bytes), =('101'::bit, raw))"),
    ("a > 1.5e3 AND price < .5", "and(>(a, 1.5E+3), <(price, 0.5))"),
    ("status COLLATE \"C\" = 'x'", "=(collate(status, 'C'), 'x')"),
    ("raw = '\\\\x00'::bytea", "=(raw, '\\\\\\\\x00'::bytes)"),
    ("tags = '{}'::text[] OR tags = ARRAY['x'::varchar]::text[]", "or(=(tags, array()), =(tags, array('x')))"),
    ("NULL::integer IS NULL", "is_null(None)"),
    ("a = ANY (ARRAY[1, 2]::integer[])", "in(a, 1, 2)"),
    ("a = ANY ('{1,2}'::integer[])", "in(a, 1, 2)"),
    ("status = ANY ('{{a}}')", "array_has('{{a}}', status)"),
    ("a = NULL", "=(a, None)"),
    ("xmlexists('a' passing status)", "unread"),
    ("data IS JSON", "json_valid(data)"),
    ("data IS JSON OBJECT", "unread"),
    ("a > 0; DROP TABLE x", "unread"),
    ("a = 1 b", "unread"),
    ("", "unread"),
    ("((", "unread"),
]

MYSQL = [
    ("a && b || !flag", "or(and(a, b), not(flag))"),
    ("a XOR b", "xor(a, b)"),
    ("`STATUS` REGEXP '^x' AND status RLIKE 'y'", "and(regex(status, '^x'), regex(status, 'y'))"),
    ("mail NOT REGEXP 'x'", "not(iregex(mail, 'x'))"),
    ("mail LIKE 'x' AND mail LIKE BINARY 'y'", "and(ilike(mail, 'x'), like(mail, 'y'))"),
    ("mail COLLATE utf8mb4_bin LIKE 'x'", "like(collate(mail, 'utf8mb4_bin'), 'x')"),
    ("regexp_like(status, 'x', 'i') OR regexp_like(status, 'y', 'c')", "or(iregex(status, 'x'), regex(status, 'y'))"),
    ("regexp_like(status, 'x', 'm')", "regexp_like(status, 'x', 'm')"),
    ("JSON_VALID(data) AND data->'$.a' = 1", "and(json_valid(data), =(json_get(data, '$.a'), 1))"),
    ("json_unquote(json_extract(data, '$.a')) = 'x'", "=(json_text(data, '$.a'), 'x')"),
    ("json_unquote(status) = 'x'", "=(json_unquote(status), 'x')"),
    ("a DIV 2 = 1 AND a MOD 2 = 0 AND mod(a, 3) = 1", "and(=(div(a, 2), 1), =(%(a, 2), 0), =(%(a, 3), 1))"),
    ("a <=> b", "is_not_distinct(a, b)"),
    ("length(status) = 3 AND char_length(status) = 2", "and(=(octet_length(status), 3), =(length(status), 2))"),
    ("IF(flag, a, b) = 1 AND IFNULL(a, 0) > 0", "and(=(case(flag, a, b), 1), >(coalesce(a, 0), 0))"),
    ("at > date_add(on_day, INTERVAL 1 DAY)", ">(at, +(on_day, '1 day'::interval))"),
    ("at > on_day + INTERVAL a DAY", ">(at, +(on_day, interval(a, 'day')))"),
    ("YEAR(on_day) > 2000", ">(extract('year', on_day), 2000)"),
    ("isnull(a) AND locate('x', status) > 0", "and(is_null(a), >(position(status, 'x'), 0))"),
    (
        "status = 'a\\'b' OR status = \"c\" OR status = _utf8mb4'd'",
        "or(=(status, \"a'b\"), =(status, 'c'), =(status, 'd'))",
    ),
    ("left(status, 1) = 'x' AND binary status = 'x'", "and(=(left(status, 1), 'x'), =(status::bytes, 'x'))"),
]

SQLITE = [
    ("status GLOB '[A-Z]*' AND status NOT GLOB 'a?'", "and(regex(status, '^[A-Z].*$'), not(regex(status, '^a.$')))"),
    ("status GLOB a", "unread"),
    ("status LIKE 'a\\_%'", r"ilike(status, 'a\\\\_%')"),
    ("status LIKE 'a!_' ESCAPE '!'", r"ilike(status, 'a\\_')"),
    ("typeof(a) = 'integer'", "=(typeof(a), 'integer')"),
    ("a IS b AND a IS NOT 1", "and(is_not_distinct(a, b), not(is_not_distinct(a, 1)))"),
    ("[STATUS] == 'x' AND \"nobody\" <> status", "and(=(status, 'x'), <>('nobody', status))"),
    ("max(a, b) > min(a, 1) AND iif(flag, a, b) > 0", "and(>(greatest(a, b), least(a, 1)), >(case(flag, a, b), 0))"),
    ("iif(flag, a) IS NULL", "is_null(case(flag, a, None))"),
    ("status COLLATE NOCASE = 'x'", "=(collate(status, 'NOCASE'), 'x')"),
    ("a NOT NULL AND b ISNULL", "and(not(is_null(a)), is_null(b))"),
    ("date(on_day) = on_day", "=(date(on_day), on_day)"),
]


@pytest.mark.parametrize(("sql", "tree"), POSTGRES)
def test_postgres(sql: str, tree: str) -> None:
    assert shown(parse_check(sql, "postgres", TYPES)) == tree


@pytest.mark.parametrize(("sql", "tree"), MYSQL)
def test_mysql(sql: str, tree: str) -> None:
    assert shown(parse_check(sql, "mysql", TYPES)) == tree


@pytest.mark.parametrize(("sql", "tree"), SQLITE)
def test_sqlite(sql: str, tree: str) -> None:
    assert shown(parse_check(sql, "sqlite", TYPES)) == tree


def test_a_domain_checks_its_value() -> None:
    assert parse_check("(VALUE)::text ~ '^x'::text", "postgres", {"VALUE": Type("varchar")}) == Call(
        "regex", (Ref("VALUE"), Literal("^x"))
    )
    assert shown(parse_check("(value).part IS NULL", "postgres")) == "is_null(field(VALUE, 'part'))"
    assert shown(parse_check("value > 0", "postgres", {"value": Type("integer")})) == ">(value, 0)"


def test_without_types_casts_of_columns_stay() -> None:
    assert shown(parse_check("(status)::text = 'x'::text", "postgres")) == "=(status::text, 'x')"
    assert shown(parse_check("Status LIKE 'x'", "mysql")) == "ilike(Status, 'x')"


def test_a_cast_names_its_type() -> None:
    tree = parse_check("a::numeric(8,3) = b::varchar(4)::bytea", "postgres")
    assert tree == Call(
        "=",
        (
            Cast(Ref("a"), Type("decimal", "DECIMAL(8, 3)", precision=8, scale=3)),
            Cast(Cast(Ref("b"), Type("varchar", "VARCHAR(4)", length=4)), Type("bytes", "BYTEA")),
        ),
    )
    kinds = {"x::text[]": "array", "x::citext": "text", "x::timestamp(3)": "timestamp", "x::cidr": "cidr"}
    for sql, kind in kinds.items():
        found = parse_check(f"{sql} IS NULL", "postgres")
        assert isinstance(found, Call)
        assert isinstance(found.args[0], Cast)
        assert found.args[0].to.kind == kind


def test_long_chains_are_flat_and_deep_nesting_is_unread_at_worst() -> None:
    chain = " OR ".join(f"a = {number}" for number in range(3000))
    tree = parse_check(chain, "postgres")
    assert isinstance(tree, Call)
    assert (tree.name, len(tree.args)) == ("or", 3000)
    assert parse_check("(" * 5000 + "a" + ")" * 5000, "postgres") in (None, Ref("a"))


@given(st.text(max_size=40), st.sampled_from(("postgres", "mysql", "sqlite")))
def test_no_text_raises(text: str, dialect: Dialect) -> None:
    parse_check(text, dialect, TYPES)


def test_glob_is_an_anchored_regular_expression() -> None:
    assert regex_of_glob("a.b*?") == r"^a\.b.*.$"
    assert regex_of_glob("[^a-z]]x[") == r"^[^a-z]\]x\[$"
    assert regex_of_glob("[]x]") == r"^[\]x]$"


def test_like_patterns_escape_with_a_backslash() -> None:
    assert like_pattern(r"a\_b", "\\") == r"a\_b"
    assert like_pattern(r"a\b", None) == r"a\\b"
    assert like_pattern(r"a!%!!\ ", "!") == r"a\%\!\\ "
    assert like_pattern("a!", "!") == r"a\!"


def test_items_of_an_array_in_text() -> None:
    assert array_items('{a, b ,"c,d","","\\""}') == ("a", "b", "c,d", "", '"')
    assert array_items("{}") == ()
    assert array_items("{{1},{2}}") is None
    assert array_items("{a,NULL}") is None
    assert array_items("x") is None


def test_numbers_are_exact() -> None:
    assert number(" -5 ") == -5
    assert number("1.50") == Decimal("1.50")
    assert number("x") is None
    assert number("NaN") is None
