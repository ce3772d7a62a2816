"""Keeps one process alive: starts it again when it ends unexpectedly, ends it when told to.

Called in the Procfile as ``python -m bot.supervise.keep NAME -- COMMAND...``; uses only the standard library, because
it runs once per process of the desk.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

from bot.supervise.parent import die_with_parent
from bot.supervise.restarts import Restarts

PREFIX = "keep: "
"""How each line that the keeper itself writes begins."""
GRACE_SECONDS = 8
"""How long a process may take to end after it was asked to."""


class Keeper:
    """One kept process."""

    def __init__(self, name: str, command: Sequence[str], restarts: Restarts, say: Callable[[str], None]) -> None:
        self._name = name
        self._command = list(command)
        self._restarts = restarts
        self._say = say
        self._child: subprocess.Popen[bytes] | None = None
        self._asked_to_stop = False

    def run(self) -> int:
        """Keep the process until a signal or the restart policy ends it; return the exit code to pass on."""
        for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(signum, self._stop)
        signal.signal(signal.SIGALRM, lambda *_: self._signal(signal.SIGKILL))
        while True:
            started = time.monotonic()
            code = self._run_once()
            if self._stopping():
                return 0
            now = time.monotonic()
            delay = self._restarts.after_end(code, now - started, now)
            if delay is None:
                self._say(f"{self._name} {_how(code)} and is not started again; the lines above say why.")
                return 1
            self._say(f"{self._name} {_how(code)}; starting it again in {delay:.1f} s.")
            self._wait(delay)
            if self._stopping():
                return 0

    def _run_once(self) -> int:
        keeper = os.getpid()
        try:
            self._child = subprocess.Popen(
                self._command,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent=keeper),
            )
        except OSError as error:
            self._say(f"{self._name} can't be started: {error.strerror}: {self._command[0]}")
            return 127
        if self._stopping():
            self._signal(signal.SIGTERM)
        code = self._child.wait()
        self._signal(signal.SIGKILL)  # what it had started itself must not hold its port or its files
        return code

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        if not self._asked_to_stop:
            self._asked_to_stop = True
            self._signal(signal.SIGTERM)
            signal.alarm(GRACE_SECONDS)

    def _stopping(self) -> bool:
        return self._asked_to_stop  # a signal handler sets it at any time

    def _signal(self, signum: int) -> None:
        if self._child is not None:
            try:
                os.killpg(self._child.pid, signum)
            except (ProcessLookupError, PermissionError):
                pass

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._stopping() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))


def _how(code: int) -> str:
    return f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"


def main(arguments: Sequence[str]) -> int:
    """Run ``NAME -- COMMAND...``."""
    if len(arguments) < 3 or arguments[1] != "--":
        print("usage: python -m bot.supervise.keep NAME -- COMMAND...", file=sys.stderr)
        return 2
    die_with_parent(signal.SIGTERM)
    name, command = arguments[0], arguments[2:]
    return Keeper(name, command, Restarts(), lambda text: print(PREFIX + text, file=sys.stderr, flush=True)).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
