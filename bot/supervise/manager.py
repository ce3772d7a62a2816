"""Honcho's process manager, made to survive and to leave nothing behind when processes are killed."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import shlex
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import honcho.manager
from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Message
from honcho.process import Popen, Process

from bot.supervise.keep import GRACE_SECONDS
from bot.supervise.output import LogPrinter
from bot.supervise.parent import die_with_parent

honcho.manager.KILL_WAIT = GRACE_SECONDS + 2  # after the keepers had their own time for it


class _Relay(Process):  # type: ignore[misc]  # honcho has no types
    """Runs one line of the Procfile and passes on what it writes; starts a keeper that was killed again."""

    def __init__(self, command: str, ending: Event, supervisor: int, **options: Any) -> None:
        super().__init__(command, **options)
        self._ending = ending
        self._supervisor = supervisor
        self._again = True
        # Without a shell in between, the signals reach the keeper itself.
        self._child_ctor = lambda cmd, **kwargs: Popen(shlex.split(cmd), shell=False, **kwargs)

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        """Run until the keeper ends for another reason than SIGKILL."""
        die_with_parent(signal.SIGKILL, parent=self._supervisor)
        while self._again:
            self._again = False
            super().run(events, ignore_signals)

    def _send_message(self, data: Any, type: str = "line") -> None:  # honcho's own name
        if type == "stop" and data["returncode"] == -signal.SIGKILL and not self._ending.is_set():
            self._again = True
            return
        super()._send_message(data, type)


class DeskManager(Manager):  # type: ignore[misc]  # honcho has no types
    """Starts every process of the Procfile; ends all of them when one is given up."""

    def __init__(self, printer: LogPrinter, environment: Mapping[str, str], folder: Path) -> None:
        super().__init__(printer)
        self._ending = multiprocessing.Event()
        self._environment = dict(environment)
        self._folder = folder
        self._process_ctor = self._relay
        self.ended_first: list[str] | None = None
        """The processes that had ended by themselves when the others were told to end."""
        self.on_started: Callable[[], None] = lambda: None
        """Called once in a thread of its own when all processes were started."""

    def add_procfile(self, text: str) -> None:
        """Add every process that a Procfile names."""
        for name, command in parse_procfile(text).processes.items():
            self.add_process(name, command, env=self._environment, cwd=str(self._folder))

    def is_running(self) -> bool:
        """Return whether nobody has asked the processes to end yet."""
        return not self._ending.is_set()

    def terminate(self) -> None:
        """Ask every process to end."""
        self._ending.set()
        if not self._all_started():  # honcho doesn't know every pid yet
            threading.Timer(0.1, self.terminate).start()
            return
        if self.ended_first is None:
            self.ended_first = [name for name, process in self._processes.items() if "returncode" in process]
        super().terminate()

    def kill(self) -> None:
        """End every process at once."""
        self._ending.set()
        super().kill()

    def _relay(self, command: str, **options: Any) -> _Relay:
        return _Relay(command, self._ending, os.getpid(), **options)

    def _start(self) -> None:
        super()._start()
        # Threads only now: the relays are forks of this process.
        threading.Thread(target=self._watch_relays, daemon=True).start()
        threading.Thread(target=self.on_started, daemon=True).start()

    def _watch_relays(self) -> None:
        relays = {process["process"].sentinel: name for name, process in self._processes.items()}
        while relays and not self._ending.is_set():
            for sentinel in multiprocessing.connection.wait(list(relays), timeout=1.0):
                name = relays.pop(sentinel)
                if not self._ending.is_set():
                    stop = Message(type="stop", data={"returncode": 1}, time=datetime.now(), name=name, colour=None)
                    self.events.put(stop)
