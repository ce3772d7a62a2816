"""The models and knowledge versions that conversations can be replayed with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.desk.quality.model_file import newest_model
from bot.settings import Settings

CURRENT = "current"


@dataclass(frozen=True)
class Version:
    """Something to replay with: its name in forms and in the store, and where it is."""

    name: str
    path: Path


def models(settings: Settings) -> dict[str, Version]:
    """The model in use, the other models of the desk, and the candidates, by name."""
    found: dict[str, Version] = {}
    newest = newest_model(settings.models_dir)
    if newest is not None:
        found[CURRENT] = Version(CURRENT, newest)
    for path in _newest_first(settings.models_dir.glob("desk-*.tar.gz")):
        if path != newest:
            found[path.name] = Version(path.name, path)
    for path in _newest_first((settings.var_dir / "candidates").glob("*/desk-*.tar.gz")):
        name = f"{path.parent.name}/{path.name}"
        found[name] = Version(name, path)
    return found


def knowledge_versions(settings: Settings) -> dict[str, Version]:
    """The knowledge in use, and the copies that stand in ``knowledge-versions`` of the var folder, by name."""
    found = {CURRENT: Version(CURRENT, settings.knowledge_dir)}
    folder = settings.var_dir / "knowledge-versions"
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.is_dir() and (path / "guides").is_dir():
                found[path.name] = Version(path.name, path)
    return found


def _newest_first(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True)
