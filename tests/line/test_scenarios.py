"""Whole conversations through signed requests, as they look on the phone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.fakes.line.phones import words_of
from bot.knowledge import Knowledge
from bot.messages import Language, Paragraph, Steps
from tests.dialogue.playing import SCRIPTS, play
from tests.line.desk import LineDesk, user
from tests.line.on_the_phone import OnThePhone


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
async def test_conversation(path: Path, helpful: LineDesk) -> None:
    phone = OnThePhone(helpful, asyncio.get_running_loop())
    await asyncio.to_thread(play, path, phone)
    assert helpful.platform.refused == []
    assert helpful.platform.pushed == 0


@pytest.mark.parametrize("name", ["escalation_field_by_field", "guide_did_not_help_so_a_case_is_filed"])
async def test_a_conversation_whose_every_event_comes_five_times_is_the_same(name: str, helpful: LineDesk) -> None:
    path = next(path for path in SCRIPTS if path.stem == name)
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(play, path, OnThePhone(helpful, loop, 1, copies=5))
    await asyncio.to_thread(play, path, OnThePhone(helpful, loop, 2))
    stormy, calm = (helpful.platform.phone(user(number)).transcript for number in (1, 2))
    assert [by for by, _ in stormy] == [by for by, _ in calm]
    assert len(stormy) == len(calm)


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_every_guide_is_shown_whole(helpful: LineDesk, knowledge: Knowledge, language: Language) -> None:
    helpful.phone()
    link = helpful.store.customer_link("line", f"user:{user()}", language)
    for guide_id, guide in knowledge.guides.items():
        message = guide.message(language, knowledge)
        helpful.store.say(link.conversation_id, message, key=guide_id)
        helpful.front.feed.changed(link.conversation_id)
        await helpful.settled()
        (shown,) = helpful.phone().shown[-1:]
        words = "\n".join(words_of(shown.message["contents"]))
        assert guide.title.in_(language) in words
        assert shown.message["altText"].startswith(guide.title.in_(language))
        for block in message.blocks:
            if isinstance(block, Paragraph):
                assert block.text in words
            if isinstance(block, Steps):
                for step in block.items:
                    assert step.text in words
                    assert all(note in words for note in step.notes)
    assert helpful.platform.refused == []
    assert len(helpful.phone().shown) == len(knowledge.guides)
