"""A conversation as the agents read it in the thread under a card: who said what, personal data masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.channels.slack.masking import masked_known, masked_saying, masked_text
from bot.channels.slack.mrkdwn import escaped, with_links
from bot.channels.slack.pieces import SECTION_TEXT, Piece, cut, parts_of, section
from bot.channels.slack.wording import say
from bot.messages import Choices, Language, Message
from bot.store import StoredMessage

_ASSISTANT_TEXT = 400
"""What the assistant says is known to the agents; so much of it is enough to follow."""


def transcript(messages: Iterable[StoredMessage], language: Language, known: Sequence[str]) -> Iterator[Piece]:
    """The messages as Block Kit.

    Args:
        language: of the words around them.
        known: personal data of the customer, to be masked wherever it appears.
    """
    for message in messages:
        said, shown = _said(message, language, known)
        if not said.strip():
            continue
        who = say(f"who_{message.role}", language, name=message.author or "")
        parts = list(parts_of(shown, SECTION_TEXT - 100))
        yield section(f"*{escaped(who)}*\n{parts[0]}", f"{who}: {said}")
        for part in parts[1:]:
            yield section(part, "")


def _said(message: StoredMessage, language: Language, known: Sequence[str]) -> tuple[str, str]:
    """The masked text, plain and as mrkdwn."""
    if not message.blocks:
        unsent = say("unsent" if message.role == "customer" else "erased", language)
        return unsent, f"_{escaped(unsent)}_"
    if message.role == "agent":
        words = masked_known(message.plain_text, known)
        return words, with_links(words)
    if message.role == "customer":
        text = masked_saying(message.plain_text, message.language, known)
        return text, escaped(text)
    blocks = tuple(block for block in message.blocks if not isinstance(block, Choices))
    whole = masked_text(Message(language=message.language, blocks=blocks).plain_text, known)
    offered = " ".join(f"[{choice.label}]" for choice in message.choices)
    text = "\n".join(filter(None, (cut(whole, _ASSISTANT_TEXT), cut(offered, _ASSISTANT_TEXT))))
    return text, escaped(text)
