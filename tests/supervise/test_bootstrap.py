"""The first step on a fresh machine: what it takes from the shell and what it says when something is missing."""

import os
import stat
from pathlib import Path

import pytest

from bot.supervise import bootstrap


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".python-version").write_text("3.10\n")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(bootstrap, "OWN_UV", tmp_path / ".uv")
    for name in [name for name in os.environ if name.startswith(("UV_", "PIP_"))]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture(autouse=True)
def _same_path_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.defpath)


def _uv(project: Path, script: str, version: str = "9.9.9") -> None:
    """Put a stand-in for uv on the PATH that writes down how it was called."""
    file = project / "bin" / "uv"
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && {{ echo uv {version}; exit; }}\necho "$@" >> calls\n{script}\n'
    )
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    os.environ["PATH"] = f"{file.parent}:{os.defpath}"


def _calls(project: Path) -> list[str]:
    return (project / "calls").read_text().splitlines()


def test_it_syncs_the_lock_file_once(project: Path) -> None:
    _uv(project, "mkdir -p .venv/bin; touch .venv/bin/koshin; ln -sf /bin/true .venv/bin/python")
    assert bootstrap.main() == 0
    assert bootstrap.main() == 0
    assert _calls(project) == ["sync --locked --compile-bytecode"]


def test_a_changed_lock_file_is_synced_again(project: Path) -> None:
    _uv(project, "mkdir -p .venv/bin; touch .venv/bin/koshin; ln -sf /bin/true .venv/bin/python")
    assert bootstrap.main() == 0
    (project / "uv.lock").write_text("another")
    assert bootstrap.main() == 0
    assert len(_calls(project)) == 2


def test_only_uvs_network_settings_reach_uv(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_PYTHON", "UV_PROJECT_ENVIRONMENT", "UV_FROZEN", "UV_EXCLUDE_NEWER", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "1")
    kept = {"UV_DEFAULT_INDEX": "https://mirror.example/simple", "UV_CACHE_DIR": "/c", "UV_INDEX_X_PASSWORD": "p"}
    for name, value in kept.items():
        monkeypatch.setenv(name, value)

    environment = bootstrap.environment()

    theirs = {name: value for name, value in environment.items() if name.startswith("UV_")}
    assert theirs == {**kept, "UV_PROJECT_ENVIRONMENT": str(project / ".venv"), "UV_PYTHON": "3.10"}
    assert "PYTHONDONTWRITEBYTECODE" not in environment


def test_without_python_310_it_says_so(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _uv(project, "exit 2")
    assert bootstrap.main() == 1
    assert capfd.readouterr().err.endswith("install Python 3.10.\n")


def test_without_an_index_it_names_the_setting(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _uv(project, '[ "$1" = sync ] && exit 2\nexit 0')
    assert bootstrap.main() == 1
    assert "set UV_DEFAULT_INDEX to its address and run this again." in capfd.readouterr().err


def test_a_mirror_gets_the_locked_versions_by_their_hashes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _uv(project, '[ "$1" = sync ] && exit 2\n[ "$1" = pip ] && mkdir -p .venv/bin\nexit 0')
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mirror.example/simple")
    assert bootstrap.main() == 0
    assert [call.split()[0] for call in _calls(project)] == ["sync", "python", "export", "venv", "pip", "pip"]


def test_an_old_uv_is_not_used(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _uv(project, "exit 0", version="0.2.1")
    monkeypatch.setattr(bootstrap.sys, "executable", str(project / "no-venv-module"))
    (project / "no-venv-module").write_text("#!/bin/sh\nexit 1\n")
    (project / "no-venv-module").chmod(0o755)
    assert bootstrap.main() == 1
    assert "python3-venv" in capfd.readouterr().err
    assert not (project / "calls").exists()
