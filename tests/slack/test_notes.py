"""What agents write in the thread under a card: notes, and what is sent to the customer explicitly."""

from __future__ import annotations

from bot.fakes.slack import BOT_USER, TEAM
from tests.slack.desk import SATO, SMITH, SUPPORT, SlackDesk
from tests.slack.reading import shown


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
