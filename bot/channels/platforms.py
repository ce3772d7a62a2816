"""The platforms beside the website: each is there when its secrets are set, and silent without them."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter

from bot.channels.front import Front
from bot.channels.sender import Sender


class Platform(Protocol):
    """One platform: its webhooks, its sender and the work behind them."""

    @property
    def router(self) -> APIRouter:
        """The routes that the platform calls."""
        ...

    @property
    def sender(self) -> Sender:
        """What brings messages to the platform."""
        ...

    async def start(self) -> None:
        """Go on with what an earlier process left."""
        ...

    async def stop(self) -> None:
        """Leave the rest to the next process."""
        ...


def configured_platforms(front: Front) -> list[Platform]:
    """The platforms whose secrets are set."""
    # The vendors' packages are large; a desk without the channel doesn't load them.
    platforms: list[Platform | None] = []
    if front.settings.line_channel_secret.get_secret_value():
        from bot.channels.line import create_line

        platforms.append(create_line(front))
    if front.settings.slack_bot_token.get_secret_value():
        from bot.channels.slack import create_slack

        platforms.append(create_slack(front))
    return [platform for platform in platforms if platform is not None]
