"""A kept process comes back when it is killed, and nothing stays behind when its keeper ends."""

import os
import signal
from pathlib import Path

from tests.supervise.running import Start, alive, pid_in, until


def _keep(start: Start, script: str) -> int:
    return start("-m", "bot.supervise.keep", "thing", "--", "sh", "-c", script).process.pid


def test_a_killed_process_is_started_again(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "pid"
    _keep(start, f"echo $$ > {file}; exec sleep 300")
    first = pid_in(file)

    os.kill(first, signal.SIGKILL)

    assert until(lambda: pid_in(file) != first)
    assert alive(pid_in(file))


def test_asked_to_end_it_ends_the_process_and_what_that_had_started(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "pid"
    keeper = start("-m", "bot.supervise.keep", "thing", "--", "sh", "-c", f"sleep 300 & echo $! > {file}; wait")
    grandchild = pid_in(file)

    keeper.process.terminate()

    assert keeper.ends() == 0
    assert until(lambda: not alive(grandchild))


def test_a_killed_keeper_takes_its_process_along(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "pid"
    keeper = _keep(start, f"echo $$ > {file}; exec sleep 300")
    child = pid_in(file)

    os.kill(keeper, signal.SIGKILL)

    assert until(lambda: not alive(child))


def test_a_process_that_ignores_being_asked_is_killed(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "pid"
    keeper = start("-m", "bot.supervise.keep", "thing", "--", "sh", "-c", f"trap '' TERM; echo $$ > {file}; sleep 300")
    child = pid_in(file)

    keeper.process.terminate()

    assert keeper.ends() == 0
    assert not alive(child)


def test_a_command_that_fails_at_once_is_given_up_with_a_sentence(start: Start) -> None:
    keeper = start("-m", "bot.supervise.keep", "thing", "--", "sh", "-c", "echo the reason; exit 3")

    assert keeper.ends() == 1
    assert "the reason" in keeper.text
    assert "thing ended with exit code 3 and is not started again" in keeper.text


def test_a_command_that_does_not_exist_is_named(start: Start) -> None:
    keeper = start("-m", "bot.supervise.keep", "thing", "--", "/nowhere/nothing")

    assert keeper.ends() == 1
    assert "No such file or directory: /nowhere/nothing" in keeper.text
