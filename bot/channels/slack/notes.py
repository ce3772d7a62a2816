"""What agents write in the thread under a card: notes, unless somebody says explicitly that the customer gets it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError
from slack_sdk.models.blocks import ButtonElement

from bot.card_numbers import mask_card_numbers
from bot.channels.slack.mrkdwn import plain
from bot.channels.slack.pieces import Piece, actions
from bot.channels.slack.requests import Clicks, MessageEvent
from bot.channels.slack.wording import say
from bot.channels.slack.workplace import Workplace
from bot.knowledge import Knowledge
from bot.messages import Language, Message, Paragraph
from bot.store import Agent, AgentNotInCharge, Link

SEND = "note:send"
_CHANNEL = "slack"


class Draft(BaseModel):
    """What a *Send to customer* button stands for: a message of a thread, or a guide.

    ``thread`` and ``ts`` are the message's, ``guide`` and ``language`` the guide's.
    """

    model_config = ConfigDict(frozen=True)

    thread: str = ""
    ts: str = ""
    guide: str | None = None
    variant: str | None = None
    language: Language = "ja"


def send_button(draft: Draft, language: Language) -> Piece:
    """The button that brings a draft to the customer."""
    label = say("send_to_customer", language)
    button = ButtonElement(text=label, action_id=SEND, value=draft.model_dump_json(exclude_none=True), style="primary")
    return actions([button])


class Notes:
    """Takes notes, and sends what agents want to be sent."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    async def taken(self, event: MessageEvent, link: Link) -> None:
        """Somebody wrote in the thread of a case: a note, with the offer to send it."""
        if event.user is None or event.bot_id is not None or not event.text.strip():
            return
        if not await self._at.is_agent(event.user, event.channel, event.thread_ts):
            return
        agent = await self._at.people.agent(event.user)
        language = await self._at.people.language(event.user)
        text = mask_card_numbers(plain(event.text, self._at.people.name_of), language)
        store = self._at.front.store
        await self._at.stored(store.add_note, link.conversation_id, agent, text, f"slack:{event.channel}:{event.ts}")
        self._at.changed(link.conversation_id)
        thread = event.thread_ts or event.ts
        offer = send_button(Draft(thread=thread, ts=event.ts), language)
        await self._at.whisper(event.user, event.channel, "note_kept", thread_ts=thread, more=[offer])

    async def send(self, clicks: Clicks) -> None:
        """*Send to customer* was clicked."""
        channel, user = clicks.channel_id, clicks.user.id
        if channel is None or not await self._at.is_agent(user, channel, clicks.thread_ts):
            return
        try:
            draft = Draft.model_validate_json(clicks.actions[0].picked)
        except ValidationError:
            return
        thread = draft.thread or clicks.thread_ts or ""
        address = f"{(await self._at.api.identity()).team_id}:{channel}:{thread}"
        link = await self._at.stored(self._at.front.store.find_link, _CHANNEL, address)
        if link is None:
            await self._at.whisper(user, channel, "no_case_here", thread_ts=clicks.thread_ts)
            return
        ts = draft.ts or (clicks.message.ts if clicks.message else "")
        message = await self._message(draft, link, channel, thread, ts)
        if message is None:
            await self._at.whisper(user, channel, "note_gone", thread_ts=thread)
            return
        key = f"slack:{channel}:{ts or clicks.actions[0].action_ts}"
        await self._say(await self._at.people.agent(user), user, link, message, key, channel, thread)

    async def _say(
        self, agent: Agent, user: str, link: Link, message: Message, key: str, channel: str, thread: str
    ) -> None:
        front = self._at.front
        try:
            said = await front.gate.say(link.conversation_id, agent, message, key)
        except AgentNotInCharge:
            conversation = await self._at.stored(front.store.conversation, link.conversation_id)
            if conversation is not None and conversation.agent is not None:
                name = conversation.agent.name
                await self._at.whisper(user, channel, "other_in_charge", thread_ts=thread, who=name)
            else:
                await self._at.whisper(user, channel, "claim_first", thread_ts=thread)
            return
        if said is not None:
            await self._at.stored(front.store.audit, agent, "reply_sent", link.conversation_id, {"seq": str(said.seq)})
        self._at.changed(link.conversation_id)
        await self._at.whisper(user, channel, "sent" if said else "sent_before", thread_ts=thread)

    async def _message(self, draft: Draft, link: Link, channel: str, thread: str, ts: str) -> Message | None:
        conversation = await self._at.stored(self._at.front.store.conversation, link.conversation_id)
        language = conversation.language if conversation else self._at.language
        if draft.guide is not None:
            return guide_message(self._at.front.knowledge, draft)
        text = await self._at.api.text_of(channel, thread, ts)
        if text is None or not text.strip():
            return None
        return as_said(mask_card_numbers(plain(text, self._at.people.name_of), language), language)


def as_said(text: str, language: Language) -> Message:
    """What an agent wrote, as a message in paragraphs."""
    clean = text.replace("\u2060", "")
    paragraphs = [part.strip() for part in clean.split("\n\n") if part.strip()]
    return Message(language=language, blocks=tuple(Paragraph(text=part) for part in paragraphs))


def guide_message(knowledge: Knowledge, draft: Draft) -> Message | None:
    """The guide that a draft names."""
    guide = knowledge.guides.get(draft.guide or "")
    if guide is None or (draft.variant is not None and draft.variant not in guide.variants):
        return None
    return guide.message(draft.language, knowledge, variant=draft.variant)
