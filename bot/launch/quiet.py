"""Logging of the Rasa processes that can't hold what a customer wrote.

Rasa and its libraries put message texts, slots and whole requests into log lines, warnings and exceptions. Until the
server takes requests nobody has written anything, so that a failing start is logged in full. From then on a line of
foreign code is only its level, its place in the source and, for an exception, the type and place of that.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

_OURS = ("bot.", "actions.", "koshin")
_STRUCTLOG_PLACE_DEPTH = ("structlog", "logging")


class PlaceFormatter(logging.Formatter):
    """Renders a record; once ``withheld`` is set, without any text that foreign code composed."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self.withheld = False

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for a record."""
        if not self.withheld:
            return super().format(record)
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        error = record.exc_info[1] if record.exc_info else None
        where = f" {describe(error)}" if error else ""
        if record.name.startswith(_OURS):
            return f"{head} {record.getMessage()}{where}"
        return f"{head} at {record.module}:{record.lineno}{where}"


_FORMATTER = PlaceFormatter()


def describe(error: BaseException) -> str:
    """Return an exception's type and the places it came through, innermost last, without its text."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " > ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in frames)
    cause = error.__cause__
    text = f"{type(error).__module__}.{type(error).__qualname__} in {places or 'unknown place'}"
    return f"{text}, caused by {describe(cause)}" if cause else text


def configure(level: str) -> None:
    """Send all logging, warnings, uncaught exceptions and structlog events through the one formatter."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_FORMATTER)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    ours = logging.DEBUG if level == "debug" else logging.getLevelName(level.upper())
    for name in ("bot", "actions", "koshin"):
        logging.getLogger(name).setLevel(ours)
    logging.captureWarnings(True)
    sys.excepthook = _excepthook
    structlog.configure(
        processors=[structlog.stdlib.add_logger_name, _event_only],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.stdlib.LoggerFactory(ignore_frame_names=list(_STRUCTLOG_PLACE_DEPTH)),
        cache_logger_on_first_use=False,
    )


def catch_library_loggers() -> None:
    """Take away the handlers that libraries gave themselves, so that their lines pass the formatter too."""
    for name in list(logging.Logger.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True


def withhold() -> None:
    """From now on customers write: log places instead of texts."""
    catch_library_loggers()
    _FORMATTER.withheld = True


def _event_only(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    return str(event.get("event", ""))


def _excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    if _FORMATTER.withheld:
        logging.getLogger("koshin").critical("ended by %s", describe(error))
    else:
        traceback.print_exception(kind, error, trace)


def _short(filename: str) -> str:
    return filename.rsplit("site-packages/", 1)[-1]
