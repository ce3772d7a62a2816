"""Brings the whole desk up, from checks to the first answered message, and down again."""

from __future__ import annotations

import fcntl
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import ROOT, Settings, SettingsError, load_settings
from bot.supervise import model
from bot.supervise.checks import find_problems
from bot.supervise.parent import die_with_parent
from bot.supervise.processes import run_processes
from bot.supervise.progress import Progress, Step

_STEPS = 5
_SHOWN_LINES = 8
_ERROR_LINE = re.compile(r"[\w.]*(?:Error|Exception|Invalid\w*): ")


class CannotStart(Exception):
    """The desk can't be started; each line of the message is a sentence that says what to do."""


def up(progress: Progress | None = None) -> int:
    """Run the desk until it is told to stop; return the exit code."""
    say = progress or Progress(_STEPS)
    os.umask(0o077)  # what is written holds personal data
    os.chdir(ROOT)  # relative paths in the settings mean the same here as in every process
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM)  # a make that is killed must not leave the desk behind
    try:
        settings = _settings()
        with _only_one(settings), _interruptible():
            _prepare(settings, say)
            return run_processes(settings, say, (ROOT / "Procfile").read_text(encoding="utf-8"))
    except (CannotStart, model.TrainingFailed) as error:
        say.say(f"Koshin Desk did not start.\n{error}")
        return 1
    except KeyboardInterrupt:
        say.say("Stopped before the start was complete.")
        return 130


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise CannotStart(str(error)) from None


def _prepare(settings: Settings, progress: Progress) -> None:
    with progress.step("Checking this machine") as step:
        problems = find_problems(settings)
        if problems:
            raise CannotStart("\n".join(problems))
        step.result("ports, folders and knowledge files are fine")
    with progress.step("Preparing the database") as step:
        _migrate(settings)
        step.result("up to date")
    with progress.step("Looking for the trained model") as step:
        _provide_model(settings, progress, step)


def _provide_model(settings: Settings, progress: Progress, step: Step) -> None:
    wanted = model.wanted_model(settings)
    if wanted.is_file():
        model.mark_used(wanted)
        step.result(f"{wanted.name} fits, nothing to train")
        return
    log = settings.var_dir / "log" / "train.log"
    progress.say(f"      its inputs are new or changed: training {wanted.name}, which takes minutes; details in {log}")
    try:
        model.train(settings, log)
    except model.TrainingFailed as error:
        raise CannotStart("\n".join([str(error), *_reasons(log)])) from None
    step.result(f"{wanted.name} trained")


def _migrate(settings: Settings) -> None:
    from sqlalchemy.exc import SQLAlchemyError

    from bot.store import Store, StoreError

    try:
        store = Store(settings.database)
        store.upgrade()
        store.close()
    except (StoreError, SQLAlchemyError) as error:
        raise CannotStart(
            f"The database can't be used ({type(error).__name__}): check KOSHIN_DATABASE_URL and that its server runs."
        ) from None


def _reasons(path: Path) -> list[str]:
    """Return the lines of a training log that say what went wrong; Rasa wraps a mistake into pages of its own."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    errors = [line for line in lines if _ERROR_LINE.match(line)]
    return [f"    {line}" for line in (errors or lines)[-_SHOWN_LINES:]]


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the var folder: two desks in one would answer each other's customers."""
    path = settings.var_dir / "run" / "up.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise CannotStart(
            f"{path.parent} can't be written ({error.strerror}): give this user the right to write there, "
            "or set KOSHIN_VAR_DIR to another folder."
        ) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise CannotStart(
                f"Koshin Desk already runs with {settings.var_dir} (process {file.read().strip() or 'unknown'}): "
                "end that one, or set KOSHIN_VAR_DIR to another folder."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end the preparation like Ctrl-C does, also where a shell ignores SIGINT."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, interrupt)
    yield
