"""Messages as the web chat API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.channels.choice_ids import ChoiceIds
from bot.messages import Bullets, Choices, Heading, Language, Links, Note, Paragraph, Receipt, Source, Steps
from bot.store import Role, StoredMessage


class WebChoice(BaseModel):
    """Something the customer can pick."""

    label: str
    id: str = Field(description="Signed and opaque; send it back as `choice`.")


class WebChoices(BaseModel):
    """A group of choices."""

    type: Literal["choices"] = "choices"
    items: list[WebChoice]


WebBlock = Annotated[
    Paragraph | Heading | Steps | Bullets | Note | Links | WebChoices | Receipt | Source,
    Field(discriminator="type"),
]


class WebMessage(BaseModel):
    """One message of the transcript."""

    id: str
    seq: int = Field(description="Its place in the transcript, counted from 1; also the SSE event id.")
    role: Role
    language: Language
    created_at: datetime
    client_message_id: str | None = Field(description="The customer's own id of the message; null for everyone else.")
    reply_to: str | None = Field(description="The client_message_id of the turn this belongs to.")
    choice_id: str | None = Field(description="The choice that the customer picked; null when it was typed.")
    blocks: list[WebBlock]
    plain_text: str
    choices: list[WebChoice] = Field(description="All choices of the message in one list.")


class WebRenderer:
    """Shows stored messages; a choice's payload stays here and its signed id goes out."""

    def __init__(self, choice_ids: ChoiceIds) -> None:
        self._choice_ids = choice_ids

    def render(self, message: StoredMessage) -> WebMessage:
        """One message as the API shows it."""
        choices: list[WebChoice] = []
        blocks: list[WebBlock] = []
        for block in message.blocks:
            if isinstance(block, Choices):
                first = len(choices)
                for place, choice in enumerate(block.items, start=first):
                    issued = self._choice_ids.issue(message.conversation_id, message.seq, place)
                    choices.append(WebChoice(label=choice.label, id=issued))
                blocks.append(WebChoices(items=choices[first:]))
            else:
                blocks.append(block)
        return WebMessage(
            id=message.id,
            seq=message.seq,
            role=message.role,
            language=message.language,
            created_at=message.created_at,
            client_message_id=message.client_message_id,
            reply_to=message.reply_to,
            choice_id=message.choice_id,
            blocks=blocks,
            plain_text=message.plain_text,
            choices=choices,
        )
