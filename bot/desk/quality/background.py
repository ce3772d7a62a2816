"""Work that takes minutes, in processes of their own that outlive a restart of the front."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT

_LOCK = "lock"


def start_process(module: str, argument: str, folder: Path) -> None:
    """Start ``python -m module argument`` with a folder of its own that shows whether it still lives.

    Args:
        folder: made if it isn't there; the process's output goes into it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # The lock belongs to the open file, which the process inherits: it ends with the process, however that ends.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with (folder / "log").open("ab") as output:
            subprocess.Popen(
                [sys.executable, "-m", module, argument],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(lock,),
                start_new_session=True,
            )
    finally:
        os.close(lock)


def is_alive(folder: Path) -> bool:
    """Whether the process of this folder still runs."""
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False
