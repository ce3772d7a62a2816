"""A case's card and the thread under it, as the agents see them."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot.channels.slack.api import SlackApi
from bot.channels.slack.pieces import Post
from bot.fakes.slack import Fault
from tests.slack.desk import SATO, SMITH, SUPPORT, TANAKA, SlackDesk
from tests.slack.reading import PERSONAL, audited, labels, shown


async def test_a_new_case_gets_one_card_without_personal_data(either_desk: SlackDesk) -> None:
    desk = either_desk
    conversation = await desk.web_conversation("自動更新を止めたい")
    case = await desk.case(conversation)
    cards = [m for m in desk.slack.seen_by(SATO, SUPPORT) if case.number in m.text]
    assert len(cards) == 1
    card = shown(cards[0])
    assert not any(value in card for value in PERSONAL)
    assert "t***@example.com" in card
    assert "Allsoft" in card
    assert "Webチャット" in card
    assert "待ち時間" in card
    assert labels(cards[0]) == ["引き受ける", "理由を付けて終了", "詳細を表示"]


async def test_the_thread_under_the_card_is_the_live_transcript_masked(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("名前は山田太郎です", "メールは taro.yamada@example.com です")
    case = await desk.case(conversation)
    card = desk.card(case.number)
    await desk.web_says(conversation, "まだ困っています。電話は090-1234-5678です", "later")
    thread = desk.slack.seen_by(SATO, SUPPORT, card.ts)
    told = "".join(shown(message) for message in thread)
    assert "t***@example.com" in told
    assert "まだ困っています" in told
    assert "アシスタント" in told
    assert not any(value in told for value in (*PERSONAL, "090-1234"))


async def test_details_are_shown_to_the_one_who_asks_and_that_is_noted(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("購入コードは ABCD-1234-EFGH-5678 です")
    case = await desk.case(conversation)
    await desk.slack.clicks(SMITH, desk.card(case.number), "詳細を表示")
    await desk.quiet()
    details = desk.whisper(SMITH)
    assert all(value in shown(details) for value in (*PERSONAL, "ABCD-1234-EFGH-5678"))
    assert "Only you can see this" in shown(details)
    assert details.only_for == SMITH
    everybody = "".join(shown(m) for m in desk.slack.seen_by(TANAKA, SUPPORT))
    assert not any(value in everybody for value in PERSONAL)
    assert ("case_details_shown", case.number) in audited(desk.store)


async def test_the_clock_of_a_card_goes_on(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    desk.time.advance(minutes=16)
    desk.channel.board.refresh(conversation)
    await desk.quiet()
    assert "🔴 待ち時間 15分以上" in shown(desk.card(case.number))


async def test_a_case_is_announced_once_though_slack_loses_the_answer(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    desk.slack.faults.add("chat.postMessage", Fault("cut_after"))
    desk.slack.faults.add("conversations.history", Fault("server_error"), Fault("ratelimited", "2"))
    case = await desk.case(conversation)
    cards = [m for m in desk.slack.seen_by(SATO, SUPPORT) if case.number in m.text]
    assert len(cards) == 1
    assert desk.store.announced_link(case.number, "slack") is not None


async def test_what_a_customer_takes_back_vanishes_from_the_thread(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("一つ目の発言", "取り消したい内緒の話", "三つ目の発言")
    case = await desk.case(conversation)
    await desk.front.inbox.unsend(conversation, "web-1")
    await desk.quiet()
    thread = "".join(shown(m) for m in desk.slack.seen_by(SATO, SUPPORT, desk.card(case.number).ts))
    assert "お客様: 取り消したい内緒の話" not in thread
    assert "*お客様*\\n取り消したい内緒の話" not in thread
    assert "お客様が送信を取り消しました" in thread
    assert "一つ目の発言" in thread
    assert "三つ目の発言" in thread
    updates = len([call for call, _ in desk.slack.server.calls if call == "chat.update"])
    desk.channel.board.refresh(conversation)
    await desk.quiet()
    assert len([call for call, _ in desk.slack.server.calls if call == "chat.update"]) == updates


async def test_a_slow_look_at_a_card_never_brings_back_what_has_changed_since(
    desk: SlackDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    update, begun, another = SlackApi.update, asyncio.Event(), asyncio.Event()

    async def slow(api: SlackApi, channel: str, ts: str, post: Post) -> None:
        if begun.is_set():
            await update(api, channel, ts, post)
            another.set()
            return
        begun.set()
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(another.wait(), 0.5)
        await update(api, channel, ts, post)

    monkeypatch.setattr(SlackApi, "update", slow)
    await asyncio.to_thread(desk.store.claim, conversation, desk.agent(SATO))
    look = asyncio.create_task(desk.channel.board._look_at_open())
    await begun.wait()
    await asyncio.to_thread(desk.store.close_case, case.number, "解決した", desk.agent(SATO))
    desk.channel.board.refresh(conversation)
    await look
    await desk.quiet()
    assert "対応終了" in shown(desk.card(case.number))
