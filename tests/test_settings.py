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
        ({"SUPPORT_CLOSES": "08:00"}, "KOSHIN_SUPPORT_OPENS, KOSHIN_SUPPORT_CLOSES: the desk closes at 08:00"),
        ({"SUPPORT_CLOSED_DAYS": "13-01"}, "KOSHIN_SUPPORT_CLOSED_DAYS: '13-01' is no day"),
        ({"FIRST_RESPONSE_HOURS": "urgent=1"}, "KOSHIN_FIRST_RESPONSE_HOURS: name each of urgent, high"),
        ({"TIMEZONE": "Asia/Nowhere"}, "KOSHIN_TIMEZONE: 'Asia/Nowhere' is no time zone"),
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


@pytest.mark.parametrize(
    "address", ["desk.example", "https://", "https://desk.example/desk", "ftp://desk.example", "https://u@x"]
)
def test_a_public_address_that_links_can_not_begin_with_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("KOSHIN_PUBLIC_URL", address)
    with pytest.raises(SettingsError, match=r"KOSHIN_PUBLIC_URL: .*write it like https://desk.example"):
        load_settings()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", "http://127.0.0.1:8080"),
        ("https://desk.example/", "https://desk.example"),
        ("http://10.0.0.5:8080", "http://10.0.0.5:8080"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_links_for_people_begin_with_the_public_address(monkeypatch: pytest.MonkeyPatch, given: str, kept: str) -> None:
    monkeypatch.setenv("KOSHIN_PUBLIC_URL", given)
    assert load_settings().people_url == kept
