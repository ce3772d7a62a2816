"""What the web chat API takes and gives, apart from messages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.channels.web_messages import WebMessage
from bot.messages import Language

ClientMessageId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]


class _Taken(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewSession(_Taken):
    """The wish to begin a conversation."""

    language: Language | None = None


class Session(BaseModel):
    """A conversation and the token that opens it."""

    conversation_id: str
    token: str = Field(description="Send it as `Authorization: Bearer`.")
    expires_at: datetime
    language: Language


class NewMessage(_Taken):
    """A text or a picked choice, one of the two."""

    client_message_id: ClientMessageId = Field(description="Made by the client; repeating it changes nothing.")
    text: str | None = None
    choice: str | None = Field(None, max_length=200, description="The `id` of a choice of this conversation.")


class MessageAccepted(BaseModel):
    """The message is stored and will be answered."""

    client_message_id: str
    seq: int | None = Field(description="Where it stands in the transcript.")


class TurnAnswer(MessageAccepted):
    """The replies of one turn."""

    messages: list[WebMessage]
    complete: bool = Field(description="False when the time ran out before the turn ended.")


class LanguageSwitch(_Taken):
    """The language to go on in."""

    language: Language


class LanguageAccepted(BaseModel):
    """The assistant goes on in this language."""

    language: Language


class History(BaseModel):
    """A part of the transcript."""

    messages: list[WebMessage]
    last_seq: int = Field(description="Where to go on: the last message of this part.")
    language: Language
