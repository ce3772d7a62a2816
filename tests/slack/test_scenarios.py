"""Whole conversations through signed requests, as they look in Slack."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot.channels.slack.mrkdwn import plain
from bot.dialogue.memory import MemoryDialogue
from bot.dialogue.port import TurnReply, TurnRequest
from bot.knowledge import Knowledge
from bot.messages import Language, Link, Links, Message, Paragraph, Steps
from bot.settings import Settings
from bot.store import Store
from tests.dialogue.playing import SCRIPTS, play
from tests.slack.desk import CUSTOMER, OUTSIDER, SlackDesk, SlackTime, open_slack_desk
from tests.slack.in_slack import InAStorm, InSlack, words_on

_CASE = re.compile(r"KD-[0-9]{8}")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
async def test_conversation(path: Path, helpful: SlackDesk) -> None:
    await asyncio.to_thread(play, path, InSlack(helpful, asyncio.get_running_loop()))
    assert helpful.slack.server.refused == []


@pytest.mark.parametrize(
    "name", ["escalation_field_by_field", "guide_did_not_help_so_a_case_is_filed", "summary_denied_then_corrected"]
)
async def test_a_conversation_whose_every_event_comes_five_times_is_the_same(name: str, helpful: SlackDesk) -> None:
    path = next(path for path in SCRIPTS if path.stem == name)
    loop = asyncio.get_running_loop()
    stormy, calm = InAStorm(helpful, loop, CUSTOMER, seed=4), InSlack(helpful, loop, OUTSIDER)
    await asyncio.to_thread(play, path, stormy)
    helpful.slack.faults.clear()
    await asyncio.to_thread(play, path, calm)
    one, other = ([(who, _CASE.sub("KD-N", text)) for who, text in each.transcript] for each in (stormy, calm))
    assert one == other
    assert len(stormy.case_numbers) == len(calm.case_numbers) > 0


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_every_guide_is_shown_whole(
    settings: Settings, store: Store, knowledge: Knowledge, time: SlackTime, language: Language
) -> None:
    def guide(request: TurnRequest) -> TurnReply:
        message = knowledge.guides[request.text or ""].message(language, knowledge)
        return TurnReply(language=language, messages=(message,))

    async with open_slack_desk(settings, store, MemoryDialogue(guide), knowledge, time) as desk:
        for guide_id, known in knowledge.guides.items():
            before = len(desk.slack.seen_by(CUSTOMER, desk.dm(CUSTOMER)))
            await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), guide_id)
            await desk.quiet()
            answers = desk.slack.seen_by(CUSTOMER, desk.dm(CUSTOMER))[before + 1 :]
            words = "\n".join(map(words_on, answers))
            assert known.title.in_(language) in words
            assert answers[0].text.startswith(known.title.in_(language))
            for part in _parts(known.message(language, knowledge)):
                assert part in words, guide_id
        assert desk.slack.server.refused == []


def _parts(message: Message) -> list[str]:
    """Everything of a guide that must be readable."""
    found: list[str] = []
    for block in message.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        if isinstance(block, Steps):
            found += [text for step in block.items for text in (step.text, *step.notes)]
        if isinstance(block, Links):
            found += [_as_shown(item) for item in block.items]
    return found


def _as_shown(item: Link) -> str:
    return plain(f"<{item.url}|{item.label}>") if item.label.strip() else item.url
