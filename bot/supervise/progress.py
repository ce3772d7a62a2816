"""Tells the person at the console how far the start is."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

STILL_EVERY_SECONDS = 15.0


class Step:
    """What is being done now; its holder says how it ended with :meth:`result`."""

    def __init__(self) -> None:
        self.text = "done"

    def result(self, text: str) -> None:
        """Set what the closing line of this step says."""
        self.text = text


class Progress:
    """Numbered lines with seconds, plain enough for a log file."""

    def __init__(self, total: int, output: TextIO = sys.stdout) -> None:
        self._total = total
        self._output = output
        self._number = 0

    def say(self, text: str) -> None:
        """Write one line."""
        print(text, file=self._output, flush=True)

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Announce a step, remind of it while it lasts, and close it with its duration; an error closes nothing."""
        self._number += 1
        head = f"[{self._number}/{self._total}] {title}"
        self.say(f"{head} …")
        started = time.monotonic()
        ended = threading.Event()
        reminder = threading.Thread(target=self._remind, args=(head, started, ended), daemon=True)
        reminder.start()
        step = Step()
        try:
            yield step
        finally:
            ended.set()
            reminder.join()
        self.say(f"{head}: {step.text} ({time.monotonic() - started:.1f} s)")

    def _remind(self, head: str, started: float, ended: threading.Event) -> None:
        while not ended.wait(STILL_EVERY_SECONDS):
            self.say(f"{head} … {time.monotonic() - started:.0f} s so far")
