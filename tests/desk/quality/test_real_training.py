"""A candidate that Rasa really trains, in the process that the desk starts for it."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from bot.desk.quality.background import is_alive, start_process
from bot.desk.quality.comparing import Comparison
from bot.desk.quality.job import candidate_folder
from bot.desk.quality.model_file import newest_model
from bot.settings import ROOT, Settings
from bot.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.stack]
_LIMIT = 900


def test_a_candidate_is_trained_and_compared_by_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = newest_model(ROOT / "models")
    if current is None:
        pytest.skip("no model is trained here to compare with")
    models = tmp_path / "models"
    models.mkdir()
    shutil.copy(current, models)
    settings = Settings(_env_file=None, var_dir=tmp_path / "var", models_dir=models)
    settings.var_dir.mkdir()
    monkeypatch.setenv("KOSHIN_VAR_DIR", str(settings.var_dir))
    monkeypatch.setenv("KOSHIN_MODELS_DIR", str(models))
    monkeypatch.setenv("KOSHIN_DATABASE_URL", settings.database)
    store = Store(settings.database)
    store.upgrade()
    candidate_id = store.start_candidate("田中")
    folder = candidate_folder(settings, candidate_id)
    start_process("bot.desk.quality.job", candidate_id, folder)
    assert is_alive(folder)
    end = time.monotonic() + _LIMIT
    while is_alive(folder) and time.monotonic() < end:
        time.sleep(1)
    candidate = store.candidate(candidate_id)
    assert candidate is not None
    assert candidate.state == "ready", (folder / "log").read_text("utf-8")[-2000:]
    comparison = Comparison.model_validate(candidate.comparison)
    assert comparison.sets[0].whole.messages > 100
    assert comparison.sets[0].whole.after.right > 0.8
    assert [path.name for path in models.glob("desk-*.tar.gz")] == [current.name]
    store.close()
