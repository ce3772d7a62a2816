"""How the fake tells the desk: signed requests to an address, or envelopes over Socket Mode; again when unanswered."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode

from aiohttp import web

Kind = Literal["events", "interactions", "commands"]
Deliver = Callable[[str, bytes, Mapping[str, str]], Awaitable[int]]
"""Sends a body with headers to a path of the desk; gives the status."""

_RETRIES = 3
_SOCKET_KINDS = {"events": "events_api", "interactions": "interactive", "commands": "slash_commands"}


@dataclass(frozen=True)
class Told:
    """One request as the desk got it, to be sent again as it was."""

    path: str
    body: bytes
    headers: Mapping[str, str]
    status: int


def signed(body: bytes, secret: str, now: datetime, **more: str) -> dict[str, str]:
    """The headers with which Slack would send a body at this time."""
    stamp = str(int(now.timestamp()))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}", **more}


class Teller:
    """Tells the desk what people do, over whatever it listens on."""

    def __init__(self, secret: str, clock: Callable[[], datetime], names: Callable[[str], str]) -> None:
        self.deliver: Deliver | None = None
        self.told: list[Told] = []
        self._secret = secret
        self._clock = clock
        self._names = names
        self._sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[Mapping[str, Any]]] = {}

    @property
    def connected(self) -> bool:
        """Whether the desk is connected by Socket Mode."""
        return bool(self._sockets)

    async def tell(self, kind: Kind, payload: Mapping[str, Any]) -> int:
        """Tell the desk something and wait for its answer; events are told again while they fail."""
        status = 0
        for attempt in range(_RETRIES + 1):
            status = await self._tell(kind, payload, attempt)
            if status == 200 or kind != "events":
                break
        return status

    async def again(self, told: Told) -> int:
        """Send a request once more, exactly as it was."""
        assert self.deliver is not None
        return await self.deliver(told.path, told.body, told.headers)

    async def serve_socket(self, request: web.Request) -> web.WebSocketResponse:
        """One Socket Mode connection."""
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0000001"}}
        await socket.send_json(hello)
        self._sockets.append(socket)
        try:
            async for message in socket:
                if message.type.name == "TEXT":
                    self._acknowledge(json.loads(message.data))
        finally:
            self._sockets.remove(socket)
        return socket

    async def hang_up(self) -> None:
        """Let every Socket Mode connection go, as Slack does from time to time."""
        for socket in list(self._sockets):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
            await socket.close()

    def _acknowledge(self, answer: Mapping[str, Any]) -> None:
        waiting = self._acks.pop(str(answer.get("envelope_id")), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)

    async def _tell(self, kind: Kind, payload: Mapping[str, Any], attempt: int) -> int:
        if self._sockets:
            return await self._over_socket(kind, payload, attempt)
        assert self.deliver is not None, "the fake does not know where the desk is"
        again = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_error"} if attempt else {}
        if kind == "events":
            body, form = json.dumps(payload).encode(), "application/json"
        else:
            fields = {"payload": json.dumps(payload)} if kind == "interactions" else dict(payload)
            body, form = urlencode(fields).encode(), "application/x-www-form-urlencoded"
        headers = signed(body, self._secret, self._clock(), **again, **{"Content-Type": form})
        path = f"/webhooks/slack/{kind}"
        status = await self.deliver(path, body, headers)
        self.told.append(Told(path, body, headers, status))
        return status

    async def _over_socket(self, kind: Kind, payload: Mapping[str, Any], attempt: int) -> int:
        envelope: dict[str, Any] = {
            "envelope_id": self._names("envelope"),
            "type": _SOCKET_KINDS[kind],
            "payload": payload,
            "accepts_response_payload": kind != "events",
        }
        if attempt:
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout"}
        waiting = self._acks[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        await self._sockets[-1].send_json(envelope)
        try:
            await asyncio.wait_for(waiting, 3)
        except asyncio.TimeoutError:
            self._acks.pop(envelope["envelope_id"], None)
            return 408
        return 200
