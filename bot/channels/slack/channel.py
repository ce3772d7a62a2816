"""Slack as a channel of the front: a door for HTTP, a connection for Socket Mode, a sender, and the cards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.front import Front
from bot.channels.pacing import WorkerPace
from bot.channels.platform_events import PlatformEvents
from bot.channels.slack.api import SlackApi
from bot.channels.slack.board import Board
from bot.channels.slack.channel_pace import ChannelPace
from bot.channels.slack.door import Door
from bot.channels.slack.handling import Handling
from bot.channels.slack.keeping import Kind, new_event
from bot.channels.slack.listeners import UNREADABLE, bolt_app
from bot.channels.slack.notes_from_elsewhere import NotesFromElsewhere
from bot.channels.slack.people import People
from bot.channels.slack.sender import SlackSender
from bot.channels.slack.workplace import Workplace
from bot.store import KeptEvent

log = structlog.get_logger("koshin.slack")

PREFIX = "/webhooks/slack"

_MOST_BYTES = 1_000_000
_PING_SECONDS = 10.0


class SlackChannel:
    """One Slack app. ``events`` and ``door`` are open to look at."""

    def __init__(
        self,
        front: Front,
        *,
        pace: WorkerPace | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        settings = front.settings
        self._front = front
        self._app_token = settings.slack_app_token.get_secret_value()
        self.api = SlackApi(
            settings.slack_bot_token.get_secret_value(), settings.slack_api_url, ChannelPace(front.clock, sleep), sleep
        )
        self.door = Door(
            [
                settings.slack_signing_secret.get_secret_value(),
                settings.slack_signing_secret_next.get_secret_value(),
            ],
            front.clock,
        )
        people = People(
            self.api,
            front.clock,
            group=settings.slack_agent_group,
            support_channel=settings.slack_support_channel,
            default_language=settings.default_language,
        )
        notes = NotesFromElsewhere(self._keep_note)
        self.board = Board(self._keep_case, notes, pace)
        self._workplace = Workplace(front, self.api, people)
        self._handling = Handling(self._workplace, self.board, notes)
        self.events = PlatformEvents(front.store, "slack", self._handle, pace)
        self.sender = SlackSender(self.api, front.choices, settings.default_language)
        self._bolt = bolt_app(self.api, self._keep)
        self._requests = AsyncSlackRequestHandler(self._bolt)
        self._socket: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self.router = APIRouter()
        self.router.add_api_route(f"{PREFIX}/{{kind}}", self._receive, methods=["POST"], include_in_schema=False)

    async def start(self) -> None:
        """Go on with what was kept, post what is new, and connect if Socket Mode is wanted."""
        await self.api.open()
        self.events.start()
        self.board.start(self._workplace)
        if self._app_token:
            self._connecting = asyncio.create_task(self._connect())

    async def stop(self) -> None:
        """Stop taking requests, then stop working; what is kept waits for the next process."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._socket is not None:
            await self._socket.client.close()  # type: ignore[no-untyped-call]
        await self.board.stop()
        await self.events.stop()
        await self.api.close()

    async def _receive(self, request: Request, kind: str) -> Response:
        """One request of Slack's; a request that Slack did not sign learns nothing."""
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > _MOST_BYTES:
            return Response(status_code=413)
        body = await request.body()
        if len(body) > _MOST_BYTES:
            return Response(status_code=413)
        if not self.door.opens(body, request.headers):
            return Response(status_code=401)
        try:
            return await self._requests.handle(request)
        except UNREADABLE as error:
            # Signed, and yet of no form that Slack's own library can read.
            log.warning("request can't be read", error=type(error).__name__)
            return Response(status_code=400)

    async def _keep(self, kind: Kind, body: dict[str, Any]) -> None:
        await self.events.keep([new_event(kind, body, self._front.clock())])

    async def _keep_case(self, number: str) -> None:
        await self._keep("case", {"number": number})

    async def _keep_note(self, link_id: str, note_id: int) -> None:
        await self._keep("note", {"link": link_id, "note": note_id})

    async def _handle(self, kept: KeptEvent) -> None:
        await self._handling.handle(kept)

    async def _connect(self) -> None:
        """Open the Socket Mode connection; Bolt's client keeps it and opens it again."""
        client = AsyncWebClient(token=self._app_token, base_url=self._front.settings.slack_api_url)
        self._socket = AsyncSocketModeHandler(
            self._bolt, self._app_token, web_client=client, ping_interval=_PING_SECONDS
        )
        while True:
            try:
                await self._socket.client.connect_to_new_endpoint()
            except Exception as error:
                log.warning("Slack can't be reached by Socket Mode", reason=type(error).__name__)
                await asyncio.sleep(_PING_SECONDS)
            else:
                log.info("connected to Slack by Socket Mode")
                return


def create_slack(
    front: Front,
    *,
    pace: WorkerPace | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> SlackChannel | None:
    """Slack, if its secrets are set."""
    if not front.settings.slack_bot_token.get_secret_value():
        return None
    return SlackChannel(front, pace=pace, sleep=sleep)
