"""Turns what Rasa uttered in a turn into the desk's typed messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from bot.messages import Block, Bullets, Choice, Choices, Language, Message, Paragraph

_BULLET = re.compile(r"^(?:・|- )\s*")


def assemble(uttered: Iterable[Mapping[str, Any]], language: Language) -> tuple[Message, ...]:
    """The messages of one turn.

    Args:
        uttered: Rasa's bot messages in order, each with ``text``, ``buttons`` and ``custom`` where it has them.
        language: the language of plain responses; typed messages carry their own.

    A message that is only a group of choices belongs to the one before it, and neighbouring groups become one.
    """
    messages: list[Message] = []
    for said in uttered:
        message = _message(said, language)
        if message is None:
            continue
        if messages and all(isinstance(block, Choices) for block in message.blocks):
            message = Message(language=messages[-1].language, blocks=_joined((*messages.pop().blocks, *message.blocks)))
        messages.append(message)
    return tuple(messages)


def _message(said: Mapping[str, Any], language: Language) -> Message | None:
    custom = said.get("custom")
    if isinstance(custom, Mapping) and custom.get("blocks") is not None:
        try:
            return Message.model_validate(custom)
        except ValidationError as error:
            raise ValueError("an action uttered something that is no typed message") from error
    blocks = list(paragraphs(str(said.get("text") or "")))
    items = tuple(Choice(label=str(item["title"]), payload=str(item["payload"])) for item in said.get("buttons") or [])
    if items:
        blocks.append(Choices(items=items))
    return Message(language=language, blocks=tuple(blocks)) if blocks else None


def paragraphs(text: str) -> Iterable[Block]:
    """Plain text as blocks: blank lines part paragraphs, lines that begin with a dot or dash are bullets."""
    for part in filter(None, (part.strip() for part in text.split("\n\n"))):
        lines = part.split("\n")
        bullets = [line for line in lines if _BULLET.match(line)]
        plain = "\n".join(line for line in lines if not _BULLET.match(line))
        if plain:
            yield Paragraph(text=plain)
        if bullets:
            yield Bullets(items=tuple(_BULLET.sub("", line) for line in bullets))


def _joined(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    others = tuple(block for block in blocks if not isinstance(block, Choices))
    items = tuple(item for block in blocks if isinstance(block, Choices) for item in block.items)
    return (*others, Choices(items=items))
