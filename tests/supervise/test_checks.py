"""What keeps the desk from starting is said in one sentence with its remedy."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings
from bot.supervise import checks
from bot.supervise.checks import find_problems, port_problem
from tests.supervise.running import free_ports


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    ports = free_ports(3)
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        var_dir=tmp_path / "var",
        models_dir=tmp_path / "models",
        port=ports[0],
        rasa_port=ports[1],
        actions_port=ports[2],
    )


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_this_repository_on_a_free_machine_has_no_problem(settings: Settings) -> None:
    assert find_problems(settings) == []


@pytest.mark.parametrize("field", ["port", "rasa_port", "actions_port"])
def test_a_taken_port_names_its_setting(settings: Settings, taken_port: int, field: str) -> None:
    assert find_problems(settings.model_copy(update={field: taken_port})) == [
        f"Port {taken_port} is already in use: end the program that listens there, "
        f"or set KOSHIN_{field.upper()} to a free port, in the environment or in .env."
    ]


def test_one_port_for_two_processes_is_refused(settings: Settings) -> None:
    (problem,) = find_problems(settings.model_copy(update={"rasa_port": settings.port}))
    assert problem == f"KOSHIN_PORT and KOSHIN_RASA_PORT are both {settings.port}: give each a port of its own."


@pytest.mark.parametrize("host", ["not an address", "192.0.2.1"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    problem = port_problem("KOSHIN_PORT", host, 8080)
    assert problem
    assert problem.endswith("correct KOSHIN_HOST.")


def test_a_file_where_a_folder_belongs_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("")
    (problem,) = find_problems(settings)
    assert problem.startswith(f"{tmp_path / 'models'} can't be written")
    assert problem.endswith("or set KOSHIN_MODELS_DIR to another folder.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir(mode=0o500)
    (problem,) = find_problems(settings)
    assert problem.startswith(f"{tmp_path / 'var'} can't be written (Permission denied)")


def test_a_full_disk_is_told_before_it_hurts(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 10**8, 10**8))  # type: ignore[attr-defined]
    (problem,) = find_problems(settings)
    assert "95 MB are free" in problem
    assert "free at least 500 MB" in problem


def test_a_broken_knowledge_file_is_named(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder)
    (folder / "providers.yml").write_text("nexway: [", encoding="utf-8")
    (problem,) = find_problems(settings.model_copy(update={"knowledge_dir": folder}))
    assert "providers.yml" in problem
    assert "Correct that and start again." in problem


def test_every_check_has_a_title_of_its_own() -> None:
    titles = [check.title for check in checks.CHECKS]
    assert len(set(titles)) == len(titles)
