"""Groups and rooms: general steps for whoever mentions the account, and never a question for personal data.

Nothing that is said there becomes a turn of the dialogue. So no form can begin, nothing is remembered, and what needs
more than a guide is sent to a one-to-one chat.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.channels.customer_text import checked_text
from bot.channels.front import Front
from bot.channels.line.wording import wording
from bot.channels.problems import ProblemError
from bot.channels.sentences import load_sentences
from bot.dialogue.port import DialogueRefused
from bot.knowledge import Knowledge
from bot.messages import Block, Language, Link, Links, Message, Paragraph
from bot.nlu.language import detect_language

_PERSONAL_ENTITIES = frozenset(
    {"order_number", "email", "person_name", "purchase_date", "serial_number", "purchase_code", "ticket_number"}
)
_PERSONAL_INTENTS = frozenset(
    {"talk_to_human", "check_ticket_status", "delete_my_data", "inform", "correct_information", "problem_not_solved"}
)
_HELLO_INTENTS = frozenset({"greet", "ask_capabilities", "bot_challenge"})
_SMALL_TALK = frozenset({"thank", "goodbye", "affirm", "deny", "problem_solved", "cancel"})


class Groups:
    """What the account says among several people.

    Args:
        basic_id: looks up the account's own id, with which a one-to-one chat is opened.
    """

    def __init__(self, front: Front, basic_id: Callable[[], Awaitable[str | None]]) -> None:
        self._front = front
        self._basic_id = basic_id

    def language_of(self, text: str) -> Language:
        """The language of what somebody wrote."""
        return detect_language(text, self._front.knowledge) or self._front.settings.default_language

    async def hello(self, language: Language) -> Message:
        """What is said when the account joins."""
        return Message(language=language, blocks=(Paragraph(text=wording().group_hello.in_(language)),))

    async def personal(self, language: Language) -> Message:
        """What is said to whatever needs personal data."""
        return await self._elsewhere(Paragraph(text=wording().group_personal.in_(language)), language=language)

    async def answer(self, text: str) -> Message | None:
        """The answer to what somebody wrote to the account; None when it needs none.

        Raises:
            DialogueUnavailable: the text can't be understood now; ask again.
        """
        language = self.language_of(text)
        try:
            asked = checked_text(text, self._front.settings.message_max_chars)
            parse = await self._front.dialogue.parse(asked)
        except ProblemError as error:
            return await self.hello(language) if error.code == "text_empty" else _explained(error, language)
        except DialogueRefused:
            return await self._unclear(language)
        intent = str((parse.get("intent") or {}).get("name") or "")
        entities = {str(found.get("entity")): found.get("value") for found in parse.get("entities") or []}
        if entities.keys() & _PERSONAL_ENTITIES or intent in _PERSONAL_INTENTS:
            return await self.personal(language)
        if intent in _HELLO_INTENTS:
            return await self.hello(language)
        if intent in _SMALL_TALK:
            return None
        guide = guide_for(self._front.knowledge, intent, entities)
        if guide is None:
            return await self._unclear(language)
        return await self._elsewhere(
            *self._front.knowledge.guides[guide].message(language, self._front.knowledge).blocks, language=language
        )

    async def _unclear(self, language: Language) -> Message:
        return await self._elsewhere(Paragraph(text=wording().group_unclear.in_(language)), language=language)

    async def _elsewhere(self, *blocks: Block, language: Language) -> Message:
        """Some blocks with the way to a one-to-one chat."""
        basic_id = await self._basic_id()
        if basic_id:
            link = Link(label=wording().open_chat.in_(language), url=f"https://line.me/R/ti/p/{basic_id}")
            blocks = (*blocks, Links(items=(link,)))
        return Message(language=language, blocks=blocks)


def _explained(error: ProblemError, language: Language) -> Message:
    said = load_sentences().problems[error.code].detail.in_(language, **error.values)
    return Message(language=language, blocks=(Paragraph(text=said),))


def guide_for(knowledge: Knowledge, intent: str, entities: Mapping[str, Any]) -> str | None:
    """The guide that answers an intent as it stands, without another question."""
    if intent == "stop_auto_renew":
        provider, product = entities.get("provider"), entities.get("product")
        device = knowledge.devices.get(str(entities.get("device")))
        if provider in knowledge.providers:
            return knowledge.auto_renewal_guide(str(provider), str(product))
        guide = device.guide if device is not None else None
        return guide if guide else knowledge.topics["identify_provider"].guide
    topic = knowledge.topics.get(intent)
    return topic.guide if topic is not None else None
