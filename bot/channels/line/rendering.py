"""Stored messages as the LINE API takes them: calls of at most five message objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from linebot.v3.messaging import Message, PostbackAction, QuickReply, QuickReplyItem, Sender, TextMessage

from bot.channels.choice_ids import ChoiceIds
from bot.channels.line.cards import Card, Row, begins_card, is_lead, objects
from bot.channels.line.limits import DISPLAY_TEXT, MOST_OBJECTS, QUICK_REPLIES, QUICK_REPLY_LABEL, SENDER_NAME, TEXT
from bot.channels.line.measuring import clipped, pieces, shown, units
from bot.channels.line.postbacks import choice_data
from bot.channels.line.wording import wording
from bot.messages import Choices
from bot.store import StoredMessage

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of the API.

    Args:
        messages: its message objects.
        plain: the same as plain text, for the case that LINE turns the objects down.
    """

    messages: tuple[Json, ...]
    plain: tuple[Json, ...]


class LineRenderer:
    """Shows stored messages; a choice's payload stays here and its signed id goes out."""

    def __init__(self, choice_ids: ChoiceIds) -> None:
        self._choice_ids = choice_ids

    def render(self, messages: Sequence[StoredMessage]) -> tuple[Call, ...]:
        """The calls that show what was said, always the same for the same messages."""
        said = [message for message in messages if message.blocks and message.role != "customer"]
        quick = self._quick_replies(said)
        shown_objects: list[tuple[Message, str]] = []
        lead = ""
        for place, message in enumerate(said):
            following = said[place + 1] if place + 1 < len(said) else None
            if message.role == "assistant" and is_lead(message.blocks) and following and begins_card(following.blocks):
                lead = "\n".join(filter(None, (lead, message.plain_text)))
                continue
            rows = () if quick and message.id == quick[0] else self._rows(message)
            kept = tuple(block for block in message.blocks if not isinstance(block, Choices))
            shown_objects += _signed(objects(Card(message.language, kept, lead, rows)), message)
            lead = ""
        return _calls(shown_objects, quick[1] if quick else None)

    def _quick_replies(self, said: Sequence[StoredMessage]) -> tuple[str, QuickReply] | None:
        """The last message with choices that all fit quick replies, and these; LINE shows one such group at a time."""
        offering = next((message for message in reversed(said) if message.choices), None)
        if offering is None:
            return None
        rows = self._rows(offering)
        if len(rows) > QUICK_REPLIES or any(units(row.label) > QUICK_REPLY_LABEL for row in rows):
            return None
        if not any(objects(Card(message.language, message.blocks)) for message in said):
            return None  # there is nothing to stand above them
        items = [
            QuickReplyItem(
                action=PostbackAction(label=row.label, data=row.data, displayText=clipped(row.label, DISPLAY_TEXT))
            )
            for row in rows
        ]
        return offering.id, QuickReply(items=items)

    def _rows(self, message: StoredMessage) -> tuple[Row, ...]:
        issue = self._choice_ids.issue
        return tuple(
            Row(
                shown(choice.label).replace("\n", " ") or str(place + 1),
                choice_data(issue(message.conversation_id, message.seq, place)),
            )
            for place, choice in enumerate(message.choices)
        )


def _signed(found: list[tuple[Message, str]], message: StoredMessage) -> list[tuple[Message, str]]:
    """An agent's words under their name."""
    if message.role != "agent" or not message.author:
        return found
    name = shown(message.author).replace("\n", " ")
    if "LINE" in name.upper() or not name:
        said_by = wording().said_by.in_(message.language, name=name) if name else ""
        return [(TextMessage(text=clipped(said_by, TEXT)), said_by), *found] if said_by else found
    for shown_object, _ in found:
        shown_object.sender = Sender(name=clipped(name, SENDER_NAME))
    return found


def _calls(found: list[tuple[Message, str]], quick: QuickReply | None) -> tuple[Call, ...]:
    if found and quick is not None:
        found[-1][0].quick_reply = quick
    calls = []
    for start in range(0, len(found), MOST_OBJECTS):
        group = found[start : start + MOST_OBJECTS]
        calls.append(Call(tuple(shown_object.to_dict() for shown_object, _ in group), _plain(group)))
    return tuple(calls)


def _plain(group: list[tuple[Message, str]]) -> tuple[Json, ...]:
    """The same as text alone, in as many objects as a call takes."""
    texts = pieces("\n\n".join(said for _, said in group), TEXT)
    if len(texts) > MOST_OBJECTS:
        texts = [*texts[: MOST_OBJECTS - 1], clipped("\n".join(texts[MOST_OBJECTS - 1 :]), TEXT)]
    found = [TextMessage(text=text) for text in texts]
    if found and group[-1][0].quick_reply is not None:
        found[-1].quick_reply = group[-1][0].quick_reply
    return tuple(text.to_dict() for text in found)
