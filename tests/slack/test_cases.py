"""Agents work on cases from the support channel."""

from __future__ import annotations

import asyncio

from bot.channels.slack.card import HAND_BACK
from bot.fakes.slack import Fault
from tests.slack.desk import OUTSIDER, SATO, SMITH, SUPPORT, TANAKA, SlackDesk
from tests.slack.reading import audited, labels, shown


async def test_of_two_agents_who_claim_at_once_one_wins(either_desk: SlackDesk) -> None:
    desk = either_desk
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    card = desk.card(case.number)
    await asyncio.gather(desk.slack.clicks(SATO, card, "引き受ける"), desk.slack.clicks(SMITH, card, "引き受ける"))
    await desk.quiet()
    held = desk.store.conversation(conversation)
    assert held is not None
    assert held.handler == "agent"
    assert held.agent in (desk.agent(SATO), desk.agent(SMITH))
    winner, loser = (SATO, SMITH) if held.agent == desk.agent(SATO) else (SMITH, SATO)
    name = desk.slack.world.users[winner].name
    assert name in desk.whisper(loser).text
    assert case.number in desk.whisper(winner).text
    assert name in shown(desk.card(case.number))
    found = desk.store.find_case(case.number)
    assert found is not None
    assert (found.assignee, found.status) == (held.agent, "in_progress")


async def test_the_assistant_is_silent_until_the_conversation_is_handed_back(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    await desk.slack.clicks(SATO, desk.card(case.number), "引き受ける")
    await desk.quiet()
    await desk.web_says(conversation, "聞こえますか", "while-claimed")
    said = [m.plain_text for m in desk.store.messages_after(conversation) if m.role == "assistant"]
    assert not any("聞こえますか" in text for text in said)
    await desk.slack.clicks(TANAKA, desk.card(case.number), HAND_BACK)
    await desk.quiet()
    assert "ほかの担当者" in desk.whisper(TANAKA).text
    await desk.slack.clicks(SATO, desk.card(case.number), HAND_BACK)
    await desk.quiet()
    assert "引き受ける" in labels(desk.card(case.number))
    await desk.web_says(conversation, "もしもし", "after")
    assert desk.store.messages_after(conversation)[-1].plain_text.startswith("answer to もしもし")


async def test_closing_asks_for_a_reason_and_ends_the_card(either_desk: SlackDesk) -> None:
    desk = either_desk
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    await desk.slack.clicks(SATO, desk.card(case.number), "引き受ける")
    await desk.quiet()
    await desk.slack.clicks(SATO, desk.card(case.number), "理由を付けて終了")
    await desk.quiet()
    modal = desk.slack.modal_of(SATO)
    assert modal is not None
    await desk.slack.submits(SATO, {"reason": "その他", "remark": "山田太郎様に電話で説明"})
    await desk.quiet()
    found = desk.store.find_case(case.number)
    assert found is not None
    assert found.status == "closed"
    assert found.close_reason == "その他: 山***様に電話で説明"
    card = desk.card(case.number)
    assert labels(card) == ["詳細を表示"]
    assert "対応終了" in shown(card)
    held = desk.store.conversation(conversation)
    assert held is not None
    assert held.handler == "assistant"


async def test_assigning_tells_the_colleague_and_takes_the_conversation_along(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    await desk.slack.clicks(SATO, desk.card(case.number), "引き受ける")
    await desk.quiet()
    await desk.slack.clicks(SATO, desk.card(case.number), f"case:assign:{case.number}", pick=SMITH)
    await desk.quiet()
    found, held = desk.store.find_case(case.number), desk.store.conversation(conversation)
    assert found is not None
    assert held is not None
    assert (found.assignee, held.agent) == (desk.agent(SMITH), desk.agent(SMITH))
    assert "佐藤 assigned" in desk.whisper(SMITH).text
    assert "Smith" in shown(desk.card(case.number))
    await desk.slack.clicks(SATO, desk.card(case.number), f"case:assign:{case.number}", pick=OUTSIDER)
    await desk.quiet()
    assert "グループに入っていません" in desk.whisper(SATO).text


async def test_others_get_a_kind_refusal_and_nothing_happens(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    card = desk.card(case.number)
    for action in ("引き受ける", "詳細を表示", "理由を付けて終了"):
        await desk.slack.clicks(OUTSIDER, card, action)
    await desk.slack.says(OUTSIDER, SUPPORT, "見ています", thread_ts=card.ts)
    await desk.quiet()
    refusals = desk.slack.whispers(OUTSIDER)
    assert len(refusals) == 4
    assert all("担当者のグループのメンバーだけ" in message.text for message in refusals)
    assert desk.slack.modal_of(OUTSIDER) is None
    assert desk.store.notes_of(conversation) == []
    held = desk.store.conversation(conversation)
    assert held is not None
    assert held.handler == "assistant"
    assert audited(desk.store) == []


async def test_a_member_who_left_the_group_may_act_no_more_after_a_few_minutes(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    await desk.slack.clicks(TANAKA, desk.card(case.number), "詳細を表示")
    await desk.quiet()
    desk.slack.world.groups["S0AGENTS01"].discard(TANAKA)
    desk.time.advance(minutes=4)
    await desk.slack.clicks(TANAKA, desk.card(case.number), "引き受ける")
    await desk.quiet()
    assert "メンバーだけ" in desk.whisper(TANAKA).text


async def test_a_click_that_comes_too_late_is_asked_for_again(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    desk.slack.faults.add("users.info", Fault("ratelimited", "5"))
    await desk.slack.clicks(SATO, desk.card(case.number), "理由を付けて終了")
    await desk.quiet()
    assert desk.slack.modal_of(SATO) is None
    assert "もう一度" in desk.whisper(SATO).text
