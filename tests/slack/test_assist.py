"""Agents ask the desk: ``/assist``, drafts, cases, the app's home."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.channels.slack import assist
from bot.dialogue.port import DialogueUnavailable, ParseResult
from bot.fakes.slack import BOT_USER, Fault, Message
from bot.store import Store
from bot.store.agent_models import FlagRow
from tests.slack.desk import CUSTOMER, OUTSIDER, SATO, SMITH, SUPPORT, TANAKA, SlackDesk, UnderstandingDialogue
from tests.slack.reading import shown

GENERAL, PRIVATE = "C0GENERAL1", "C0PRIVATE1"


def flags(store: Store) -> list[tuple[str, str | None, str | None]]:
    query = select(FlagRow.question, FlagRow.provider, FlagRow.guide)
    return store._database.read(lambda connection: [tuple(row) for row in connection.execute(query)])  # type: ignore[misc]


async def ask(desk: SlackDesk, user: str, text: str, channel: str = GENERAL) -> Message:
    assert await desk.slack.commands(user, channel, "/assist", text) == 200
    await desk.quiet()
    return desk.whisper(user)


async def test_an_order_number_gives_provider_rule_and_guide_in_both_languages(either_desk: SlackDesk) -> None:
    answer = await ask(either_desk, SATO, "ALLSOFT-22123406")
    told = shown(answer)
    assert answer.only_for == SATO
    assert "✅ *Allsoft*" in told
    assert "ALLSOFT または A で始まる番号" in told
    guide = either_desk.front.knowledge.guides["off_allsoft"]
    assert guide.title.ja in told
    assert guide.title.en in told
    assert "2026-11-22" in told
    assert [e["text"]["text"] for e in answer.blocks[-1]["elements"]] == [
        "下書きとして投稿",
        "お問い合わせを作成",
        "回答が違う",
    ]


async def test_a_statement_line_gives_the_provider(desk: SlackDesk) -> None:
    told = shown(await ask(desk, SMITH, "KASPERSKYLAB 4,980"))
    assert "Allsoft" in told
    assert "What the desk knows" in told


async def test_a_number_that_decides_nothing_is_said_with_what_would_settle_it(desk: SlackDesk) -> None:
    told = shown(await ask(desk, SMITH, "123456789"))
    assert "❓" in told
    assert "✅" not in told
    assert desk.front.knowledge.guides["provider_identification"].title.en in told


async def test_a_question_is_read_by_its_meaning(desk: SlackDesk) -> None:
    told = shown(await ask(desk, SMITH, "where is the serial number?"))
    assert desk.front.knowledge.guides["serial_number"].title.ja in told
    assert "90%" in told


@pytest.mark.parametrize(
    ("question", "guide"),
    [
        ("Digital Riverで買った。自動更新を止めたい", "off_digital_river"),
        ("iPhoneの自動更新を止めたい", "off_ios"),
        ("自動更新を止めたい", "provider_identification"),
    ],
)
async def test_a_question_that_names_the_place_gets_the_guide_of_the_place(
    desk: SlackDesk, question: str, guide: str
) -> None:
    told = shown(await ask(desk, SATO, question))
    assert desk.front.knowledge.guides[guide].title.ja in told


async def test_a_question_without_a_guide_is_said_so(desk: SlackDesk) -> None:
    answer = await ask(desk, SATO, "明日の天気は?")
    assert "見つかりませんでした" in shown(answer)
    assert "下書き" not in shown(answer)


async def test_numbers_are_answered_while_the_assistant_is_away(
    desk: SlackDesk, dialogue: UnderstandingDialogue
) -> None:
    dialogue.fail(3, DialogueUnavailable("away"))
    assert "接続できない" in shown(await ask(desk, SATO, "自動更新とは"))
    assert "✅ *Allsoft*" in shown(await ask(desk, SATO, "A221234065"))


async def test_a_slow_assistant_does_not_hold_the_answer_up(
    desk: SlackDesk, dialogue: UnderstandingDialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forever(text: str, conversation_id: str | None = None) -> ParseResult:
        await asyncio.Event().wait()
        return {}

    monkeypatch.setattr(assist, "UNDERSTANDING_SECONDS", 0.05)
    monkeypatch.setattr(dialogue, "parse", forever)
    told = shown(await ask(desk, SATO, "ALLSOFT-22123406"))
    assert "✅ *Allsoft*" in told
    assert "接続できない" in told


async def test_without_words_the_command_explains_itself(desk: SlackDesk) -> None:
    assert "/assist ALLSOFT" in (await ask(desk, SATO, "  ")).text


async def test_others_get_a_kind_refusal(desk: SlackDesk) -> None:
    assert "メンバーだけ" in (await ask(desk, OUTSIDER, "ALLSOFT-22123406")).text


async def test_two_agents_who_ask_at_once_each_get_their_own_answer(either_desk: SlackDesk) -> None:
    desk = either_desk
    await asyncio.gather(
        desk.slack.commands(SATO, GENERAL, "/assist", "ALLSOFT-22123406"),
        desk.slack.commands(SMITH, GENERAL, "/assist", "20564778810"),
    )
    await desk.quiet()
    assert "Allsoft" in shown(desk.whisper(SATO))
    assert "Digital River" in shown(desk.whisper(SMITH))
    assert len(desk.slack.whispers(SATO)) == len(desk.slack.whispers(SMITH)) == 1


async def test_the_answer_comes_another_way_when_the_response_url_fails(desk: SlackDesk) -> None:
    desk.slack.faults.add("response_url", Fault("server_error"))
    assert "Allsoft" in shown(await ask(desk, SATO, "ALLSOFT-22123406"))


async def test_a_wrong_answer_goes_to_the_review(desk: SlackDesk) -> None:
    answer = await ask(desk, SATO, "ALLSOFT-22123406")
    await desk.slack.clicks(SATO, answer, "回答が違う")
    await desk.quiet()
    assert flags(desk.store) == [("ALLSOFT-22123406", "allsoft", "off_allsoft")]
    assert "見直し" in desk.whisper(SATO).text


async def test_a_case_is_opened_from_a_question(either_desk: SlackDesk) -> None:
    desk = either_desk
    answer = await ask(desk, SMITH, "ALLSOFT-22123406 can't log in")
    await desk.slack.clicks(SMITH, answer, "Open case")
    await desk.quiet()
    modal = desk.slack.modal_of(SMITH)
    assert modal is not None
    await desk.slack.submits(SMITH, {"name": "John Smith", "email": "john@example.com", "language": "English"})
    await desk.quiet()
    (case,) = desk.store.cases()
    assert (case.name, case.email, case.order_number, case.provider, case.language) == (
        "John Smith",
        "john@example.com",
        "ALLSOFT-22123406",
        "allsoft",
        "en",
    )
    assert case.number in desk.whisper(SMITH).text
    card = shown(desk.card(case.number))
    assert "j***@example.com" in card
    assert "John Smith" not in card


async def test_a_draft_goes_to_the_thread_of_the_agents_case_and_from_there_to_the_customer(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("help", language="en")
    case = await desk.case(conversation, language="en")
    card = desk.card(case.number)
    await desk.slack.clicks(SATO, card, "引き受ける")
    await desk.quiet()
    answer = await ask(desk, SATO, "ALLSOFT-22123406")
    await desk.slack.clicks(SATO, answer, "下書きとして投稿")
    await desk.quiet()
    draft = [m for m in desk.slack.seen_by(TANAKA, SUPPORT, card.ts) if "佐藤さんの下書き" in m.text][-1]
    title = desk.front.knowledge.guides["off_allsoft"].title.en
    assert title in shown(draft)
    assert all(m.role != "agent" for m in desk.store.messages_after(conversation))
    await desk.slack.clicks(SATO, draft, "お客様に送信")
    await desk.quiet()
    sent = [m for m in desk.store.messages_after(conversation) if m.role == "agent"]
    assert len(sent) == 1
    assert title in sent[0].plain_text


async def test_with_several_cases_the_agent_says_which(desk: SlackDesk) -> None:
    numbers = []
    for text in ("一人目", "二人目"):
        case = await desk.case(await desk.web_conversation(text))
        await desk.slack.clicks(SATO, desk.card(case.number), "引き受ける")
        await desk.quiet()
        numbers.append(case.number)
    answer = await ask(desk, SATO, "ALLSOFT-22123406")
    await desk.slack.clicks(SATO, answer, "下書きとして投稿")
    await desk.quiet()
    await desk.slack.submits(SATO, {"case": numbers[0]})
    await desk.quiet()
    first, second = ("".join(map(shown, desk.slack.seen_by(SATO, SUPPORT, desk.card(n).ts))) for n in numbers)
    assert "佐藤さんの下書き" in first
    assert "佐藤さんの下書き" not in second


@pytest.mark.parametrize("channel", [GENERAL, PRIVATE])
async def test_without_a_case_the_draft_is_posted_where_it_was_asked_for(desk: SlackDesk, channel: str) -> None:
    answer = await ask(desk, SATO, "ALLSOFT-22123406", channel)
    await desk.slack.clicks(SATO, answer, "下書きとして投稿")
    await desk.quiet()
    seen = [m for m in desk.slack.seen_by(SMITH, channel) if m.user == BOT_USER]
    assert len(seen) == 1
    assert "お客様には未送信" in seen[0].text


async def test_a_reply_is_drafted_from_a_message(either_desk: SlackDesk) -> None:
    desk = either_desk
    message = await desk.slack.says(CUSTOMER, GENERAL, "自動更新を止めたいです")
    await desk.slack.uses_shortcut(SMITH, message, "draft_reply")
    await desk.quiet()
    modal = desk.slack.modal_of(SMITH)
    assert modal is not None
    reply = modal.view["blocks"][-1]["element"]["initial_value"]
    guide = desk.front.knowledge.guides["provider_identification"]
    assert guide.intro[0].ja in reply, "it depends on the place"
    assert guide.source.page.ja in str(modal.view["blocks"][0])
    await desk.slack.submits(SMITH, {"reply": "こちらの手順をお試しください。"})
    await desk.quiet()
    thread = desk.slack.seen_by(CUSTOMER, GENERAL, message.ts)
    assert "こちらの手順をお試しください" in thread[-1].text
    assert "Smith" in shown(thread[-1])


async def test_a_reply_drafted_under_a_card_knows_what_the_customer_said_before(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("iPhoneで使っています")
    case = await desk.case(conversation)
    card = desk.card(case.number)
    await desk.slack.clicks(SATO, card, "引き受ける")
    await desk.quiet()
    await desk.web_says(conversation, "自動更新を止めたい", "wish")
    asked = desk.slack.seen_by(SATO, SUPPORT, card.ts)[-1]
    assert "自動更新を止めたい" in asked.text
    await desk.slack.uses_shortcut(SATO, asked, "draft_reply")
    await desk.quiet()
    modal = desk.slack.modal_of(SATO)
    assert modal is not None
    guide = desk.front.knowledge.guides["off_ios"]
    assert guide.steps[0].text.ja in modal.view["blocks"][-1]["element"]["initial_value"]
    assert guide.source.section.ja in str(modal.view["blocks"][0])


async def test_a_drafted_reply_under_a_card_can_be_sent(desk: SlackDesk) -> None:
    conversation = await desk.web_conversation("更新登録がわかりません")
    case = await desk.case(conversation)
    card = desk.card(case.number)
    await desk.slack.clicks(SATO, card, "引き受ける")
    await desk.quiet()
    line = desk.slack.seen_by(SATO, SUPPORT, card.ts)[1]
    await desk.slack.uses_shortcut(SATO, line, "draft_reply")
    await desk.quiet()
    await desk.slack.submits(SATO, {"reply": "登録は <新しい> 購入コードで行います。\n\n@here & お試しください。"})
    await desk.quiet()
    draft = [m for m in desk.slack.seen_by(SATO, SUPPORT, card.ts) if "新しい" in m.text and not m.only_for][-1]
    await desk.slack.clicks(SATO, draft, "お客様に送信")
    await desk.quiet()
    sent = [m.plain_text for m in desk.store.messages_after(conversation) if m.role == "agent"]
    assert sent == ["登録は <新しい> 購入コードで行います。\n@here & お試しください。"]


async def test_the_home_shows_own_cases_the_queue_and_todays_figures(either_desk: SlackDesk) -> None:
    desk = either_desk
    own = await desk.case(await desk.web_conversation("一人目"))
    waiting = await desk.case(await desk.web_conversation("二人目"), problem="山田太郎です。登録できません")
    await desk.slack.clicks(SMITH, desk.card(own.number), "引き受ける")
    await desk.quiet()
    await desk.slack.opens_home(SMITH)
    await desk.quiet()
    home = str(desk.slack.world.homes[SMITH])
    assert "My cases (1)" in home
    assert "The queue (1)" in home
    assert home.index(own.number) < home.index(waiting.number)
    assert "山田太郎" not in home
    assert "Opened today*\\n2" in home
    await desk.slack.clicks(TANAKA, desk.card(waiting.number), "引き受ける")
    await desk.quiet()
    await desk.slack.clicks_home(SMITH, "Refresh")
    await desk.quiet()
    assert "The queue (0)" in str(desk.slack.world.homes[SMITH])


async def test_the_home_of_others_is_a_word_of_welcome(desk: SlackDesk) -> None:
    await desk.slack.opens_home(CUSTOMER)
    await desk.quiet()
    assert "「メッセージ」タブ" in str(desk.slack.world.homes[CUSTOMER])
