"""Factories, functions, seeds and fixtures of a project that sends its own SQL, run as its people run them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from seedbed.api.mending import mended
from seedbed.api.projecting import Request, apply, project
from seedbed.errors import WriteError
from seedbed.project.scan import scan
from tests.scaffold.projects import ran, stall
from tests.servers import MariaDB, Postgres

START = """
import factories as made
connection = made.connect("sqlite://")
made.create_tables(connection)
asked = lambda text: connection.execute(text).fetchall()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stall with everything that is written for it."""
    folder = stall(tmp_path_factory.mktemp("stall"))
    apply(project(Request(folder)), folder)
    return folder


def test_tables_are_those_of_files_and_of_python(home: Path) -> None:
    facts = scan(home)
    assert [model.name for model in facts.models] == ["Note", "Customer", "Product", "Order", "OrderLine"]
    places = {model.name: str(model.origin) for model in facts.models}
    assert (places["Customer"], places["Note"]) == ("app/db.py:6", "db/schema.sql:2")
    assert (facts.stack.orm, facts.driver, facts.needs) == ("none", "sqlite3", "")
    assert [note.what for note in facts.notes if note.origin and note.origin.file == "app/db.py"] == [
        "a table whose statement is computed is not known"
    ]


def test_rows_meet_constraints_and_are_linked(home: Path) -> None:
    code = """
for _ in range(60):
    made.insert_order_line(connection)
    made.insert_note(connection)
assert not asked("PRAGMA foreign_key_check")
assert asked("SELECT count(*) FROM order_lines")[0][0] == 60
assert not asked("SELECT 1 FROM orders WHERE (paid_at IS NULL) = (status IN ('paid', 'shipped'))")
customer = made.insert_customer(connection, admin=True)
assert customer.role == "admin" and customer.id
before = asked("SELECT count(*) FROM customers")
order = made.insert_order(connection, customer_id=customer.id, paid=True)
assert order.customer_id == customer.id and order.paid_at
assert asked("SELECT count(*) FROM customers") == before
assert made.insert_order(connection, customer__full_name="Ada Byron").customer_id
assert asked("SELECT 1 FROM customers WHERE full_name = 'Ada Byron'")
assert made.insert_order(connection, with_parent=True).parent_id
assert made.insert_product(connection, class_="toys").class_ == "toys"
assert asked("SELECT 1 FROM products WHERE class = 'toys'")
assert made.insert_order_line(connection, order_id=order.id).order_id == order.id
connection.rollback()
assert not asked("SELECT 1 FROM customers")
"""
    ran(home, START + code)


def test_rows_are_built_without_a_connection(home: Path) -> None:
    code = """
import factories as made
assert made.ShippedOrderFactory.build().status == "shipped"
try:
    made.OrderFactory()
except RuntimeError as error:
    assert "has no session" in str(error)
try:
    made.OrderFactory(_session=made.connect("sqlite://"), customer_id=1, colour=2)
except TypeError as error:
    assert "'colour'" in str(error)
else:
    raise AssertionError
"""
    ran(home, code)


def test_seeds_come_and_go_and_leave_the_rest(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "stall.db"

    def seed(*words: str, code: int = 0) -> str:
        command = [sys.executable, "-B", "tests/seed.py", "--database", f"sqlite:///{path}", *words]
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    planted = int(seed("--scenario", "edge").split()[0])
    assert planted >= 25
    assert f"{planted} of them seeded" in seed("--info")
    with sqlite3.connect(path) as own:
        own.execute("INSERT INTO notes VALUES ('mine', 1.5)")
        own.execute(
            "INSERT INTO orders (customer_id, status, placed_at) SELECT max(id), 'new', '2026-01-01' FROM customers"
        )
    own.close()
    assert "refers to customers" in seed("--clean", code=1)
    with sqlite3.connect(path) as own:
        own.execute("DELETE FROM orders WHERE placed_at = '2026-01-01'")
    own.close()
    assert seed("--clean") == f"{planted} rows removed\n"
    with sqlite3.connect(path) as own:
        assert own.execute("SELECT * FROM notes").fetchall() == [("mine", 1.5)]
        assert not own.execute("SELECT 1 FROM orders").fetchall()
    own.close()


def test_everything_is_tried_and_nothing_changes_again(home: Path) -> None:
    (home / "tests" / "test_rows.py").write_text(
        "def test_a(order_line, order):\n    assert order_line.order_id == order.id\n\n\n"
        "def test_b(connection):\n    assert not connection.execute('SELECT 1 FROM orders').fetchall()\n"
    )
    request = Request(home)
    outcome = project(request)
    assert not outcome.changes
    course = mended(request, outcome)
    assert course.is_green, course.escalated
    assert {check.status for check in course.checks} == {"passed"}


def test_a_package_with_a_file_for_each_table(tmp_path: Path) -> None:
    folder = stall(tmp_path)
    names = (("Order", "PurchaseFactory", "purchases"),)
    apply(project(Request(folder, only=("factories",), layout="package", names=names)), folder)
    assert (folder / "tests" / "factories" / "seed_tables.sql").is_file()
    ran(folder, START + "assert made.insert_purchase(connection).id == made.insert_order_line(connection).order_id - 1")


def test_a_file_of_theirs_is_not_written_over(tmp_path: Path) -> None:
    folder = stall(tmp_path)
    (folder / "tests").mkdir()
    (folder / "tests" / "seed_tables.sql").write_text("CREATE TABLE mine (a);\n")
    with pytest.raises(WriteError, match="not ours"):
        project(Request(folder))


MIGRATIONS = {
    "0001_create_users.sql": "CREATE TABLE users (id SERIAL PRIMARY KEY, login TEXT NOT NULL);\n"
    "-- migrate:down\nDROP TABLE users;",
    "0002_email.sql": "ALTER TABLE users ADD COLUMN email TEXT NOT NULL UNIQUE; -- later",
    "0002_email.down.sql": "ALTER TABLE users DROP COLUMN email;",
    "0003_drop_old.sql": "CREATE TABLE old (id INT);\nDROP TABLE old;\nALTER TABLE users OWNER TO nobody;",
}


def test_migrations_are_read_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    for name, text in MIGRATIONS.items():
        (tmp_path / "migrations" / name).write_text(text)
    (tmp_path / "requirements.txt").write_text("asyncpg\n")
    facts = scan(tmp_path)
    assert [(model.name, [field.name for field in model.fields]) for model in facts.models] == [
        ("User", ["id", "login", "email"])
    ]
    assert (facts.driver, facts.needs, facts.package) == ("psycopg", "postgres", "psycopg[binary]>=3")
    assert "OWNER" not in facts.statements
    texts = {change.path: change.text for change in project(Request(tmp_path)).changes}
    assert "RETURNING" in texts["tests/factories.py"]
    assert "psycopg[binary]>=3" in texts["requirements-dev.txt"]


STEPS = {
    "1_users.sql": "CREATE TABLE users (id SERIAL PRIMARY KEY, email TEXT NOT NULL);",
    "2_index.py": 'import psycopg\n\nSTEP = "CREATE UNIQUE INDEX users_email ON users (email)"\n',
    "10_mail.sql": "ALTER TABLE users RENAME COLUMN email TO mail;",
}


def test_modules_between_files_of_sql_are_steps_and_ten_comes_after_two(tmp_path: Path) -> None:
    (tmp_path / "steps").mkdir()
    for name, text in STEPS.items():
        (tmp_path / "steps" / name).write_text(text)
    facts = scan(tmp_path)
    (table,) = facts.schema
    assert [column.name for column in table.columns] == ["id", "mail"]
    assert ("mail",) in [each.columns for each in table.uniques]


SINGLE = "CREATE UNIQUE INDEX one_row ON settings ((true));"
SCHEMA = {
    "schema.sql": f"""
CREATE TABLE settings (id serial PRIMARY KEY, title text NOT NULL);
{SINGLE}
CREATE TABLE payments (id serial, paid_at timestamptz NOT NULL, PRIMARY KEY (paid_at, id)) PARTITION BY RANGE (paid_at);
CREATE TABLE payments_2022 PARTITION OF payments FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');
""",
}
POSTGRES = {
    "app/teams.py": """
import psycopg

PEOPLE = (
    "CREATE TABLE hr.people (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), team int NOT NULL REFERENCES teams (id), "
    "mood mood NOT NULL, tags text[] NOT NULL, about jsonb NOT NULL, paid numeric(8, 2) CHECK (paid > 0), "
    "nick text NOT NULL, shown text GENERATED ALWAYS AS (upper(nick)) STORED, address inet)"
)
FIRST = "CREATE SCHEMA hr"
MOODS = "CREATE TYPE mood AS ENUM ('calm', 'busy')"
""",
    "app/users.py": """
def made(connection):
    connection.execute("CREATE TABLE teams (id serial PRIMARY KEY, name varchar(20) NOT NULL UNIQUE)")
""",
}
MYSQL = {
    "app/db.py": "import pymysql\n",
    "schema.sql": """
CREATE TABLE paragraphs (page INT UNSIGNED NOT NULL, number SMALLINT NOT NULL, text TEXT, told JSON,
  PRIMARY KEY (page, number), FOREIGN KEY (page) REFERENCES pages (id));
CREATE TABLE pages (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, title VARCHAR(60) NOT NULL UNIQUE,
  kind ENUM('plain', 'rich') NOT NULL, made_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  shown BIT(1) NOT NULL, flags BIT(4));
""",
}
HOME = {
    "app/db.py": "from mysql import connector\n",
    "requirements.txt": "pymysql\n",
    "schema.sql": """
DROP SCHEMA IF EXISTS films;
CREATE SCHEMA films;
USE films;
CREATE TABLE film (id INT AUTO_INCREMENT PRIMARY KEY, title VARCHAR(60) NOT NULL);
CREATE TABLE films.film_text (id INT PRIMARY KEY, title VARCHAR(60) NOT NULL);
CREATE VIEW titles AS SELECT title FROM `films`.film WHERE title <> 'films.film';
DELIMITER //
CREATE TRIGGER told AFTER INSERT ON film FOR EACH ROW BEGIN
  INSERT INTO film_text (id, title) VALUES (NEW.id, NEW.title);
END//
DELIMITER ;
""",
}


def green(folder: Path, files: dict[str, str]) -> None:
    """Everything is written for a project of these files, and every check passes on a server of its own."""
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    request = Request(folder, only=("factories", "seed"))
    course = mended(request, project(request))
    assert course.is_green, [failure.text for failure, _ in course.escalated]
    assert [check.status for check in course.checks] == ["passed"] * 7 + ["skipped"]


def test_statements_of_modules_in_any_order_for_postgresql(postgres: Postgres, tmp_path: Path) -> None:
    green(tmp_path, POSTGRES)


def test_a_table_of_one_row_and_partitions_counted_by_a_sequence(postgres: Postgres, tmp_path: Path) -> None:
    green(tmp_path, SCHEMA)


def test_tables_in_any_order_for_mysql(mariadb: MariaDB, tmp_path: Path) -> None:
    green(tmp_path, MYSQL)


def test_a_database_by_name_and_rows_that_a_trigger_makes(mariadb: MariaDB, tmp_path: Path) -> None:
    green(tmp_path, {**HOME, "app/db.py": ""})
    facts = scan(tmp_path)
    assert [model.name for model in facts.models] == ["Film"]
    assert next((note.what, note.table, str(note.origin)) for note in facts.notes if "trigger" in note.what) == (
        "a trigger makes its rows",
        "film_text",
        "schema.sql:9",
    )
    assert "FROM film WHERE title <> 'films.film'" in facts.statements
    assert "SCHEMA" not in facts.statements


@pytest.mark.parametrize(
    ("code", "package", "driver"),
    [
        ("from mysql import connector\n", "", "mysql.connector"),
        ("import mysql.connector\n", "", "mysql.connector"),
        ("", "mysqlclient", "MySQLdb"),
        ("", "mysql-connector-python", "mysql.connector"),
        ("", "psycopg2-binary", "psycopg2"),
        ("", "aiopg", "psycopg2"),
    ],
)
def test_drivers_are_known_by_import_and_by_package(code: str, package: str, driver: str, tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text("CREATE TABLE a (id int PRIMARY KEY);")
    (tmp_path / "db.py").write_text(code)
    (tmp_path / "requirements.txt").write_text(package)
    assert scan(tmp_path).driver == driver
