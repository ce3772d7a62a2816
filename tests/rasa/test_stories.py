"""Rasa itself plays tests/test_conversations.yml on the trained model."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.settings import ROOT

STORIES = ROOT / "tests" / "test_conversations.yml"
Rasa = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.slow
def test_every_story_goes_as_written(rasa: Rasa, trained_model: Path, tmp_path: Path) -> None:
    played = _play(rasa, STORIES, trained_model, tmp_path)
    assert played.returncode == 0, played.stdout[-3000:] + played.stderr[-3000:]
    failed = yaml.safe_load((tmp_path / "failed_test_stories.yml").read_text("utf-8"))
    assert failed is None, failed


@pytest.mark.slow
@pytest.mark.parametrize(("right", "wrong"), [("(order_number)", "(card_statement)"), ("action_affirm", "action_deny")])
def test_a_story_with_a_wrong_entity_or_action_is_noticed(
    rasa: Rasa, trained_model: Path, tmp_path: Path, right: str, wrong: str
) -> None:
    stories = yaml.safe_load(STORIES.read_text("utf-8"))
    story = next(item for item in stories["stories"] if right in str(item))
    changed = tmp_path / "test_changed.yml"
    text = yaml.safe_dump({"version": "3.1", "stories": [story]}, allow_unicode=True, sort_keys=False)
    changed.write_text(text.replace(right, wrong), "utf-8")
    played = _play(rasa, changed, trained_model, tmp_path)
    assert played.returncode != 0
    assert "WrongPredictionException" in played.stdout + played.stderr


def _play(rasa: Rasa, stories: Path, model: Path, out: Path) -> subprocess.CompletedProcess[str]:
    options = ["--quiet", "--e2e", "--no-plot", "--fail-on-prediction-errors"]
    return rasa("test", "core", *options, "--stories", str(stories), "--model", str(model), "--out", str(out))
