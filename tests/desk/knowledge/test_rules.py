"""The rules behind the pages, one by one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.mrkdwn import escaped, link
from bot.desk.knowledge.entries import entries
from bot.desk.knowledge.outgoing import faults_of
from bot.desk.knowledge.previews import preview, shapes_of
from bot.desk.knowledge.reviewing import review_of
from bot.desk.knowledge.searching import search
from bot.desk.knowledge.slack_text import Span, lines_of
from bot.knowledge import load_knowledge
from bot.settings import ROOT

KNOWLEDGE = load_knowledge(ROOT / "knowledge")
LINKED = replace(KNOWLEDGE, links=dict.fromkeys(KNOWLEDGE.links, "https://support.example/page?a=1&b=2"))
CSS = (ROOT / "web" / "desk" / "static" / "knowledge_channels.css").read_text("utf-8")

DRAWN_BY = {
    "layout": "layout",
    "spacing": "spacing",
    "margin": "margin",
    "paddingAll": "padding",
    "paddingTop": "top",
    "backgroundColor": "back",
    "cornerRadius": "round",
    "width": "wide",
    "height": "high",
    "borderColor": "edge",
    "borderWidth": "stroke",
    "flex": "flex",
    "justifyContent": "place",
    "size": "size",
    "weight": "weight",
    "color": "color",
    "align": "align",
}
"""What the drawing calls the properties of Flex components."""

SAID = frozenset({"type", "text", "contents", "action", "wrap", "scaling"})


def parts(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [part for each in node for part in parts(each)]
    return [node, *parts(node.get("contents", []))]


def test_each_property_of_every_card_is_drawn() -> None:
    now = datetime(2026, 11, 22, tzinfo=timezone.utc)
    seen = set()
    for guide in LINKED.guides.values():
        for shape in shapes_of(guide):
            for language in ("ja", "en"):
                for message in preview(guide, shape, language, LINKED, now).line:
                    if message["type"] != "flex":
                        continue
                    bubble = message["contents"]
                    for part in parts([bubble[name] for name in ("header", "body") if bubble.get(name)]):
                        assert part["type"] in ("box", "text", "separator")
                        for name, value in part.items():
                            if name in SAID or value is None:
                                continue
                            seen.add((part["type"], DRAWN_BY[name], str(value)))
    classes = {"box": "fx-box", "text": "fx-text", "separator": "fx-line"}
    assert len(seen) > 30
    for kind, name, value in seen:
        drawn = f'[data-{name}="{value}"]'
        assert f".{classes[kind]}{drawn}" in CSS or f"\n{drawn}" in CSS, (kind, name, value)


@pytest.mark.parametrize(
    ("days", "past", "near"),
    [(0, False, False), (149, False, False), (150, False, True), (180, False, True), (181, True, False)],
)
def test_a_review_is_near_then_past(days: int, past: bool, near: bool) -> None:
    captured = date(2026, 1, 1)
    state = review_of(captured, date.fromordinal(captured.toordinal() + days), 180)
    assert (state.age, state.is_past, state.is_near) == (days, past, near)


@pytest.mark.parametrize(
    ("url", "faults"),
    [
        (None, ()),
        ("https://support.example/page?a=1#b", ()),
        ("https://日本語.example/", ()),
        ("http://support.example/", ("insecure",)),
        ("https://intranet/page", ("no_dot",)),
        ("https://192.168.0.4/", ("own_machine",)),
        ("https://support..example/", ("odd_signs",)),
        ("https://support.example/ページ」", ("odd_signs",)),
        ("https://support.example/a,", ("odd_signs",)),
        ("https://me:pw@support.example/", ("userinfo",)),
    ],
)
def test_addresses_with_a_wrong_shape_are_told(url: str | None, faults: tuple[str, ...]) -> None:
    assert faults_of(url) == faults


@given(st.text(alphabet="ab*_~`<>&|あ。 \n:", max_size=60))
def test_what_the_renderer_escapes_is_read_back_as_it_was(text: str) -> None:
    shown = "\n".join("".join(span.text for span in line.spans) for line in lines_of(escaped(text)))
    assert shown == text or text.startswith("> ")
    assert not any(span.url for line in lines_of(escaped(text)) for span in line.spans)


def test_links_bold_words_and_quotes_of_slack_are_told_apart() -> None:
    written = f"*1.* {escaped('開く')}\n> {escaped('注意')}\n{link('ヘルプ', 'https://a.example/?x=1&y=2')}"
    first, second, third = lines_of(written)
    assert first.spans == (Span("1.", bold=True), Span(" 開く"))
    assert (second.quoted, second.spans) == (True, (Span("注意"),))
    assert third.spans == (Span("ヘルプ", url="https://a.example/?x=1&y=2"),)


def test_every_record_can_be_found_by_its_own_words_and_leads_somewhere() -> None:
    everything = entries(KNOWLEDGE)
    assert {entry.id for entry in everything if entry.kind in ("guide", "desk")} == set(KNOWLEDGE.guides)
    for entry in everything:
        for text in (entry.title.ja, entry.title.en, entry.texts[0]):
            assert entry in [hit.entry for hit in search(text, everything)], text
        target = re.fullmatch(r"/desk/knowledge/(\w+)", entry.href)
        if target:
            assert target[1] in KNOWLEDGE.guides
