"""A process can die after it has done something and before it has noted that: then it is done again, and changes nothing."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.platform_events import PlatformAway
from bot.channels.slack.keeping import new_event
from bot.fakes.slack import BOT_USER, Fault, Message
from bot.store import Agent, KeptEvent, Store
from bot.store.agent_models import FlagRow
from tests.slack.desk import CUSTOMER, OUTSIDER, SATO, SUPPORT, SlackDesk, SlackTime
from tests.slack.reading import audited

GENERAL = "C0GENERAL1"


@pytest.fixture
def desk(desk: SlackDesk) -> SlackDesk:
    """A desk that does everything twice, as when a process dies before it has noted what it did."""
    once = desk.channel._handling.handle

    async def twice(kept: KeptEvent) -> None:
        await once(kept)
        await once(kept)

    desk.channel._handling.handle = twice  # type: ignore[method-assign]
    return desk


def flags(store: Store) -> int:
    query = select(FlagRow.id)
    return len(store._database.read(lambda connection: list(connection.scalars(query))))


async def card_of_assist(desk: SlackDesk, question: str) -> Message:
    await desk.slack.commands(SATO, GENERAL, "/assist", question)
    await desk.quiet()
    return desk.whisper(SATO)


async def test_a_wrong_answer_counts_once_however_often_it_is_told_and_clicked(desk: SlackDesk) -> None:
    card = await card_of_assist(desk, "ALLSOFT-22123406")
    await desk.slack.clicks(SATO, card, "回答が違う")
    await desk.quiet()
    await desk.slack.clicks(SATO, card, "回答が違う")
    await desk.quiet()
    assert flags(desk.store) == 1
    desk.time.advance(minutes=1)
    again = await card_of_assist(desk, "ALLSOFT-22123406")
    await desk.slack.clicks(SATO, again, "回答が違う")
    await desk.quiet()
    assert flags(desk.store) == 2, "another answer to the same question is another flag"


async def test_two_agents_flags_of_one_answer_are_two(store: Store) -> None:
    asked = SlackTime().now
    first, second = Agent("slack:T1:U1", "佐藤"), Agent("slack:T1:U2", "田中")
    told = [store.flag_answer(who, "注文番号は?", asked_at=asked) for who in (first, first, second)]
    assert told == [True, False, True]
    assert store.flag_answer(first, "注文番号は?", asked_at=asked + timedelta(seconds=1))
    assert store.flag_answer(first, "注文番号は?"), "without the time of the answer every call counts"
    assert flags(store) == 4


async def test_a_draft_is_posted_once(desk: SlackDesk) -> None:
    case = await desk.case(await desk.web_conversation("help"))
    await desk.slack.clicks(SATO, desk.card(case.number), "引き受ける")
    await desk.quiet()
    card = await card_of_assist(desk, "ALLSOFT-22123406")
    await desk.slack.clicks(SATO, card, "下書きとして投稿")
    await desk.quiet()
    thread = desk.slack.seen_by(SATO, SUPPORT, desk.card(case.number).ts)
    assert sum("下書き" in m.text for m in thread) == 1


async def test_a_drafted_reply_is_posted_once(desk: SlackDesk) -> None:
    message = await desk.slack.says(CUSTOMER, GENERAL, "自動更新を止めたいです")
    await desk.slack.uses_shortcut(SATO, message, "draft_reply")
    await desk.quiet()
    await desk.slack.submits(SATO, {"reply": "こちらの手順をお試しください。"})
    await desk.quiet()
    thread = [m for m in desk.slack.seen_by(CUSTOMER, GENERAL, message.ts) if m.user == BOT_USER]
    assert len(thread) == 1


async def test_clicks_on_a_card_are_done_once(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    for action in ("引き受ける", "アシスタントに戻す", "引き受ける"):
        await desk.slack.clicks(SATO, desk.card(case.number), action)
        await desk.quiet()
    await desk.slack.clicks(SATO, desk.card(case.number), "理由を付けて終了")
    await desk.quiet()
    await desk.slack.submits(SATO, {"reason": "解決した"})
    await desk.quiet()
    system = [m.plain_text for m in desk.store.messages_after(conversation) if m.role == "system"]
    assert len(system) == 4, "who came and went is said once each"
    counted = Counter(action for action, _ in audited(desk.store))
    assert counted == {
        "conversation_claimed": 2,
        "conversation_handed_back": 1,
        "case_closed": 1,
        "conversation_closed": 1,
    }


async def test_what_was_written_in_a_thread_is_kept_and_sent_once(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    card = desk.card(case.number)
    await desk.slack.clicks(SATO, card, "引き受ける")
    await desk.quiet()
    await desk.slack.says(SATO, SUPPORT, "承ります。", thread_ts=card.ts)
    await desk.quiet()
    await desk.slack.clicks(SATO, desk.whisper(SATO), "お客様に送信")
    await desk.quiet()
    assert len(desk.store.notes_of(conversation)) == 1
    assert sum(m.role == "agent" for m in desk.store.messages_after(conversation)) == 1


async def test_a_case_is_opened_once(desk: SlackDesk) -> None:
    await desk.slack.clicks(SATO, await card_of_assist(desk, "ALLSOFT-22123406"), "お問い合わせを作成")
    await desk.quiet()
    await desk.slack.submits(SATO, {"name": "山田太郎"})
    await desk.quiet()
    (case,) = desk.store.cases()
    assert sum(case.number in m.text for m in desk.slack.seen_by(OUTSIDER, SUPPORT) if m.only_for is None) == 1
    assert [action for action, _ in audited(desk.store)].count("case_opened") == 1


async def test_what_slack_can_not_answer_now_is_done_when_it_can(desk: SlackDesk) -> None:
    """Slack fails for long: that is no error of the desk's, and nothing is dropped."""
    desk.slack.faults.add("chat.postMessage", *[Fault("server_error")] * 12)
    case = await desk.case(await desk.web_conversation("担当者と話したい"))
    assert sum(case.number in m.text for m in desk.slack.seen_by(SATO, SUPPORT)) == 1


async def test_slack_being_away_has_an_error_of_its_own(desk: SlackDesk) -> None:
    desk.slack.faults.add("views.publish", Fault("server_error"))
    opened = {"event": {"type": "app_home_opened", "user": OUTSIDER}, "event_id": "Ev1", "event_time": 1}
    new = new_event("event", opened, desk.time.now)
    with pytest.raises(PlatformAway, match="slack_"):
        await desk.channel._handle(KeptEvent("slack", new.event_id, new.address, new.payload, new.happened_at))
