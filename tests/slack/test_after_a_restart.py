"""What changed while no desk was there to show it stands in Slack once a desk is there again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.channels.pacing import WorkerPace
from bot.channels.slack import create_slack
from bot.channels.slack.api import SlackApi
from bot.channels.slack.board import Board
from bot.channels.slack.pieces import Post
from bot.fakes.slack import Fault, eventually
from tests.slack.desk import SATO, SUPPORT, SlackDesk
from tests.slack.reading import labels, shown


@asynccontextmanager
async def started_again(desk: SlackDesk) -> AsyncIterator[Board]:
    """Another process with the same database and the same Slack."""
    pace = WorkerPace(sweep_every=10_000.0, first_pause=0.5, sleep=desk.time.sleep)
    channel = create_slack(desk.front, pace=pace, sleep=desk.time.sleep)
    assert channel is not None
    await channel.start()
    try:
        yield channel.board
    finally:
        await channel.stop()


async def test_a_case_that_was_closed_a_moment_before_the_end_is_closed_on_its_card(desk: SlackDesk) -> None:
    case = await desk.case(await desk.web_conversation("担当者と話したい"))
    await desk.channel.stop()
    await asyncio.to_thread(desk.store.close_case, case.number, "解決した", desk.agent(SATO))
    desk.time.advance(days=40)
    assert "引き受ける" in labels(desk.card(case.number))
    async with started_again(desk):
        await eventually(lambda: "対応終了" in shown(desk.card(case.number)))
    assert labels(desk.card(case.number)) == ["詳細を表示"]


async def test_it_is_closed_on_its_card_though_slack_is_away_at_first(desk: SlackDesk) -> None:
    case = await desk.case(await desk.web_conversation("担当者と話したい"))
    await desk.channel.stop()
    await asyncio.to_thread(desk.store.close_case, case.number, "解決した", desk.agent(SATO))
    desk.slack.faults.add("chat.update", Fault("server_error"), Fault("ratelimited", "3"), Fault("cut_before"))
    async with started_again(desk):
        await eventually(lambda: "対応終了" in shown(desk.card(case.number)))


async def test_a_case_that_was_merged_a_moment_before_the_end_says_so(desk: SlackDesk) -> None:
    first = await desk.case(await desk.web_conversation("一人目"))
    second = await desk.case(await desk.web_conversation("同じ人"))
    await desk.channel.stop()
    await asyncio.to_thread(
        desk.store.merge_case, second.number, first.number, desk.agent(SATO), version=second.version
    )
    async with started_again(desk):
        await eventually(lambda: any(f"{first.number} に統合" in shown(m) for m in desk.slack.seen_by(SATO, SUPPORT)))


async def test_what_was_taken_back_in_the_meantime_leaves_the_thread_of_an_ended_case(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("秘密の合言葉", "担当者と話したい")
    case = await desk.case(conversation)
    await asyncio.to_thread(desk.store.close_case, case.number, "解決した", desk.agent(SATO))
    desk.channel.board.refresh(conversation)
    await desk.quiet()
    await desk.channel.stop()
    thread = desk.card(case.number).ts
    assert _said_in(desk, thread)
    await asyncio.to_thread(desk.store.unsend, conversation, "web-0")
    async with started_again(desk):
        await eventually(lambda: not _said_in(desk, thread))


def _said_in(desk: SlackDesk, thread: str) -> bool:
    read = "".join(shown(message) for message in desk.slack.seen_by(SATO, SUPPORT, thread))
    return "秘密の合言葉" in read.replace("answer to 秘密の合言葉", "")


async def test_a_card_that_is_as_it_should_be_is_left_alone(desk: SlackDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    case = await desk.case(await desk.web_conversation("担当者と話したい"))
    await asyncio.to_thread(desk.store.close_case, case.number, "解決した", desk.agent(SATO))
    desk.channel.board.refresh(case.conversation_id)
    await desk.quiet()
    await desk.channel.stop()
    updated: list[str] = []

    async def update(api: SlackApi, channel: str, ts: str, post: Post) -> None:
        updated.append(ts)

    monkeypatch.setattr(SlackApi, "update", update)
    async with started_again(desk) as board:
        await eventually(lambda: board.caught_up)
    assert updated == []
