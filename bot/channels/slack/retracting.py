"""What a customer takes back vanishes from the agents' thread too."""

from __future__ import annotations

import structlog

from bot.channels.slack.api import SlackRefused
from bot.channels.slack.pieces import Post, packed
from bot.channels.slack.transcript import transcript
from bot.channels.slack.wording import say
from bot.channels.slack.workplace import Workplace
from bot.store import Link, StoredMessage

log = structlog.get_logger("koshin.slack")

_DONE = "retracted"


async def retract(workplace: Workplace, link: Link) -> None:
    """Rewrite the posts of a thread that show messages which were unsent since; each only once."""
    store = workplace.front.store
    messages = await workplace.stored(store.messages_after, link.conversation_id)
    done = {int(seq) for seq in link.data.get(_DONE, ())}
    unsent = [message for message in messages if not message.blocks and message.seq <= link.delivered_seq]
    for gone in (message for message in unsent if message.seq not in done):
        receipts = await workplace.stored(store.receipt_of, link.id, gone.seq)
        if None in receipts or not receipts:
            continue  # it is on its way or never left: whoever sends it finds it empty
        together = [
            message
            for message in messages
            if await workplace.stored(store.receipt_of, link.id, message.seq) == receipts
        ]
        await _rewrite(workplace, link, together, [ts for ts in receipts if ts])
        done.add(gone.seq)
        await workplace.stored(store.note_link, link.id, data={_DONE: sorted(done)})


async def _rewrite(workplace: Workplace, link: Link, messages: list[StoredMessage], stamps: list[str]) -> None:
    _, channel, _ = link.address.split(":", 2)
    known = [str(value) for value in link.data.get("known", ())]
    posts = packed(transcript(messages, workplace.language, known))
    nothing = Post((), say("unsent", workplace.language))
    for place, ts in enumerate(stamps):
        try:
            await workplace.api.update(channel, ts, posts[place] if place < len(posts) else nothing)
        except SlackRefused as refused:
            log.warning("a post can't be rewritten", reason=refused.code)
