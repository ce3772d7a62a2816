"""A front over in-memory parts, and the customer's end of it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
from fastapi import FastAPI

from bot.app import create_app
from bot.channels.front import Front
from bot.dialogue.memory import MemoryDialogue
from bot.dialogue.port import TurnReply, TurnRequest, TurnTrace
from bot.inbox import Pace
from bot.knowledge import Knowledge
from bot.messages import Choice, Choices, Message, Paragraph
from bot.settings import Settings
from bot.store import Store


class FakeTime:
    """A clock and a sleep that only move when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []
        self._asked = asyncio.Event()

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        done = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + timedelta(seconds=seconds), done))
        self._asked.set()
        await done

    def advance(self, seconds: float) -> None:
        """Let time pass for everyone who sleeps."""
        self.now += timedelta(seconds=seconds)
        for until, done in self._sleepers:
            if until <= self.now and not done.done():
                done.set_result(None)
        self._sleepers = [sleeper for sleeper in self._sleepers if not sleeper[1].done()]

    async def sleepers(self, count: int) -> None:
        """Wait until so many sleep."""
        while sum(not done.cancelled() for _, done in self._sleepers) < count:
            self._asked.clear()
            await asyncio.wait_for(self._asked.wait(), 5)


def answer(request: TurnRequest) -> TurnReply:
    """An echo with two choices."""
    language = request.language_switch or request.language_hint or "ja"
    said = request.text or request.payload or f"switched to {request.language_switch}"
    choices = Choices(items=(Choice(label="はい", payload="/affirm"), Choice(label="いいえ", payload='/deny{"a": 1}')))
    message = Message(language=language, blocks=(Paragraph(text=f"answer to {said}"), choices))
    return TurnReply(language=language, messages=(message,), trace=TurnTrace(intent="inform", confidence=0.9))


@dataclass
class Customer:
    """Somebody with a session."""

    http: httpx.AsyncClient
    conversation_id: str
    token: str
    _names: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(
        self, body: Any, *, path: str = "messages", wait: float | None = None, **headers: str
    ) -> httpx.Response:
        prefer = {} if wait is None else {"Prefer": f"wait={wait:g}"}
        return await self.http.post(f"/api/v1/chat/{path}", json=body, headers={**self.headers, **prefer, **headers})

    async def say(self, text: str, *, name: str | None = None, wait: float | None = 10) -> httpx.Response:
        name = name or f"auto-{next(self._names)}"
        return await self.post({"client_message_id": name, "text": text}, wait=wait)

    async def pick(self, choice: str, *, wait: float | None = 10) -> httpx.Response:
        return await self.post({"client_message_id": f"auto-{next(self._names)}", "choice": choice}, wait=wait)

    async def history(self, **params: Any) -> dict[str, Any]:
        response = await self.http.get("/api/v1/chat/messages", headers=self.headers, params=params)
        assert response.status_code == 200, response.text
        page: dict[str, Any] = response.json()
        return page

    async def transcript(self) -> list[tuple[str, str]]:
        return [(message["role"], message["blocks"][0]["text"]) for message in (await self.history())["messages"]]


@dataclass
class Desk:
    """The front and everything behind it."""

    app: FastAPI
    http: httpx.AsyncClient
    store: Store
    dialogue: MemoryDialogue
    time: FakeTime

    @property
    def front(self) -> Front:
        front: Front = self.app.state.front
        return front

    async def customer(self, language: str | None = None) -> Customer:
        response = await self.http.post("/api/v1/chat/sessions", json={"language": language} if language else {})
        assert response.status_code == 201, response.text
        return Customer(self.http, response.json()["conversation_id"], response.json()["token"])

    async def changed(self, conversation_id: str, condition: Any) -> None:
        """Wait until something is true of a conversation."""
        with self.front.feed.watch(conversation_id) as watch:
            while not await condition():
                assert await watch.changed(20)


@asynccontextmanager
async def open_desk(
    settings: Settings, store: Store, dialogue: MemoryDialogue, knowledge: Knowledge, time: FakeTime
) -> AsyncIterator[Desk]:
    """A front at work."""
    pace = Pace(notice_after=settings.notice_after_seconds, sleep=time.sleep)
    app = create_app(settings, store, dialogue, knowledge, clock=time.clock, pace=pace)
    transport = httpx.ASGITransport(app, client=("192.0.2.1", 5000))
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://desk") as http:
        yield Desk(app, http, store, dialogue, time)
