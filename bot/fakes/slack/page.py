"""A page that shows the fake as its people see it, and lets an operator be each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web

from bot.fakes.slack.faults import Fault
from bot.fakes.slack.platform import FakeSlack
from bot.fakes.slack.world import BOT_USER, Message

_PAGE = Path(__file__).with_name("page.html")


class Page:
    """The routes of the page."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack

    @property
    def routes(self) -> tuple[web.AbstractRouteDef, ...]:
        """What the server has to serve."""
        return (
            web.get("/", self._page),
            web.get("/ui/state", self._state),
            web.post("/ui/say", self._say),
            web.post("/ui/click", self._click),
            web.post("/ui/submit", self._submit),
            web.post("/ui/close", self._close),
            web.post("/ui/home", self._home),
            web.post("/ui/shortcut", self._shortcut),
            web.post("/ui/person", self._person),
            web.post("/ui/fault", self._fault),
        )

    async def _page(self, _request: web.Request) -> web.Response:
        return web.Response(text=_PAGE.read_text("utf-8"), content_type="text/html")

    async def _state(self, request: web.Request) -> web.Response:
        """Everything that one person sees."""
        world = self._slack.world
        users = [user for user in world.users.values() if user.id != BOT_USER]
        me = request.query.get("user") or users[0].id
        places = [channel for channel in world.channels.values() if me in channel.members]
        modal = self._slack.modal_of(me)
        return web.json_response(
            {
                "me": me,
                "users": [{"id": user.id, "name": user.name} for user in users],
                "names": {user.id: user.name for user in world.users.values()},
                "channels": [
                    {
                        "id": channel.id,
                        "name": "更新デスク" if channel.is_direct else channel.name,
                        "direct": channel.is_direct,
                    }
                    for channel in sorted(places, key=lambda place: (place.is_direct, place.name))
                ],
                "messages": {
                    channel.id: [_shown(m) for m in channel.messages if m.only_for in (None, me)] for channel in places
                },
                "modal": {"id": modal.id, **modal.view} if modal else None,
                "home": world.homes.get(me),
            }
        )

    async def _say(self, request: web.Request) -> web.Response:
        given = await request.json()
        user, channel, text = given["user"], given["channel"], given["text"]
        command, _, rest = text.partition(" ")
        if command.startswith("/"):
            await self._slack.commands(user, channel, command, rest)
        else:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            text = text.replace("@更新デスク", f"<@{BOT_USER}>")
            await self._slack.says(user, channel, text, thread_ts=given.get("thread"))
        return web.json_response({"ok": True})

    async def _click(self, request: web.Request) -> web.Response:
        given = await request.json()
        if given.get("home"):
            await self._slack.clicks_home(given["user"], given["action"], given.get("pick"))
        else:
            message = self._message(given)
            await self._slack.clicks(given["user"], message, given["action"], pick=given.get("pick"))
        return web.json_response({"ok": True})

    async def _submit(self, request: web.Request) -> web.Response:
        given = await request.json()
        await self._slack.submits(given["user"], given["values"])
        return web.json_response({"ok": True})

    async def _close(self, request: web.Request) -> web.Response:
        given = await request.json()
        modal = self._slack.modal_of(given["user"])
        if modal is not None:
            self._slack.world.modals.pop(modal.id)
        return web.json_response({"ok": True})

    async def _home(self, request: web.Request) -> web.Response:
        await self._slack.opens_home((await request.json())["user"])
        return web.json_response({"ok": True})

    async def _shortcut(self, request: web.Request) -> web.Response:
        given = await request.json()
        await self._slack.uses_shortcut(given["user"], self._message(given), given["callback"])
        return web.json_response({"ok": True})

    async def _person(self, request: web.Request) -> web.Response:
        """Somebody new joins the workspace."""
        given = await request.json()
        self._slack.world.add_user(given["user"], given["name"], given.get("locale", "ja-JP"))
        return web.json_response({"ok": True})

    async def _fault(self, request: web.Request) -> web.Response:
        """Let the next call of a method fail."""
        given = await request.json()
        self._slack.faults.add(given["method"], Fault(given["kind"], str(given.get("value", "1"))))
        return web.json_response({"ok": True})

    def _message(self, given: dict[str, Any]) -> Message:
        message = self._slack.world.message(given["channel"], given["ts"])
        if message is None:
            raise web.HTTPNotFound()
        return message


def _shown(message: Message) -> dict[str, Any]:
    return {
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "thread": message.thread_ts,
        "whisper": message.only_for is not None,
        "edited": message.edited,
    }
