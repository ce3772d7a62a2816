"""A front with the LINE channel, and a LINE platform before it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timezone

import httpx
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.app import create_app
from bot.channels.deliveries import Deliveries
from bot.channels.front import Front
from bot.channels.line import LineChannel
from bot.channels.pacing import WorkerPace
from bot.dialogue.port import DialoguePort
from bot.fakes.line.account import Account
from bot.fakes.line.phones import Phone
from bot.fakes.line.platform import Platform
from bot.fakes.line.server import Server
from bot.inbox import Pace
from bot.knowledge import Knowledge
from bot.settings import Settings
from bot.store import Store

SECRET = "channel secret of a test"
TOKEN = "access token of a test"
SETTINGS = {"line_channel_secret": SECRET, "line_channel_access_token": TOKEN}


def user(number: int = 1) -> str:
    """A user id."""
    return f"U{number:032x}"


@dataclass
class Clock:
    """The real time, which can be moved on."""

    ahead: float = 0.0

    def seconds(self) -> float:
        return time.time() + self.ahead

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), timezone.utc)


@dataclass
class LineDesk:
    """The front, its LINE channel and the platform."""

    front: Front
    channel: LineChannel
    deliveries: Deliveries
    platform: Platform
    server: Server
    account: Account
    http: httpx.AsyncClient
    clock: Clock

    @property
    def store(self) -> Store:
        return self.front.store

    def phone(self, number: int = 1, *, language: str | None = "ja", name: str = "見本花子") -> Phone:
        """A customer's phone."""
        return self.platform.phone(user(number), name, language)

    async def settled(self) -> None:
        """Wait until everything that came in is answered and everything said is brought."""

        async def work() -> bool:
            waiting = await asyncio.to_thread(self.store.waiting_addresses, "line")
            turns = await asyncio.to_thread(self.store.unfinished_conversations)
            behind = await asyncio.to_thread(self.store.links_with_work, ["line"])
            return bool(waiting or turns or behind)

        async def until_done() -> None:
            while await work():
                await self.channel.events.idle()
                await asyncio.sleep(0.01)

        await asyncio.wait_for(until_done(), 60)


FAST = WorkerPace(first_pause=0.01, longest_pause=0.05, sweep_every=0.1, lease=5.0)


@asynccontextmanager
async def open_line_desk(
    settings: Settings,
    store: Store,
    dialogue: DialoguePort,
    knowledge: Knowledge,
    clock: Clock,
    *,
    quota: int | None = None,
    seed: str = "",
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[LineDesk]:
    """A desk at work."""
    platform = Platform(clock=clock.seconds, quota=quota, seed=seed)
    server = Server(platform, TOKEN)
    async with TestServer(server.app()) as api:
        address = str(api.make_url("")).rstrip("/")
        ours = settings.model_copy(
            update={
                **{name: SecretStr(value) for name, value in SETTINGS.items()},
                "line_api_url": address,
                "line_data_api_url": address,
            }
        )
        app = create_app(
            settings, store, dialogue, knowledge, clock=clock.now, pace=Pace(first_pause=0.01, longest_pause=0.05)
        )
        # The app itself has LINE off, so that this channel can have the pace of a test.
        front: Front = replace(app.state.front, settings=ours)
        channel = LineChannel(front, FAST, sleep)
        app.router.routes[:0] = channel.router.routes  # before the static files, which take every path
        deliveries = Deliveries(store, front.feed, [channel.sender], clock.now, FAST)
        transport = httpx.ASGITransport(app, client=("192.0.2.9", 5000))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://desk") as http,
        ):

            async def post(body: bytes, headers: dict[str, str]) -> int:
                return (await http.post("/webhooks/line", content=body, headers=headers)).status_code

            account = Account(platform, post, SECRET, pause=0.01)
            await channel.start()
            deliveries.start()
            try:
                yield LineDesk(front, channel, deliveries, platform, server, account, http, clock)
            finally:
                await channel.stop()
                await deliveries.stop()


def later(clock: Clock, seconds: float) -> None:
    """Let time pass."""
    clock.ahead += seconds
