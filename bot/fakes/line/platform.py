"""The platform's memory and rules, without HTTP: chats, reply tokens, retry keys, the month's quota."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.fakes.line.events import EventMaker
from bot.fakes.line.messages import RETRY_KEY, faults_of
from bot.fakes.line.phones import Json, Phone, Shown

TOKEN_SECONDS = 60.0
BASIC_ID = "@koshin-fake"


@dataclass(frozen=True)
class Answer:
    """What the platform answers a call."""

    status: int
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class Platform:
    """One LINE Official Account with its friends.

    Attributes:
        refused: everything that was turned down for what it held, as (kind, property, message).
        pushed: how many messages counted against the quota.
        calls: (endpoint, status) of every call of the message API, in order.
    """

    def __init__(self, *, clock: Callable[[], float] = time.time, quota: int | None = 200, seed: str = "") -> None:
        self.clock = clock
        self.quota = quota
        self.make = EventMaker(clock, seed)
        self.phones: dict[str, Phone] = {}
        self.pushed = 0
        self.refused: list[tuple[str, str, str]] = []
        self.calls: list[tuple[str, int]] = []
        self._tokens: dict[str, tuple[str, float]] = {}
        self._keys: dict[str, str] = {}

    def phone(self, chat_id: str, name: str = "見本花子", language: str | None = "ja") -> Phone:
        """The chat with this id, made when it is new."""
        return self.phones.setdefault(chat_id, Phone(chat_id, name, language))

    def issue_token(self, chat_id: str) -> str:
        """A reply token for a chat: good once, and only for a short time."""
        token = self.make.token()
        self._tokens[token] = (chat_id, self.clock())
        return token

    def accept_token(self, token: str, chat_id: str) -> None:
        """Let a token that was made elsewhere be good from now on."""
        self._tokens[token] = (chat_id, self.clock())

    def reply(self, body: Any, headers: Mapping[str, str]) -> Answer:
        """``POST /v2/bot/message/reply``."""
        if "x-line-retry-key" in headers:
            return self._refuse("reply", [("X-Line-Retry-Key", "not supported by this endpoint")])
        if faults := faults_of("reply", body):
            return self._refuse("reply", faults)
        chat_id, issued = self._tokens.pop(body["replyToken"], ("", 0.0))
        if not chat_id or self.clock() - issued > TOKEN_SECONDS:
            return self._note("reply", Answer(400, {"message": "Invalid reply token"}))
        return self._note("reply", Answer(200, {"sentMessages": self._show(self.phone(chat_id), body["messages"])}))

    def push(self, body: Any, headers: Mapping[str, str]) -> Answer:
        """``POST /v2/bot/message/push``."""
        key = headers.get("x-line-retry-key")
        if key is not None and not RETRY_KEY.fullmatch(key):
            return self._refuse("push", [("X-Line-Retry-Key", "must be a UUID")])
        if faults := faults_of("push", body):
            return self._refuse("push", faults)
        if key is not None and key in self._keys:
            accepted = {"x-line-accepted-request-id": self._keys[key]}
            return self._note("push", Answer(409, {"message": "The retry key is already accepted"}, accepted))
        if body["to"] not in self.phones:
            return self._note("push", Answer(400, {"message": "Failed to send messages"}))
        if self.quota is not None and self.pushed >= self.quota:
            return self._note("push", Answer(429, {"message": "You have reached your monthly limit."}))
        phone = self.phones[body["to"]]
        sent: list[Json] = []
        if not phone.blocked:
            sent = self._show(phone, body["messages"])
            self.pushed += 1
        if key is not None:
            self._keys[key] = f"request-{len(self._keys) + 1}"
        return self._note("push", Answer(200, {"sentMessages": sent}))

    def loading(self, body: Any) -> Answer:
        """``POST /v2/bot/chat/loading/start``."""
        if faults := faults_of("loading", body):
            return self._refuse("loading", faults)
        self.phone(body["chatId"]).loading_until = self.clock() + body.get("loadingSeconds", 20)
        return self._note("loading", Answer(202))

    def profile(self, user_id: str) -> Answer:
        """``GET /v2/bot/profile/{userId}``."""
        phone = self.phones.get(user_id)
        if phone is None or phone.blocked:
            return Answer(404, {"message": "Not found"})
        language = {"language": phone.language} if phone.language else {}
        return Answer(200, {"userId": user_id, "displayName": phone.name, **language})

    def info(self) -> Answer:
        """``GET /v2/bot/info``."""
        info = {"userId": "U" + "d" * 32, "basicId": BASIC_ID, "displayName": "更新デスク"}
        return Answer(200, {**info, "chatMode": "bot", "markAsReadMode": "auto"})

    def quota_limit(self) -> Answer:
        """``GET /v2/bot/message/quota``."""
        return Answer(200, {"type": "none"} if self.quota is None else {"type": "limited", "value": self.quota})

    def consumption(self) -> Answer:
        """``GET /v2/bot/message/quota/consumption``."""
        return Answer(200, {"totalUsage": self.pushed})

    def refuse(self, kind: str, faults: list[tuple[str, str]]) -> Answer:
        """Turn something down for what it holds."""
        return self._refuse(kind, faults)

    def _show(self, phone: Phone, messages: list[Json]) -> list[Json]:
        sent = []
        for message in messages:
            message_id = self.make.message_id()
            phone.shown.append(Shown("account", message, self.clock(), message_id))
            sent.append({"id": message_id, "quoteToken": f"quote-{message_id}"})
        phone.loading_until = 0.0
        return sent

    def _refuse(self, kind: str, faults: list[tuple[str, str]]) -> Answer:
        self.refused += [(kind, where, what) for where, what in faults]
        details = [{"property": where, "message": what} for where, what in faults]
        body = {"message": f"The request body has {len(faults)} error(s)", "details": details}
        return self._note(kind, Answer(400, body))

    def _note(self, kind: str, answer: Answer) -> Answer:
        self.calls.append((kind, answer.status))
        return answer
