from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.store import Store
from tests.machines import fresh_database
from tests.store.postgres import postgres_programs, running_postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's server programs are not installed")
    with running_postgres(programs) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    engine = create_engine(postgres_server)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return postgres_server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'koshin.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def empty_store(empty_url: str) -> Iterator[Store]:
    store = Store(empty_url, pause=lambda _seconds: None)
    yield store
    store.close()


@pytest.fixture
def store(empty_store: Store, empty_url: str, tmp_path: Path) -> Store:
    if empty_url.startswith("sqlite"):
        fresh_database(tmp_path)
    else:
        empty_store.upgrade()
    return empty_store
