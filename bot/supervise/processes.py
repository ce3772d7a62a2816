"""Runs the processes of the desk until they are told to end, and says when a first message was answered."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import httpx

from bot.settings import ROOT, Settings
from bot.supervise import probe
from bot.supervise.environment import child_environment
from bot.supervise.manager import DeskManager
from bot.supervise.output import LogPrinter
from bot.supervise.progress import Progress

READY_SECONDS = 300
ANSWER_SECONDS = 60
_SHOWN_LINES = 12


def _for_agents(settings: Settings) -> str:
    """Where the agents work, and, on a new desk, how the first of them gets in."""
    from bot.desk.people.first_admin import first_admin_link
    from bot.store import Store, StoreError

    address = f"The agents' desk: {settings.people_url}/desk"
    store = Store(settings.database)
    try:
        link = first_admin_link(store, settings)
    except StoreError:
        return address
    finally:
        store.close()
    return address if link is None else f"{address}\nIts first administrator sets a password here, once: {link}"


def take_back(settings: Settings, conversation_id: str) -> None:
    """Take our own question out of the inbox and the figures, which are the customers'."""
    from bot.store import Store, StoreError

    store = Store(settings.database)
    try:
        store.remove_conversation(conversation_id)
    except StoreError:
        pass  # it stays and does no harm
    finally:
        store.close()


def run_processes(settings: Settings, progress: Progress, procfile: str) -> int:
    """Run the processes of a Procfile until they are told to end or one is given up; return the exit code."""
    printer = LogPrinter(settings.var_dir / "log")
    manager = DeskManager(printer, child_environment(), ROOT)
    manager.add_procfile(procfile)
    failures: list[str] = []
    ready = threading.Event()

    def first_answer() -> None:
        try:
            with httpx.Client(base_url=settings.front_url, timeout=5.0, trust_env=False) as client:
                with progress.step("Starting front, rasa and actions") as step:
                    probe.wait_until_ready(client, READY_SECONDS, manager.is_running)
                    step.result("ready")
                with progress.step("Asking a first question") as step:
                    take_back(settings, probe.ask(client, ANSWER_SECONDS, manager.is_running))
                    step.result("answered")
            ready.set()
            progress.say(f"\nKoshin Desk is ready: {settings.people_url}/")
            progress.say(_for_agents(settings))
            progress.say(f"Ctrl-C ends it. Logs: {printer.path('*')}\n")
        except probe.NotAnswering as error:
            if manager.is_running():
                failures.append(str(error))
                manager.terminate()

    manager.on_started = first_answer
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))  # the terminal was closed
    manager.loop()
    if manager.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM):
        progress.say("Koshin Desk has stopped.")
        return 0
    head = "Koshin Desk has stopped." if ready.is_set() else "Koshin Desk did not start."
    progress.say("\n".join([head, *failures, *_reports(manager.ended_first or [], printer)]))
    return 1


def _reports(names: list[str], printer: LogPrinter) -> Iterator[str]:
    for name in names:
        yield f"The process {name} ended. Its last lines ({printer.path(name)}):"
        yield from (f"    {line}" for line in printer.last_lines(name)[-_SHOWN_LINES:])
