"""Where the lines that the processes write go: all to a file each, the few that matter to the console."""

from __future__ import annotations

import logging.handlers
import re
from collections import deque
from pathlib import Path

from honcho.printer import Message, Printer

from bot.supervise.keep import PREFIX

_LOUD = re.compile(r"\b(?:ERROR|CRITICAL|FATAL)\b|\[(?:error|critical)\s*\]|\"level\": ?\"(?:error|critical)\"")
_CONSOLE_COLUMNS = 200
_LAST_LINES = 15
_FILE_BYTES = 5_000_000
_OLD_FILES = 3


class LogPrinter(Printer):  # type: ignore[misc]  # honcho has no types
    """Honcho's printer with a log file for each process."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files: dict[str, logging.Logger] = {}
        self._last: dict[str, deque[str]] = {}

    def write(self, message: Message) -> None:
        """Take one message of a process."""
        data = message.data
        text = (data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data)).rstrip()
        if not text:
            return
        name = message.name or "system"
        said_by_keeper = text.startswith(PREFIX)  # the processes write the time themselves
        self._file(name).info("%s", f"{message.time:%Y-%m-%d %H:%M:%S} {text}" if said_by_keeper else text)
        self._last.setdefault(name, deque(maxlen=_LAST_LINES)).append(text)
        if said_by_keeper or _LOUD.search(text):
            super().write(message._replace(data=text[:_CONSOLE_COLUMNS]))

    def last_lines(self, name: str) -> list[str]:
        """Return the newest lines of a process, oldest first."""
        return list(self._last.get(name, ()))

    def path(self, name: str) -> Path:
        """Return the log file of a process."""
        return self._folder / f"{name}.log"

    def _file(self, name: str) -> logging.Logger:
        if name not in self._files:
            handler = logging.handlers.RotatingFileHandler(
                self.path(name), maxBytes=_FILE_BYTES, backupCount=_OLD_FILES, encoding="utf-8"
            )
            logger = logging.Logger(f"koshin.process.{name}", level=logging.INFO)
            logger.addHandler(handler)
            self._files[name] = logger
        return self._files[name]
