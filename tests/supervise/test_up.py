"""``koshin up`` on a machine where something is wrong: one sentence, quickly, and nothing left running."""

import fcntl
import os
from pathlib import Path

from tests.supervise.running import Running, Start, free_ports

UP = ("-c", "from bot.cli import app; app()", "up")
SENTENCE = "Koshin Desk did not start.\n"


def _refused(running: Running) -> str:
    assert running.ends() == 1
    return running.text.partition(SENTENCE)[2].strip()


def test_a_broken_setting_is_named(start: Start) -> None:
    told = _refused(start(*UP, KOSHIN_PORT="many"))
    assert told.startswith("KOSHIN_PORT: Input should be a valid integer")
    assert told.endswith("Correct it in the environment or in .env; see docs/settings.md.")


def test_an_unusable_var_folder_is_named(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = _refused(start(*UP, KOSHIN_VAR_DIR=str(tmp_path / "file")))
    assert "can't be written" in told
    assert told.endswith("or set KOSHIN_VAR_DIR to another folder.")


def test_equal_ports_are_told(start: Start) -> None:
    told = _refused(start(*UP, KOSHIN_RASA_PORT="5999", KOSHIN_ACTIONS_PORT="5999"))
    assert "KOSHIN_RASA_PORT and KOSHIN_ACTIONS_PORT are both 5999" in told


def test_a_second_desk_in_the_same_folder_is_refused(start: Start, tmp_path: Path) -> None:
    lock = tmp_path / "var" / "run" / "up.lock"
    lock.parent.mkdir(parents=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write(str(os.getpid()))
        held.flush()
        told = _refused(start(*UP))
    assert told.startswith(f"Koshin Desk already runs with {tmp_path / 'var'} (process {os.getpid()})")


def test_a_database_that_is_away_names_its_setting(start: Start) -> None:
    names = ("KOSHIN_PORT", "KOSHIN_RASA_PORT", "KOSHIN_ACTIONS_PORT")
    ports = dict(zip(names, map(str, free_ports(3)), strict=True))
    told = _refused(start(*UP, KOSHIN_DATABASE_URL="postgresql://a:b@127.0.0.1:9/c", **ports))
    assert told.endswith("check KOSHIN_DATABASE_URL and that its server runs.")


def test_what_it_writes_is_for_its_own_user_only(start: Start, tmp_path: Path) -> None:
    _refused(start(*UP, KOSHIN_RASA_PORT="5999", KOSHIN_ACTIONS_PORT="5999"))
    written = [path for path in (tmp_path / "var").rglob("*") if path.stat().st_mode & 0o077]
    assert written == []
