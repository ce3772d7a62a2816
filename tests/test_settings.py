"""A configuration that can't work stops the start with a sentence that says the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SettingsError, load_settings


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOSHIN_VAR_DIR", str(tmp_path))


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"LINE_CHANNEL_SECRET": "s"}, "LINE is half configured: set KOSHIN_LINE_CHANNEL_ACCESS_TOKEN"),
        ({"LINE_CHANNEL_ACCESS_TOKEN": "t"}, "LINE is half configured: set KOSHIN_LINE_CHANNEL_SECRET"),
        ({"SLACK_SIGNING_SECRET": "s"}, "Slack is half configured: set KOSHIN_SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "set KOSHIN_SLACK_SIGNING_SECRET (HTTP mode) or KOSHIN_SLACK_APP_TOKEN"),
        ({"PORT": "70000"}, "KOSHIN_PORT: "),
    ],
)
def test_half_a_channel_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], sentence: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"KOSHIN_{name}", value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert sentence in str(error.value)
    assert "docs/settings.md" in str(error.value)


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"LINE_CHANNEL_SECRET": "s", "LINE_CHANNEL_ACCESS_TOKEN": "t"},
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"},
    ],
)
def test_a_whole_channel_or_none_starts(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"KOSHIN_{name}", value)
    assert load_settings().port == 8080
