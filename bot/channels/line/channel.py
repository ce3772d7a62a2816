"""The LINE channel, put together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.channels.front import Front
from bot.channels.line.api import LineApi
from bot.channels.line.counters import Counters
from bot.channels.line.handling import CHANNEL, LineHandling
from bot.channels.line.loading import LoadingAnimation
from bot.channels.line.quota import QuotaWatch
from bot.channels.line.rendering import LineRenderer
from bot.channels.line.sending import LineSender
from bot.channels.line.signatures import Signatures
from bot.channels.line.webhook import webhook_router
from bot.channels.pacing import WorkerPace
from bot.channels.platform_events import PlatformEvents


class LineChannel:
    """Everything between LINE and the desk.

    Attributes:
        router: the webhook.
        sender: what the deliveries need.
        events: the queue of what LINE told.
        counters, quota: for metrics.
    """

    def __init__(
        self,
        front: Front,
        pace: WorkerPace | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        settings = front.settings
        secrets = [settings.line_channel_secret, settings.line_channel_secret_next]
        self._api = LineApi(settings.line_channel_access_token.get_secret_value(), settings.line_api_url)
        self.counters = Counters()
        self.events = PlatformEvents(front.store, CHANNEL, LineHandling(front, self._api).handle, pace)
        self.sender = LineSender(self._api, LineRenderer(front.choices), self.counters, front.clock)
        signatures = Signatures([secret.get_secret_value() for secret in secrets])
        self.router = webhook_router(signatures, self.events.keep, self.counters, front.clock)
        self.quota = QuotaWatch(self._api.quota, sleep)
        self._loading = LoadingAnimation(front.feed, front.store, self._api.show_loading, sleep)
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Go to work on the running loop."""
        self._api.open()
        self.events.start()
        self._watching = asyncio.create_task(self.quota.run())

    async def stop(self) -> None:
        """Leave the rest to the next process."""
        await self.events.stop()
        await self._loading.stop()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._api.close()


def create_line(front: Front) -> LineChannel | None:
    """The LINE channel; None when it isn't configured."""
    return LineChannel(front) if front.settings.line_channel_secret.get_secret_value() else None
