"""Runs the fake for trying the desk out: a workspace with agents and a customer, and a page to be any of them."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping

import aiohttp

from bot.fakes.slack.page import Page
from bot.fakes.slack.platform import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, FakeSlack
from bot.fakes.slack.world import BOT_USER

SUPPORT_CHANNEL, AGENT_GROUP = "C0SUPPORT1", "S0AGENTS01"

_PEOPLE = (
    ("U0SATO0001", "佐藤", "ja-JP", True),
    ("U0TANAKA01", "田中", "ja-JP", True),
    ("U0SMITH001", "Smith", "en-US", True),
    ("U0CUSTOM01", "お客様", "ja-JP", False),
)


def workspace() -> FakeSlack:
    """A workspace with three agents and a customer."""
    slack = FakeSlack()
    for user_id, name, locale, _ in _PEOPLE:
        slack.world.add_user(user_id, name, locale)
    agents = {user_id for user_id, _, _, is_agent in _PEOPLE if is_agent}
    slack.world.groups[AGENT_GROUP] = set(agents)
    slack.world.add_channel(SUPPORT_CHANNEL, "support-queue", {*agents, BOT_USER})
    slack.world.add_channel("C0GENERAL1", "general", {*(person[0] for person in _PEOPLE), BOT_USER})
    return slack


async def serve(host: str = "127.0.0.1", port: int = 8099, desk: str = "http://127.0.0.1:8080") -> None:
    """Serve until cancelled.

    Args:
        desk: the front's address, for HTTP mode; over Socket Mode the desk comes by itself.
    """
    slack = workspace()
    address = await slack.start(port, host, Page(slack).routes)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as session:

        async def deliver(path: str, body: bytes, headers: Mapping[str, str]) -> int:
            try:
                async with session.post(f"{desk}{path}", data=body, headers=dict(headers)) as response:
                    return response.status
            except (aiohttp.ClientError, asyncio.TimeoutError):
                return 504

        slack.teller.deliver = deliver
        sys.stdout.write(_INTRODUCTION.format(page=address.removesuffix("api/"), address=address, desk=desk))
        sys.stdout.flush()
        try:
            await asyncio.Event().wait()
        finally:
            await slack.stop()


_INTRODUCTION = f"""Fake Slack: {{page}}
The desk at {{desk}} needs these settings:
KOSHIN_SLACK_API_URL={{address}}
KOSHIN_SLACK_BOT_TOKEN={BOT_TOKEN}
KOSHIN_SLACK_SIGNING_SECRET={SIGNING_SECRET}
KOSHIN_SLACK_SUPPORT_CHANNEL={SUPPORT_CHANNEL}
KOSHIN_SLACK_AGENT_GROUP={AGENT_GROUP}
For Socket Mode, KOSHIN_SLACK_APP_TOKEN={APP_TOKEN} instead of the signing secret.
"""


def main() -> None:
    """Run the fake from the command line."""
    parser = argparse.ArgumentParser(description="A local Slack to try the desk with.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--desk", default="http://127.0.0.1:8080", help="the front's address")
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.host, given.port, given.desk))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
