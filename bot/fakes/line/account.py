"""What people do on their phones, and how it reaches the desk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any

from bot.fakes.line.delivering import Post, again, body_of, signed
from bot.fakes.line.events import source_of
from bot.fakes.line.phones import Json, Phone, Shown
from bot.fakes.line.platform import Platform


class Account:
    """The platform's end of the webhook: turns what people do into events and delivers them.

    Args:
        post: brings a signed body to the desk.
        redeliver: how often an event is delivered again when the desk doesn't answer with a 2xx.
        pause: seconds before it is.
    """

    def __init__(self, platform: Platform, post: Post, secret: str, *, redeliver: int = 3, pause: float = 0.05) -> None:
        self.platform = platform
        self._post = post
        self._secret = secret
        self._redeliver = redeliver
        self._pause = pause
        self.statuses: list[int] = []

    async def follows(self, chat_id: str, *, unblocked: bool = False) -> Json:
        """A customer adds the account as a friend, or unblocks it."""
        self.platform.phone(chat_id).blocked = False
        return await self.sends(self.event("follow", chat_id, follow={"isUnblocked": unblocked}))

    async def blocks(self, chat_id: str) -> Json:
        """A customer blocks the account."""
        self.platform.phone(chat_id).blocked = True
        return await self.sends(self.event("unfollow", chat_id, replies=False))

    async def says(self, chat_id: str, text: str, *, sender: str | None = None, mention: bool = False) -> Json:
        """Somebody writes a text; ``mention`` puts the account's name before it, as one does in a group."""
        return await self.sends(self.text(chat_id, text, sender=sender, mention=mention))

    async def shows(self, chat_id: str, kind: str, **content: Any) -> Json:
        """Somebody sends a sticker, a picture or the like."""
        message = {"type": kind, "id": self.platform.make.message_id(), **content}
        self._note(chat_id, message)
        return await self.sends(self.event("message", chat_id, message=message))

    async def taps(self, chat_id: str, label: str) -> Json:
        """Somebody taps what the label names, among all that can be tapped on their phone now."""
        phone = self.platform.phone(chat_id)
        for action in phone.actions:
            if re.search(label, action.get("displayText") or action.get("label", "")):
                return await self.acts(chat_id, action)
        raise LookupError(f"nothing to tap is called {label!r}")

    async def acts(self, chat_id: str, action: Json) -> Json:
        """An action is carried out, as a tap does."""
        if action["type"] == "message":
            return await self.says(chat_id, action["text"])
        return {} if action["type"] == "uri" else await self.sends(self.tap(chat_id, action))

    def tap(self, chat_id: str, action: Json) -> Json:
        """The event of a postback or a switch of menus; it is not delivered yet."""
        if action["type"] == "postback" and action.get("displayText"):
            self._note(chat_id, {"type": "text", "text": action["displayText"]})
        postback: Json = {"data": action["data"]}
        if action["type"] == "richmenuswitch":
            postback["params"] = {"newRichMenuAliasId": action["richMenuAliasId"], "status": "SUCCESS"}
        return self.event("postback", chat_id, postback=postback)

    async def unsends(self, chat_id: str, message_id: str) -> Json:
        """Somebody takes a message back."""
        phone = self.platform.phone(chat_id)
        phone.shown = [shown for shown in phone.shown if shown.message_id != message_id]
        return await self.sends(self.event("unsend", chat_id, replies=False, unsend={"messageId": message_id}))

    def text(self, chat_id: str, text: str, *, sender: str | None = None, mention: bool = False) -> Json:
        """The event of a text that somebody wrote; it is not delivered yet."""
        name = "@更新デスク"
        message: Json = {
            "type": "text",
            "id": self.platform.make.message_id(),
            "quoteToken": "q" * 20,
            "text": f"{name} {text}" if mention else text,
        }
        if mention:
            mentioned = {"index": 0, "length": len(name), "type": "user", "userId": "U" + "d" * 32, "isSelf": True}
            message["mention"] = {"mentionees": [mentioned]}
        self._note(chat_id, message)
        return self.event("message", chat_id, sender=sender, message=message)

    def event(self, kind: str, chat_id: str, *, sender: str | None = None, replies: bool = True, **more: Any) -> Json:
        """An event that is not delivered yet."""
        token = self.platform.issue_token(chat_id) if replies else None
        return self.platform.make.event(kind, source_of(chat_id, sender), token=token, **more)

    async def sends(self, event: Json) -> Json:
        """Deliver one event, and again as long as the desk doesn't take it."""
        await self.delivers([event])
        return event

    async def delivers(self, events: Sequence[Json]) -> int:
        """Deliver events in one request, and again as long as the desk doesn't take them; the last status."""
        status = await self.once(events)
        for _ in range(self._redeliver):
            if 200 <= status < 300:
                break
            await asyncio.sleep(self._pause)
            status = await self.once([again(event) for event in events])
        return status

    async def once(self, events: Sequence[Json]) -> int:
        """Deliver events in one request, once; the status, 0 when there was no answer."""
        body = body_of(events)
        status = await self._post(body, signed(body, self._secret))
        self.statuses.append(status)
        return status

    def _note(self, chat_id: str, message: Json) -> None:
        phone: Phone = self.platform.phone(chat_id)
        message_id = str(message.get("id") or self.platform.make.message_id())
        phone.shown.append(Shown("customer", message, self.platform.clock(), message_id))
