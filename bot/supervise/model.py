"""Which trained model belongs to the files as they are now, and how to make it."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.settings import ROOT, Settings
from bot.supervise.environment import child_environment
from bot.supervise.parent import die_with_parent

INPUTS = ("config.yml", "domain.yml", "data", "bot/nlu", "bot/knowledge", "uv.lock")
"""What decides the content of a model, besides the knowledge folder."""
KEEP_MODELS = 3
_SKIPPED = {"__pycache__", "fingerprints"}


class TrainingFailed(Exception):
    """Rasa could not train a model; the message says where to read why."""


def content_hash(inputs: Mapping[str, Path]) -> str:
    """Return a short hash of every file under ``inputs``, independent of where the project folder is."""
    digest = hashlib.sha256()
    for name, path in sorted(inputs.items()):
        for file in _files(path):
            relative = file.relative_to(path).as_posix()
            digest.update(f"{name}\0{relative}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


def model_inputs(settings: Settings) -> dict[str, Path]:
    """Return what a model is made of, by name."""
    inputs = {name: ROOT / name for name in INPUTS}
    return {**inputs, "knowledge": settings.knowledge_dir}


def wanted_model(settings: Settings) -> Path:
    """Return the path that the model of the present files has, whether it exists or not."""
    return settings.models_dir / f"desk-{content_hash(model_inputs(settings))}.tar.gz"


def newest_model(folder: Path) -> Path | None:
    """Return the model that was trained or used last."""
    models = _newest_first(folder.glob("desk-*.tar.gz"))
    return models[0] if models else None


def mark_used(model: Path) -> None:
    """Make ``model`` the newest of its folder, which is the one that Rasa's own commands load."""
    os.utime(model)


def train(settings: Settings, log: Path) -> Path:
    """Train the wanted model and remove the oldest ones; Rasa's output goes to ``log``.

    Raises:
        TrainingFailed: Rasa ended with an error or wrote no model.
    """
    wanted = wanted_model(settings)
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    # Into a folder of its own first: a model file either is complete or isn't there.
    with tempfile.TemporaryDirectory(dir=settings.models_dir, prefix=".training-") as folder:
        name = wanted.name.removesuffix(".tar.gz")
        arguments = ["train", "--out", folder, "--fixed-model-name", name]
        code = _rasa([*arguments, "--config", "config.yml", "--domain", "domain.yml", "--data", "data", "--force"], log)
        made = Path(folder) / wanted.name
        if code != 0 or not made.is_file():
            raise TrainingFailed(f"The model could not be trained. The last lines of {log} say why.")
        shutil.move(str(made), wanted)
    for old in _newest_first(settings.models_dir.glob("desk-*.tar.gz"))[KEEP_MODELS:]:
        old.unlink(missing_ok=True)
    return wanted


def _rasa(arguments: list[str], log: Path) -> int:
    """Run a Rasa command; a process of its own, so that its memory is given back."""
    starter = os.getpid()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.launch.rasa", *arguments],
            cwd=ROOT,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent=starter),
        )
        try:
            return process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        for child in sorted(path.rglob("*")):
            parts = child.relative_to(path).parts
            if child.is_file() and not any(part in _SKIPPED or part.startswith(".") for part in parts):
                yield child


def _newest_first(models: Iterable[Path]) -> list[Path]:
    return sorted(models, key=lambda model: model.stat().st_mtime_ns, reverse=True)
