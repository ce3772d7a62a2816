"""A guide as each channel shows it, made by the channels' own renderers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.choice_ids import ChoiceIds
from bot.channels.line.rendering import Call, LineRenderer
from bot.channels.slack.pieces import Piece, Post, packed
from bot.channels.slack.rendering import rendered
from bot.channels.web_messages import WebRenderer
from bot.dialogue.wording import button, choices
from bot.knowledge import Guide, Knowledge
from bot.messages import Language, Message
from bot.store import StoredMessage

WHOLE, STEPS = "whole", "steps"
_NOBODYS = "preview"


@dataclass(frozen=True)
class Preview:
    """A guide, a step of it or a short answer, in one language.

    Args:
        messages: what is said, in the desk's own form.
        web: the messages as the chat API gives them to the widget.
        line: message objects of LINE.
        slack: posts of Slack.
        plain: all of it as text alone.
    """

    language: Language
    messages: tuple[Message, ...]
    web: tuple[dict[str, Any], ...]
    line: tuple[dict[str, Any], ...]
    slack: tuple[Post, ...]
    plain: str

    @property
    def line_json(self) -> str:
        """LINE's message objects to read."""
        return json.dumps(self.line, ensure_ascii=False, indent=2)

    @property
    def slack_json(self) -> str:
        """Slack's blocks to read."""
        return json.dumps([post.blocks for post in self.slack], ensure_ascii=False, indent=2)

    @property
    def web_json(self) -> str:
        """The chat API's messages, for the widget's own code."""
        return json.dumps(self.web, ensure_ascii=False)


def shapes_of(guide: Guide) -> tuple[str, ...]:
    """What can be looked at: the whole guide, its steps, and each of its short answers."""
    return (WHOLE, *([STEPS] if guide.steps else []), *guide.variants)


def preview(guide: Guide, shape: str, language: Language, knowledge: Knowledge, now: datetime) -> Preview:
    """A guide in one of its shapes.

    Raises:
        KeyError: it has no such shape.
    """
    turns = _turns(guide, shape, language, knowledge)
    ids = ChoiceIds("only shown")
    line, slack, web = LineRenderer(ids), list[Post](), list[dict[str, Any]]()
    calls: list[Call] = []
    seq = 0
    for turn in turns:
        stored = [_stored(message, seq + place, now) for place, message in enumerate(turn, start=1)]
        seq += len(turn)
        calls.extend(line.render(stored))
        slack.extend(packed(piece for message in stored for piece in _pieces(message, ids)))
        web.extend(WebRenderer(ids).render(message).model_dump(mode="json") for message in stored)
    said = tuple(message for turn in turns for message in turn)
    return Preview(
        language=language,
        messages=said,
        web=tuple(web),
        line=tuple(shown for call in calls for shown in call.messages),
        slack=tuple(slack),
        plain="\n\n".join("\n".join(message.plain_text for message in turn) for turn in turns),
    )


def _turns(guide: Guide, shape: str, language: Language, knowledge: Knowledge) -> list[tuple[Message, ...]]:
    """What is said in one turn each: everything at once, or a step with its buttons."""
    if shape == WHOLE:
        return [(guide.message(language, knowledge),)]
    if shape == STEPS and guide.steps:
        asked = choices(language, *(button(name, f"/{name}", language) for name in ("done", "stuck", "whole")))
        return [(guide.step_message(language, knowledge, place), asked) for place in range(len(guide.steps))]
    if shape not in guide.variants:
        raise KeyError(shape)
    return [(guide.message(language, knowledge, variant=shape),)]


def _pieces(message: StoredMessage, ids: ChoiceIds) -> Iterator[Piece]:
    said = Message(language=message.language, blocks=message.blocks)
    return rendered(said, name=str(message.seq), id_of=lambda place: ids.issue(_NOBODYS, message.seq, place))


def _stored(message: Message, seq: int, now: datetime) -> StoredMessage:
    return StoredMessage(
        id=f"{_NOBODYS}-{seq}",
        conversation_id=_NOBODYS,
        seq=seq,
        role="assistant",
        language=message.language,
        created_at=now,
        blocks=message.blocks,
    )
