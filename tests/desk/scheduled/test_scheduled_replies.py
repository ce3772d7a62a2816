"""Replies that are said later: what the agent and the customer notice."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from bot.desk.conversation.sending_later import SendingLater
from bot.store import NewCase, Store
from bot.store.inbox_records import InboxFilter
from bot.store.people_records import AuditFilter
from tests.desk.agents import AtDesk, SignIn, shown
from tests.front.desk import Customer, Desk

HOUR = 3600.0


@pytest.fixture
async def claimed(agent: AtDesk, customer: Customer) -> Customer:
    """A customer whom the agent has, with three messages so far."""
    await customer.say("自動更新を止めたい")
    assert (await do(agent, customer, "claim")).status_code == 200
    return customer


async def do(agent: AtDesk, customer: Customer, what: str, **fields: object) -> httpx.Response:
    return await agent.send(f"/desk/conversations/{customer.conversation_id}/{what}", **fields)


async def schedule(agent: AtDesk, customer: Customer, words: str = "明日お電話します", **fields: object) -> str:
    """Write a reply for in one hour; its id."""
    values = {"text": words, "key": "key-00001", "seen": 3, "when": "hour", **fields}
    response = await do(agent, customer, "scheduled", **values)
    assert response.status_code == 200, response.text
    return waiting(agent, customer)[-1]


def waiting(agent: AtDesk, customer: Customer) -> list[str]:
    store: Store = agent.http._transport.app.state.front.store  # type: ignore[attr-defined]
    return [reply.id for reply in store.scheduled_of(customer.conversation_id)]


def worker(desk: Desk) -> SendingLater:
    return SendingLater(desk.store, desk.front.gate, desk.time.clock)


async def said(customer: Customer) -> list[str]:
    return [words for role, words in await customer.transcript() if role == "agent"]


async def test_a_reply_is_said_when_it_is_due_in_the_agents_name_and_once(
    agent: AtDesk, claimed: Customer, desk: Desk
) -> None:
    await schedule(agent, claimed)
    desk.time.advance(HOUR - 1)
    assert await worker(desk).send_due() == 1
    assert await said(claimed) == []
    desk.time.advance(1)
    for _ in range(2):
        await worker(desk).send_due()
    assert await said(claimed) == ["明日お電話します"]
    message = desk.store.messages_after(claimed.conversation_id)[-1]
    assert (message.role, message.author) == ("agent", "佐藤")
    assert waiting(agent, claimed) == []
    entry = desk.store.inbox_entry(claimed.conversation_id)
    assert entry is not None
    assert entry.waiting_since is None


async def test_it_is_shown_where_the_conversation_is_shown_and_counted_in_the_list(
    agent: AtDesk, claimed: Customer
) -> None:
    await schedule(agent, claimed)
    page = await agent.get(f"/desk/conversations/{claimed.conversation_id}")
    assert "19:00 送信予定・佐藤" in shown(page)
    assert "予約 1件" in shown(await agent.get("/desk?queue=mine"))
    assert "明日お電話します" not in str(await claimed.history())


async def test_a_customer_who_writes_first_holds_it_and_the_agent_is_told(
    agent: AtDesk, claimed: Customer, desk: Desk
) -> None:
    reply = await schedule(agent, claimed)
    await claimed.say("やっぱり返金してほしい", wait=None)
    desk.time.advance(HOUR)
    await worker(desk).send_due()
    assert await said(claimed) == []
    page = shown(await agent.get(f"/desk/conversations/{claimed.conversation_id}/live", after=0))
    assert "保留中 お客様から新しいメッセージが届いたため、送信していません。" in page
    assert "予約保留 1件" in shown(await agent.get("/desk?queue=mine"))

    version = desk.store.scheduled_of(claimed.conversation_id)[0].version
    unread = await do(agent, claimed, f"scheduled/{reply}/send", version=version, seen=3)
    assert unread.json()["code"] == "newer_messages"
    assert (await do(agent, claimed, f"scheduled/{reply}/send", version=version, seen=4)).json() == {"seq": 5}
    assert await said(claimed) == ["明日お電話します"]


async def test_a_customer_who_takes_words_back_holds_it(agent: AtDesk, claimed: Customer, desk: Desk) -> None:
    await claimed.say("間違い", name="wrong", wait=None)
    await schedule(agent, claimed, seen=4)
    await desk.front.inbox.unsend(claimed.conversation_id, "wrong")
    (held,) = desk.store.scheduled_of(claimed.conversation_id)
    assert (held.state, held.held_for) == ("held", "customer_unsent")


@pytest.mark.parametrize(
    ("leaving", "fields", "why"), [("hand-back", {}, "handed_back"), ("close", {"reason": "solved"}, "closed")]
)
async def test_an_agent_who_leaves_holds_it(
    agent: AtDesk, claimed: Customer, desk: Desk, leaving: str, fields: dict[str, str], why: str
) -> None:
    reply = await schedule(agent, claimed)
    await do(agent, claimed, leaving, **fields)
    desk.time.advance(HOUR)
    await worker(desk).send_due()
    (held,) = desk.store.scheduled_of(claimed.conversation_id)
    assert (held.state, held.held_for) == ("held", why)
    assert await said(claimed) == []
    refused = await do(agent, claimed, f"scheduled/{reply}/send", version=held.version, seen=9)
    assert refused.json()["code"] == ("later_closed" if why == "closed" else "not_yours")
    # Whoever finds it may let it go, though nobody has the conversation.
    assert (await do(agent, claimed, f"scheduled/{reply}/cancel", version=held.version)).status_code == 200
    assert waiting(agent, claimed) == []


async def test_who_takes_a_conversation_over_decides_about_the_reply_in_their_own_name(
    agent: AtDesk, lead: AtDesk, claimed: Customer, desk: Desk
) -> None:
    reply = await schedule(agent, claimed)
    assert (await do(lead, claimed, f"scheduled/{reply}/cancel", version=1)).json()["code"] == "not_yours"
    await do(lead, claimed, "take-over")
    desk.time.advance(HOUR)
    await worker(desk).send_due()
    assert await said(claimed) == []
    (held,) = desk.store.scheduled_of(claimed.conversation_id)
    again = {"text": "田中からお電話します", "version": held.version, "seen": 5, "when": "hour"}
    assert (await do(agent, claimed, f"scheduled/{reply}/change", **again)).json()["code"] == "not_yours"
    assert (await do(lead, claimed, f"scheduled/{reply}/change", **again)).status_code == 200
    desk.time.advance(HOUR)
    await worker(desk).send_due()
    assert desk.store.messages_after(claimed.conversation_id)[-1].author == "田中"


async def test_what_two_people_do_to_it_at_once_is_done_once(agent: AtDesk, claimed: Customer, desk: Desk) -> None:
    reply = await schedule(agent, claimed)
    change = {"text": "別の言い方", "version": 1, "seen": 3, "when": "hour"}
    assert (await do(agent, claimed, f"scheduled/{reply}/change", **change)).status_code == 200
    late = await do(agent, claimed, f"scheduled/{reply}/send", version=1, seen=3)
    assert (late.status_code, late.json()["code"]) == (409, "later_moved")
    assert (await do(agent, claimed, f"scheduled/{reply}/cancel", version=2)).status_code == 200
    assert (await do(agent, claimed, f"scheduled/{reply}/cancel", version=3)).json()["code"] == "later_moved"
    desk.time.advance(HOUR)
    await worker(desk).send_due()
    assert await said(claimed) == []


async def test_after_a_while_of_the_desk_being_down_it_is_said_and_after_a_long_one_held(
    agent: AtDesk, claimed: Customer, desk: Desk
) -> None:
    await schedule(agent, claimed, "少し遅れて")
    desk.time.advance(2 * HOUR - 1)
    await worker(desk).send_due()
    assert await said(claimed) == ["少し遅れて"]
    await schedule(agent, claimed, "遅すぎる", key="key-00002", seen=4)
    desk.time.advance(2 * HOUR + 1)
    await worker(desk).send_due()
    assert await said(claimed) == ["少し遅れて"]
    (held,) = desk.store.scheduled_of(claimed.conversation_id)
    assert held.held_for == "late"


async def test_nothing_is_said_in_the_name_of_somebody_who_left(agent: AtDesk, claimed: Customer, desk: Desk) -> None:
    await schedule(agent, claimed)
    desk.store.set_active(agent.person.id, False)
    desk.time.advance(HOUR)
    await worker(desk).send_due()
    (held,) = desk.store.scheduled_of(claimed.conversation_id)
    assert held.held_for == "author_left"


async def test_nothing_is_said_or_left_of_it_after_the_conversation_is_erased(
    agent: AtDesk, claimed: Customer, desk: Desk
) -> None:
    reply = await schedule(agent, claimed)
    request = desk.store.file_case(
        NewCase(idempotency_key="k", conversation_id=claimed.conversation_id, kind="erasure")
    )
    desk.store.erase_for(request.number, agent.agent)
    assert desk.store.scheduled_reply(reply) is None
    desk.time.advance(HOUR)
    await worker(desk).send_due()
    assert "明日お電話します" not in str(desk.store.messages_after(claimed.conversation_id))


async def test_its_words_are_gone_once_it_has_ended(agent: AtDesk, claimed: Customer, desk: Desk) -> None:
    await schedule(agent, claimed, "秘密の言葉")
    await schedule(agent, claimed, "取り消す言葉", key="key-00002", when="tomorrow")
    sent, cancelled = desk.store.scheduled_of(claimed.conversation_id)
    await do(agent, claimed, f"scheduled/{cancelled.id}/cancel", version=1)
    desk.time.advance(HOUR)
    await worker(desk).send_due()
    for reply in (sent, cancelled):
        ended = desk.store.scheduled_reply(reply.id)
        assert ended is not None
        assert ended.text == ""


async def test_a_lost_answer_schedules_once(agent: AtDesk, claimed: Customer) -> None:
    for _ in range(2):
        await schedule(agent, claimed)
    assert len(waiting(agent, claimed)) == 1


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"when": "at", "at": "2026-11-22T18:00"}, 422, "later_past"),
        ({"when": "at", "at": "2027-11-22T18:00"}, 422, "later_far"),
        ({"when": "at", "at": "morgen"}, 422, "later_unreadable"),
        ({"when": "at"}, 422, "later_unreadable"),
        ({"seen": 0}, 409, "newer_messages"),
        ({"text": " \n"}, 422, None),
        ({"when": "never"}, 422, None),
    ],
)
async def test_what_can_not_be_said_later_is_refused_with_a_reason(
    agent: AtDesk, claimed: Customer, fields: dict[str, object], status: int, code: str | None
) -> None:
    values = {"text": "はい", "key": "key-00001", "seen": 3, "when": "hour", **fields}
    response = await do(agent, claimed, "scheduled", **values)
    assert response.status_code == status
    assert code is None or response.json()["code"] == code
    assert waiting(agent, claimed) == []


async def test_ten_replies_wait_at_most(agent: AtDesk, claimed: Customer) -> None:
    for number in range(10):
        await schedule(agent, claimed, key=f"key-{number:05}")
    one_more = await do(agent, claimed, "scheduled", text="はい", key="key-99999", seen=3, when="hour")
    assert one_more.json()["code"] == "later_too_many"


async def test_only_who_has_an_open_conversation_schedules(sign_in: SignIn, agent: AtDesk, claimed: Customer) -> None:
    values: dict[str, object] = {"text": "はい", "key": "key-00001", "seen": 5, "when": "hour"}
    other = sign_in("agent", "Brown", language="en")
    assert (await do(other, claimed, "scheduled", **values)).json()["code"] == "not_yours"
    await do(agent, claimed, "close", reason="solved")
    closed = await do(agent, claimed, "scheduled", **values)
    assert (closed.status_code, closed.json()["code"]) == (409, "later_closed")
    assert "終了した会話" in closed.json()["detail"]


async def test_a_reply_belongs_to_its_conversation(agent: AtDesk, claimed: Customer, desk: Desk) -> None:
    reply = await schedule(agent, claimed)
    other = await desk.customer()
    for what, fields in (("cancel", {}), ("send", {"seen": 3})):
        found = await do(agent, other, f"scheduled/{reply}/{what}", version=1, **fields)
        assert found.status_code == 404


async def test_a_card_number_is_masked(agent: AtDesk, claimed: Customer, desk: Desk) -> None:
    await schedule(agent, claimed, "カードは4111 1111 1111 1111ですね")
    assert "4111 1111 1111 1111" not in desk.store.scheduled_of(claimed.conversation_id)[0].text


async def test_every_step_is_in_the_audit_log_without_the_words(agent: AtDesk, claimed: Customer, desk: Desk) -> None:
    reply = await schedule(agent, claimed, "秘密の言葉")
    change = {"text": "秘密の言葉", "version": 1, "seen": 3, "when": "hour"}
    await do(agent, claimed, f"scheduled/{reply}/change", **change)
    await claimed.say("ところで", wait=None)
    await do(agent, claimed, f"scheduled/{reply}/send", version=3, seen=4)
    lines = desk.store.audit_lines(AuditFilter(subject=claimed.conversation_id))
    assert [line.action for line in reversed(lines) if "repl" in line.action] == [
        "reply_scheduled",
        "scheduled_reply_changed",
        "scheduled_reply_held",
        "scheduled_reply_sent",
    ]
    assert "秘密" not in str(lines)


async def test_the_desk_says_by_itself_what_is_due(agent: AtDesk, claimed: Customer, desk: Desk) -> None:
    # The worker of the running desk looks often; it is only woken earlier here.
    await schedule(agent, claimed)
    (reply,) = desk.store.scheduled_of(claimed.conversation_id)
    desk.time.now = reply.due_at + timedelta(seconds=1)

    async def arrived() -> bool:
        return bool(await said(claimed))

    with desk.front.feed.watch(claimed.conversation_id) as watch:
        while not await arrived():
            assert await watch.changed(10)


async def test_a_closed_conversation_that_was_claimed_again_is_open_for_its_agent(
    agent: AtDesk, claimed: Customer, desk: Desk
) -> None:
    await do(agent, claimed, "close", reason="solved")
    assert [entry.id for entry in desk.store.inbox(InboxFilter("closed"), agent.agent.id).entries]
    await do(agent, claimed, "claim")
    await schedule(agent, claimed, seen=9)
    desk.time.advance(HOUR)
    await worker(desk).send_due()
    assert await said(claimed) == ["明日お電話します"]


async def test_one_that_can_not_be_said_keeps_no_other_waiting(
    agent: AtDesk, claimed: Customer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await schedule(agent, claimed, "壊れた返信")
    await schedule(agent, claimed, "次の返信", key="key-00002", when="at", at="2026-11-22T19:30")
    desk.time.advance(HOUR + 1800)
    say = desk.front.gate.say_scheduled

    async def breaks(reply_id: str, latest: timedelta) -> object:
        if reply_id == first:
            raise RuntimeError("told to fail")
        return await say(reply_id, latest)

    monkeypatch.setattr(desk.front.gate, "say_scheduled", breaks)
    assert await worker(desk).send_due() >= 1
    assert await said(claimed) == ["次の返信"]
    monkeypatch.undo()
    await worker(desk).send_due()
    assert await said(claimed) == ["次の返信", "壊れた返信"]
