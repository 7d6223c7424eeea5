"""Rows that hang together across columns and tables, asked of DuckDB."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import ColumnWish, Distribution, Recipe

ROOT = Path(__file__).parents[2]


def made(sql: str, dialect: Dialect = "postgres", rows: int = 1000, **words: object) -> Plan:
    """The plan of a text's tables."""
    schema = read_sql(sql, "s.sql", dialect).schema
    return plan(schema, Recipe(rows=rows, **words), Cells)  # type: ignore[arg-type]


def count(plan: Plan, sql: str) -> int:
    """The first number that DuckDB answers about the rows of a plan."""
    with duckdb.connect() as session:
        for name, rows in whole(load_plan(dump_plan(plan))).items():
            session.register(name, rows)
        found = session.execute(sql).fetchone()
    assert found is not None
    return int(found[0])


def reason(plan: Plan, table: str, column: str) -> str:
    """Why a column is filled as it is."""
    return next(group.reason for group in plan.table(table).groups if column in group.columns)


BENCH = (ROOT / "bench" / "shop.sql").read_text()


def test_the_shop_of_the_benchmark_adds_up() -> None:
    shop = made(BENCH, rows=3000)
    late = "SELECT count(*) FROM orders o JOIN users u ON u.id = o.user_id WHERE o.order_date < u.created_at"
    assert count(shop, late) == 0
    wrong = "SELECT count(*) FROM orders o JOIN products p ON p.id = o.product_id WHERE o.total <> quantity * price"
    assert count(shop, wrong) == 0
    assert reason(shop, "orders", "total") == "quantity × product_id.price, from its name"
    assert reason(shop, "orders", "order_date").endswith("; not before user_id.created_at")


@pytest.mark.parametrize("name", ["copies", "totals", "times"])
def test_each_kind_can_be_switched_off(name: str) -> None:
    shop = made(INVOICES, rows=50, without=(name,))
    kinds = {type(group.generator).__name__ for table in shop.tables for group in table.groups}
    assert {"copies": "Copied", "totals": "Rollup", "times": "After"}[name] not in kinds
    assert len(kinds & {"Copied", "Rollup", "After"}) == 2


INVOICES = """
CREATE TABLE accounts (id uuid PRIMARY KEY, currency char(3) NOT NULL, opened_on date NOT NULL);
CREATE TABLE products (id serial PRIMARY KEY, list_price numeric(10, 3) NOT NULL, vat_rate numeric(4, 3) NOT NULL,
    sold_count int, lines_count int NOT NULL DEFAULT 0);
CREATE TABLE invoices (id serial PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts, currency char(3) NOT NULL,
    invoice_date date NOT NULL, due_date date, paid_at timestamp, line_count int NOT NULL,
    subtotal numeric(12, 2) NOT NULL, tax numeric(12, 2) NOT NULL, shipping_fee numeric(8, 2),
    discount_amount numeric(12, 2) NOT NULL, total numeric(12, 2) NOT NULL CHECK (total >= 0));
CREATE TABLE invoice_lines (invoice_id int NOT NULL REFERENCES invoices, no int NOT NULL,
    product_id int NOT NULL REFERENCES products, qty int NOT NULL CHECK (qty BETWEEN 1 AND 9),
    unit_price numeric(10, 2) NOT NULL, discount_percent int NOT NULL CHECK (discount_percent BETWEEN 0 AND 60),
    vat_rate numeric(4, 3) NOT NULL, line_total numeric(12, 2) NOT NULL, PRIMARY KEY (invoice_id, no));
"""


def test_an_invoice_adds_up_to_the_last_digit() -> None:
    books = made(INVOICES)
    lines = """SELECT count(*) FROM invoice_lines
        WHERE line_total <> round(qty * unit_price * (100 - discount_percent) * 0.01, 2)"""
    assert count(books, lines) == 0
    sums = """SELECT count(*) FROM invoices i WHERE subtotal <>
        (SELECT coalesce(sum(line_total), 0) FROM invoice_lines l WHERE l.invoice_id = i.id)"""
    assert count(books, sums) == 0
    whole = "SELECT count(*) FROM invoices WHERE total <> subtotal + tax + coalesce(shipping_fee, 0) - discount_amount"
    assert count(books, whole) == 0
    counts = """SELECT count(*) FROM invoices i WHERE line_count <>
        (SELECT count(*) FROM invoice_lines l WHERE l.invoice_id = i.id)"""
    assert count(books, counts) == 0
    assert count(books, "SELECT count(*) FROM invoices WHERE discount_amount > 0 AND tax > 0") > 300


def test_what_is_copied_is_the_same() -> None:
    books = made(INVOICES)
    price = """SELECT count(*) FROM invoice_lines l JOIN products p ON p.id = l.product_id
        WHERE l.unit_price <> round(p.list_price, 2) OR l.vat_rate <> p.vat_rate"""
    assert count(books, price) == 0
    currency = "SELECT count(*) FROM invoices i JOIN accounts a ON a.id = i.account_id WHERE i.currency <> a.currency"
    assert count(books, currency) == 0


def test_a_subtotal_needs_no_total_beside_it() -> None:
    baskets = made("""CREATE TABLE basket_header (id int PRIMARY KEY, created date, submitted date, required_date date,
        subtotal numeric(12, 2) NOT NULL, freight numeric(8, 2)); CREATE TABLE basket_detail (id int PRIMARY KEY,
        basket int NOT NULL REFERENCES basket_header, orderqty int, unitprice numeric(8, 2), created date)""")
    sums = """SELECT count(*) FROM basket_header b WHERE subtotal <> (SELECT coalesce(sum(orderqty * unitprice), 0)
        FROM basket_detail d WHERE d.basket = b.id)"""
    assert count(baskets, sums) == 0
    assert reason(baskets, "basket_detail", "created").endswith("not before basket.created")
    assert reason(baskets, "basket_header", "required_date").endswith("not before created")


def test_moments_are_in_order() -> None:
    books = made(INVOICES)
    late = "SELECT count(*) FROM invoices i JOIN accounts a ON a.id = i.account_id WHERE invoice_date < opened_on"
    assert count(books, late) == 0
    assert count(books, "SELECT count(*) FROM invoices WHERE due_date < invoice_date OR paid_at < invoice_date") == 0
    assert count(books, "SELECT count(*) FROM invoices WHERE paid_at > invoice_date + INTERVAL 10 DAY") == 0
    assert count(books, "SELECT count(*) FROM invoices WHERE due_date IS NULL") > 0


def test_a_weekday_and_an_hour_are_kept_where_a_moment_moves() -> None:
    free, bound = (made(BENCH, without=without) for without in (("times",), ()))
    moments = [whole(one)["orders"].column("order_date").to_pylist() for one in (free, bound)]
    pairs = list(zip(*moments, strict=True))
    assert sum(a != b for a, b in pairs) > 300
    assert sum((a.weekday(), a.time()) == (b.weekday(), b.time()) for a, b in pairs) > 900


def test_what_the_recipe_says_of_a_column_goes_first() -> None:
    wish = ColumnWish("orders", "total", pattern="##")
    assert reason(made(BENCH, columns=(wish,)), "orders", "total").startswith("pattern ##")


def test_history_has_prices_of_its_own() -> None:
    sql = """CREATE TABLE p (id int PRIMARY KEY, price numeric(8, 2));
        CREATE TABLE {} (p int REFERENCES p, qty int, price numeric(8, 2))"""
    assert "p.price" in reason(made(sql.format("sales")), "sales", "price")
    assert "p.price" not in reason(made(sql.format("sales_log")), "sales_log", "price")


def test_a_ring_is_left_open() -> None:
    sql = """CREATE TABLE a (id int PRIMARY KEY, b int, created_at timestamp);
        CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a, created_at timestamp);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b"""
    ring = made(sql, rows=100)
    follows = ["not before" in reason(ring, table, "created_at") for table in ("a", "b")]
    assert sorted(follows) == [False, True]
    assert [note.what.split()[:4] for note in ring.notes] == [["it", "may", "come", "before"]]
    assert not any(note.grave for note in ring.notes)


def test_a_total_that_a_check_refuses_is_drawn() -> None:
    sql = """CREATE TABLE orders (id int PRIMARY KEY, total numeric(6, 2) NOT NULL CHECK (total > 0), sum int);
        CREATE TABLE order_items (o int NOT NULL REFERENCES orders, quantity int NOT NULL, price float NOT NULL)"""
    orders = made(sql, rows=200)
    assert count(orders, "SELECT count(*) FROM orders WHERE NOT total > 0") == 0
    fits = """SELECT count(*) FROM orders JOIN (SELECT o, sum(quantity * price) AS s FROM order_items GROUP BY o)
        ON o = id WHERE s < 9999 AND abs(total - s) > 0.01"""
    assert count(orders, fits) == 0


def test_children_of_the_own_table_are_counted() -> None:
    sql = """CREATE TABLE posts (id int PRIMARY KEY, parent_id int REFERENCES posts, children_count int,
        num_comments int NOT NULL); CREATE TABLE post_comments (p int REFERENCES posts)"""
    posts = made(sql, rows=300)
    own = "SELECT count(*) FROM posts a WHERE children_count <> (SELECT count(*) FROM posts b WHERE b.parent_id = a.id)"
    assert count(posts, own) == 0
    other = "SELECT count(*) FROM posts a WHERE num_comments <> (SELECT count(*) FROM post_comments WHERE p = a.id)"
    assert count(posts, other) == 0
    assert count(posts, "SELECT sum(num_comments) FROM posts") > 200
    assert isinstance(whole(posts)["posts"], pa.Table)


CHECKED = """
CREATE TABLE people (id int PRIMARY KEY, created_at timestamp NOT NULL);
CREATE TABLE items (id int PRIMARY KEY, price numeric(8, 2) NOT NULL CHECK (price BETWEEN 0 AND 900));
CREATE TABLE sales (id int PRIMARY KEY, p int NOT NULL REFERENCES people, i int NOT NULL REFERENCES items,
    sold_at timestamp NOT NULL, shipped_at timestamp, delivered_at timestamp, updated_at timestamp NOT NULL,
    quantity int NOT NULL, price numeric(10, 3) NOT NULL, discount_rate numeric(3, 2), total numeric(10, 2) NOT NULL,
    CHECK (shipped_at >= sold_at), CHECK (total >= price OR discount_rate > 0), CHECK (quantity * price < 50000),
    CHECK (updated_at <> sold_at));
"""


def test_columns_that_checks_tie_together_follow_others_too() -> None:
    sales = made(CHECKED, rows=2000)
    late = """SELECT count(*) FROM sales s JOIN people p ON p.id = s.p
        WHERE sold_at < created_at OR shipped_at < created_at"""
    assert count(sales, late) == 0
    order = """SELECT count(*) FROM sales
        WHERE delivered_at < shipped_at OR delivered_at < sold_at OR updated_at <= sold_at"""
    assert count(sales, order) == 0
    copied = "SELECT count(*) FROM sales s JOIN items i ON i.id = s.i WHERE s.price <> i.price"
    assert count(sales, copied) == 0
    total = "SELECT count(*) FROM sales WHERE total <> round(quantity * price * (1 - coalesce(discount_rate, 0)), 2)"
    assert count(sales, total) == 0


def test_a_check_comes_before_what_is_inferred() -> None:
    sql = """CREATE TABLE p (id int PRIMARY KEY, created_at date NOT NULL CHECK (created_at > '2024-01-01'));
        CREATE TABLE c (p int NOT NULL REFERENCES p, ordered date NOT NULL, closed date NOT NULL,
        CHECK (closed > ordered), CHECK (ordered < '2023-01-01'), CHECK (closed < '2024-06-01'))"""
    held = made(sql, rows=300)
    assert count(held, "SELECT count(*) FROM c WHERE NOT (closed > ordered AND ordered < '2023-01-01')") == 0


TENANTS = """
CREATE TABLE organizations (id serial PRIMARY KEY, name text NOT NULL, created_at timestamp NOT NULL);
CREATE TABLE users (id uuid PRIMARY KEY, org_id int NOT NULL REFERENCES organizations, email text NOT NULL,
    created_at timestamp NOT NULL, UNIQUE (org_id, email));
CREATE TABLE projects (id serial PRIMARY KEY, org_id int NOT NULL REFERENCES organizations,
    owner_id uuid NOT NULL REFERENCES users, created_at timestamp NOT NULL);
CREATE TABLE tasks (id serial PRIMARY KEY, org_id int NOT NULL REFERENCES organizations,
    project_id int NOT NULL REFERENCES projects, author_id uuid NOT NULL REFERENCES users,
    assignee_id uuid REFERENCES users, parent_id int REFERENCES tasks, created_at timestamp NOT NULL);
"""


def test_every_way_to_a_tenant_ends_at_the_same_one() -> None:
    board = made(TENANTS, rows=500)
    mixed = """SELECT count(*) FROM tasks t JOIN projects p ON p.id = t.project_id JOIN users o ON o.id = p.owner_id
        JOIN users a ON a.id = t.author_id LEFT JOIN users b ON b.id = t.assignee_id
        LEFT JOIN tasks u ON u.id = t.parent_id
        WHERE p.org_id <> t.org_id OR o.org_id <> t.org_id OR a.org_id <> t.org_id OR b.org_id <> t.org_id
        OR u.org_id <> t.org_id"""
    assert count(board, mixed) == 0
    assert count(board, "SELECT count(assignee_id) FROM tasks") > 100
    late = """SELECT count(*) FROM tasks t JOIN projects p ON p.id = t.project_id JOIN users a ON a.id = t.author_id
        JOIN organizations o ON o.id = t.org_id
        WHERE t.created_at < p.created_at OR t.created_at < a.created_at OR t.created_at < o.created_at"""
    assert count(board, late) == 0
    assert count(made(TENANTS, rows=500, without=("tenants",)), mixed) > 300
    assert [key.columns for key in board.schema.table("projects").foreign_keys] == [("org_id",), ("owner_id",)]
    assert reason(board, "tasks", "assignee_id").endswith("of one org_id")


def test_what_the_recipe_says_of_a_reference_goes_before_its_tenant() -> None:
    said = made(TENANTS, columns=(ColumnWish("tasks", "author_id", distribution=Distribution("zipf")),))
    assert not [note for note in said.notes if note.grave]
    assert "org_id" in reason(said, "tasks", "project_id")
    assert "org_id" not in reason(said, "tasks", "author_id")


def test_tenants_give_way_to_keys() -> None:
    sql = """CREATE TABLE tenants (id int PRIMARY KEY); CREATE TABLE rooms (id int PRIMARY KEY,
        tenant_id int NOT NULL REFERENCES tenants); CREATE TABLE locks (room_id int PRIMARY KEY REFERENCES rooms,
        tenant_id int NOT NULL UNIQUE REFERENCES tenants)"""
    locks = made(sql, rows=40)
    assert locks.table("locks").rows == 40
    assert any("other tenants" in note.what for note in locks.notes)


def test_people_make_a_tenant_of_an_account() -> None:
    sql = """CREATE TABLE accounts (id int PRIMARY KEY); CREATE TABLE {0} (id int PRIMARY KEY,
        account_id int NOT NULL REFERENCES accounts); CREATE TABLE notes (id int PRIMARY KEY,
        account_id int NOT NULL REFERENCES accounts, of_id int NOT NULL REFERENCES {0})"""
    mixed = "SELECT count(*) FROM notes n JOIN {} u ON u.id = n.of_id WHERE u.account_id <> n.account_id"
    assert count(made(sql.format("users")), mixed.format("users")) == 0
    assert count(made(sql.format("posts")), mixed.format("posts")) > 0


@pytest.mark.parametrize("check", ["", ", CHECK (shipped_at >= paid_at), CHECK (done_on >= '2020-01-01')"])
def test_the_moments_of_states_begin_after_those_of_parents(check: str) -> None:
    shop = made(f"""CREATE TABLE customers (id int PRIMARY KEY, created_at timestamp NOT NULL);
        CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, paid_at timestamp,
        shipped_at timestamp, done_on date, status text NOT NULL CHECK (status IN ('new', 'paid', 'shipped', 'done'))
        {check})""")
    early = """SELECT count(*) FROM orders JOIN customers c ON c.id = customer_id WHERE {} < created_at"""
    assert count(shop, early.format("paid_at")) == 0
    assert count(shop, early.format("shipped_at")) == 0
    assert count(shop, "SELECT count(paid_at) FROM orders") > 300
    assert (
        count(shop, "SELECT count(*) FROM orders WHERE shipped_at < paid_at OR (status = 'new') <> (paid_at IS NULL)")
        == 0
    )


CIRCLE = """
CREATE TABLE cases (id int PRIMARY KEY, reported_at timestamp NOT NULL, created_at timestamp, crew_id int);
CREATE TABLE crews (id int PRIMARY KEY, created_at timestamp, updated_at timestamp,
    case_id int REFERENCES cases);
ALTER TABLE cases ADD FOREIGN KEY (crew_id) REFERENCES crews;
"""


def test_tables_that_refer_to_each_other_wait_for_each_other_in_no_circle() -> None:
    told = ColumnWish("cases", "created_at", distribution=Distribution("uniform"))
    made_of = whole(made(CIRCLE, columns=(told,)))
    assert {name: rows.num_rows for name, rows in made_of.items()} == {"cases": 1000, "crews": 1000}


def test_a_reference_is_no_count_whatever_it_is_called() -> None:
    plan = made(
        """CREATE TABLE books (region varchar(10), number bigint, PRIMARY KEY (region, number));
        CREATE TABLE teams (id int PRIMARY KEY, book_region varchar(10), book_number bigint,
            FOREIGN KEY (book_region, book_number) REFERENCES books,
            CHECK ((book_region IS NULL) = (book_number IS NULL)));
        CREATE TABLE books_2 (id int PRIMARY KEY, team_id int NOT NULL REFERENCES teams);""",
        rows=50,
    )
    assert "Σ" not in reason(plan, "teams", "book_number")
    alone = "SELECT count(*) FROM teams WHERE book_number IS NOT NULL AND (book_region, book_number) NOT IN"
    assert count(plan, f"{alone} (SELECT (region, number) FROM books)") == 0
