"""People chat with the desk in Slack."""

from __future__ import annotations

import asyncio

from bot.fakes.slack import BOT_USER, TEAM, Fault
from tests.slack.desk import CUSTOMER, OUTSIDER, SATO, SMITH, SlackDesk

GENERAL = "C0GENERAL1"


async def test_a_direct_message_is_answered_once(either_desk: SlackDesk) -> None:
    desk = either_desk
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "自動更新を止めたい")
    await desk.quiet()
    assert desk.dialog(CUSTOMER) == [
        (CUSTOMER, "自動更新を止めたい"),
        ("desk", "answer to 自動更新を止めたい\n[はい]\n[いいえ]"),
    ]


async def test_a_picked_button_is_answered_and_dead_afterwards(either_desk: SlackDesk) -> None:
    desk = either_desk
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "hello")
    await desk.quiet()
    asked = desk.last(CUSTOMER)
    assert await desk.slack.clicks(CUSTOMER, asked, "はい") == 200
    await desk.quiet()
    assert desk.dialog(CUSTOMER)[-1] == ("desk", "answer to /affirm\n[はい]\n[いいえ]")
    assert [block["type"] for block in asked.blocks] == ["section", "context"]
    assert "「はい」を選びました" in asked.blocks[-1]["elements"][0]["text"]


async def test_picked_buttons_die_though_slack_fails_at_first(desk: SlackDesk) -> None:
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "hello")
    await desk.quiet()
    asked = desk.last(CUSTOMER)
    desk.slack.faults.add("chat.update", Fault("server_error"), Fault("ratelimited", "2"), Fault("cut_before"))
    await desk.slack.clicks(CUSTOMER, asked, "はい")
    await desk.quiet()
    assert [block["type"] for block in asked.blocks] == ["section", "context"]


async def test_the_first_of_two_picks_counts(desk: SlackDesk) -> None:
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "hello")
    await desk.quiet()
    asked = desk.last(CUSTOMER)
    await asyncio.gather(desk.slack.clicks(CUSTOMER, asked, "はい"), desk.slack.clicks(CUSTOMER, asked, "いいえ"))
    await desk.quiet()
    answers = [text for who, text in desk.dialog(CUSTOMER) if who == "desk"]
    assert len(answers) == 2
    chosen = "はい" if "/affirm" in answers[1] else "いいえ"
    assert f"「{chosen}」を選びました" in asked.blocks[-1]["elements"][0]["text"]


async def test_a_mention_begins_a_thread_that_is_a_conversation(either_desk: SlackDesk) -> None:
    desk = either_desk
    asked = await desk.slack.says(CUSTOMER, GENERAL, f"<@{BOT_USER}> 更新登録の方法は?")
    await desk.slack.says(OUTSIDER, GENERAL, "昼ごはんどうする?")
    await desk.quiet()
    assert desk.dialog(CUSTOMER, GENERAL, asked.ts)[1:] == [("desk", "answer to 更新登録の方法は?\n[はい]\n[いいえ]")]
    await desk.slack.says(CUSTOMER, GENERAL, "続きです", thread_ts=asked.ts)
    await desk.quiet()
    assert desk.dialog(CUSTOMER, GENERAL, asked.ts)[-1][1].startswith("answer to 続きです")
    assert len(desk.dialog(OUTSIDER, GENERAL)) == 2, "nothing is said outside the thread"


async def test_talk_that_is_not_for_the_desk_is_left_alone(desk: SlackDesk) -> None:
    root = await desk.slack.says(OUTSIDER, GENERAL, "質問です")
    await desk.slack.says(CUSTOMER, GENERAL, "どうぞ", thread_ts=root.ts)
    await desk.slack.says(SATO, GENERAL, "<!channel> お知らせ")
    await desk.quiet()
    assert all(message.user != BOT_USER for message in desk.slack.seen_by(SATO, GENERAL))
    assert desk.store.count_conversations() == 0


async def test_an_answer_to_a_threaded_direct_message_stays_in_its_thread(desk: SlackDesk) -> None:
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "hello")
    await desk.quiet()
    asked = desk.last(CUSTOMER)
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "スレッドで続けます", thread_ts=asked.ts)
    await desk.quiet()
    assert desk.dialog(CUSTOMER, thread_ts=asked.ts)[-1][1].startswith("answer to スレッドで続けます")
    assert desk.store.count_conversations() == 1


async def test_nothing_that_a_customer_writes_becomes_a_mention(desk: SlackDesk) -> None:
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "&lt;!channel&gt; @here @everyone <@U0SATO0001> *太字* &amp;")
    await desk.quiet()
    answer = desk.last(CUSTOMER)
    shown = answer.blocks[0]["text"]["text"] + answer.text
    assert "<!" not in shown
    assert "<@" not in shown
    assert "@here" not in shown
    assert "&lt;!channel&gt;" in shown


async def test_a_message_taken_back_vanishes(desk: SlackDesk, dialogue: object) -> None:
    message = await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "秘密の注文番号です")
    await desk.quiet()
    await desk.slack.deletes(message)
    await desk.quiet()
    conversation = desk.conversation_of(f"{TEAM}:{desk.dm(CUSTOMER)}")
    assert "秘密" not in "".join(m.plain_text for m in desk.store.messages_after(conversation) if m.role == "customer")
    assert dialogue.forgotten  # type: ignore[attr-defined]


async def test_an_edit_is_not_answered_but_explained(desk: SlackDesk) -> None:
    message = await desk.slack.says(SMITH, desk.dm(SMITH), "helo")
    await desk.quiet()
    await desk.slack.edits(message, "hello")
    await desk.quiet()
    assert "as it was first sent" in desk.whisper(SMITH).text
    assert sum(who == "desk" for who, _ in desk.dialog(SMITH)) == 2


async def test_files_get_a_kind_word_and_their_text_an_answer(desk: SlackDesk) -> None:
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "この画面です", files=1)
    await desk.quiet()
    said = [text for who, text in desk.dialog(CUSTOMER) if who == "desk"]
    assert any("ファイルは読むことができません" in text for text in said)
    assert any("answer to この画面です" in text for text in said)


async def test_a_bare_mention_is_greeted(desk: SlackDesk) -> None:
    asked = await desk.slack.says(CUSTOMER, GENERAL, f"<@{BOT_USER}>")
    await desk.quiet()
    assert len(desk.dialog(CUSTOMER, GENERAL, asked.ts)) == 2


async def test_a_text_that_is_too_long_is_told_kindly(desk: SlackDesk) -> None:
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "長" * 3000)
    await desk.quiet()
    said = [text for who, text in desk.dialog(CUSTOMER) if who == "desk"]
    assert len(said) == 1
    assert "2,000" in said[0]


async def test_a_redelivery_storm_changes_nothing(desk: SlackDesk) -> None:
    for text in ("一つ目", "二つ目", "三つ目"):
        await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), text)
    again = [told for told in desk.slack.teller.told for _ in range(4)]
    again.sort(key=lambda told: hash((told.body, id(told))))
    statuses = await asyncio.gather(*(desk.slack.teller.again(told) for told in again))
    await desk.quiet()
    assert set(statuses) == {200}
    asked = [text for who, text in desk.dialog(CUSTOMER) if who == CUSTOMER]
    answered = [text.split("\n")[0] for who, text in desk.dialog(CUSTOMER) if who == "desk"]
    assert answered == [f"answer to {text}" for text in asked]
