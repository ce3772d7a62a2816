"""What agents and customers read: complete, in both languages, and short enough for where it stands."""

from __future__ import annotations

import re
from string import Formatter

import yaml

from bot.channels.slack.case_actions import _REASONS
from bot.channels.slack.channel import PREFIX
from bot.channels.slack.handling import DRAFT_REPLY
from bot.channels.slack.wording import wording
from bot.settings import ROOT

SOURCES = {path.name: path.read_text("utf-8") for path in (ROOT / "bot" / "channels" / "slack").glob("*.py")}
MADE = r"who_|kind_|language_|channel_|status_|reason_|waiting_|field_"
BUTTONS = "claim hand_back close_with_reason show_details send_to_customer post_as_draft open_case wrong_answer refresh go_to_card".split()
TITLES = "close_title open_case_title draft_title post_as_draft close cancel open post".split()


def test_every_sentence_is_said_somewhere_and_every_one_said_exists() -> None:
    code = "\n".join(SOURCES.values())
    said = set(re.findall(r"[\"']([a-z_]+)[\"']", code))
    assert [name for name in wording() if name not in said and not re.match(MADE, name)] == []
    assert [name for name in re.findall(r"\bsay\(\s*[\"']([a-z_]+)", code) if name not in wording()] == []
    assert [reason for reason in _REASONS if f"reason_{reason}" not in wording()] == []


def test_both_languages_have_the_same_places() -> None:
    for name, sentence in wording().items():
        places = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in (sentence.ja, sentence.en)]
        assert places[0] == places[1], name


def test_buttons_and_titles_fit() -> None:
    for name in BUTTONS:
        assert max(len(wording()[name].ja), len(wording()[name].en)) <= 75
    for name in TITLES:
        assert max(len(wording()[name].ja), len(wording()[name].en)) <= 24


def test_no_sentence_for_people_stands_in_the_code() -> None:
    for name, code in SOURCES.items():
        if name not in ("mrkdwn.py", "masking.py", "pieces.py"):
            assert not re.search(r'"[^"\n]*[ぁ-んァ-ヶ一-龠][^"\n]*"', code), name


def test_the_manifest_of_the_documentation_is_what_the_desk_needs() -> None:
    page = (ROOT / "docs" / "slack.md").read_text("utf-8")
    found = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert found is not None
    manifest = yaml.safe_load(found[1])
    called = set(
        re.findall(r'"((?:chat|views|conversations|users|usergroups|auth)\.[a-zA-Z.]+)"', "\n".join(SOURCES.values()))
    )
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    needed = {
        "chat.postMessage": "chat:write",
        "conversations.history": "channels:history",
        "conversations.replies": "im:history",
        "conversations.members": "channels:read",
        "users.info": "users:read",
        "usergroups.users.list": "usergroups:read",
    }
    assert needed.keys() <= called
    assert set(needed.values()) | {"commands", "app_mentions:read"} <= scopes
    settings = manifest["settings"]
    assert {"message.im", "message.channels", "app_mention", "app_home_opened"} <= set(
        settings["event_subscriptions"]["bot_events"]
    )
    assert settings["event_subscriptions"]["request_url"].endswith(f"{PREFIX}/events")
    assert settings["interactivity"]["request_url"].endswith(f"{PREFIX}/interactions")
    assert manifest["features"]["slash_commands"][0]["url"].endswith(f"{PREFIX}/commands")
    assert manifest["features"]["shortcuts"][0]["callback_id"] == DRAFT_REPLY
    for scope in scopes:
        assert f"`{scope}`" in page, f"why {scope} is needed is told nowhere"
