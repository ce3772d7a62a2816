"""Webhook events as the desk sees them; what it does not need is left out, what it does not know is kept nameless."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MediaKind = Literal["sticker", "image", "video", "audio", "file", "location", "other"]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Source(_Read):
    """Where something happened: with one user, or in a group or room."""

    type: str
    userId: str | None = None
    groupId: str | None = None
    roomId: str | None = None

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
    isRedelivery: bool = False


class WebhookEvent(_Read):
    """What all events have in common; the rest stays raw."""

    type: str
    webhookEventId: Annotated[str, Field(min_length=1, max_length=128)]
    timestamp: Annotated[int, Field(ge=0, lt=10**14)]
    mode: str = "active"
    source: Source | None = None
    replyToken: Annotated[str | None, Field(max_length=200)] = None
    deliveryContext: _Context = _Context()
    message: dict[str, Any] | None = None
    postback: dict[str, Any] | None = None
    unsend: dict[str, Any] | None = None
    follow: dict[str, Any] | None = None


class Webhook(_Read):
    """A webhook request's body."""

    events: list[Any]


class _Mentionee(_Read):
    index: int = 0
    length: int = 0
    isSelf: bool = False


class _Mention(_Read):
    mentionees: list[_Mentionee] = []


class _Text(_Read):
    id: str
    text: str
    mention: _Mention = _Mention()


class _Postback(_Read):
    data: str


class _Unsend(_Read):
    messageId: str


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
    """The id by which a later unsend names what is told here."""
    message_id = (event.message or {}).get("id")
    return message_id if event.type == "message" and isinstance(message_id, str) and len(message_id) <= 128 else None


def _message(message: dict[str, Any]) -> Happening:
    match message.get("type"):
        case "text":
            read = _Text.model_validate(message)
            own = [mentionee for mentionee in read.mention.mentionees if mentionee.isSelf]
            return Text(_without(read.text, own), bool(own))
        case "sticker" | "image" | "video" | "audio" | "file" | "location" as kind:
            return Media(kind)
    return Media("other")


def _without(text: str, mentionees: list[_Mentionee]) -> str:
    """The text without some mentions; LINE counts their places in UTF-16 code units."""
    if not mentionees:
        return text
    encoded = text.encode("utf-16-le", "surrogatepass")
    for mentionee in sorted(mentionees, key=lambda one: -one.index):
        start, end = 2 * mentionee.index, 2 * (mentionee.index + mentionee.length)
        if 0 <= start <= end:
            encoded = encoded[:start] + encoded[end:]
    return encoded.decode("utf-16-le", "replace").strip()
