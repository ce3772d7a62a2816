"""What Slack tells the desk, read once at the edge."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.channels.lenient import ID_PATTERN, otherwise

_LAST_SECOND = 10**11
"""Of the year 5138; a later one is no time stamp."""

_Id = Annotated[str, Field(pattern=r"^[!-~]{1,64}$")]
"""Two of these and a time stamp are an address, which has to be short enough to be kept."""

_MaybeId = Annotated[_Id | None, otherwise(None)]
_Text = Annotated[str, otherwise("")]
_MaybeText = Annotated[str | None, otherwise(None)]
_Stamp = Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,9})?$")]
_MaybeStamp = Annotated[_Stamp | None, otherwise(None)]
_StampOrNothing = Annotated[_Stamp, otherwise("")]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Named(_Told):
    id: _Id


_MaybeNamed = Annotated[_Named | None, otherwise(None)]


class EarlierMessage(_Told):
    """The message that an edit or a deletion is about."""

    ts: _StampOrNothing = ""
    text: _Text = ""
    user: _MaybeId = None
    bot_id: _MaybeText = None
    thread_ts: _MaybeStamp = None


class MessageEvent(_Told):
    """A message, a mention, an edit or a deletion."""

    type: Literal["message", "app_mention"]
    channel: _Id
    ts: _Stamp
    event_ts: _Text = ""
    user: _MaybeId = None
    text: _Text = ""
    thread_ts: _MaybeStamp = None
    subtype: _MaybeText = None
    bot_id: _MaybeText = None
    deleted_ts: _MaybeStamp = None
    message: Annotated[EarlierMessage | None, otherwise(None)] = None
    previous_message: Annotated[EarlierMessage | None, otherwise(None)] = None
    files: Annotated[tuple[Any, ...], otherwise(())] = ()

    @property
    def taken_back(self) -> str | None:
        """The time stamp of the message that somebody deleted."""
        if self.subtype != "message_deleted":
            return None
        return self.deleted_ts or (self.previous_message.ts if self.previous_message else "") or None

    @property
    def begins_at(self) -> str:
        """The first message of the thread that this is about."""
        changed = self.message or self.previous_message
        return (changed.thread_ts or changed.ts if changed else self.thread_ts) or self.ts


class HomeOpened(_Told):
    """Somebody looks at the app's home."""

    type: Literal["app_home_opened"]
    user: _Id
    event_ts: _Text = ""
    tab: Annotated[str, otherwise("home")] = "home"


class EventBody(_Told):
    """An event of the Events API."""

    event_id: Annotated[str, Field(pattern=ID_PATTERN)]
    event_time: Annotated[float, Field(ge=0, lt=_LAST_SECOND), otherwise(0.0)] = 0
    team_id: Annotated[_Id, otherwise("")] = ""
    event: MessageEvent | HomeOpened = Field(discriminator="type")


class Command(_Told):
    """A slash command."""

    command: str
    text: _Text = ""
    user_id: _Id
    channel_id: _Id
    trigger_id: str
    response_url: str


class _Selected(_Told):
    value: _Text = ""


_MaybeSelected = Annotated[_Selected | None, otherwise(None)]


class Action(_Told):
    """One thing that was clicked or picked."""

    action_id: str
    block_id: _Text = ""
    value: _MaybeText = None
    selected_option: _MaybeSelected = None
    selected_user: _MaybeId = None
    action_ts: _Text = ""

    @property
    def picked(self) -> str:
        """What the button or the menu stands for."""
        return self.value or (self.selected_option.value if self.selected_option else "") or self.selected_user or ""


class _Container(_Told):
    channel_id: _MaybeId = None
    message_ts: _MaybeStamp = None
    thread_ts: _MaybeStamp = None


class ShownMessage(_Told):
    """A message as Slack has it now."""

    ts: _StampOrNothing = ""
    text: _Text = ""
    user: _MaybeId = None
    thread_ts: _MaybeStamp = None
    blocks: Annotated[tuple[dict[str, Any], ...], otherwise(())] = ()


_MaybeShown = Annotated[ShownMessage | None, otherwise(None)]


class Clicks(_Told):
    """Something was clicked in a message, in a modal or on the home."""

    user: _Named
    team: _MaybeNamed = None
    trigger_id: _Text = ""
    response_url: _MaybeText = None
    container: Annotated[_Container, otherwise(_Container())] = _Container()
    channel: _MaybeNamed = None
    message: _MaybeShown = None
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
    channel: _MaybeNamed = None
    trigger_id: str
    message: _MaybeShown = None


class _InputValue(_Told):
    value: _MaybeText = None
    selected_option: _MaybeSelected = None


_Inputs = Annotated[dict[str, Annotated[_InputValue, otherwise(_InputValue())]], otherwise({})]


class _State(_Told):
    values: Annotated[dict[str, _Inputs], otherwise({})] = {}


class View(_Told):
    """A modal as it was sent back."""

    id: _Id
    callback_id: _Text = ""
    private_metadata: _Text = ""
    state: Annotated[_State, otherwise(_State())] = _State()

    def value(self, block_id: str) -> str:
        """What was typed or picked in a block."""
        for found in self.state.values.get(block_id, {}).values():
            return (found.selected_option.value if found.selected_option else found.value) or ""
        return ""


class Submission(_Told):
    """A modal was sent."""

    user: _Named
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
        seconds = float(stamp)
    except ValueError:
        return 0
    return seconds if 0 <= seconds < _LAST_SECOND else 0


def _moment(stamp: str) -> datetime:
    return datetime.fromtimestamp(seconds_of(stamp), timezone.utc)
