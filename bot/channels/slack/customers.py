"""People who chat with the desk in Slack: direct messages, mentions, threads and picks."""

from __future__ import annotations

import structlog

from bot.channels.incoming import opening, picked, typed
from bot.channels.problems import ProblemError
from bot.channels.sentences import load_sentences
from bot.channels.slack.addresses import deletion_name, is_direct, message_name, pick_name, place_of
from bot.channels.slack.api import SlackError
from bot.channels.slack.mrkdwn import escaped, fallback, mentions, plain, without_mention
from bot.channels.slack.notes import Notes
from bot.channels.slack.pieces import Post, SlackBlock, context
from bot.channels.slack.rendering import CHOICE
from bot.channels.slack.requests import Clicks, MessageEvent
from bot.channels.slack.wording import say
from bot.channels.slack.workplace import Workplace
from bot.messages import Language, Message, Paragraph
from bot.store import Accepted, Link

log = structlog.get_logger("koshin.slack")

_CHANNEL = "slack"


class Customers:
    """Turns what people do in their chats with the desk into turns."""

    def __init__(self, workplace: Workplace, notes: Notes) -> None:
        self._at = workplace
        self._notes = notes

    async def message(self, event: MessageEvent, team: str) -> None:
        """Somebody wrote, changed or took back something."""
        store = self._at.front.store
        if await self._at.stored(store.event_of, _CHANNEL, deletion_name(event.channel, event.ts)) is not None:
            return  # it was deleted before it arrived
        address = place_of(team, event.channel, event.begins_at)
        link = await self._at.stored(store.find_link, _CHANNEL, address)
        if link is not None and link.audience == "agents":
            if event.subtype in (None, "thread_broadcast", "file_share") and event.type == "message":
                await self._notes.taken(event, link)
        elif event.subtype == "message_deleted":
            await self._deleted(event, link)
        elif event.subtype == "message_changed":
            await self._edited(event, link)
        elif event.user is not None and event.bot_id is None:
            await self._said(event, address, link)

    async def pick(self, clicks: Clicks, team: str) -> None:
        """Somebody picked a choice; from then on its group is closed and shows what was chosen."""
        channel, action, shown = clicks.channel_id, clicks.actions[0], clicks.message
        if channel is None or shown is None:
            return
        link = await self._at.stored(
            self._at.front.store.find_link, _CHANNEL, place_of(team, channel, clicks.thread_ts or shown.ts)
        )
        if link is None:
            return
        name = pick_name(channel, shown.ts, action.block_id, clicks.thread_ts)
        try:
            incoming = await picked(self._at.front, link.conversation_id, name, action.picked, channel=_CHANNEL)
        except ProblemError as problem:
            language = await self._at.people.language(clicks.user.id)
            text = load_sentences().problems[problem.code].detail.in_(language)
            await self._close(clicks, text)
            return
        accepted = await self._at.front.inbox.accept(incoming)
        await self._close(clicks, await self._chosen(accepted, link, clicks.user.id, channel))

    async def _said(self, event: MessageEvent, address: str, link: Link | None) -> None:
        assert event.user is not None
        own = (await self._at.api.identity()).user_id
        direct, mentioned = is_direct(event.channel), mentions(event.text, own)
        if event.user == own or (link is None and not direct and not mentioned):
            return
        person = await self._at.people.person(event.user)
        language = person.language or self._at.language
        if link is None:
            link = await self._at.stored(self._at.front.store.customer_link, _CHANNEL, address, language)
            await self._at.stored(self._at.front.store.note_link, link.id, display_name=person.name)
        text = plain(without_mention(event.text, own), self._at.people.name_of).strip()
        name = message_name(event.channel, event.ts, event.thread_ts)
        if event.files:
            await self._hint(link, "files_unread", name, language)
        if text:
            await self._typed(link, name, text)
        elif not event.files:
            greeting = opening(link.conversation_id, name, channel=_CHANNEL, language=language)
            await self._at.front.inbox.accept(greeting)

    async def _typed(self, link: Link, name: str, text: str) -> None:
        front = self._at.front
        try:
            incoming = await typed(front, link.conversation_id, name, text, channel=_CHANNEL)
        except ProblemError as problem:
            detail = load_sentences().problems[problem.code].detail
            values = {key: str(value) for key, value in problem.values.items()}
            said: dict[Language, str] = {"ja": detail.in_("ja", **values), "en": detail.in_("en", **values)}
            await self._desk_says(link, said, f"problem:{name}", name)
            return
        await front.inbox.accept(incoming)

    async def _deleted(self, event: MessageEvent, link: Link | None) -> None:
        before = event.previous_message
        if link is None or before is None or event.taken_back is None:
            return
        name = message_name(event.channel, event.taken_back, before.thread_ts)
        await self._at.front.inbox.unsend(link.conversation_id, name)

    async def _edited(self, event: MessageEvent, link: Link | None) -> None:
        """An edited message was answered as it was; the person learns how to be read again."""
        now, before = event.message, event.previous_message
        if link is None or now is None or before is None or now.text == before.text or now.user is None:
            return
        thread = None if is_direct(event.channel) else now.thread_ts or now.ts
        await self._at.whisper(now.user, event.channel, "edited_unread", thread_ts=thread)

    async def _hint(self, link: Link, sentence: str, name: str, language: Language) -> None:
        said: dict[Language, str] = {"ja": say(sentence, "ja"), "en": say(sentence, "en")}
        await self._desk_says(link, said, f"{sentence}:{name}", name)

    async def _desk_says(self, link: Link, said: dict[Language, str], key: str, name: str) -> None:
        front = self._at.front
        conversation = await self._at.stored(front.store.conversation, link.conversation_id)
        language = conversation.language if conversation else self._at.language
        message = Message(language=language, blocks=(Paragraph(text=said[language]),))
        await self._at.stored(front.store.say, link.conversation_id, message, key=key, reply_to=name)
        front.feed.changed(link.conversation_id)

    async def _chosen(self, accepted: Accepted, link: Link, user: str, channel: str) -> str:
        """What was chosen in this group, by whoever was first."""
        front = self._at.front
        stored = None
        if accepted.seq is not None:
            stored = await self._at.stored(front.store.message_at, link.conversation_id, accepted.seq)
        label = stored.plain_text if stored else ""
        language = stored.language if stored else self._at.language
        if is_direct(channel) or not accepted.new:
            return say("chosen", language, label=label)
        return say("chosen_by", language, label=label, who=(await self._at.people.person(user)).name)

    async def _close(self, clicks: Clicks, text: str) -> None:
        shown, channel = clicks.message, clicks.channel_id
        assert shown is not None
        assert channel is not None
        group = ":".join(clicks.actions[0].block_id.split(":")[:3])
        blocks = _closed(shown.blocks, group, context(escaped(f"✓ {text}"), text).block)
        try:
            await self._at.api.update(channel, shown.ts, Post(tuple(blocks), f"{shown.text}\n✓ {fallback(text)}"))
        except SlackError as error:
            # The pick counts all the same, and a second one in this group doesn't.
            log.warning("buttons stay as they are", reason=error.code)


def _closed(blocks: tuple[SlackBlock, ...], group: str, note: SlackBlock) -> list[SlackBlock]:
    """The blocks with one note in the place of a group of choices."""
    kept: list[SlackBlock] = []
    for block in blocks:
        name = str(block.get("block_id", ""))
        if not (name == group or name.startswith(f"{group}:")) or not name.startswith(CHOICE):
            kept.append(block)
        elif note not in kept:
            kept.append(note)
    return kept or [note]
