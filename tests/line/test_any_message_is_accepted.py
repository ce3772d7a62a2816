"""Whatever the desk says, the platform takes it, and every choice can be picked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.line.postbacks import PickedChoice, read_postback
from bot.channels.line.rendering import Call, LineRenderer
from bot.fakes.line.messages import faults_of
from bot.messages import (
    Bullets,
    Choice,
    Choices,
    Heading,
    Link,
    Links,
    Note,
    Paragraph,
    Receipt,
    Row,
    Source,
    Step,
    Steps,
)
from bot.store import StoredMessage
from tests.line.saying import CHOICES, said

_SHORT = st.one_of(
    st.sampled_from(["", " ", "はい", "次へ", "\n", "👨‍👩‍👧", "LINE", "a" * 21, "長い選択肢" * 9]), st.text(max_size=60)
)
_LONG = st.one_of(
    _SHORT,
    st.builds(
        lambda part, times: part * times, st.sampled_from(["あ", "語 ", "🍎", "文。\n", "x"]), st.integers(1, 9000)
    ),
)
_URLS = st.one_of(
    st.sampled_from(["https://example.com/a?b=c", "http://例え.jp", "javascript:1", "https://", "tel:"]), _LONG
)
_BLOCKS = st.one_of(
    st.builds(Paragraph, text=_LONG),
    st.builds(Heading, text=_LONG),
    st.builds(Note, text=_LONG),
    st.builds(Bullets, items=st.lists(_LONG, max_size=8).map(tuple)),
    st.builds(
        Steps,
        items=st.lists(
            st.builds(Step, number=st.integers(1, 5000), text=_LONG, notes=st.lists(_LONG, max_size=3).map(tuple)),
            max_size=8,
        ).map(tuple),
        total=st.integers(1, 99),
    ),
    st.builds(Links, items=st.lists(st.builds(Link, label=_SHORT, url=_URLS), max_size=4).map(tuple)),
    st.builds(Choices, items=st.lists(st.builds(Choice, label=_SHORT), max_size=30).map(tuple)),
    st.builds(
        Receipt,
        title=_SHORT,
        rows=st.lists(st.builds(Row, label=_SHORT, value=_LONG), max_size=6).map(tuple),
        number=st.one_of(st.none(), _SHORT),
    ),
    st.builds(Source, page=_SHORT, section=_SHORT, captured_on=st.just(date(2026, 11, 22))),
)
_MESSAGES = st.lists(
    st.builds(
        lambda blocks, language, role, author: (blocks, language, role, author),
        st.lists(_BLOCKS, max_size=8),
        st.sampled_from(["ja", "en"]),
        st.sampled_from(["assistant", "agent", "system"]),
        st.one_of(st.none(), _SHORT),
    ),
    min_size=1,
    max_size=7,
)


def _stored(drawn: list[Any]) -> list[StoredMessage]:
    return [
        said(*blocks, seq=place, language=language, role=role, author=author)
        for place, (blocks, language, role, author) in enumerate(drawn, start=1)
    ]


def _picks(value: Any) -> Iterator[tuple[int, int]]:
    if isinstance(value, dict):
        if value.get("type") == "postback":
            stands_for = read_postback(value["data"])
            assert isinstance(stands_for, PickedChoice)
            place = CHOICES.read("conversation", stands_for.choice_id)
            assert place is not None
            yield place
        for item in value.values():
            yield from _picks(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _picks(item)


def _requests(call: Call) -> Iterator[list[Any]]:
    yield list(call.messages)
    yield list(call.plain)


@settings(max_examples=60, deadline=None)
@given(_MESSAGES)
def test_any_messages_are_taken_and_every_choice_can_be_picked(drawn: list[Any]) -> None:
    messages = _stored(drawn)
    calls = LineRenderer(CHOICES).render(messages)
    for call in calls:
        for objects in _requests(call):
            body = json.loads(json.dumps({"to": "U" + "0" * 32, "messages": objects}))
            assert faults_of("push", body) == []
    offered = {(message.seq, place) for message in messages for place in range(len(message.choices))}
    assert set(_picks([call.messages for call in calls])) == offered
    # LINE shows the quick replies of the last message object alone.
    shown = [message for call in calls for message in call.messages]
    assert all("quickReply" not in message for message in shown[:-1])


@given(_MESSAGES)
@settings(max_examples=10, deadline=None)
def test_the_same_messages_always_become_the_same_calls(drawn: list[Any]) -> None:
    messages = _stored(drawn)
    assert LineRenderer(CHOICES).render(messages) == LineRenderer(CHOICES).render(messages)
