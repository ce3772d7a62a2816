"""The modal in which an agent opens a case for a customer who called or wrote elsewhere."""

from __future__ import annotations

import unicodedata

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import EmailInputElement
from slack_sdk.models.views import View

from bot.channels.slack.assist_card import Asked
from bot.channels.slack.requests import View as SentView
from bot.channels.slack.wording import say
from bot.knowledge import Knowledge, find_order_numbers, identify
from bot.messages import Language
from bot.store import NewCase

OPEN_CASE_VIEW = "open_case"


def case_modal(asked: Asked, channel: str, language: Language, knowledge: Knowledge) -> View:
    """The modal, with what the question tells filled in."""
    numbers = find_order_numbers(asked.question, knowledge)
    tongues = {
        tongue: Option(text=PlainTextObject(text=say(f"language_{tongue}", language)), value=tongue)
        for tongue in ("ja", "en")
    }
    return View(
        type="modal",
        callback_id=OPEN_CASE_VIEW,
        private_metadata=channel,
        title=say("open_case_title", language),
        submit=say("open", language),
        close=say("cancel", language),
        blocks=[
            InputBlock(
                block_id="problem",
                label=say("field_problem", language),
                element=PlainTextInputElement(
                    action_id="problem", multiline=True, max_length=2000, initial_value=asked.question
                ),
            ),
            _line("name", language, most=100),
            InputBlock(
                block_id="email",
                label=say("field_email", language),
                optional=True,
                element=EmailInputElement(action_id="email"),
            ),
            _line("order_number", language, most=60, value=numbers[0].value if numbers else None),
            InputBlock(
                block_id="language",
                label=say("customers_language", language),
                element=StaticSelectElement(
                    action_id="language", options=list(tongues.values()), initial_option=tongues[asked.language]
                ),
            ),
        ],
    )


def new_case(view: SentView, conversation_id: str, knowledge: Knowledge) -> NewCase:
    """The case that was asked for; the same modal always gives the same case."""
    given = _one_line(view.value("order_number"))
    found = find_order_numbers(given, knowledge, expected=True) if given else ()
    return NewCase(
        idempotency_key=f"slack:{view.id}",
        conversation_id=conversation_id,
        channel="slack",
        language="en" if view.value("language") == "en" else "ja",
        problem=view.value("problem").strip() or None,
        name=_one_line(view.value("name")) or None,
        email=_one_line(view.value("email")) or None,
        order_number=(found[0].value if found else given) or None,
        provider=identify(given, knowledge, "order_number").provider if given else None,
    )


def _line(name: str, language: Language, *, most: int, value: str | None = None) -> InputBlock:
    return InputBlock(
        block_id=name,
        label=say(f"field_{name}", language),
        optional=True,
        element=PlainTextInputElement(action_id=name, max_length=most, initial_value=value and value[:most]),
    )


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())
