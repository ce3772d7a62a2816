"""What Slack tells the desk, read once at the edge."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.channels.slack.addresses import place_of
from bot.store import NewEvent


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Named(_Told):
    id: str


class EarlierMessage(_Told):
    """The message that an edit or a deletion is about."""

    ts: str = ""
    text: str = ""
    user: str | None = None
    bot_id: str | None = None
    thread_ts: str | None = None


class MessageEvent(_Told):
    """A message, a mention, an edit or a deletion."""

    type: Literal["message", "app_mention"]
    channel: str
    ts: str
    channel_type: str = ""
    user: str | None = None
    text: str = ""
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    deleted_ts: str | None = None
    message: EarlierMessage | None = None
    previous_message: EarlierMessage | None = None
    files: tuple[Any, ...] = ()


class HomeOpened(_Told):
    """Somebody looks at the app's home."""

    type: Literal["app_home_opened"]
    user: str
    tab: str = "home"


class EventBody(_Told):
    """An event of the Events API."""

    event_id: str
    event_time: float = 0
    team_id: str = ""
    event: dict[str, Any]


class Command(_Told):
    """A slash command."""

    command: str
    text: str = ""
    user_id: str
    team_id: str = ""
    channel_id: str
    trigger_id: str
    response_url: str


class _Selected(_Told):
    value: str = ""


class Action(_Told):
    """One thing that was clicked or picked."""

    action_id: str
    block_id: str = ""
    value: str | None = None
    selected_option: _Selected | None = None
    selected_user: str | None = None
    action_ts: str = ""

    @property
    def picked(self) -> str:
        """What the button or the menu stands for."""
        return self.value or (self.selected_option.value if self.selected_option else "") or self.selected_user or ""


class _Container(_Told):
    channel_id: str | None = None
    message_ts: str | None = None
    thread_ts: str | None = None
    is_ephemeral: bool = False


class ShownMessage(_Told):
    """A message as Slack has it now."""

    ts: str = ""
    text: str = ""
    user: str | None = None
    thread_ts: str | None = None
    blocks: tuple[dict[str, Any], ...] = ()


class Clicks(_Told):
    """Something was clicked in a message, in a modal or on the home."""

    user: _Named
    team: _Named | None = None
    trigger_id: str = ""
    response_url: str | None = None
    container: _Container = _Container()
    channel: _Named | None = None
    message: ShownMessage | None = None
    actions: tuple[Action, ...] = Field(min_length=1)

    @property
    def channel_id(self) -> str | None:
        """The channel, when it was clicked in a message."""
        return self.channel.id if self.channel else self.container.channel_id

    @property
    def thread_ts(self) -> str | None:
        """The thread of the message that was clicked."""
        return self.container.thread_ts or (self.message.thread_ts if self.message else None)


class Shortcut(_Told):
    """A shortcut in a message's menu."""

    callback_id: str
    user: _Named
    team: _Named | None = None
    channel: _Named | None = None
    trigger_id: str
    response_url: str | None = None
    message: ShownMessage | None = None


class _InputValue(_Told):
    value: str | None = None
    selected_option: _Selected | None = None


class _State(_Told):
    values: dict[str, dict[str, _InputValue]] = {}


class View(_Told):
    """A modal as it was sent back."""

    id: str
    callback_id: str = ""
    private_metadata: str = ""
    state: _State = _State()

    def value(self, block_id: str) -> str:
        """What was typed or picked in a block."""
        for found in self.state.values.get(block_id, {}).values():
            return (found.selected_option.value if found.selected_option else found.value) or ""
        return ""


class Submission(_Told):
    """A modal was sent."""

    user: _Named
    team: _Named | None = None
    view: View


Told = EventBody | Command | Clicks | Shortcut | Submission

Kind = Literal["event", "command", "clicks", "shortcut", "submission", "case"]
_MODELS: Mapping[str, TypeAdapter[Any]] = {
    "event": TypeAdapter(EventBody),
    "command": TypeAdapter(Command),
    "clicks": TypeAdapter(Clicks),
    "shortcut": TypeAdapter(Shortcut),
    "submission": TypeAdapter(Submission),
}


class _Envelope(_Told):
    kind: Kind
    body: dict[str, Any]


def new_event(kind: Kind, body: dict[str, Any], now: datetime) -> NewEvent:
    """What Slack told, ready to be kept: its name, whom it concerns and when it happened.

    Raises:
        ValidationError: Slack sent something of another form.
    """
    name, address, happened = _identity(kind, body)
    when = datetime.fromtimestamp(happened, timezone.utc) if happened else now
    payload = json.dumps({"kind": kind, "body": body}, ensure_ascii=False)
    return NewEvent(event_id=name, address=address, payload=payload, happened_at=when)


def told(payload: str) -> Told | str:
    """What was kept; for a new case its number."""
    envelope = _Envelope.model_validate_json(payload)
    if envelope.kind == "case":
        return str(envelope.body["number"])
    read: Told = _MODELS[envelope.kind].validate_python(envelope.body)
    return read


def _identity(kind: Kind, body: dict[str, Any]) -> tuple[str, str, float]:
    if kind == "case":
        return f"case:{body['number']}", f"case:{body['number']}", 0
    read = _MODELS[kind].validate_python(body)
    match read:
        case EventBody():
            return read.event_id, _event_address(read), _seconds(str(read.event.get("event_ts", ""))) or read.event_time
        case Command():
            return _name(kind, read.trigger_id), f"agent:{read.user_id}", 0
        case Clicks():
            action, channel = read.actions[0], read.channel_id
            address = f"agent:{read.user.id}"
            if channel and action.action_id.startswith("choice"):
                address = place_of(read.team.id if read.team else "", channel, read.thread_ts or _own_ts(read))
            return _name(kind, read.trigger_id, action.action_id, action.action_ts), address, _seconds(action.action_ts)
        case Submission():
            return _name(kind, read.view.id), f"agent:{read.user.id}", 0
        case _:
            return _name(kind, read.trigger_id), f"agent:{read.user.id}", 0


def _own_ts(clicks: Clicks) -> str | None:
    return clicks.message.ts if clicks.message else clicks.container.message_ts


def _event_address(body: EventBody) -> str:
    event = body.event
    channel = str(event.get("channel") or "")
    if event.get("type") not in ("message", "app_mention") or not channel:
        return f"agent:{event.get('user') or 'nobody'}"
    changed = event.get("message") or event.get("previous_message") or event
    thread = changed.get("thread_ts") or changed.get("ts") or event.get("ts")
    return place_of(body.team_id, channel, str(thread))


def _seconds(stamp: str) -> float:
    try:
        return float(stamp)
    except ValueError:
        return 0


def _name(kind: str, *ids: str) -> str:
    return f"{kind}:{hashlib.sha256(chr(0).join(ids).encode()).hexdigest()[:48]}"
