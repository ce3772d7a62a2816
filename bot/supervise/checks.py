"""What must be right before the desk can start; each finding is one sentence that says the remedy."""

from __future__ import annotations

import errno
import os
import platform
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge import KnowledgeError, load_knowledge
from bot.settings import ROOT, Settings

LEAST_FREE_BYTES = 500 * 1024 * 1024
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Check:
    """One thing to look at; ``problems`` yields a sentence for each thing that is wrong."""

    title: str
    problems: Callable[[Settings], Iterator[str]]


def find_problems(settings: Settings) -> list[str]:
    """Return every sentence of every check, in order."""
    return [problem for check in CHECKS for problem in check.problems(settings)]


def _python(settings: Settings) -> Iterator[str]:
    version = platform.python_version()
    if not version.startswith("3.10."):
        yield f"This runs on Python {version}, but Rasa needs Python 3.10: use `make run`, which sets that up."


def _files(settings: Settings) -> Iterator[str]:
    for name in ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "Procfile"):
        if not (ROOT / name).is_file():
            yield f"{ROOT / name} is missing: restore it from the repository."


def _folders(settings: Settings) -> Iterator[str]:
    for name, folder in (("KOSHIN_VAR_DIR", settings.var_dir), ("KOSHIN_MODELS_DIR", settings.models_dir)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            yield (
                f"{folder} can't be written ({error.strerror}): give this user the right to write there, "
                f"or set {name} to another folder."
            )


def _disk(settings: Settings) -> Iterator[str]:
    for name, folder in (("KOSHIN_VAR_DIR", settings.var_dir), ("KOSHIN_MODELS_DIR", settings.models_dir)):
        free = shutil.disk_usage(_existing(folder)).free
        if free < LEAST_FREE_BYTES:
            yield (
                f"Only {free // 1024**2} MB are free for {folder}: free at least {LEAST_FREE_BYTES // 1024**2} MB, "
                f"or set {name} to a folder on another disk."
            )
            return


def _knowledge(settings: Settings) -> Iterator[str]:
    try:
        load_knowledge(settings.knowledge_dir)
    except KnowledgeError as error:
        yield f"The knowledge files can't be used: {str(error).rstrip('.')}. Correct that and start again."


def _ports(settings: Settings) -> Iterator[str]:
    wanted = (
        ("KOSHIN_PORT", settings.host, settings.port),
        ("KOSHIN_RASA_PORT", _LOOPBACK, settings.rasa_port),
        ("KOSHIN_ACTIONS_PORT", _LOOPBACK, settings.actions_port),
    )
    seen: dict[int, str] = {}
    for name, host, port in wanted:
        if port in seen:
            yield f"{seen[port]} and {name} are both {port}: give each a port of its own."
            continue
        seen[port] = name
        problem = port_problem(name, host, port)
        if problem:
            yield problem


def port_problem(name: str, host: str, port: int) -> str | None:
    """Say why ``port`` can't be listened on, or None; ``name`` is the setting that chooses it."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(1)
    except socket.gaierror:
        return f"{host} is not an address: correct KOSHIN_HOST."
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return (
                f"Port {port} is already in use: end the program that listens there, "
                f"or set {name} to a free port, in the environment or in .env."
            )
        if error.errno == errno.EACCES:
            return f"Port {port} is only for root: set {name} to a port from 1024 on."
        if error.errno == errno.EADDRNOTAVAIL:
            return f"{host} is not an address of this machine: correct KOSHIN_HOST."
        return f"Port {port} can't be listened on ({os.strerror(error.errno or 0)}): set {name} to another port."
    return None


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


CHECKS = (
    Check("Python 3.10", _python),
    Check("project files", _files),
    Check("writable folders", _folders),
    Check("disk space", _disk),
    Check("knowledge files", _knowledge),
    Check("free ports", _ports),
)
