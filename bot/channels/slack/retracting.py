"""What a customer takes back, or has erased, vanishes from the agents' thread too."""

from __future__ import annotations

from collections.abc import Sequence

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
    """Rewrite the posts of a thread that show messages which were unsent or erased since; each only once."""
    store = workplace.front.store
    messages = await workplace.stored(store.messages_after, link.conversation_id)
    done = {int(seq) for seq in link.data.get(_DONE, ())}
    gone = {m.seq for m in messages if not m.blocks and m.seq <= link.delivered_seq and m.seq not in done}
    if not gone:
        return
    for stamps, together in (await _posts(workplace, link, messages)).items():
        seqs = gone & {message.seq for message in together}
        if not seqs or not stamps or None in stamps:
            continue  # it is on its way or never left: whoever sends it finds it empty
        await _rewrite(workplace, link, together, [ts for ts in stamps if ts])
        done |= seqs
        await workplace.stored(store.note_link, link.id, data={_DONE: sorted(done)})


async def _posts(
    workplace: Workplace, link: Link, messages: Sequence[StoredMessage]
) -> dict[tuple[str | None, ...], list[StoredMessage]]:
    """The messages by the posts that show them together."""
    found: dict[tuple[str | None, ...], list[StoredMessage]] = {}
    for message in messages:
        stamps = await workplace.stored(workplace.front.store.receipt_of, link.id, message.seq)
        found.setdefault(tuple(stamps), []).append(message)
    return found


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
