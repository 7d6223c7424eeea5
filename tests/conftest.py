"""Fixtures that every room's tests may use: private servers and the corpus of real schemas."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.environment import plain
from tests.servers import MariaDB, Postgres, Sqlite, Unavailable, start_mariadb, start_postgres

# Nothing is judged by the clock; on a machine that decides about a change the same examples are tried each time.
settings.register_profile("seedbed", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("seedbed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one flag that writes recorded texts (golden files, output in the docs) anew from what the program does."""
    parser.addoption("--rewrite", action="store_true", help="write recorded texts anew instead of comparing them")


@pytest.fixture(scope="session")
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether recorded texts are written anew in this run."""
    return bool(request.config.getoption("--rewrite"))


@pytest.fixture(scope="session", autouse=True)
def measuring() -> dict[str, str]:
    """The variables by which a program that a test starts measures its coverage; taken out of the environment.

    To measure doubles what a start costs, tests start thousands of programs, and most of them are somebody's project or
    walk what tests walk in this process too. Folders whose rooms run in other processes only put them back.
    """
    names = [name for name in os.environ if name.startswith("COVERAGE_PROCESS_")]
    return {name: os.environ.pop(name) for name in names}


@pytest.fixture(scope="session")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of all libraries that are installed here, whose programs start faster than ours."""
    return plain(tmp_path_factory.mktemp("libraries"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A private PostgreSQL server; skips with the reason where there can be none."""
    try:
        server = start_postgres()
    except Unavailable as reason:
        pytest.skip(f"no PostgreSQL: {reason}")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """A private MariaDB server; skips with the reason where there can be none."""
    try:
        server = start_mariadb()
    except Unavailable as reason:
        pytest.skip(f"no MariaDB: {reason}")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    """SQLite databases in a folder of their own, with the words of the two servers."""
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real schemas, as named by SEEDBED_CORPUS."""
    folder = os.environ.get("SEEDBED_CORPUS")
    if not folder:
        pytest.skip("SEEDBED_CORPUS does not name a folder of real schemas")
    return Path(folder)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Spark session of this machine, two executors wide; skips with the reason where there can be none."""
    pytest.importorskip("pyspark", reason="no pyspark: bin/test-spark brings it and runs these tests")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java, which Spark needs")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    home = tmp_path_factory.mktemp("spark")
    told = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.warehouse.dir": str(home / "warehouse"),
        "spark.local.dir": str(home / "local"),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pyspark's own making
        session = SparkSession.builder.master("local[2]").config(map=told).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()
