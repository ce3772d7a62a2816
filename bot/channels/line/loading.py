"""Shows LINE's loading animation while an answer takes longer than a second."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.channels.line.limits import LOADING_SECONDS
from bot.feed import Feed
from bot.store import Link, Store, StoreUnavailable

_AFTER = 1.0
_SHOWN = 20


def loading_seconds(expected: float) -> int:
    """How long the animation is asked for: in steps of 5, from 5 to 60; it goes when a message arrives."""
    least, most = LOADING_SECONDS
    return int(min(max(-(-expected // 5) * 5, least), most))


class LoadingAnimation:
    """Watches where the assistant is busy."""

    def __init__(
        self,
        feed: Feed,
        store: Store,
        show: Callable[[str, int], Awaitable[object]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._feed = feed
        self._store = store
        self._show = show
        self._sleep = sleep
        self._tasks: dict[str, asyncio.Task[None]] = {}
        feed.listen(self._on_change)

    async def stop(self) -> None:
        """Leave it to the phones to end their animations."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _on_change(self, conversation_id: str) -> None:
        busy = self._feed.is_typing(conversation_id)
        if busy and not self._feed.closed and conversation_id not in self._tasks:
            self._tasks[conversation_id] = asyncio.create_task(self._animate(conversation_id))
        elif not busy and conversation_id in self._tasks:
            self._tasks.pop(conversation_id).cancel()

    async def _animate(self, conversation_id: str) -> None:
        try:
            await self._sleep(_AFTER)
            users = [link.address.removeprefix("user:") for link in await self._links(conversation_id)]
            while users and self._feed.is_typing(conversation_id):
                for user_id in users:
                    await self._show(user_id, loading_seconds(_SHOWN))
                await self._sleep(_SHOWN - 1)
        finally:
            if self._tasks.get(conversation_id) is asyncio.current_task():
                del self._tasks[conversation_id]

    async def _links(self, conversation_id: str) -> list[Link]:
        try:
            links = await asyncio.to_thread(self._store.links_of, conversation_id)
        except StoreUnavailable:
            return []
        return [
            link for link in links if link.channel == "line" and link.reachable and link.address.startswith("user:")
        ]
