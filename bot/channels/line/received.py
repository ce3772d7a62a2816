"""Webhook events as the desk sees them; what it does not need is left out, what it does not know is kept nameless."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels.lenient import ID_PATTERN, otherwise, whole_characters

MediaKind = Literal["sticker", "image", "video", "audio", "file", "location", "other"]

_Id = Annotated[str | None, Field(pattern=ID_PATTERN), otherwise(None)]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Source(_Read):
    """Where something happened: with one user, or in a group or room."""

    type: str
    userId: _Id = None
    groupId: _Id = None
    roomId: _Id = None

    @property
    def address(self) -> str | None:
        """The link's address; None for what the desk can't answer to."""
        match self.type:
            case "user":
                return f"user:{self.userId}" if self.userId else None
            case "group":
                return f"group:{self.groupId}" if self.groupId else None
            case "room":
                return f"room:{self.roomId}" if self.roomId else None
        return None


class _Context(_Read):
    isRedelivery: Annotated[bool, otherwise(False)] = False


class WebhookEvent(_Read):
    """What all events have in common; the rest stays raw."""

    type: str
    webhookEventId: Annotated[str, Field(pattern=ID_PATTERN)]
    timestamp: Annotated[int | None, Field(ge=0, lt=10**14), otherwise(None)] = None
    mode: Annotated[str, otherwise("active")] = "active"
    source: Annotated[Source | None, otherwise(None)] = None
    replyToken: Annotated[str | None, Field(pattern=r"^[!-~]{1,200}$"), otherwise(None)] = None
    deliveryContext: Annotated[_Context, otherwise(_Context())] = _Context()
    message: Annotated[dict[str, Any] | None, otherwise(None)] = None
    postback: Any = None
    unsend: Any = None


class Webhook(_Read):
    """A webhook request's body."""

    events: list[Any]


class _Mentionee(_Read):
    index: Annotated[int, Field(ge=0), otherwise(0)] = 0
    length: Annotated[int, Field(ge=0), otherwise(0)] = 0
    isSelf: Annotated[bool, otherwise(False)] = False


class _Mention(_Read):
    mentionees: list[Annotated[_Mentionee, otherwise(_Mentionee())]] = []


class _Text(_Read):
    text: str
    mention: Annotated[_Mention, otherwise(_Mention())] = _Mention()


class _Postback(_Read):
    data: str


class _Unsend(_Read):
    messageId: Annotated[str, Field(pattern=r"^[!-~]{1,100}$")]


@dataclass(frozen=True)
class Text:
    """Words; ``mentioned`` says that they are for the account, whose name is taken out."""

    text: str
    mentioned: bool


@dataclass(frozen=True)
class Media:
    """Something that isn't text."""

    kind: MediaKind


@dataclass(frozen=True)
class Tap:
    """A postback."""

    data: str


@dataclass(frozen=True)
class Unsent:
    """A message that was taken back."""

    message_id: str


@dataclass(frozen=True)
class Came:
    """A customer added or unblocked the account, or a group invited it."""

    group: bool


@dataclass(frozen=True)
class Left:
    """A customer blocked the account, or a group removed it."""


@dataclass(frozen=True)
class Ignored:
    """Nothing that the desk acts on."""

    kind: str


Happening = Text | Media | Tap | Unsent | Came | Left | Ignored


def webhook_of(body: bytes) -> Webhook:
    """What a request holds.

    Raises:
        ValidationError: it is no webhook's body.
    """
    try:
        return Webhook.model_validate_json(body)
    except ValidationError as error:
        try:
            told = json.dumps(json.loads(body), ensure_ascii=False)
        except (ValueError, RecursionError):
            raise error from None
        return Webhook.model_validate_json(whole_characters(told))


def happening(event: WebhookEvent) -> Happening:
    """What an event means to the desk. What it doesn't know, or can't read, it ignores."""
    if event.mode != "active":
        return Ignored(f"{event.type}_{event.mode}"[:40])
    try:
        match event.type:
            case "message":
                return _message(event.message or {})
            case "postback":
                return Tap(_Postback.model_validate(event.postback).data)
            case "unsend":
                return Unsent(_Unsend.model_validate(event.unsend).messageId)
            case "follow":
                return Came(group=False)
            case "join":
                return Came(group=True)
            case "unfollow" | "leave":
                return Left()
    except ValidationError:
        return Ignored(f"{event.type}_unreadable"[:40])
    return Ignored(event.type[:40])


def reference_of(event: WebhookEvent) -> str | None:
    """The name under which an event is found again: a message's, or that of its unsend."""
    try:
        if event.type == "message":
            return _Unsend(messageId=(event.message or {}).get("id", "")).messageId
        return unsend_of(_Unsend.model_validate(event.unsend).messageId) if event.type == "unsend" else None
    except ValidationError:
        return None


def unsend_of(message_id: str) -> str:
    """The reference of the event that takes a message back."""
    return f"unsend:{message_id}"


def _message(message: dict[str, Any]) -> Happening:
    match message.get("type"):
        case "text":
            read = _Text.model_validate(message)
            own = [mentionee for mentionee in read.mention.mentionees if mentionee.isSelf]
            return Text(_without(read.text, own), bool(own))
        case "sticker" | "image" | "video" | "audio" | "file" | "location" as kind:
            return Media(kind)
    return Media("other")


def _without(text: str, mentionees: Sequence[_Mentionee]) -> str:
    """The text without some mentions; LINE counts their places in UTF-16 code units."""
    if not mentionees:
        return text
    encoded = text.encode("utf-16-le")
    kept = bytearray(b"\1") * len(encoded)
    for mentionee in mentionees:
        start, end = (min(2 * place, len(kept)) for place in (mentionee.index, mentionee.index + mentionee.length))
        kept[start:end] = bytes(end - start)
    left = bytes(byte for byte, keep in zip(encoded, kept, strict=True) if keep)
    return left.decode("utf-16-le", "replace").strip()
