"""``koshin demo-data`` as an operator meets it, as far as it goes without a model."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.desk.demo.cast import MARK, cast
from bot.settings import load_settings
from bot.store import Store
from bot.store.people_records import AuditFilter
from bot.supervise import model
from bot.supervise.demo_commands import _links


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("KOSHIN_VAR_DIR", str(tmp_path))
    monkeypatch.delenv("KOSHIN_DATABASE_URL", raising=False)
    store = Store(f"sqlite:///{tmp_path / 'koshin.db'}", ids=iter(f"{n}{MARK}" for n in range(99)).__next__)
    store.upgrade()
    return store


def test_without_a_week_there_is_nothing_to_remove(store: Store) -> None:
    result = CliRunner().invoke(app, ["demo-data", "--remove"])
    assert result.exit_code == 0
    assert "no demo week" in result.output


def test_a_week_is_removed_and_the_audit_log_says_so(store: Store) -> None:
    store.open_conversation("web", "ja")
    result = CliRunner().invoke(app, ["demo-data", "--remove"])
    assert result.exit_code == 0
    assert "1 demo conversations are gone" in result.output
    assert store.count_conversations() == 0
    assert [line.action for line in store.audit_lines(AuditFilter())] == ["demo_data_removed"]


def test_real_customers_are_not_mixed_with_invented_ones(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = tmp_path / "desk-x.tar.gz"
    trained.write_bytes(b"a model")
    monkeypatch.setattr(model, "wanted_model", lambda settings: trained)
    Store(f"sqlite:///{tmp_path / 'koshin.db'}").open_conversation("web", "ja")
    result = CliRunner().invoke(app, ["demo-data"])
    assert result.exit_code == 1
    assert "1 conversations of real customers" in result.output
    assert "--force" in result.output
    assert store.count_conversations() == 1


def test_links_are_printed_for_the_demo_people_alone_and_never_the_same_twice(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for agent in cast().agents:
        store.add_person(agent.login, agent.name, agent.role, agent.language)
    Store(f"sqlite:///{tmp_path / 'koshin.db'}").add_person("real@example.org", "本物", "admin")
    settings = load_settings()
    _links(settings)
    first = capsys.readouterr().out
    _links(settings)
    second = capsys.readouterr().out
    assert len(first.splitlines()) == len(cast().agents)
    assert "real@example.org" not in first
    assert not set(first.splitlines()) & set(second.splitlines())
    secret = second.splitlines()[0].rpartition("/")[2]
    found = store.person_of_password_link(secret)
    assert found is not None
    assert found.login in {agent.login for agent in cast().agents}
