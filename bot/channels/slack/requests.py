"""What Slack tells the desk, read once at the edge."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


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
    def name(self) -> str:
        """Tells this click from every other one, however often it is told."""
        return request_name("clicks", self.trigger_id, self.actions[0].action_id, self.actions[0].action_ts)

    @property
    def happened_at(self) -> datetime:
        """When it was clicked."""
        return _moment(self.actions[0].action_ts)

    @property
    def shown_at(self) -> datetime:
        """When what was clicked was posted; the time of the click where Slack doesn't say."""
        return _moment(self.container.message_ts or self.actions[0].action_ts)

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
    received: float = 0

    @property
    def happened_at(self) -> datetime:
        """When the desk got it; Slack doesn't say when it was sent."""
        return datetime.fromtimestamp(self.received, timezone.utc)


class NewCard(_Told):
    """A case whose card has to be posted: the desk's own errand, kept beside what Slack tells."""

    number: str


class NewNote(_Told):
    """A note that the thread of a link has to show."""

    link: str
    note: int


def request_name(kind: str, *ids: str) -> str:
    """What tells a request from every other one, however often it comes."""
    return f"{kind}:{hashlib.sha256(chr(0).join(ids).encode()).hexdigest()[:48]}"


def seconds_of(stamp: str) -> float:
    """The time of one of Slack's time stamps; 0 where it is none."""
    try:
        return float(stamp)
    except ValueError:
        return 0


def _moment(stamp: str) -> datetime:
    return datetime.fromtimestamp(seconds_of(stamp), timezone.utc)
