"""Runs a part of a measurement in a process of its own, with one thread, so that nothing else is counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.settings import ROOT
from bot.supervise.environment import child_environment

_ONE_THREAD = {
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RASA_MAX_CACHE_SIZE": "0",  # from its cache a second training would look instant
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONPATH": str(ROOT),
}
_LOG_END = 3000


def ask_worker(module: str, folder: Path, *arguments: str) -> dict[str, Any]:
    """Run ``python -m module arguments`` and return the JSON object it prints; what libraries print is kept in a log.

    Args:
        folder: for the log and whatever the process keeps.

    Raises:
        SystemExit: the process failed; the message is the end of its log.
    """
    environment = {**child_environment(), **_ONE_THREAD, "KOSHIN_VAR_DIR": str(folder / "var")}
    log_file = folder / "worker.log"
    with log_file.open("w", encoding="utf-8") as log:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            check=False,
        )
    if done.returncode:
        sys.exit(log_file.read_text(encoding="utf-8")[-_LOG_END:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def answer(found: object, output: int) -> None:
    """What the worker writes to the descriptor that :func:`keep_output` gave."""
    with os.fdopen(output, "w", encoding="utf-8") as stream:
        json.dump(found, stream, ensure_ascii=False)


def keep_output() -> int:
    """In a worker: send what libraries print to the log, and keep the way for the answer."""
    output = os.dup(1)
    os.dup2(2, 1)
    return output
