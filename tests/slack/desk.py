"""A desk that is reachable from a local Slack: the front, its Slack channel and its deliveries, in one event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from bot.app import create_app
from bot.channels.deliveries import Deliveries
from bot.channels.front import Front
from bot.channels.pacing import WorkerPace
from bot.channels.slack import SlackChannel, create_slack
from bot.dialogue.memory import MemoryDialogue
from bot.dialogue.port import DialoguePort, ParseResult
from bot.fakes.slack import APP_TOKEN, BOT_TOKEN, BOT_USER, SIGNING_SECRET, TEAM, FakeSlack, Message, eventually
from bot.knowledge import Knowledge
from bot.settings import Settings
from bot.store import Agent, Case, NewCase, Store

SUPPORT = "C0SUPPORT1"
GROUP = "S0AGENTS01"
SATO, TANAKA, SMITH, OUTSIDER, CUSTOMER = "U0SATO0001", "U0TANAKA01", "U0SMITH001", "U0OTHER001", "U0CUSTOM01"
NEXT_SECRET = "the secret that comes next"

_SWEEP = 10_000.0


class SlackTime:
    """A clock that those who sleep push forward; whoever only looks around from time to time sleeps for good."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if seconds >= _SWEEP:
            await asyncio.Event().wait()
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)


class UnderstandingDialogue(MemoryDialogue):
    """The twin with a few texts that it understands; ``readings`` maps a part of a text to an intent."""

    readings: Mapping[str, str] = {
        "自動更新": "stop_auto_renew",
        "更新登録": "renew_registration",
        "serial number": "find_serial_number",
        "天気": "out_of_scope",
    }

    async def parse(self, text: str, conversation_id: str | None = None) -> ParseResult:
        if self._failures:
            raise self._failures.pop(0)
        found = next((intent for part, intent in self.readings.items() if part in text), None)
        intent = {"name": found, "confidence": 0.9 if found else 0.0}
        return {"text": text, "intent": intent, "entities": [], "intent_ranking": [intent]}


def slack_settings(settings: Settings, address: str, **more: Any) -> Settings:
    """The settings of a desk with Slack in HTTP mode."""
    return settings.model_copy(
        update={
            "slack_signing_secret": SecretStr(SIGNING_SECRET),
            "slack_signing_secret_next": SecretStr(NEXT_SECRET),
            "slack_bot_token": SecretStr(BOT_TOKEN),
            "slack_api_url": address,
            "slack_support_channel": SUPPORT,
            "slack_agent_group": GROUP,
            **more,
        }
    )


def socket_mode() -> dict[str, Any]:
    """The settings that make it Socket Mode."""
    return {
        "slack_app_token": SecretStr(APP_TOKEN),
        "slack_signing_secret": SecretStr(""),
        "slack_signing_secret_next": SecretStr(""),
    }


@dataclass
class SlackDesk:
    """The desk, and the Slack it is in."""

    slack: FakeSlack
    front: Front
    channel: SlackChannel
    deliveries: Deliveries
    app: FastAPI
    http: httpx.AsyncClient
    time: SlackTime

    @property
    def store(self) -> Store:
        return self.front.store

    async def quiet(self) -> None:
        """Wait until everything that was told is worked through and everything that was said is there."""
        for _ in range(3):
            await self._idle()
        await asyncio.wait_for(self._brought(), 60)

    async def _idle(self) -> None:
        await self.channel.events.idle()
        await self.channel.board.idle()
        await asyncio.wait_for(self._answered(), 30)
        await self.deliveries.idle()

    async def _brought(self) -> None:
        """What is stored is not always on its way yet: whoever carries it may not have been told."""

        def left() -> bool:
            return bool(self.store.waiting_addresses("slack") or self.store.links_with_work(["slack"]))

        while await asyncio.to_thread(left):
            await asyncio.sleep(0.01)
            await self._idle()

    async def _answered(self) -> None:
        while await asyncio.to_thread(self.store.unfinished_conversations):
            await asyncio.sleep(0.005)

    def dm(self, user: str) -> str:
        return f"D{user[1:]}"

    def dialog(self, user: str, channel: str | None = None, thread_ts: str | None = None) -> list[tuple[str, str]]:
        """Who said what, as a person sees it."""
        seen = self.slack.seen_by(user, channel or self.dm(user), thread_ts)
        return [("desk" if message.user == BOT_USER else message.user, message.text) for message in seen]

    def last(self, user: str, channel: str | None = None) -> Message:
        return [m for m in self.slack.seen_by(user, channel or self.dm(user)) if m.user == BOT_USER][-1]

    def whisper(self, user: str) -> Message:
        return self.slack.whispers(user)[-1]

    async def web_conversation(self, *texts: str, language: Any = "ja") -> str:
        """A customer on the website who wrote something."""
        conversation = await asyncio.to_thread(self.store.open_conversation, "web", language)
        for number, text in enumerate(texts):
            await self.web_says(conversation.id, text, name=f"web-{number}")
        return conversation.id

    async def web_says(self, conversation_id: str, text: str, name: str) -> None:
        from bot.store import Incoming

        await self.front.inbox.accept(Incoming(conversation_id, name, text=text))
        await self.quiet()

    async def case(self, conversation_id: str, **more: Any) -> Case:
        """A case that the assistant filed for the customer."""
        values: dict[str, Any] = {
            "problem": "自動更新を止めたいのに、ログインできません",
            "name": "山田太郎",
            "email": "taro.yamada@example.com",
            "order_number": "ALLSOFT-22123406",
            "provider": "allsoft",
            "product_line": "kaspersky",
        }
        key = f"case-of-{conversation_id}-{more.pop('key', '')}"
        new = NewCase(idempotency_key=key, conversation_id=conversation_id, **{**values, **more})
        case = await asyncio.to_thread(self.store.file_case, new)
        self.front.feed.changed(conversation_id)
        await self.quiet()
        return case

    def card(self, number: str) -> Message:
        """The card of a case."""
        return next(m for m in self.slack.seen_by(SATO, SUPPORT) if m.only_for is None and number in m.text)

    def agent(self, user: str) -> Agent:
        return Agent(f"slack:{TEAM}:{user}", self.slack.world.users[user].name)

    def conversation_of(self, address: str) -> str:
        link = self.store.find_link("slack", address)
        assert link is not None
        return link.conversation_id


def new_slack(time: SlackTime) -> FakeSlack:
    """A workspace with three agents, somebody else and a customer."""
    slack = FakeSlack(clock=time.clock)
    slack.world.add_user(SATO, "佐藤")
    slack.world.add_user(TANAKA, "田中")
    slack.world.add_user(SMITH, "Smith", "en-US")
    slack.world.add_user(OUTSIDER, "部外者")
    slack.world.add_user(CUSTOMER, "客野")
    agents = {SATO, TANAKA, SMITH}
    slack.world.groups[GROUP] = set(agents)
    slack.world.add_channel(SUPPORT, "support-queue", {*agents, OUTSIDER, BOT_USER})
    slack.world.add_channel("C0GENERAL1", "general", {*agents, OUTSIDER, CUSTOMER, BOT_USER})
    slack.world.add_channel("C0PRIVATE1", "private", {*agents})
    return slack


@asynccontextmanager
async def open_slack_desk(
    settings: Settings, store: Store, dialogue: DialoguePort, knowledge: Knowledge, time: SlackTime, **more: Any
) -> AsyncIterator[SlackDesk]:
    """A desk at work, with a Slack around it."""
    slack = new_slack(time)
    address = await slack.start()
    app = create_app(settings, store, dialogue, knowledge, clock=time.clock)
    front: Front = replace(app.state.front, settings=slack_settings(settings, address, **more))
    pace = WorkerPace(sweep_every=_SWEEP, first_pause=0.5, sleep=time.sleep)
    channel = create_slack(front, pace=pace, sleep=time.sleep)
    assert channel is not None
    app.router.routes[:0] = channel.router.routes  # before the pages, which take every address
    deliveries = Deliveries(store, front.feed, [channel.sender], time.clock, pace)
    transport = httpx.ASGITransport(app, client=("192.0.2.1", 5000))
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://desk") as http:

        async def deliver(path: str, body: bytes, headers: Mapping[str, str]) -> int:
            return (await http.post(path, content=body, headers=dict(headers))).status_code

        slack.teller.deliver = deliver
        deliveries.start()
        await channel.start()
        if "slack_app_token" in more:
            await eventually(lambda: slack.teller.connected)
        desk = SlackDesk(slack, front, channel, deliveries, app, http, time)
        try:
            yield desk
        finally:
            await channel.stop()
            await deliveries.stop()
            await slack.stop()
