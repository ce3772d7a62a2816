"""The reply that "Draft a reply" shows, made as all of the desk's suggestions are."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

from bot.assist.conversation import Talk, read_talk
from bot.assist.lines import Line
from bot.assist.receipts import KnowledgeReceipt
from bot.assist.suggesting import Suggested, Suggestion
from bot.assist.understood import Understood
from bot.channels.slack.assist import LONGEST_QUESTION, likely_reply, understanding
from bot.channels.slack.wording import say
from bot.channels.slack.workplace import Workplace
from bot.knowledge import Knowledge
from bot.messages import Language
from bot.store import Link


async def reply_to_text(workplace: Workplace, text: str) -> Suggestion | None:
    """A reply to a text that stands in no conversation of the desk, in the text's own language."""
    asked = text[:LONGEST_QUESTION]
    lines = (Line(None, "customer", asked),)
    understood = await understanding(workplace.assistant, asked)
    return _best(await _suggested(workplace, lines, understood, None))


async def reply_in_thread(workplace: Workplace, link: Link, ts: str) -> Suggestion | None:
    """A reply to what the customer said up to a message of a card's thread."""
    store = workplace.front.store
    conversation = await workplace.stored(store.conversation, link.conversation_id)
    talk: Talk = await workplace.stored(read_talk, store, link.conversation_id)
    asked = await _asked_at(workplace, link, talk, ts)
    if conversation is None or asked is None:
        return None
    lines = talk.lines[: talk.lines.index(asked) + 1]
    understood = talk.understood if asked is talk.last else None
    if understood is None or not understood.ranking:
        understood = await understanding(workplace.assistant, asked.text, conversation.id)
    return _best(await _suggested(workplace, lines, understood, conversation.language))


def rests_on(reply: Suggestion | None, knowledge: Knowledge, language: Language) -> str:
    """What a reply rests on, in words: its guide, and each page that was read for it."""
    guide = knowledge.guides.get(reply.guide or "") if reply else None
    if reply is None or guide is None:
        return say("no_guide", language)
    cited = (receipt for sentence in reply.sentences for receipt in sentence.receipts)
    pages: dict[tuple[str, str, date], None] = {}
    for receipt in cited:
        if isinstance(receipt, KnowledgeReceipt):
            pages[receipt.page, receipt.section, receipt.captured_on] = None
    sources = [
        say("draft_source", language, page=page, section=section, day=day.isoformat()) for page, section, day in pages
    ]
    return "\n".join([say("draft_rests_on", language, title=guide.title.in_(language)), *sources])


async def _asked_at(workplace: Workplace, link: Link, talk: Talk, ts: str) -> Line | None:
    """The customer's line that a message of the thread shows, otherwise their last one."""
    for line in reversed(talk.lines):
        if line.speaker != "customer" or line.seq is None:
            continue
        if ts in await workplace.stored(workplace.front.store.receipt_of, link.id, line.seq):
            return line
    return talk.last


async def _suggested(
    workplace: Workplace, lines: Sequence[Line], understood: Understood | None, language: Language | None
) -> Suggested:
    suggest, now = workplace.assistant.suggest, workplace.front.clock()
    return await asyncio.to_thread(suggest, lines, understood or Understood(), language, now)


def _best(suggested: Suggested) -> Suggestion | None:
    """The likeliest guide, or else what a number alone tells."""
    alone = (suggestion for suggestion in suggested.suggestions if suggestion.guide is None)
    return likely_reply(suggested) or next(alone, None)
