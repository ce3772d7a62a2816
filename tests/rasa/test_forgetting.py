"""Rasa's side of a message taken back: the tracker store and the channel's endpoint."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from bot.settings import settings

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

ADDRESS = "hanako@example.com"


class Channel:
    """The desk's channel, served on a port; a process can hold one of Sanic's servers only."""

    def __init__(self) -> None:
        from sanic import Sanic

        from bot.dialogue.rasa_channel import DeskInput

        self.app = Sanic("desk-forgetting")
        self.app.blueprint(DeskInput().blueprint(_no_message), url_prefix="/webhooks/desk")
        self.loop = asyncio.new_event_loop()
        listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        Thread(target=self.loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self._serve(listening), self.loop).result(30)

    async def _serve(self, listening: socket.socket) -> None:
        self.server = await self.app.create_server(sock=listening, return_asyncio_server=True)
        await self.server.startup()
        await self.server.start_serving()

    async def _close(self) -> None:
        self.server.close()
        await self.server.wait_closed()

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result(30)
        self.loop.call_soon_threadsafe(self.loop.stop)


async def _no_message(message: object) -> None:
    raise AssertionError("forgetting is no message")


class Desk:
    """The channel over a store with one conversation of two turns, without a model."""

    def __init__(self, url: str, channel: Channel) -> None:
        from rasa.shared.core.domain import Domain

        from bot.dialogue.tracker_store import DeskTrackerStore

        self.url, self.channel, self.domain = url, channel, Domain.load("domain.yml")
        self.locked: list[str] = []
        self.store = DeskTrackerStore(self.domain, host=url)

    @asynccontextmanager
    async def lock(self, conversation_id: str) -> Any:
        self.locked.append(conversation_id)
        yield

    async def converse(self) -> None:
        from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered

        tracker = await self.store.get_or_create_tracker("c")
        for turn, text, slot in (("m1", ADDRESS, ("email", ADDRESS)), ("m2", "22122857", ("order_number", "22122857"))):
            entity = {"entity": slot[0], "value": slot[1], "start": 0, "end": len(text)}
            said = UserUttered(text, {"name": "inform"}, [entity], message_id=turn, metadata={"message_id": turn})
            for event in (said, SlotSet(*slot), ActionExecuted("action_listen"), BotUttered(f"{slot[1]} ですね")):
                tracker.update(event, self.domain)
        await self.store.save(tracker)

    def forget(self, turn: str, token: str | None = None) -> int:
        self.channel.app.ctx.agent = SimpleNamespace(is_ready=lambda: True, tracker_store=self.store, lock_store=self)
        secret = token or settings().rasa_token.get_secret_value()
        answer = httpx.post(
            f"{self.channel.url}/webhooks/desk/forget",
            json={"conversation_id": "c", "message_id": turn},
            headers={"Authorization": f"Bearer {secret}"},
            trust_env=False,
        )
        return answer.status_code

    def slots(self) -> dict[str, Any]:
        from bot.dialogue.tracker_store import DeskTrackerStore

        tracker = asyncio.run(DeskTrackerStore(self.domain, host=self.url).retrieve("c"))
        return {name: tracker.get_slot(name) for name in ("email", "order_number")}


@pytest.fixture(scope="module")
def channel() -> Iterator[Channel]:
    channel = Channel()
    yield channel
    channel.close()


@pytest.fixture
def desk(tmp_path: Path, channel: Channel) -> Desk:
    desk = Desk(f"sqlite:///{tmp_path / 'rasa.db'}", channel)
    asyncio.run(desk.converse())
    return desk


def stored(desk: Desk) -> str:
    with desk.store.session_scope() as session:
        return "\n".join(row.data for row in session.query(desk.store.SQLEvent))


def test_one_turn_vanishes_and_the_rest_stays(desk: Desk) -> None:
    assert desk.slots() == {"email": ADDRESS, "order_number": "22122857"}
    assert desk.forget("m1") == 200
    assert desk.slots() == {"email": None, "order_number": "22122857"}
    assert ADDRESS not in stored(desk)
    assert desk.locked == ["c"]


def test_again_and_of_an_unknown_turn_it_changes_nothing(desk: Desk) -> None:
    desk.forget("m1")
    once = stored(desk)
    assert desk.forget("m1") == 200
    assert desk.forget("m9") == 200
    assert stored(desk) == once


def test_nobody_without_the_secret_can_make_it_forget(desk: Desk) -> None:
    assert desk.forget("m1", token="guessed") == 401
    assert ADDRESS in stored(desk)


def test_a_store_that_is_away_is_no_success(desk: Desk) -> None:
    with desk.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME TO elsewhere")
    assert desk.forget("m1") == 503
