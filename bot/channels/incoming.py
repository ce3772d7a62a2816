"""What a customer did on any channel, checked and ready for the inbox."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.card_numbers import mask_card_numbers
from bot.channels.customer_text import checked_text
from bot.channels.front import Front
from bot.channels.problems import ProblemError
from bot.messages import Choice, Language
from bot.store import Incoming


async def typed(front: Front, conversation_id: str, client_message_id: str, text: str, *, channel: str) -> Incoming:
    """A text that the customer wrote, without card numbers.

    Raises:
        ProblemError: the text is empty, too long or unreadable, or there is no such conversation.
    """
    checked = checked_text(text, front.settings.message_max_chars)
    if mask_card_numbers(checked, "ja") != checked:
        checked = mask_card_numbers(checked, await language_of(front, conversation_id))
    return Incoming(
        conversation_id=conversation_id,
        client_message_id=client_message_id,
        kind="text",
        channel=channel,
        text=checked,
    )


async def picked(
    front: Front, conversation_id: str, client_message_id: str, choice_id: str, *, channel: str
) -> Incoming:
    """A choice that the customer picked.

    Raises:
        ProblemError: the id is forged, of another conversation, or too old.
    """
    choice = await choice_of(front, conversation_id, choice_id)
    return Incoming(
        conversation_id=conversation_id,
        client_message_id=client_message_id,
        kind="choice",
        channel=channel,
        text=choice.label,
        payload=choice.payload or None,
        choice_id=choice_id,
    )


def opening(conversation_id: str, client_message_id: str, *, channel: str, language: Language) -> Incoming:
    """A customer who came in without a word: the assistant greets them."""
    return Incoming(
        conversation_id=conversation_id,
        client_message_id=client_message_id,
        kind="opening",
        channel=channel,
        payload="/greet",
        language=language,
    )


async def choice_of(front: Front, conversation_id: str, choice_id: str) -> Choice:
    """The choice that an id of this conversation names.

    Raises:
        ProblemError: it names none, or is too old.
    """
    place = front.choices.read(conversation_id, choice_id)
    message = await asyncio.to_thread(front.store.message_at, conversation_id, place[0]) if place else None
    if place is None or message is None or place[1] >= len(message.choices):
        raise ProblemError("unknown_choice")
    if front.clock() - message.created_at > timedelta(hours=front.settings.session_hours):
        raise ProblemError("unknown_choice")
    return message.choices[place[1]]


async def language_of(front: Front, conversation_id: str) -> Language:
    """The language that a conversation goes on in.

    Raises:
        ProblemError: there is no such conversation.
    """
    conversation = await asyncio.to_thread(front.store.conversation, conversation_id)
    if conversation is None:
        raise ProblemError("unknown_conversation")
    return conversation.language
