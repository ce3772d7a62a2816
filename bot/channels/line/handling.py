"""Does what a LINE event asks for. An event may come here more than once, and counts once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.channels.front import Front
from bot.channels.incoming import language_of, opening, picked, typed
from bot.channels.line.api import LineApi
from bot.channels.line.groups import Groups
from bot.channels.line.postbacks import PickedChoice, PickedLanguage, read_postback
from bot.channels.line.received import Came, Ignored, Left, Media, Tap, Text, Unsent, WebhookEvent, happening, unsend_of
from bot.channels.line.rich_menu import ALIASES
from bot.channels.line.wording import wording
from bot.channels.problems import ProblemError
from bot.channels.sentences import load_sentences
from bot.channels.speaking import accepted_language
from bot.messages import Language, Message, Paragraph
from bot.store import Incoming, KeptEvent, Link

log = structlog.get_logger("koshin.line")

CHANNEL = "line"


class LineHandling:
    """Turns events into what the desk understands."""

    def __init__(self, front: Front, api: LineApi) -> None:
        self._front = front
        self._api = api
        self._groups = Groups(front, self._basic_id)
        self._known_basic_id: str | None = None

    async def handle(self, event: KeptEvent) -> None:
        """Do what one event asks for.

        Raises:
            StoreUnavailable, DialogueUnavailable: call again.
        """
        what = happening(WebhookEvent.model_validate_json(event.payload))
        if isinstance(what, Ignored):
            log.info("event was dropped", kind=what.kind)
        elif event.address.startswith("user:"):
            await _OneToOne(self._front, self._api, event).do(what)
        else:
            await self._in_group(event, what)

    async def _in_group(self, event: KeptEvent, what: object) -> None:
        message: Message | None = None
        match what:
            case Came():
                message = await self._groups.hello(self._front.settings.default_language)
            case Left():
                await _leave(self._front, event.address)
            case Text(text=text, mentioned=True):
                message = await self._groups.answer(text)
            case Tap():
                message = await self._groups.personal(self._front.settings.default_language)
        if message is not None:
            store = self._front.store
            link = await asyncio.to_thread(store.customer_link, CHANNEL, event.address, message.language)
            await _reach(self._front, link)
            await _say(self._front, link, message, event)

    async def _basic_id(self) -> str | None:
        if self._known_basic_id is None:
            self._known_basic_id = await self._api.basic_id()
        return self._known_basic_id


@dataclass(frozen=True)
class _OneToOne:
    """One event of a customer's own chat."""

    front: Front
    api: LineApi
    event: KeptEvent

    async def do(self, what: object) -> None:
        match what:
            case Left():
                await _leave(self.front, self.event.address)
            case Unsent(message_id):
                await self._unsend(message_id)
            case Came():
                await self._greet()
            case Text() | Media() if await self._was_taken_back():
                log.info("message was taken back before it was read")
            case Text(text=text):
                await self._text(text)
            case Tap(data):
                await self._tap(data)
            case Media(kind):
                await self._media(kind)

    async def _greet(self) -> None:
        link = await self._link()
        language = await language_of(self.front, link.conversation_id)
        if menu_id := await self.api.menu_of_alias(ALIASES[language]):
            await self.api.show_menu(self._user_id, menu_id)
        await self._accept(opening(link.conversation_id, self.event.event_id, channel=CHANNEL, language=language))

    async def _text(self, text: str) -> None:
        link = await self._link()
        try:
            incoming = await typed(self.front, link.conversation_id, self.event.event_id, text, channel=CHANNEL)
        except ProblemError as error:
            return await self._explain(link, error)
        await self._accept(incoming)

    async def _tap(self, data: str) -> None:
        stands_for = read_postback(data)
        if stands_for is None:
            return
        link = await self._link()
        event_id, conversation_id = self.event.event_id, link.conversation_id
        match stands_for:
            case PickedLanguage(language):
                await self._accept(Incoming(conversation_id, event_id, "language", CHANNEL, language=language))
            case PickedChoice(choice_id):
                try:
                    incoming = await picked(self.front, conversation_id, event_id, choice_id, channel=CHANNEL)
                except ProblemError as error:
                    return await self._explain(link, error)
                await self._accept(incoming)

    async def _media(self, kind: str) -> None:
        link = await self._link()
        conversation = await asyncio.to_thread(self.front.store.conversation, link.conversation_id)
        if conversation is None:
            return
        if conversation.handler == "agent":
            said = wording().sent[kind].in_(conversation.language)
            await self._accept(
                await typed(self.front, link.conversation_id, self.event.event_id, said, channel=CHANNEL)
            )
            return
        sentence = getattr(wording(), kind).in_(conversation.language)
        await self._say(link, sentence, conversation.language)

    async def _unsend(self, message_id: str) -> None:
        store = self.front.store
        link = await asyncio.to_thread(store.find_link, CHANNEL, self.event.address)
        told_in = await asyncio.to_thread(store.event_of, CHANNEL, message_id)
        if link is not None and told_in is not None:
            await self.front.inbox.unsend(link.conversation_id, told_in)

    async def _was_taken_back(self) -> bool:
        """Whether the unsend of this message came first, or at the same moment."""
        name = self.event.reference
        return (
            name is not None
            and await asyncio.to_thread(self.front.store.event_of, CHANNEL, unsend_of(name)) is not None
        )

    async def _link(self) -> Link:
        """The customer's link; made with what LINE tells of them when they are new."""
        store, address = self.front.store, self.event.address
        link = await asyncio.to_thread(store.find_link, CHANNEL, address)
        if link is None:
            profile = await self.api.profile(self._user_id)
            language: Language = accepted_language(profile.language or "") or self.front.settings.default_language
            link = await asyncio.to_thread(store.customer_link, CHANNEL, address, language)
            if profile.name:
                await asyncio.to_thread(store.note_link, link.id, display_name=profile.name[:200])
        await _reach(self.front, link)
        return link

    async def _accept(self, incoming: Incoming) -> None:
        await self.front.inbox.accept(incoming)

    async def _explain(self, link: Link, error: ProblemError) -> None:
        language = await language_of(self.front, link.conversation_id)
        await self._say(link, load_sentences().problems[error.code].detail.in_(language, **error.values), language)

    async def _say(self, link: Link, text: str, language: Language) -> None:
        await _say(self.front, link, Message(language=language, blocks=(Paragraph(text=text),)), self.event)

    @property
    def _user_id(self) -> str:
        return self.event.address.removeprefix("user:")


async def _say(front: Front, link: Link, message: Message, event: KeptEvent) -> None:
    key = f"{CHANNEL}:{event.event_id}"
    await asyncio.to_thread(front.store.say, link.conversation_id, message, key=key, reply_to=event.event_id)
    front.feed.changed(link.conversation_id)


async def _reach(front: Front, link: Link) -> None:
    if not link.reachable:
        await asyncio.to_thread(front.store.set_reachable, link.id, True)


async def _leave(front: Front, address: str) -> None:
    link = await asyncio.to_thread(front.store.find_link, CHANNEL, address)
    if link is not None:
        await asyncio.to_thread(front.store.set_reachable, link.id, False)
