"""A local Slack: what people do in it reaches the desk as Slack would tell it, and what the desk says is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from aiohttp import web

from bot.fakes.slack.faults import Faults
from bot.fakes.slack.server import Server
from bot.fakes.slack.telling import Teller
from bot.fakes.slack.world import APP, BOT_ID, BOT_USER, TEAM, Hook, Message, Modal, World

SIGNING_SECRET, BOT_TOKEN, APP_TOKEN = "fake-signing-secret", "xoxb-fake", "xapp-fake"


def _now() -> datetime:
    return datetime.now(timezone.utc)


class FakeSlack:
    """One workspace, the desk's app in it, and the people who use it."""

    def __init__(self, *, clock: Callable[[], datetime] = _now, secret: str = SIGNING_SECRET) -> None:
        self.world = World(clock)
        self.faults = Faults()
        self.teller = Teller(secret, clock, self.world.new_name)
        self.server = Server(self.world, self.faults, self.teller, bot_token=BOT_TOKEN, app_token=APP_TOKEN)

    async def start(self, port: int = 0, host: str = "127.0.0.1", extra: tuple[web.AbstractRouteDef, ...] = ()) -> str:
        """Listen; the address of the Web API."""
        return await self.server.start(port, host, extra) + "/api/"

    async def stop(self) -> None:
        """Stop listening."""
        await self.server.stop()

    async def says(
        self, user: str, channel: str, text: str, *, thread_ts: str | None = None, files: int = 0, tell: bool = True
    ) -> Message:
        """Somebody writes; in a channel the desk is told of mentions as Slack does it, as message and as mention."""
        place = self.world.channels[channel]
        message = Message(channel, self.world.new_ts(), user, text, thread_ts=thread_ts)
        place.messages.append(message)
        kind = "im" if place.is_direct else "channel"
        event = {
            "type": "message",
            "channel": channel,
            "channel_type": kind,
            "event_ts": message.ts,
            "client_msg_id": self.world.new_name("c"),
            **message.as_slack_tells(),
        }
        if files:
            event |= {
                "subtype": "file_share",
                "files": [{"id": f"F{n}", "mimetype": "image/png"} for n in range(files)],
            }
        if tell and BOT_USER in place.members:
            await self._event(event)
            if f"<@{BOT_USER}>" in text and not place.is_direct:
                await self._event({**event, "type": "app_mention"})
        return message

    async def edits(self, message: Message, text: str) -> None:
        """Somebody changes what they wrote."""
        before = message.as_slack_tells()
        message.text, message.edited = text, message.edited + 1
        await self._changed(
            message, "message_changed", {"message": message.as_slack_tells(), "previous_message": before}
        )

    async def deletes(self, message: Message) -> None:
        """Somebody takes back what they wrote."""
        self.world.channels[message.channel].messages.remove(message)
        before = {"deleted_ts": message.ts, "previous_message": message.as_slack_tells()}
        await self._changed(message, "message_deleted", before)

    async def clicks(self, user: str, message: Message, action: str, *, pick: str | None = None) -> int:
        """Somebody clicks a button, or picks from a menu, named by its action id or its label."""
        block_id, element = _element(message.blocks, action, pick)
        clicked = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
        clicked["action_ts"] = self.world.new_ts()
        clicked |= _picked(element, pick)
        container: dict[str, Any] = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
        container |= {"is_ephemeral": message.only_for is not None}
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload: dict[str, Any] = {
            "type": "block_actions",
            **self._who(user),
            "container": container,
            "channel": {"id": message.channel, "name": self.world.channels[message.channel].name},
            "trigger_id": self.world.new_trigger(user),
            "response_url": self._hook(message.channel, user, message.ts, message.thread_ts),
            "actions": [clicked],
            "state": {"values": {}},
        }
        if message.only_for is None:
            payload["message"] = message.as_slack_tells()
        return await self.teller.tell("interactions", payload)

    async def clicks_home(self, user: str, action: str, pick: str | None = None) -> int:
        """Somebody clicks in the app's home."""
        block_id, element = _element(self.world.homes[user]["blocks"], action, pick)
        clicked = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
        payload = {
            "type": "block_actions",
            **self._who(user),
            "container": {"type": "view", "view_id": "V0"},
            "trigger_id": self.world.new_trigger(user),
            "actions": [{**clicked, "action_ts": self.world.new_ts(), **_picked(element, pick)}],
        }
        return await self.teller.tell("interactions", payload)

    async def commands(self, user: str, channel: str, command: str, text: str) -> int:
        """Somebody uses a slash command."""
        payload = {
            "command": command,
            "text": text,
            "user_id": user,
            "user_name": self.world.users[user].name,
            "team_id": TEAM,
            "channel_id": channel,
            "channel_name": self.world.channels[channel].name,
            "api_app_id": APP,
            "trigger_id": self.world.new_trigger(user),
            "response_url": self._hook(channel, user),
        }
        return await self.teller.tell("commands", payload)

    async def uses_shortcut(self, user: str, message: Message, callback_id: str) -> int:
        """Somebody uses a shortcut from a message's menu."""
        payload = {
            "type": "message_action",
            "callback_id": callback_id,
            **self._who(user),
            "channel": {"id": message.channel, "name": self.world.channels[message.channel].name},
            "trigger_id": self.world.new_trigger(user),
            "response_url": self._hook(message.channel, user),
            "message_ts": message.ts,
            "message": message.as_slack_tells(),
        }
        return await self.teller.tell("interactions", payload)

    async def submits(self, user: str, values: Mapping[str, str]) -> int:
        """Somebody fills the modal they have open, by block id, and sends it."""
        modal = self.modal_of(user)
        assert modal is not None, f"{user} has no modal open"
        state = {
            block["block_id"]: _filled(block, values) for block in modal.view["blocks"] if block["type"] == "input"
        }
        assert values.keys() <= state.keys(), f"the modal asks for {sorted(state)}"
        view = {**modal.view, "id": modal.id, "hash": modal.hash, "state": {"values": state}, "team_id": TEAM}
        payload = {
            "type": "view_submission",
            **self._who(user),
            "trigger_id": self.world.new_trigger(user),
            "view": view,
        }
        status = await self.teller.tell("interactions", payload)
        if status == 200:
            self.world.modals.pop(modal.id, None)
        return status

    async def opens_home(self, user: str) -> None:
        """Somebody looks at the app's home."""
        await self._event({"type": "app_home_opened", "user": user, "channel": f"D{user[1:]}", "tab": "home"})

    def seen_by(self, user: str, channel: str, thread_ts: str | None = None) -> list[Message]:
        """What somebody sees in a channel or a thread, oldest first."""
        return list(self.world.seen_by(user, channel, thread_ts))

    def whispers(self, user: str) -> list[Message]:
        """What only this member sees, everywhere."""
        found = [m for c in self.world.channels.values() for m in c.messages if m.only_for == user]
        return sorted(found, key=lambda message: message.ts)

    def modal_of(self, user: str) -> Modal | None:
        """The modal that somebody has open."""
        return next((modal for modal in reversed(self.world.modals.values()) if modal.user == user), None)

    async def _event(self, event: Mapping[str, Any]) -> int:
        body = {
            "token": "old",
            "team_id": TEAM,
            "api_app_id": APP,
            "type": "event_callback",
            "event": {"event_ts": self.world.new_ts(), **event},
            "event_id": self.world.new_name("Ev"),
            "event_time": int(self.world.clock().timestamp()),
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        }
        return await self.teller.tell("events", body)

    async def _changed(self, message: Message, subtype: str, more: Mapping[str, Any]) -> None:
        kind = "im" if self.world.channels[message.channel].is_direct else "channel"
        event = {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": message.channel,
            "channel_type": kind,
        }
        await self._event({**event, "ts": self.world.new_ts(), **more})

    def _who(self, user: str) -> dict[str, Any]:
        return {
            "team": {"id": TEAM, "domain": "koshin"},
            "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
            "api_app_id": APP,
            "bot_id": BOT_ID,
        }

    def _hook(self, channel: str, user: str, ts: str | None = None, thread_ts: str | None = None) -> str:
        name = self.world.new_name("hook")
        self.world.hooks[name] = Hook(channel, user, self.world.clock(), ts, thread_ts)
        return f"{self.server.address}/hooks/{name}"


async def eventually(condition: Callable[[], Any], within: float = 10.0) -> Any:
    """Wait until something is true; what it is."""
    deadline = asyncio.get_running_loop().time() + within
    while not (found := condition()):
        assert asyncio.get_running_loop().time() < deadline, "it did not come true in time"
        await asyncio.sleep(0.01)
    return found


def _elements(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, block in enumerate(blocks):
        inside = [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        for element in inside:
            if "action_id" in element:
                yield block.get("block_id", f"b{number}"), element


def _element(blocks: list[dict[str, Any]], action: str, pick: str | None) -> tuple[str, dict[str, Any]]:
    for block_id, element in _elements(blocks):
        label = element.get("text", {}).get("text", "")
        if action in (element["action_id"], label):
            return block_id, element
    shown = [(e["action_id"], e.get("text", {}).get("text")) for _, e in _elements(blocks)]
    raise AssertionError(f"nothing to click is called {action!r} (pick {pick!r}); there are {shown}")


def _picked(element: Mapping[str, Any], pick: str | None) -> dict[str, Any]:
    if element["type"] == "users_select":
        return {"selected_user": pick}
    if element["type"] in ("static_select", "radio_buttons"):
        options = [o for o in element["options"] if pick in (o["value"], o["text"]["text"])]
        assert options, f"there is no option {pick!r}"
        return {"selected_option": options[0]}
    return {"value": element["value"], "text": element["text"]} if "value" in element else {"text": element["text"]}


def _filled(block: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    element, given = block["element"], values.get(block["block_id"])
    kind, name = element["type"], element.get("action_id", "a")
    if kind in ("static_select", "radio_buttons"):
        option = next((o for o in element["options"] if given in (o["value"], o["text"]["text"])), None)
        found = option or element.get("initial_option")
        assert found or block.get("optional"), f"{block['block_id']} has to be picked"
        return {name: {"type": kind, "selected_option": found}}
    text = element.get("initial_value") if given is None else given
    assert text or block.get("optional"), f"{block['block_id']} has to be filled"
    most = element.get("max_length", 3000)
    assert len(text or "") <= most, f"{block['block_id']} holds {most} characters"
    return {name: {"type": kind, "value": text}}
