"""How what Slack tells is kept until it is done, and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.channels.lenient import whole_characters
from bot.channels.slack.addresses import deletion_name, place_of
from bot.channels.slack.requests import (
    Clicks,
    Command,
    EventBody,
    HomeOpened,
    MessageEvent,
    NewCard,
    NewNote,
    Shortcut,
    Submission,
    request_name,
    seconds_of,
)
from bot.store import NewEvent

Told = EventBody | Command | Clicks | Shortcut | Submission | NewCard | NewNote

Kind = Literal["event", "command", "clicks", "shortcut", "submission", "case", "note"]
_MODELS: Mapping[str, TypeAdapter[Any]] = {
    "event": TypeAdapter(EventBody),
    "command": TypeAdapter(Command),
    "clicks": TypeAdapter(Clicks),
    "shortcut": TypeAdapter(Shortcut),
    "submission": TypeAdapter(Submission),
    "case": TypeAdapter(NewCard),
    "note": TypeAdapter(NewNote),
}


class _Envelope(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Kind
    body: dict[str, Any]


def new_event(kind: Kind, body: dict[str, Any], now: datetime) -> NewEvent:
    """What Slack told, ready to be kept: its name, whom it concerns and when it happened.

    Raises:
        ValidationError: Slack sent something of another form.
    """
    payload = whole_characters(
        json.dumps({"kind": kind, "body": {**body, "received": now.timestamp()}}, ensure_ascii=False)
    )
    read = told(payload)
    name, address, happened = _identity(read)
    when = datetime.fromtimestamp(happened, timezone.utc) if happened else now
    return NewEvent(event_id=name, address=address, payload=payload, happened_at=when, reference=_reference(read))


def told(payload: str) -> Told:
    """What was kept."""
    envelope = _Envelope.model_validate_json(payload)
    read: Told = _MODELS[envelope.kind].validate_python(envelope.body)
    return read


def _reference(read: Told) -> str | None:
    """The name under which a deletion is found by a message that comes later."""
    if isinstance(read, EventBody) and isinstance(read.event, MessageEvent) and read.event.taken_back:
        return deletion_name(read.event.channel, read.event.taken_back)
    return None


def _identity(read: Told) -> tuple[str, str, float]:
    match read:
        case NewCard():
            return f"case:{read.number}", f"case:{read.number}", 0
        case NewNote():
            return f"note:{read.note}:{read.link}", f"notes:{read.link}", 0
        case EventBody():
            return read.event_id, _event_address(read), seconds_of(read.event.event_ts) or read.event_time
        case Command():
            return request_name("command", read.trigger_id), f"agent:{read.user_id}", 0
        case Clicks():
            action, channel = read.actions[0], read.channel_id
            address = f"agent:{read.user.id}"
            if channel and action.action_id.startswith("choice"):
                address = place_of(read.team.id if read.team else "", channel, read.thread_ts or _own_ts(read))
            return read.name, address, seconds_of(action.action_ts)
        case Submission():
            return request_name("submission", read.view.id), f"agent:{read.user.id}", 0
        case Shortcut():
            return request_name("shortcut", read.trigger_id), f"agent:{read.user.id}", 0


def _own_ts(clicks: Clicks) -> str | None:
    return clicks.message.ts if clicks.message else clicks.container.message_ts


def _event_address(body: EventBody) -> str:
    event = body.event
    if isinstance(event, HomeOpened):
        return f"agent:{event.user}"
    return place_of(body.team_id, event.channel, event.begins_at)
