"""Foreign keys and unique sets: the rows of an accepted plan obey them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from tests.plan.grown import distinct, grown, refused

TENANTS = "CREATE TABLE tenants (id int PRIMARY KEY);"
OWNED = "CREATE TABLE {0} (tenant int NOT NULL REFERENCES tenants, id int NOT NULL, PRIMARY KEY (tenant, id));"
TWO_OWNED = TENANTS + OWNED.format("teams") + OWNED.format("rooms")


def test_a_reference_is_a_key_of_its_parent_and_sometimes_null() -> None:
    made = grown("CREATE TABLE p (id uuid PRIMARY KEY); CREATE TABLE c (id serial PRIMARY KEY, p uuid REFERENCES p);")
    cells = made.cells("c", "p")
    assert set(cells) - {None} <= set(made.cells("p", "id"))
    assert 0 < cells.count(None) < 30
    assert made.whole("c", "id") == list(range(1, 101))


def test_a_reference_to_a_unique_key_takes_its_type() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY, code smallint NOT NULL UNIQUE);"
        "CREATE TABLE c (p bigint NOT NULL REFERENCES p (code), t varchar(40) NOT NULL UNIQUE);"
    )
    assert set(made.cells("c", "p")) <= set(made.cells("p", "code"))
    assert distinct(made.rows("c", "t"))


def test_a_composite_reference_is_taken_whole() -> None:
    made = grown(
        TENANTS + OWNED.format("teams") + "CREATE TABLE s (tenant int, team int, n int,"
        " FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id));"
    )
    keys = set(made.rows("teams", "tenant", "id"))
    rows = made.rows("s", "tenant", "team")
    assert all(row in keys or row == (None, None) for row in rows)
    assert (None, None) in rows
    assert distinct(made.rows("teams", "tenant", "id"))


def test_a_reference_implied_by_another_needs_nothing() -> None:
    made = grown(
        TENANTS + OWNED.format("teams") + "CREATE TABLE s (tenant int NOT NULL REFERENCES tenants,"
        " team int NOT NULL, FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id));"
    )
    assert made.group("s", "tenant") is made.group("s", "team")
    assert set(made.rows("s", "tenant", "team")) <= set(made.rows("teams", "tenant", "id"))


def test_two_references_that_share_a_column_agree() -> None:
    made = grown(
        TWO_OWNED + "CREATE TABLE b (tenant int NOT NULL, team int NOT NULL, room int NOT NULL, n int,"
        " FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id),"
        " FOREIGN KEY (tenant, room) REFERENCES rooms (tenant, id), CHECK (team <> room));"
    )
    assert set(made.rows("b", "tenant", "team")) <= set(made.rows("teams", "tenant", "id"))
    assert set(made.rows("b", "tenant", "room")) <= set(made.rows("rooms", "tenant", "id"))
    assert all(team != room for team, room in made.rows("b", "team", "room"))


def test_two_references_that_share_a_column_are_distinct_together() -> None:
    made = grown(
        TWO_OWNED + "CREATE TABLE b (tenant int NOT NULL, team int NOT NULL, room int NOT NULL,"
        " f boolean NOT NULL, PRIMARY KEY (tenant, team, room, f),"
        " FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id),"
        " FOREIGN KEY (tenant, room) REFERENCES rooms (tenant, id));"
    )
    assert distinct(made.rows("b", "tenant", "team", "room", "f"))
    assert set(made.rows("b", "tenant", "team")) <= set(made.rows("teams", "tenant", "id"))
    assert set(made.rows("b", "tenant", "room")) <= set(made.rows("rooms", "tenant", "id"))
    assert all(isinstance(flag, bool) for flag in made.cells("b", "f"))


def test_pairs_are_never_more_than_there_are() -> None:
    made = grown(
        "CREATE TABLE a (id boolean, x int, PRIMARY KEY (id, x), CHECK (x = 1));"
        "CREATE TABLE b (id boolean, y int, PRIMARY KEY (id, y), CHECK (y = 1));"
        "CREATE TABLE c (id boolean, x int, y int, PRIMARY KEY (id, x, y),"
        " FOREIGN KEY (id, x) REFERENCES a (id, x), FOREIGN KEY (id, y) REFERENCES b (id, y));"
    )
    assert sorted(made.rows("c", "id", "x", "y")) == [(False, 1, 1), (True, 1, 1)]


def test_three_references_that_share_a_column_agree() -> None:
    made = grown(
        TWO_OWNED + OWNED.format("desks") + "CREATE TABLE b (tenant int NOT NULL, x int NOT NULL,"
        " y int NOT NULL, z int NOT NULL, FOREIGN KEY (tenant, x) REFERENCES teams (tenant, id),"
        " FOREIGN KEY (tenant, y) REFERENCES rooms (tenant, id),"
        " FOREIGN KEY (tenant, z) REFERENCES desks (tenant, id));",
        "postgres",
        100,
        ("tenants", 10),
        ("b", 1000),
    )
    for table, column in (("teams", "x"), ("rooms", "y"), ("desks", "z")):
        assert set(made.rows("b", "tenant", column)) <= set(made.rows(table, "tenant", "id"))
    assert len(set(made.rows("b", "tenant", "x", "y", "z"))) > 900


CAPTAINS = (
    TENANTS + "CREATE TABLE teams (tenant int NOT NULL REFERENCES tenants, id int NOT NULL, captain int NOT NULL,"
    " PRIMARY KEY (tenant, id)); CREATE TABLE members (tenant int NOT NULL, id int NOT NULL, team int NOT NULL,"
    " PRIMARY KEY (tenant, id), FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id));"
    "ALTER TABLE teams ADD FOREIGN KEY (tenant, captain) REFERENCES members (tenant, id);"
)


def test_a_circle_of_required_references_that_share_a_column() -> None:
    made = grown(CAPTAINS, "postgres", 100, ("tenants", 9))
    assert set(made.rows("teams", "tenant", "captain")) <= set(made.rows("members", "tenant", "id"))
    assert set(made.rows("members", "tenant", "team")) <= set(made.rows("teams", "tenant", "id"))
    assert len(set(made.cells("teams", "tenant"))) > 5


def test_a_circle_with_too_few_rows_is_refused() -> None:
    told = refused(CAPTAINS, ("members", 3), ("tenants", 50))
    assert "teams.captain: a required reference finds no row" in told


def test_few_parents_are_brought_together() -> None:
    for seed in range(6):
        tables = "".join(OWNED.format(f"{name}{seed}") for name in ("x", "y", "z"))
        made = grown(
            TENANTS + tables + f"CREATE TABLE b{seed} (tenant int NOT NULL, x int NOT NULL, y int NOT NULL,"
            f" z int NOT NULL, FOREIGN KEY (tenant, x) REFERENCES x{seed} (tenant, id),"
            f" FOREIGN KEY (tenant, y) REFERENCES y{seed} (tenant, id),"
            f" FOREIGN KEY (tenant, z) REFERENCES z{seed} (tenant, id));",
            rows=3,
        )
        assert made.count(f"b{seed}") == 3
        for column in "xyz":
            assert set(made.rows(f"b{seed}", "tenant", column)) <= set(made.rows(f"{column}{seed}", "tenant", "id"))


def test_references_that_share_columns_in_a_ring_are_refused() -> None:
    two = "CREATE TABLE {0} ({1} int NOT NULL, {2} int NOT NULL, PRIMARY KEY ({1}, {2}));"
    told = refused(
        two.format("p", "a", "b") + two.format("q", "b", "c") + two.format("r", "c", "a") + "CREATE TABLE t ("
        "a int NOT NULL, b int NOT NULL, c int NOT NULL, FOREIGN KEY (a, b) REFERENCES p (a, b),"
        " FOREIGN KEY (b, c) REFERENCES q (b, c), FOREIGN KEY (c, a) REFERENCES r (c, a));"
    )
    assert "the reference (c, a) to r shares c, a with another reference" in told


def test_parents_agree_beyond_the_first_of_them() -> None:
    made = grown(
        TWO_OWNED + "CREATE TABLE b (tenant int NOT NULL, team int NOT NULL, room int NOT NULL,"
        " PRIMARY KEY (tenant, team, room), FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id),"
        " FOREIGN KEY (tenant, room) REFERENCES rooms (tenant, id));",
        "postgres",
        80_000,
        ("tenants", 1000),
        ("b", 50_000),
    )
    teams = made.rows("teams", "tenant", "id")
    late = set(teams[70_000:])
    found = made.rows("b", "tenant", "team")
    assert set(found) <= set(teams)
    assert sum(row in late for row in found) > 4000
    assert distinct(made.rows("b", "tenant", "team", "room"))


def test_an_optional_reference_that_shares_a_column_follows_it() -> None:
    made = grown(
        TWO_OWNED + "CREATE TABLE b (tenant int NOT NULL, team int NOT NULL, room int, n int,"
        " FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id), UNIQUE (n, room),"
        " FOREIGN KEY (tenant, room) REFERENCES rooms (tenant, id));"
    )
    rooms = set(made.rows("rooms", "tenant", "id"))
    followed = [row for row in made.rows("b", "tenant", "room") if row[1] is not None]
    assert set(followed) <= rooms
    assert len(followed) > 30
    assert distinct(made.rows("b", "n", "room"))


def test_null_that_a_key_forbids_is_refused() -> None:
    told = refused(
        TWO_OWNED + "CREATE TABLE b (tenant int NOT NULL, team int NOT NULL, room int,"
        " FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id), UNIQUE NULLS NOT DISTINCT (room),"
        " FOREIGN KEY (tenant, room) REFERENCES rooms (tenant, id));"
    )
    assert "b.room: no value is left" in told


def test_match_full_is_never_half_null() -> None:
    made = grown(
        TENANTS + "CREATE TABLE s (tenant int NOT NULL REFERENCES tenants, id int, boss int,"
        " PRIMARY KEY (tenant, id), FOREIGN KEY (tenant, boss) REFERENCES s (tenant, id) MATCH FULL);"
    )
    assert set(made.rows("s", "tenant", "boss")) <= set(made.rows("s", "tenant", "id"))


def test_self_references_are_earlier_rows() -> None:
    made = grown("CREATE TABLE e (id int PRIMARY KEY, boss int REFERENCES e, head int NOT NULL REFERENCES e);")
    ids = made.whole("e", "id")
    bosses, heads = made.cells("e", "boss"), made.cells("e", "head")
    assert bosses[0] is None
    assert all(boss in ids[:row] for row, boss in enumerate(bosses) if row)
    assert all(head in ids[: row + 1] for row, head in enumerate(heads))


def test_unique_self_references_are_a_chain_or_themselves() -> None:
    made = grown("CREATE TABLE e (id int PRIMARY KEY, a int UNIQUE REFERENCES e, b int NOT NULL UNIQUE REFERENCES e);")
    ids = made.whole("e", "id")
    assert made.cells("e", "a") == [None, *ids[:-1]]
    assert made.whole("e", "b") == ids


def test_a_tree_shares_a_column_with_itself() -> None:
    made = grown(
        "CREATE TABLE tree (org int CHECK (org IN (1, 2, 3)), id int, up int, top int NOT NULL, PRIMARY KEY (org, id),"
        " FOREIGN KEY (org, up) REFERENCES tree (org, id), FOREIGN KEY (org, top) REFERENCES tree (org, id));"
    )
    nodes = set(made.rows("tree", "org", "id"))
    ups = [pair for pair in made.rows("tree", "org", "up") if pair[1] is not None]
    assert len(nodes) == 100
    assert len(ups) > 50
    assert nodes.issuperset(ups)
    assert nodes.issuperset(made.rows("tree", "org", "top"))


def test_circles_are_chosen_as_any_other() -> None:
    made = grown(
        "CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL);"
        "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a);"
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;"
    )
    assert set(made.cells("a", "b")) <= set(made.cells("b", "id"))
    assert set(made.cells("b", "a")) <= set(made.cells("a", "id"))


def test_keys_that_are_each_other_are_refused() -> None:
    told = refused(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY REFERENCES a);"
        "ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES b;"
    )
    assert told.startswith("a.id, b.id: these keys define each other in a ring")


def test_a_key_that_is_itself_is_refused() -> None:
    assert "in a ring" in refused("CREATE TABLE a (id int PRIMARY KEY REFERENCES a);")


def test_columns_that_a_check_ties_into_a_ring_are_refused() -> None:
    told = refused(
        "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, pid int, pa int, UNIQUE (id, a),"
        " FOREIGN KEY (pid, pa) REFERENCES t (id, a), CHECK (pa <= a));"
    )
    assert told.startswith("t.a, t.pid, t.pa: these columns need each other's values")


def test_checks_over_fixed_keys_are_no_ring() -> None:
    made = grown("CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t, CHECK (up < id));")
    assert all(up is None or up < id for id, up in made.rows("t", "id", "up"))  # type: ignore[operator]


def test_references_to_generated_columns() -> None:
    parent = "CREATE TABLE p (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id * 2) STORED UNIQUE);"
    made = grown(parent + "CREATE TABLE c (n int, g int REFERENCES p (g));")
    assert set(made.cells("c", "g")) == {None}
    assert "c.g: always NULL: the reference (g) to p refers to g, which the database fills" in made.notes
    assert "p:" not in made.notes
    told = refused(parent + "CREATE TABLE c (g int NOT NULL REFERENCES p (g));")
    assert "c: the reference (g) to p refers to g, which the database fills" in told


def test_one_to_one_is_capped_or_spills_into_null() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY);"
        "CREATE TABLE must (p int NOT NULL UNIQUE REFERENCES p); CREATE TABLE may (p int UNIQUE REFERENCES p);",
        "postgres",
        100,
        ("p", 10),
    )
    assert (made.count("must"), made.plan.table("must").cap) == (10, "unique (p) has 10 values")
    assert sorted(made.whole("must", "p")) == list(range(1, 11))
    spilled = made.cells("may", "p")
    assert (len(spilled), distinct(made.rows("may", "p"))) == (100, True)
    assert spilled.count(None) >= 90


def test_many_to_many_uses_each_pair_once() -> None:
    made = grown(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY);"
        "CREATE TABLE ab (a int REFERENCES a, b int REFERENCES b, PRIMARY KEY (a, b));",
        "postgres",
        100,
        ("a", 12),
        ("b", 9),
    )
    assert made.kind("ab", "a") == "Slots"
    pairs = made.rows("ab", "a", "b")
    assert (len(pairs), distinct(pairs)) == (100, True)
    assert max(Counter(a for a, _ in pairs).values()) <= 9


def test_a_pair_that_another_key_already_tells_apart() -> None:
    made = grown(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL REFERENCES a,"
        " f boolean NOT NULL, name text NOT NULL, UNIQUE (id, a), UNIQUE (a, name), UNIQUE (a, f, name));"
    )
    assert made.kind("t", "a") == "Drawn"
    assert made.kind("t", "name") == "Permuted"
    assert distinct(made.rows("t", "a", "name"))


def test_unique_sets_that_share_slots() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY);"
        "CREATE TABLE t (a int NOT NULL REFERENCES p, b int NOT NULL REFERENCES p,"
        " c int NOT NULL REFERENCES p, UNIQUE (a, b), UNIQUE (b, c), UNIQUE (a, c), UNIQUE (a, b, c));"
    )
    for pair in (("a", "b"), ("b", "c"), ("a", "c"), ("a", "b", "c")):
        assert distinct(made.rows("t", *pair))


def test_slots_that_another_set_takes_apart() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE q (a int NOT NULL REFERENCES p, b int NOT NULL REFERENCES p,"
        " c int NOT NULL REFERENCES p, d int NOT NULL REFERENCES p, UNIQUE (a, b), UNIQUE (c, d), UNIQUE (b, c));",
        "postgres",
        100,
        ("p", 20),
    )
    assert made.count("q") == 100
    assert made.kind("q", "b") == "Ledger"
    for pair in (("a", "b"), ("c", "d"), ("b", "c")):
        assert distinct(made.rows("q", *pair))


def test_a_pair_whose_members_must_differ() -> None:
    sql = (
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE follows (a int NOT NULL REFERENCES u,"
        " b int NOT NULL REFERENCES u, PRIMARY KEY (a, b), CHECK (a <> b));"
    )
    made = grown(sql, "postgres", 10_000, ("u", 150))
    rows = made.rows("follows", "a", "b")
    assert (len(rows), len(set(rows)), sum(a == b for a, b in rows)) == (10_000, 10_000, 0)
    made = grown(sql, "postgres", 100, ("u", 4))
    assert made.count("follows") == 12
    assert made.plan.table("follows").cap == "primary key (a, b): 12 combinations fit under the checks over them"


def test_optional_columns_of_a_ledger_are_null_where_there_is_no_room() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int NOT NULL REFERENCES p, b int REFERENCES p,"
        " c int NOT NULL REFERENCES p, UNIQUE (a, b), UNIQUE (b, c), CHECK (a <> b));",
        "postgres",
        100,
        ("p", 5),
    )
    assert made.count("t") == 100
    rows = made.rows("t", "a", "b", "c")
    assert distinct([(a, b) for a, b, _ in rows])
    assert distinct([(b, c) for _, b, c in rows])
    assert 15 <= sum(b is not None for _, b, _ in rows) <= 20
    assert all(a != b for a, b, _ in rows)


def test_a_set_that_reads_a_part_of_a_reference() -> None:
    made = grown(
        TWO_OWNED + "CREATE TABLE b (tenant int NOT NULL, team int NOT NULL, room int NOT NULL, n smallint NOT NULL,"
        " UNIQUE (tenant, n), CHECK (n BETWEEN 1 AND 3), FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id),"
        " FOREIGN KEY (tenant, room) REFERENCES rooms (tenant, id));"
        "CREATE TABLE one (tenant int NOT NULL UNIQUE, team int NOT NULL,"
        " FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id));",
        "postgres",
        100,
        ("tenants", 8),
    )
    both = {t for t, _ in made.rows("teams", "tenant", "id")} & {t for t, _ in made.rows("rooms", "tenant", "id")}
    assert made.count("b") == 3 * len(both)
    assert distinct(made.rows("b", "tenant", "n"))
    assert set(made.rows("b", "tenant", "room")) <= set(made.rows("rooms", "tenant", "id"))
    assert made.count("one") == len({t for t, _ in made.rows("teams", "tenant", "id")})
    assert distinct(made.rows("one", "tenant"))


def test_null_columns_keep_a_set_distinct() -> None:
    made = grown("CREATE TABLE t (a boolean NOT NULL, b int CHECK (b IS NULL), UNIQUE (a, b));")
    assert set(made.cells("t", "b")) == {None}
    assert made.count("t") == 100
    assert "only NULL" in refused("CREATE TABLE t (b int NOT NULL UNIQUE, CHECK (b IS NULL));")


def test_nulls_that_are_not_distinct_are_left_out() -> None:
    made = grown("CREATE TABLE t (a int, b int UNIQUE, UNIQUE NULLS NOT DISTINCT (a));")
    assert len(set(made.whole("t", "a"))) == 100
    assert None in made.cells("t", "b")


def test_nulls_that_are_not_distinct_stay_where_a_check_asks_for_them_and_a_text_tells_rows_apart() -> None:
    made = grown(
        TENANTS
        + "CREATE TABLE grants (id int PRIMARY KEY, tenant int REFERENCES tenants, guest int, kind text NOT NULL,"
        " UNIQUE NULLS NOT DISTINCT (tenant, guest, kind), CHECK ((tenant IS NULL) <> (guest IS NULL)));"
    )
    rows = made.rows("grants", "tenant", "guest", "kind")
    assert {(tenant is None, guest is None) for tenant, guest, _ in rows} == {(True, False), (False, True)}
    assert distinct(rows)


def test_partial_keys_with_room_are_whole_keys() -> None:
    made = grown("CREATE TABLE t (email text NOT NULL, gone date);CREATE UNIQUE INDEX ON t (email) WHERE gone IS NULL;")
    assert distinct(made.rows("t", "email"))
    assert None in made.cells("t", "gone")


def test_partial_keys_over_present_values_are_whole_keys() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p);"
        "CREATE UNIQUE INDEX ON t (p) WHERE p IS NOT NULL;"
    )
    assert distinct(made.rows("t", "p"))


def test_partial_keys_without_room_are_met_by_one_row_of_each() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int NOT NULL REFERENCES p, main boolean);"
        "CREATE UNIQUE INDEX ON t (p) WHERE main;",
        "postgres",
        100,
        ("p", 3),
    )
    main = [p for p, main in made.rows("t", "p", "main") if main]
    assert 1 <= len(main) == len(set(main)) <= 3
    assert made.count("t") == 100
    assert "no row meets" not in made.notes


def test_a_share_of_the_groups_of_a_partial_key_has_its_row() -> None:
    made = grown(
        "CREATE TYPE state AS ENUM ('open', 'paid', 'lost'); CREATE TABLE users (id int PRIMARY KEY);"
        "CREATE TABLE carts (id int PRIMARY KEY, owner int NOT NULL REFERENCES users, s state NOT NULL, paid_at date,"
        " CHECK ((s = 'paid') = (paid_at IS NOT NULL))); CREATE UNIQUE INDEX ON carts (owner) WHERE s = 'open';"
        "CREATE UNIQUE INDEX ON carts (s) WHERE s = 'lost';",
        "postgres",
        1000,
        ("users", 100),
    )
    rows = made.rows("carts", "owner", "s", "paid_at")
    owners = [owner for owner, s, _ in rows if s == "open"]
    assert 20 <= len(owners) == len(set(owners))
    assert sum(s == "lost" for _, s, _ in rows) <= 1
    assert all((s == "paid") == (paid is not None) for _, s, paid in rows)


def test_a_partial_key_over_what_another_key_chooses() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE kinds (id int PRIMARY KEY);"
        "CREATE TABLE t (place int REFERENCES p, kind int REFERENCES kinds, owner int REFERENCES p,"
        " PRIMARY KEY (place, kind, owner)); CREATE UNIQUE INDEX ON t (owner) WHERE kind = 1;",
        "postgres",
        300,
        ("p", 20),
        ("kinds", 3),
    )
    rows = made.rows("t", "place", "kind", "owner")
    assert len(set(rows)) == 300
    first = [(owner,) for _, kind, owner in rows if kind == 1]
    assert len(first) > 5
    assert distinct([*first])


def test_partial_keys_that_read_what_they_condition_on_each_other() -> None:
    made = grown(
        "CREATE TABLE t (id int PRIMARY KEY, a boolean NOT NULL, b boolean NOT NULL, c boolean NOT NULL);"
        "CREATE UNIQUE INDEX ON t (a) WHERE b; CREATE UNIQUE INDEX ON t (b) WHERE c;"
        "CREATE UNIQUE INDEX ON t (c) WHERE a; CREATE UNIQUE INDEX ON t (a, b) WHERE a <> b;"
    )
    rows = made.rows("t", "a", "b", "c")
    assert len(rows) == 100
    assert distinct([(a,) for a, b, _ in rows if b])
    assert distinct([(b,) for _, b, c in rows if c])
    assert distinct([(c,) for a, _, c in rows if a])


def test_partial_keys_under_a_condition_that_nobody_fills_are_whole_keys() -> None:
    made = grown(
        "CREATE TABLE t (a boolean NOT NULL, g int GENERATED ALWAYS AS (1) STORED);"
        "CREATE UNIQUE INDEX ON t (a) WHERE g = 1;"
    )
    assert sorted(made.rows("t", "a")) == [(False,), (True,)]


def test_keys_over_lower_tell_apart_without_case() -> None:
    made = grown("CREATE TABLE t (name varchar(3) NOT NULL); CREATE UNIQUE INDEX ON t (lower(name));", rows=3000)
    folded = [(str(name).lower(),) for name in made.cells("t", "name")]
    assert (len(folded), distinct([*folded])) == (3000, True)
    assert not made.notes


def test_keys_over_coalesce_have_no_null() -> None:
    made = grown("CREATE TABLE t (a int); CREATE UNIQUE INDEX ON t (coalesce(a, 0));")
    assert len(set(made.whole("t", "a"))) == 100


def test_keys_over_other_expressions_are_noted() -> None:
    made = grown("CREATE TABLE t (a timestamp NOT NULL); CREATE UNIQUE INDEX ON t (my_own(a));")
    assert "unique (a) is steered by its columns alone" in made.notes


def test_keys_over_expressions_are_computed() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL REFERENCES p,"
        " b int NOT NULL REFERENCES p, s timestamp NOT NULL, x varchar(20) NOT NULL, y varchar(20) NOT NULL,"
        " UNIQUE (x)); CREATE UNIQUE INDEX ON t ((a + b)); CREATE UNIQUE INDEX ON t ((s::date));"
        "CREATE UNIQUE INDEX ON t ((x || y));",
        "postgres",
        100,
        ("p", 300),
    )
    rows = made.rows("t", "a", "b", "s", "x", "y")
    assert len(rows) == 100
    assert distinct([(int(str(a)) + int(str(b)),) for a, b, *_ in rows])
    assert distinct([(str(s)[:10],) for _, _, s, *_ in rows])
    assert distinct([(f"{x}{y}",) for *_, x, y in rows])
    assert distinct([(x,) for *_, x, _ in rows])
    assert not made.notes


def test_a_computed_key_caps_exactly() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int NOT NULL REFERENCES p,"
        " b int NOT NULL REFERENCES p); CREATE UNIQUE INDEX ON t ((a + b), a); CREATE UNIQUE INDEX ON t ((a * b));",
        "postgres",
        100,
        ("p", 4),
    )
    assert made.count("t") == len({a * b for a in range(1, 5) for b in range(1, 5)})


def test_a_computed_key_beside_one_that_counts_needs_nothing() -> None:
    made = grown("CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL); CREATE UNIQUE INDEX ON t ((a % 7), id);")
    assert made.kind("t", "a") == "Drawn"
    assert not made.notes
    made = grown("CREATE TABLE t (id int PRIMARY KEY, a int); CREATE UNIQUE INDEX ON t ((id + a));")
    assert "not steered by unique (id, a)" in made.notes


def test_a_constant_key_allows_one_row() -> None:
    made = grown("CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX ON t ((true));")
    assert (made.count("t"), made.plan.table("t").cap) == (1, "a unique key is a constant")


def test_prefix_keys_are_distinct_in_their_first_characters() -> None:
    made = grown(
        "CREATE TABLE t (a varchar(50) NOT NULL, b text NOT NULL, UNIQUE KEY (a(3)), UNIQUE KEY k (b(10)));",
        "mysql",
        500,
    )
    assert distinct([(str(a)[:3].lower(),) for a in made.cells("t", "a")])
    assert distinct([(str(b)[:10].lower(),) for b in made.cells("t", "b")])


def test_columns_that_ignore_case_are_distinct_without_it() -> None:
    made = grown("CREATE TABLE t (a TEXT COLLATE NOCASE NOT NULL UNIQUE);", "sqlite", 2000)
    assert distinct([(str(a).lower(),) for a in made.cells("t", "a")])


def test_excluded_ranges_do_not_overlap() -> None:
    made = grown(
        "CREATE TABLE t (room int NOT NULL, during int4range NOT NULL,"
        " EXCLUDE USING gist (room WITH =, during WITH &&));",
        rows=1000,
    )
    ranges = [str(cell).strip("[]()").split(",") for cell in made.cells("t", "during")]
    bounds = sorted((int(low), int(high)) for low, high in ranges)
    assert all(before[1] <= after[0] for before, after in pairwise(bounds))
    assert all(low < high for low, high in bounds)


def test_excluded_equals_are_distinct_and_others_noted() -> None:
    made = grown(
        "CREATE TABLE t (a int NOT NULL, b int NOT NULL, c point, EXCLUDE USING btree (a WITH =, b WITH =),"
        " EXCLUDE USING gist (c WITH ~=));"
    )
    assert distinct(made.rows("t", "a", "b"))
    assert "not steered by exclude (c with ~=)" in made.notes


def test_tables_that_refer_to_nobody_stay_empty() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE must (p int NOT NULL REFERENCES p);"
        "CREATE TABLE may (p int REFERENCES p, n int);",
        "postgres",
        100,
        ("p", 0),
    )
    assert made.count("must") == 0
    assert made.plan.table("must").cap == "there are no rows of p to refer to"
    assert set(made.cells("may", "p")) == {None}
    assert made.rows("must", "p") == []


def test_the_roots_of_a_tree_are_null_though_its_key_counts_nulls_as_equal() -> None:
    made = grown(
        "CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t, name text NOT NULL,"
        " UNIQUE NULLS NOT DISTINCT (up, name));"
    )
    rows = made.rows("t", "id", "up", "name")
    assert any(up is None for _, up, _ in rows)
    assert all(id != up for id, up, _ in rows)
    assert distinct([row[1:] for row in rows])
