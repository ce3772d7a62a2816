"""A front that keeps the chat API's promises from memory, so that the widget is tested without Rasa or a database."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.messages import Language, Message, Paragraph
from tests.browser.answers import answer, say

WEB = Path(__file__).resolve().parents[2] / "web"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass
class Conversation:
    """One customer's conversation, its messages and who listens."""

    token: str
    language: Language
    messages: list[dict[str, Any]] = field(default_factory=list)
    listeners: set[asyncio.Queue[tuple[str, dict[str, Any]] | None]] = field(default_factory=set)
    choices: dict[str, str] = field(default_factory=dict)
    seq: int = 0

    def store(self, role: str, message: Message, **more: Any) -> dict[str, Any]:
        """Keep a message, sign its choices, tell the listeners."""
        self.seq += 1
        blocks = [block.model_dump(mode="json") for block in message.blocks]
        offered = []
        for block in blocks:
            if block["type"] == "choices":
                block["items"] = [{"id": self._sign(item["label"]), "label": item["label"]} for item in block["items"]]
                offered += block["items"]
        stored = {
            "id": f"m{self.seq}-{secrets.token_hex(4)}",
            "seq": self.seq,
            "role": role,
            "language": message.language,
            "created_at": datetime.now(timezone.utc).isoformat(),
            "client_message_id": None,
            "reply_to": None,
            "blocks": blocks,
            "plain_text": message.plain_text,
            "choices": offered,
            **more,
        }
        self.messages.append(stored)
        self.emit("message", stored)
        return stored

    def emit(self, event: str, data: dict[str, Any]) -> None:
        for listener in self.listeners:
            listener.put_nowait((event, data))

    def _sign(self, label: str) -> str:
        choice = secrets.token_urlsafe(12)
        self.choices[choice] = label
        return choice


class FakeFront:
    """Serves ``web/`` and the chat API on a free loopback port; tests reach in to break things."""

    def __init__(self) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.reset()
        self._server = uvicorn.Server(
            uvicorn.Config(self._app(), port=0, log_level="warning", timeout_graceful_shutdown=1)
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._started = threading.Event()

    # what a test calls

    def start(self) -> str:
        self._thread.start()
        assert self._started.wait(10), "the fake front did not start"
        return self.url

    def stop(self) -> None:
        self.close_streams()
        self._server.should_exit = True
        self._thread.join(10)

    def reset(self) -> None:
        """As on the first day."""
        self.conversations.clear()
        self.posts: list[dict[str, Any]] = []
        self.switches: list[str] = []
        self.failures: list[int] = []
        """Status codes for the next posts of messages: 0 stores the message and then drops the answer."""
        self.hold = False
        """Streams are refused while true."""

    @property
    def only(self) -> Conversation:
        assert len(self.conversations) == 1, f"{len(self.conversations)} conversations"
        return next(iter(self.conversations.values()))

    def push(self, text: str, role: str = "agent", language: Language = "ja") -> None:
        """Somebody at the desk says something, unasked."""
        self._in_loop(lambda: self.only.store(role, say(language, Paragraph(text=text))))

    def typing(self, on: bool) -> None:
        self._in_loop(lambda: self.only.emit("typing", {"typing": on}))

    def close_streams(self) -> None:
        def close() -> None:
            for conversation in self.conversations.values():
                for listener in conversation.listeners:
                    listener.put_nowait(None)

        self._in_loop(close)

    def forget_everything(self) -> None:
        """All tokens expire."""
        self._in_loop(self.conversations.clear)

    # the server

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._server.serve()

    def _in_loop(self, work: Callable[[], object]) -> None:
        async def run() -> None:
            work()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(5)

    def _app(self) -> ASGIApp:
        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            asyncio.get_running_loop().call_soon(asyncio.ensure_future, self._announce())
            yield

        api = "/api/v1/chat"
        app = Starlette(
            lifespan=lifespan,
            routes=[
                Route(f"{api}/sessions", self._sessions, methods=["POST"]),
                Route(f"{api}/messages", self._send, methods=["POST"]),
                Route(f"{api}/messages", self._history),
                Route(f"{api}/language", self._language, methods=["POST"]),
                Route(f"{api}/events", self._events),
                Mount("/widget", StaticFiles(directory=WEB / "widget")),
                Mount("/", StaticFiles(directory=WEB / "demo", html=True)),
            ],
        )
        return _with_csp(app)

    async def _announce(self) -> None:
        while not self._server.started:
            await asyncio.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._started.set()

    def _conversation(self, request: Request) -> Conversation | None:
        return self.conversations.get(request.headers.get("authorization", "").removeprefix("Bearer "))

    async def _sessions(self, request: Request) -> Response:
        language = (await request.json()).get("language", "ja")
        conversation = Conversation(token=secrets.token_urlsafe(16), language=language)
        self.conversations[conversation.token] = conversation
        expires = datetime.now(timezone.utc) + timedelta(days=14)
        body = {
            "conversation_id": secrets.token_hex(8),
            "token": conversation.token,
            "expires_at": expires.isoformat(),
            "language": language,
        }
        return JSONResponse(body, 201)

    async def _send(self, request: Request) -> Response:
        conversation = self._conversation(request)
        if conversation is None:
            return _problem(401, "token", "expired")
        body = await request.json()
        self.posts.append(body)
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            return _problem(failure, "fault", "この内容は受け付けられません。" if failure == 422 else "fault")
        mine = body["client_message_id"]
        before = next((m for m in conversation.messages if m["client_message_id"] == mine), None)
        if before is None:
            text = body["text"] if "text" in body else conversation.choices.get(body["choice"])
            if text is None:
                return _problem(422, "unknown_choice", "unknown choice")
            before = self._turn(conversation, mine, text, body.get("choice"))
        if failure == 0:
            return _problem(503, "lost", "the answer got lost")
        return JSONResponse({"client_message_id": mine, "seq": before["seq"]}, 202)

    def _turn(self, conversation: Conversation, mine: str, text: str, choice: str | None) -> dict[str, Any]:
        if any("\u3040" <= letter <= "\u9fff" for letter in text):
            conversation.language = "ja"
        elif any(letter.isalpha() for letter in text):
            conversation.language = "en"
        message = say(conversation.language, Paragraph(text=text.replace("4111111111111111", "[カード番号]")))
        stored = conversation.store("customer", message, client_message_id=mine, choice_id=choice)
        conversation.emit("typing", {"typing": True})
        for reply in answer(text, conversation.language):
            conversation.store("assistant", reply, reply_to=mine)
        conversation.emit("typing", {"typing": False})
        return stored

    async def _history(self, request: Request) -> Response:
        conversation = self._conversation(request)
        if conversation is None:
            return _problem(401, "token", "expired")
        after, limit = int(request.query_params.get("after", "0")), int(request.query_params.get("limit", 100))
        found = [message for message in conversation.messages if message["seq"] > after][:limit]
        return JSONResponse({"messages": found, "last_seq": conversation.seq, "language": conversation.language})

    async def _language(self, request: Request) -> Response:
        conversation = self._conversation(request)
        if conversation is None:
            return _problem(401, "token", "expired")
        conversation.language = (await request.json())["language"]
        self.switches.append(conversation.language)
        said = "日本語でご案内します。" if conversation.language == "ja" else "We go on in English."
        conversation.store("assistant", say(conversation.language, Paragraph(text=said)))
        return JSONResponse({}, 202)

    async def _events(self, request: Request) -> Response:
        conversation = self._conversation(request)
        if conversation is None:
            return _problem(401, "token", "expired")
        if self.hold:
            return _problem(503, "away", "away")
        after = int(request.headers.get("last-event-id") or request.query_params.get("after", "0"))
        return StreamingResponse(_stream(conversation, after), media_type="text/event-stream")


async def _stream(conversation: Conversation, after: int) -> AsyncIterator[str]:
    queue: asyncio.Queue[tuple[str, dict[str, Any]] | None] = asyncio.Queue()
    for message in conversation.messages:
        if message["seq"] > after:
            queue.put_nowait(("message", message))
    conversation.listeners.add(queue)
    try:
        yield ": hello\n\n"
        while (item := await queue.get()) is not None:
            event, data = item
            number = f"id: {data['seq']}\n" if event == "message" else ""
            yield f"{number}event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
    finally:
        conversation.listeners.discard(queue)


def _problem(status: int, code: str, detail: str) -> Response:
    body = {"type": "about:blank", "title": code, "status": status, "detail": detail, "code": code}
    return JSONResponse(body, status, media_type="application/problem+json")


def _with_csp(app: ASGIApp) -> ASGIApp:
    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def with_header(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", CSP.encode())]
            await send(message)

        await app(scope, receive, with_header)

    return guarded


if __name__ == "__main__":
    front = FakeFront()
    sys.stdout.write(f"{front.start()}\n")
    sys.stdout.flush()
    threading.Event().wait()
