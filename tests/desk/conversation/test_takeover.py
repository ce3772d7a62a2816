"""Claim, reply, hand back, close: what agents and the customer notice."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.store import NewCase, Store
from bot.store.inbox_records import InboxFilter
from tests.desk.agents import AtDesk, SignIn, shown
from tests.front.desk import Customer, Desk


async def reply(agent: AtDesk, customer: Customer, text: str, seen: int, key: str = "key-0001") -> httpx.Response:
    return await agent.send(f"/desk/conversations/{customer.conversation_id}/replies", text=text, seen=seen, key=key)


async def do(agent: AtDesk, customer: Customer, what: str, **fields: str) -> httpx.Response:
    return await agent.send(f"/desk/conversations/{customer.conversation_id}/{what}", **fields)


async def test_the_customer_reads_who_comes_what_they_say_and_that_they_leave(
    agent: AtDesk, customer: Customer
) -> None:
    await customer.say("こんにちは")
    assert (await do(agent, customer, "claim")).status_code == 200
    assert (await reply(agent, customer, "佐藤です。確認します。", seen=3)).status_code == 200
    silent = await customer.say("お願いします", wait=1)
    assert silent.json()["messages"] == []
    assert (await do(agent, customer, "hand-back")).json() == {"changed": True}
    answered = await customer.say("ありがとう")
    assert [role for role, _ in await customer.transcript()] == [
        "customer",
        "assistant",
        "system",
        "agent",
        "customer",
        "system",
        "customer",
        "assistant",
    ]
    texts = [text for _, text in await customer.transcript()]
    assert "佐藤" in texts[2]
    assert texts[3] == "佐藤です。確認します。"
    assert "佐藤" in texts[5]
    assert answered.json()["messages"][0]["blocks"][0]["text"] == "answer to ありがとう"


async def test_of_two_claims_at_once_one_wins_and_the_other_learns_who(sign_in: SignIn, customer: Customer) -> None:
    one, other = sign_in("agent", "佐藤"), sign_in("agent", "Brown", language="en")
    await customer.say("人と話したい")
    answers = await asyncio.gather(do(one, customer, "claim"), do(other, customer, "claim"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    winner = "Brown" if lost is answers[0] else "佐藤"
    assert lost.headers["content-type"] == "application/problem+json"
    assert winner in lost.json()["detail"]


async def test_nothing_is_sent_past_a_message_the_agent_has_not_seen(agent: AtDesk, customer: Customer) -> None:
    await customer.say("自動更新を止めたい")
    await do(agent, customer, "claim")
    await customer.say("やっぱり返金してほしい", wait=None)
    refused = await reply(agent, customer, "止めました", seen=3)
    assert (refused.status_code, refused.json()["code"], refused.json()["last_seq"]) == (409, "newer_messages", 4)
    assert (await reply(agent, customer, "返金ですね", seen=4)).json() == {"seq": 5}


async def test_a_reply_whose_answer_got_lost_is_said_once(agent: AtDesk, customer: Customer) -> None:
    await customer.say("こんにちは")
    await do(agent, customer, "claim")
    assert (await reply(agent, customer, "はい", seen=3)).json() == {"seq": 4}
    assert (await reply(agent, customer, "はい", seen=3)).json() == {"seq": None}
    assert [text for role, text in await customer.transcript() if role == "agent"] == ["はい"]


async def test_only_who_has_the_conversation_speaks_hands_back_and_closes(sign_in: SignIn, customer: Customer) -> None:
    one, other = sign_in("agent", "佐藤"), sign_in("agent", "Brown", language="en")
    await customer.say("こんにちは")
    before = await reply(other, customer, "hello", seen=2)
    assert (before.status_code, before.json()["code"]) == (409, "not_yours")
    await do(one, customer, "claim")
    for refused in (
        await reply(other, customer, "hello", seen=3),
        await do(other, customer, "hand-back"),
        await do(other, customer, "close", reason="solved"),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
    assert all(role != "agent" for role, _ in await customer.transcript())


async def test_what_the_agent_just_said_themselves_stops_nothing(agent: AtDesk, customer: Customer) -> None:
    await customer.say("こんにちは")
    await do(agent, customer, "claim")
    for number in range(3):  # faster than the page shows them
        assert (await reply(agent, customer, f"{number}", seen=3, key=f"key-000{number}")).status_code == 200


async def test_a_lead_takes_a_conversation_over_and_an_agent_may_not(
    agent: AtDesk, lead: AtDesk, customer: Customer, store: Store
) -> None:
    await customer.say("こんにちは")
    await do(agent, customer, "claim")
    assert (await do(agent, customer, "take-over")).status_code == 403
    assert (await do(lead, customer, "take-over")).status_code == 200
    found = store.conversation(customer.conversation_id)
    assert found is not None
    assert found.agent == lead.agent
    told = [message.plain_text for message in store.messages_after(customer.conversation_id, 3)]
    assert told == ["担当が佐藤から別の者に替わります。", "担当の田中が入りました。ここからは田中がお答えします。"]
    assert (await reply(lead, customer, "代わりました", seen=5)).status_code == 200


async def test_closing_ends_the_wait_and_its_cases_until_the_customer_writes_again(
    agent: AtDesk, customer: Customer, store: Store
) -> None:
    await customer.say("人と話したい")
    case = store.file_case(NewCase(idempotency_key="k", conversation_id=customer.conversation_id))
    await do(agent, customer, "claim")
    closed = await do(agent, customer, "close", reason="solved", words="手順をご案内", cases="true")
    assert closed.json() == {"changed": True}
    found = store.find_case(case.number)
    assert found is not None
    assert (found.status, found.close_reason) == ("closed", "解決: 手順をご案内")
    page = await agent.get(f"/desk/conversations/{customer.conversation_id}")
    assert "解決: 手順をご案内" in shown(page)
    assert [entry.id for entry in store.inbox(InboxFilter("closed"), agent.agent.id).entries] == [
        customer.conversation_id
    ]
    answered = await customer.say("もう一つ")
    assert answered.json()["messages"]
    assert store.inbox(InboxFilter("closed"), agent.agent.id).entries == ()


async def test_a_conversation_may_be_closed_and_its_case_kept(agent: AtDesk, customer: Customer, store: Store) -> None:
    await customer.say("人と話したい")
    case = store.file_case(NewCase(idempotency_key="k", conversation_id=customer.conversation_id))
    await do(agent, customer, "close", reason="no_answer")
    found = store.find_case(case.number)
    assert found is not None
    assert found.status == "open"


async def test_a_card_number_in_a_reply_is_masked(agent: AtDesk, customer: Customer) -> None:
    await customer.say("こんにちは")
    await do(agent, customer, "claim")
    await reply(agent, customer, "カードは4111 1111 1111 1111ですね", seen=3)
    assert "4111 1111 1111 1111" not in str(await customer.transcript())


@pytest.mark.parametrize(("text", "status"), [("", 422), ("  \n ", 422), ("あ" * 20_001, 422), ("\0", 422)])
async def test_a_reply_that_says_nothing_or_too_much_is_refused(
    agent: AtDesk, customer: Customer, text: str, status: int
) -> None:
    await customer.say("こんにちは")
    await do(agent, customer, "claim")
    assert (await reply(agent, customer, text, seen=3)).status_code == status


async def test_notes_stay_inside_and_call_who_is_mentioned(sign_in: SignIn, customer: Customer, store: Store) -> None:
    one, other = sign_in("agent", "佐藤"), sign_in("agent", "佐藤 花子")
    await customer.say("こんにちは")
    sent = await do(one, customer, "notes", text="@佐藤 花子 お願いします", key="note-0001")
    assert sent.json() == {"called": 1}
    assert (await do(one, customer, "notes", text="@佐藤 花子 お願いします", key="note-0001")).status_code == 200
    assert store.inbox_counts(other.agent.id)["mentions"] == 1
    assert store.inbox_counts(one.agent.id)["mentions"] == 0
    page = shown(await other.get(f"/desk/conversations/{customer.conversation_id}"))
    assert page.count("@佐藤 花子 お願いします") == 1
    assert store.inbox_counts(other.agent.id)["mentions"] == 0
    assert "お願いします" not in str(await customer.history())


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("＠佐藤　花子 さん", 1),
        ("@ BEN  Carter please", 1),
        ("@佐藤 花子 と＠ben carter", 2),
        ("宛先は taro@ben carter", 0),
        ("佐藤 花子 さん", 0),
    ],
)
async def test_a_colleague_is_called_however_the_keyboard_writes_the_name(
    sign_in: SignIn, customer: Customer, text: str, called: int
) -> None:
    one = sign_in("agent", "書き手")
    sign_in("agent", "佐藤 花子")
    sign_in("agent", "Ben Carter")
    await customer.say("こんにちは")
    assert (await do(one, customer, "notes", text=text, key="note-0001")).json() == {"called": called}


async def test_each_answer_tells_why(agent: AtDesk, customer: Customer) -> None:
    await customer.say("注文番号は20564778810です")
    page = shown(await agent.get(f"/desk/conversations/{customer.conversation_id}"))
    assert "この回答の理由" in page
    assert "inform 0.90" in page
    assert "20564778810" in page


async def test_what_was_unsent_is_gone_from_an_open_page(agent: AtDesk, customer: Customer, desk: Desk) -> None:
    await customer.say("秘密です", name="m1")
    await desk.front.inbox.unsend(customer.conversation_id, "m1")
    news = await agent.get(f"/desk/conversations/{customer.conversation_id}/live", after=2)
    assert 'data-unsent="1"' in news.text
    page = shown(await agent.get(f"/desk/conversations/{customer.conversation_id}"))
    assert "お客様が送信を取り消しました" in page
    assert "秘密です" not in page.replace("answer to 秘密です", "")


async def test_what_a_customer_writes_is_never_markup(agent: AtDesk, customer: Customer, store: Store) -> None:
    await customer.say('<img src=x onerror="alert(1)"><script>alert(2)</script>')
    store.file_case(
        NewCase(idempotency_key="k", conversation_id=customer.conversation_id, name="<b>太郎</b>", problem="<i>x</i>")
    )
    for path in ("/desk", f"/desk/conversations/{customer.conversation_id}", "/desk?q=onerror"):
        page = (await agent.get(path)).text
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert "<b>太郎" not in page
        assert "<i>x</i>" not in page
