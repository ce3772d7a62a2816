"""The supervisor with stand-in processes: first answer, kills, Ctrl-C, and a process that can't start."""

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.store import Incoming, Store
from bot.store.inbox_records import InboxFilter
from bot.supervise.processes import take_back
from tests.supervise.running import HERE, KEEP, Running, Start, alive, pid_in, until

READY = "Koshin Desk is ready: http://127.0.0.1:"


@pytest.fixture
def desk(start: Start, free_port: int, tmp_path: Path) -> Running:
    front = f"exec python {HERE / 'fake_desk.py'} {free_port}"
    procfile = (
        f"front: {KEEP} front -- sh -c 'echo $$ > {tmp_path}/front; {front}'\n"
        f"rasa: {KEEP} rasa -- sh -c 'echo $$ > {tmp_path}/rasa; exec sleep 300'\n"
    )
    running = start(str(HERE / "run_fake_desk.py"), procfile, KOSHIN_PORT=str(free_port))
    assert running.says(READY), running.text
    return running


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], stdout=subprocess.PIPE, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [child for child, parent in parents if parent == pid]
    return [*found, *(grandchild for child in found for grandchild in _children(child))]


def test_it_tells_the_steps_and_then_the_address(desk: Running, free_port: int) -> None:
    assert re.search(r"\[1/5\] Starting front, rasa and actions: ready \(\d+\.\d s\)", desk.text)
    assert f"{READY}{free_port}/" in desk.text


def test_a_killed_process_comes_back_and_the_others_stay(desk: Running, tmp_path: Path) -> None:
    front, rasa = pid_in(tmp_path / "front"), pid_in(tmp_path / "rasa")

    os.kill(rasa, signal.SIGKILL)

    assert until(lambda: pid_in(tmp_path / "rasa") != rasa)
    assert alive(front)
    assert desk.process.poll() is None


def test_a_killed_keeper_comes_back_with_its_process(desk: Running, tmp_path: Path) -> None:
    rasa = pid_in(tmp_path / "rasa")
    keeper = int(Path(f"/proc/{rasa}/stat").read_text().rpartition(")")[2].split()[1])

    os.kill(keeper, signal.SIGKILL)

    assert until(lambda: pid_in(tmp_path / "rasa") != rasa)
    assert until(lambda: not alive(rasa))
    assert desk.process.poll() is None


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process(desk: Running, signum: signal.Signals) -> None:
    family = _children(desk.process.pid)

    os.killpg(desk.process.pid, signum)

    assert desk.ends() == 0
    assert "Koshin Desk has stopped." in desk.text
    assert until(lambda: not any(map(alive, family)))


def test_killing_the_supervisor_leaves_no_process_behind(desk: Running) -> None:
    family = _children(desk.process.pid)
    assert len(family) >= 6

    os.kill(desk.process.pid, signal.SIGKILL)

    assert until(lambda: not any(map(alive, family)))


def test_a_process_that_cannot_start_ends_all_with_its_last_lines(start: Start, tmp_path: Path, free_port: int) -> None:
    procfile = (
        f"front: {KEEP} front -- sh -c 'echo $$ > {tmp_path}/front; exec sleep 300'\n"
        # Only once the other one runs: otherwise it may be ended before it has said who it is.
        f"rasa: {KEEP} rasa -- sh -c 'until [ -s {tmp_path}/front ]; do sleep 0.05; done; echo the model is broken; exit 1'\n"
    )
    running = start(str(HERE / "run_fake_desk.py"), procfile, KOSHIN_PORT=str(free_port))

    assert running.ends() == 1
    assert "Koshin Desk did not start." in running.text
    assert "The process rasa ended. Its last lines" in running.text
    assert "    the model is broken" in running.text
    assert not alive(pid_in(tmp_path / "front"))


def test_what_processes_write_is_in_files(desk: Running, tmp_path: Path) -> None:
    rasa = pid_in(tmp_path / "rasa")
    os.kill(rasa, signal.SIGKILL)
    assert desk.says("keep: rasa was ended by signal 9")
    assert "rasa was ended by signal 9" in (tmp_path / "var" / "log" / "rasa.log").read_text()


def test_the_question_of_the_start_is_in_nobodys_inbox(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, var_dir=tmp_path)
    store = Store(settings.database)
    store.upgrade()
    asked, customers = store.open_conversation("web", "en"), store.open_conversation("web", "en")
    for conversation in (asked, customers):
        store.accept(Incoming(conversation.id, "m1", text="hello"))
    take_back(settings, asked.id)
    take_back(settings, "c")  # nobody's
    assert [entry.id for entry in store.inbox(InboxFilter("all"), "desk:me").entries] == [customers.id]
    assert store.conversation(asked.id) is None
    assert store.search("hello", limit=5)[0].conversation_id == customers.id
    store.close()
