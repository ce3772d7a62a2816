"""The modals around drafts: to which case one belongs, and a reply to look over."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ContextBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.channels.slack.mrkdwn import escaped
from bot.channels.slack.pieces import cut
from bot.channels.slack.wording import say
from bot.messages import Language
from bot.store import Case

PLACE_DRAFT, POST_REPLY = "place_draft", "post_reply"
PLACE, REPLY = "case", "reply"
LONGEST_REPLY = 2900


def place_modal(cases: Sequence[Case], guide: str, channel: str, language: Language) -> View:
    """Asks to which of the agent's cases a draft belongs."""
    options = [Option(text=PlainTextObject(text=case.number), value=case.number) for case in cases]
    return View(
        type="modal",
        callback_id=PLACE_DRAFT,
        private_metadata=f"{guide} {channel}",
        title=say("post_as_draft", language),
        submit=say("post", language),
        close=say("cancel", language),
        blocks=[
            InputBlock(
                block_id=PLACE,
                label=say("which_case", language),
                element=StaticSelectElement(action_id=PLACE, options=options, initial_option=options[-1]),
            )
        ],
    )


def looking_modal(language: Language) -> View:
    """Stands while the reply is looked up, because a click lets a modal open for three seconds only."""
    return View(
        type="modal",
        title=say("draft_title", language),
        close=say("cancel", language),
        blocks=[SectionBlock(text=MarkdownTextObject(text=escaped(say("looking", language))))],
    )


def reply_modal(reply: str, found: str, place: str, language: Language) -> View:
    """A reply to look over.

    Args:
        found: what the reply rests on, in words.
        place: channel and thread it is meant for.
    """
    return View(
        type="modal",
        callback_id=POST_REPLY,
        private_metadata=place,
        title=say("draft_title", language),
        submit=say("post_as_draft", language),
        close=say("cancel", language),
        blocks=[
            ContextBlock(elements=[MarkdownTextObject(text=escaped(cut(found, 1500)), verbatim=True)]),
            InputBlock(
                block_id=REPLY,
                label=say("draft_reply", language),
                hint=say("draft_hint", language),
                element=PlainTextInputElement(
                    action_id=REPLY,
                    multiline=True,
                    max_length=LONGEST_REPLY,
                    initial_value=cut(reply, LONGEST_REPLY) or None,
                ),
            ),
        ],
    )
