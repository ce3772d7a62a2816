"""Agents in Slack and agents at the web desk work on the same cases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.slack.card import HAND_BACK
from bot.fakes.slack import BOT_USER, Fault
from bot.messages import Message, Paragraph
from bot.store.inbox_records import InboxFilter
from tests.desk.agents import AtDesk, sign_in
from tests.desk.agents import shown as words
from tests.slack.desk import SATO, SUPPORT, TANAKA, SlackDesk
from tests.slack.reading import PERSONAL, audited, labels, shown

HAND_BACK_LABEL = "アシスタントに戻す"


@asynccontextmanager
async def at_the_web_desk(desk: SlackDesk, name: str) -> AsyncIterator[AtDesk]:
    """An agent who works at the web desk."""
    web = await asyncio.to_thread(sign_in, desk, "agent", name)  # type: ignore[arg-type]
    async with web.http:
        yield web


async def note(web: AtDesk, conversation: str, text: str, key: str) -> None:
    """Somebody at the web desk writes a note."""
    answer = await web.send(f"/desk/conversations/{conversation}/notes", text=text, key=key)
    assert answer.status_code == 200, answer.text


async def test_the_card_follows_what_others_do_elsewhere(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    elsewhere = desk.agent(TANAKA)
    await desk.front.gate.claim(conversation, elsewhere)
    await desk.quiet()
    assert "会話: 田中" in shown(desk.card(case.number))


async def test_a_claim_and_a_hand_back_at_the_web_desk_show_on_the_card(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    async with at_the_web_desk(desk, "鈴木") as web:
        assert (await web.send(f"/desk/conversations/{conversation}/claim")).status_code == 200
        await desk.quiet()
        card = desk.card(case.number)
        assert "会話: 鈴木" in shown(card)
        assert HAND_BACK_LABEL in labels(card)
        await desk.slack.clicks(SATO, card, HAND_BACK)
        await desk.quiet()
        assert "ほかの担当者" in desk.whisper(SATO).text
        assert (await web.send(f"/desk/conversations/{conversation}/hand-back")).status_code == 200
        await desk.quiet()
    assert "引き受ける" in labels(desk.card(case.number))
    assert "鈴木" not in shown(desk.card(case.number))


async def test_a_claim_in_slack_holds_at_the_web_desk(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    await desk.slack.clicks(SATO, desk.card(case.number), "引き受ける")
    await desk.quiet()
    async with at_the_web_desk(desk, "鈴木") as web:
        refused = await web.send(f"/desk/conversations/{conversation}/claim")
        assert refused.status_code == 409
        assert "佐藤" in refused.json()["detail"]
        assert "佐藤" in words(await web.get(f"/desk/conversations/{conversation}"))
    assert ("conversation_claimed", conversation) in audited(desk.store)


async def test_closing_at_the_web_desk_ends_the_card(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    async with at_the_web_desk(desk, "鈴木") as web:
        await web.send(f"/desk/conversations/{conversation}/claim")
        closed = await web.send(f"/desk/conversations/{conversation}/close", reason="solved", cases="true")
        assert closed.status_code == 200
    await desk.quiet()
    card = desk.card(case.number)
    assert "対応終了" in shown(card)
    assert labels(card) == ["詳細を表示"]


async def test_closing_the_last_case_in_slack_closes_the_conversation_for_the_web_desk(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    other = await desk.case(conversation, key="second", problem="更新登録もできません")
    await desk.slack.clicks(SATO, desk.card(case.number), "引き受ける")
    await desk.quiet()
    for number, ended in ((case.number, False), (other.number, True)):
        await desk.slack.clicks(TANAKA, desk.card(number), "理由を付けて終了")
        await desk.quiet()
        await desk.slack.submits(TANAKA, {"reason": "解決した"})
        await desk.quiet()
        held = desk.store.conversation(conversation)
        assert held is not None
        assert (held.agent is None) == ended
        closed = desk.store.inbox(InboxFilter("closed"), desk.agent(TANAKA).id).entries
        assert [entry.id for entry in closed] == ([conversation] if ended else [])
    assert [action for action, _ in audited(desk.store)].count("case_closed") == 2


async def test_a_note_of_the_web_desk_stands_in_the_thread_once_with_its_author(either_desk: SlackDesk) -> None:
    desk = either_desk
    conversation = await desk.web_conversation("担当者と話したい")
    early = "折り返しは taro.yamada@example.com へ"
    async with at_the_web_desk(desk, "鈴木") as web:
        await note(web, conversation, early, "key-early")
        case = await desk.case(conversation)
        await note(web, conversation, "<!channel> 明日の*10時*に電話", "key-later")
        await note(web, conversation, "<!channel> 明日の*10時*に電話", "key-later")
        await desk.quiet()
    notes = [m for m in desk.slack.seen_by(SATO, SUPPORT, desk.card(case.number).ts) if "社内メモ" in m.text]
    assert ["鈴木" in m.text for m in notes] == [True, True]
    assert "t***@example.com" in shown(notes[0])
    assert "taro.yamada" not in shown(notes[0])
    assert "<!channel>" not in shown(notes[1])
    assert "10時" in shown(notes[1])
    assert all(m.role == "customer" or "10時" not in m.plain_text for m in desk.store.messages_after(conversation))


async def test_what_an_agent_says_at_the_web_desk_names_no_customer_in_the_channel(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    elsewhere = desk.agent(TANAKA)
    await desk.front.gate.claim(conversation, elsewhere)
    words = "山田太郎様、ALLSOFT-22123406 を確認しました。taro.yamada@example.com へ送ります。窓口は https://example.com/faq/12345678"
    message = Message(language="ja", blocks=(Paragraph(text=words),))
    said = await desk.front.gate.say(conversation, elsewhere, message, "key-said")
    assert said is not None
    assert said.plain_text == words, "the customer reads it whole"
    await desk.quiet()
    thread = "".join(shown(m) for m in desk.slack.seen_by(SATO, SUPPORT, desk.card(case.number).ts))
    assert "確認しました" in thread
    assert not any(personal in thread for personal in PERSONAL)
    assert "https://example.com/faq/12345678" in thread


async def test_a_note_comes_once_though_slack_loses_the_answer(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    desk.slack.faults.add("chat.postMessage", Fault("cut_after"), Fault("cut_before"), Fault("server_error"))
    async with at_the_web_desk(desk, "鈴木") as web:
        await note(web, conversation, "一度だけ", "key-once")
    desk.channel.board.refresh(conversation)
    await desk.quiet()
    thread = desk.slack.seen_by(SATO, SUPPORT, desk.card(case.number).ts)
    assert sum("一度だけ" in m.text for m in thread) == 1


async def test_a_note_stands_in_each_thread_that_follows_the_conversation(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    first = await desk.case(conversation)
    async with at_the_web_desk(desk, "鈴木") as web:
        await note(web, conversation, "最初のメモ", "key-first")
        await desk.quiet()
        second = await desk.case(conversation, key="second", problem="更新登録もできません")
        await note(web, conversation, "次のメモ", "key-second")
        await desk.quiet()
    threads = [
        "".join(m.text for m in desk.slack.seen_by(SATO, SUPPORT, desk.card(case.number).ts))
        for case in (first, second)
    ]
    assert [thread.count("最初のメモ") for thread in threads] == [1, 0], "a later thread begins where it was opened"
    assert [thread.count("次のメモ") for thread in threads] == [1, 1]


async def test_a_reply_in_the_thread_is_a_note_at_the_web_desk_and_comes_back_to_slack_never(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("担当者と話したい")
    case = await desk.case(conversation)
    card = desk.card(case.number)
    heard: list[str] = []
    desk.front.feed.listen(heard.append)
    await desk.slack.says(SATO, SUPPORT, "倉庫に確認中。カードは 4111 1111 1111 1111", thread_ts=card.ts)
    await desk.quiet()
    assert conversation in heard, "an open page of the web desk is told"
    async with at_the_web_desk(desk, "鈴木") as web:
        page = words(await web.get(f"/desk/conversations/{conversation}"))
        assert page.count("倉庫に確認中") == 1
        assert "4111 1111" not in page
    thread = [m for m in desk.slack.seen_by(TANAKA, SUPPORT, card.ts) if "倉庫に確認中" in m.text]
    assert [m.user for m in thread] == [SATO]


async def test_what_is_erased_at_the_web_desk_vanishes_from_the_thread(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("わたしは新宿の見本花子です", "ふたつ目の秘密")
    case = await desk.case(conversation, problem="新宿の店で買いました")
    wish = await desk.case(conversation, key="wish", kind="erasure", problem=None)
    async with at_the_web_desk(desk, "鈴木") as web:
        await note(web, conversation, "新宿の見本様、電話待ち", "key-note")
        await desk.quiet()
        said = everything(desk, case.number)
        assert "秘密" in said
        assert "電話待ち" in said
        version = wish.version
        answer = await web.post(f"/desk/cases/{wish.number}/erased", version=version, sure="yes")
        assert answer.status_code == 303, answer.text
    await desk.quiet()
    for number in (case.number, wish.number):
        told = everything(desk, number)
        assert not any(word in told for word in ("新宿", "秘密", "電話待ち", "t***@", "answer to"))
    link = desk.store.link(desk.store.announced_link(case.number, "slack") or "")
    assert link is not None
    assert "taro" not in str(link.data)


def everything(desk: SlackDesk, number: str) -> str:
    """Everything on a card and in the thread under it."""
    return "".join(shown(m) for m in desk.slack.seen_by(SATO, SUPPORT, desk.card(number).ts) if m.user == BOT_USER)


async def test_a_case_that_was_merged_says_into_which(desk: SlackDesk) -> None:
    first = await desk.case(await desk.web_conversation("一人目"))
    second = await desk.case(await desk.web_conversation("同じ人"))
    async with at_the_web_desk(desk, "鈴木") as web:
        answer = await web.post(f"/desk/cases/{second.number}/merged", into=first.number, version=second.version)
        assert answer.status_code == 303, answer.text
    await desk.quiet()
    card = desk.slack.seen_by(SATO, SUPPORT)[-1]
    assert f"{first.number} に統合" in shown(card)
    assert labels(card) == ["詳細を表示"]
