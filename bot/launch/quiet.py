"""Logging of the Rasa processes that can't hold what a customer wrote.

Rasa and its libraries put message texts, slots and whole requests into log lines, warnings and exceptions. Until the
server takes requests nobody has written anything, so that a failing start is logged in full. From then on a line of
foreign code is only its level, its place in the source and, for an exception, the type and place of that.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
import warnings
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

from bot.settings import ROOT

_OURS = ("bot.", "actions.", "koshin")
_EVENT_KEY = re.compile(r"[a-z_0-9]+(?:\.[a-z_0-9]+){2,}")
"""What Rasa's structlog events are called: words of its source, never of a customer."""


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
        if _EVENT_KEY.fullmatch(record.getMessage()):
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
    # Of the libraries, which are pinned: nobody who starts the desk can do anything about them.
    for category in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    sys.excepthook = _excepthook
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_logger_name,
            _rendered,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
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


def _rendered(_: Any, __: str, event: MutableMapping[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    """Make a structlog event an ordinary record; of foreign code only its key, never its fields."""
    name, key, error = event.pop("logger"), str(event.pop("event", "")), _exception(event.pop("exc_info", None))
    fields = [f"{field}={value}" for field, value in event.items()] if name.startswith(_OURS) else []
    return (" ".join([key, *fields]),), {"exc_info": error}


def _exception(given: Any) -> BaseException | None:
    if isinstance(given, tuple):
        return given[1]  # type: ignore[no-any-return]
    if isinstance(given, BaseException):
        return given
    return sys.exc_info()[1] if given else None


def _excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    if _FORMATTER.withheld:
        logging.getLogger("koshin").critical("ended by %s", describe(error))
    else:
        traceback.print_exception(kind, error, trace)


def _short(filename: str) -> str:
    return filename.rsplit("site-packages/", 1)[-1].removeprefix(f"{ROOT}/")
