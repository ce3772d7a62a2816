"""Agents work on cases from the support channel."""

from __future__ import annotations

import asyncio

from bot.channels.slack.card import HAND_BACK
from bot.fakes.slack import BOT_USER, TEAM, Fault, Message
from bot.store import Store
from tests.slack.desk import OUTSIDER, SATO, SMITH, SUPPORT, TANAKA, SlackDesk

PERSONAL = ("山田太郎", "taro.yamada", "22123406")


def shown(message: Message) -> str:
    """Everything that can be read on a message."""
    return message.text + str(message.blocks)


def labels(message: Message) -> list[str]:
    elements = [element for block in message.blocks for element in block.get("elements", [])]
    return [element["text"]["text"] for element in elements if element["type"] == "button"]


def audited(store: Store) -> list[tuple[str, str]]:
    from sqlalchemy import select

    from bot.store.agent_models import AuditRow

    query = select(AuditRow.action, AuditRow.subject).order_by(AuditRow.id)
    return store._database.read(lambda connection: [tuple(row) for row in connection.execute(query)])  # type: ignore[misc]


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


async def test_a_reply_in_the_thread_is_a_note_until_it_is_sent_explicitly(either_desk: SlackDesk) -> None:
    desk = either_desk
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    card = desk.card(case.number)
    await desk.slack.says(SATO, SUPPORT, "確認します &amp; 返信します <https://example.com/a?b=1>", thread_ts=card.ts)
    await desk.quiet()
    text = "確認します & 返信します https://example.com/a?b=1"
    assert [(note.author, note.text) for note in desk.store.notes_of(conversation)] == [(desk.agent(SATO), text)]
    assert all(m.role != "agent" for m in desk.store.messages_after(conversation)), "nothing reached the customer"
    offer = desk.whisper(SATO)
    assert "送信されていません" in offer.text

    await desk.slack.clicks(SATO, offer, "お客様に送信")
    await desk.quiet()
    assert "引き受ける" in desk.whisper(SATO).text, "without a claim nothing is sent"
    assert all(m.role != "agent" for m in desk.store.messages_after(conversation))

    await desk.slack.clicks(SATO, card, "引き受ける")
    await desk.quiet()
    await desk.slack.clicks(SATO, offer, "お客様に送信")
    await desk.quiet()
    sent = [(m.author, m.plain_text) for m in desk.store.messages_after(conversation) if m.role == "agent"]
    assert sent == [("佐藤", text)]
    assert desk.whisper(SATO).text == "お客様に送信しました。"

    await desk.slack.clicks(SATO, offer, "お客様に送信")
    await desk.quiet()
    assert len([m for m in desk.store.messages_after(conversation) if m.role == "agent"]) == 1
    thread = "".join(
        shown(m) for m in desk.slack.seen_by(SATO, SUPPORT, card.ts) if m.user == BOT_USER and not m.only_for
    )
    assert "佐藤 → お客様" in thread


async def test_another_agent_can_not_send_into_a_claimed_conversation(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    card = desk.card(case.number)
    await desk.slack.clicks(SATO, card, "引き受ける")
    await desk.quiet()
    await desk.slack.says(SMITH, SUPPORT, "I know the answer", thread_ts=card.ts)
    await desk.quiet()
    await desk.slack.clicks(SMITH, desk.whisper(SMITH), "Send to customer")
    await desk.quiet()
    assert "佐藤 has claimed" in desk.whisper(SMITH).text
    assert all(m.role != "agent" for m in desk.store.messages_after(conversation))


async def test_an_agents_answer_reaches_a_customer_in_slack_with_the_agents_name(desk: SlackDesk) -> None:
    customer = "U0CUSTOM01"
    await desk.slack.says(customer, desk.dm(customer), "担当者と話したい")
    await desk.quiet()
    conversation = desk.conversation_of(f"{TEAM}:{desk.dm(customer)}")
    case = await desk.case(conversation)
    card = desk.card(case.number)
    await desk.slack.clicks(SATO, card, "引き受ける")
    await desk.quiet()
    await desk.slack.says(SATO, SUPPORT, "佐藤です。承ります。", thread_ts=card.ts)
    await desk.quiet()
    await desk.slack.clicks(SATO, desk.whisper(SATO), "お客様に送信")
    await desk.quiet()
    answer = shown(desk.last(customer))
    assert "佐藤(サポート担当)" in answer
    assert "承ります" in answer


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
    assert ("show_details", case.number) in audited(desk.store)


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


async def test_the_card_follows_what_others_do_elsewhere(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    elsewhere = desk.agent(TANAKA)
    await desk.front.gate.claim(conversation, elsewhere)
    await desk.quiet()
    assert "会話: 田中" in shown(desk.card(case.number))


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


async def test_a_click_that_comes_too_late_is_asked_for_again(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    desk.slack.faults.add("users.info", Fault("ratelimited", "5"))
    await desk.slack.clicks(SATO, desk.card(case.number), "理由を付けて終了")
    await desk.quiet()
    assert desk.slack.modal_of(SATO) is None
    assert "もう一度" in desk.whisper(SATO).text


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
