"""The operator's command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.store import Store

runner = CliRunner()


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'koshin.db'}"
    monkeypatch.setenv("KOSHIN_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("KOSHIN_DATABASE_URL", url)
    return url


def run(*arguments: str) -> tuple[int, str, str]:
    result = runner.invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_a_token_is_printed_alone_and_works(database: str) -> None:
    assert run("db", "upgrade")[0] == 0
    code, out, err = run("token", "create", "crm", "--scope", "providers", "--scope", "cases,nlu")
    assert (code, err) == (0, "")
    secret = out.strip()
    assert out == secret + "\n"
    token = Store(database).find_api_token(secret)
    assert token is not None
    assert token.scopes == ("cases", "nlu", "providers")
    listed = run("token", "list")[1]
    assert "crm\tcases,nlu,providers" in listed
    assert secret not in listed
    assert run("token", "revoke", "crm")[0] == 0
    assert Store(database).find_api_token(secret) is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("token", "create", "crm", "--scope", "admin"), ["'admin'", "providers", "cases", "nlu"]),
        (("token", "create", "crm", "--scope", ","), ["at least one scope"]),
        (("token", "create", " ", "--scope", "nlu"), ["name"]),
        (("token", "revoke", "crm"), ["'crm'", "koshin token list"]),
    ],
)
def test_a_wrong_command_says_what_to_do(arguments: tuple[str, ...], words: list[str]) -> None:
    run("db", "upgrade")
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert all(word in err for word in words)


def test_a_name_in_use_is_not_taken_twice() -> None:
    run("db", "upgrade")
    run("token", "create", "crm", "--scope", "nlu")
    code, _, err = run("token", "create", "crm", "--scope", "nlu")
    assert code == 1
    assert "koshin token revoke crm" in err


def test_without_a_schema_the_remedy_is_named() -> None:
    code, _, err = run("token", "list")
    assert code == 1
    assert "koshin db upgrade" in err


def test_the_database_can_be_upgraded_again() -> None:
    assert run("db", "upgrade")[0] == 0
    assert run("db", "upgrade")[0] == 0
