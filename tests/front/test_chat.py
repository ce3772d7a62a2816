"""What a customer's widget gets from the chat API."""

from __future__ import annotations

import asyncio
from datetime import datetime

import httpx
import pytest

from bot.channels.security_headers import API_POLICY
from bot.dialogue.port import TurnReply
from bot.settings import Settings
from bot.store import Agent, TurnEnd, WaitingTurn
from tests.front.desk import Customer, Desk

AGENT = Agent("desk:1", "山田")


async def test_a_session_opens_one_conversation_that_nobody_can_guess(desk: Desk) -> None:
    one, two = [(await desk.http.post("/api/v1/chat/sessions")).json() for _ in range(2)]
    assert one["language"] == "ja"
    assert one["conversation_id"] != two["conversation_id"]
    assert len(one["conversation_id"]) >= 22
    assert datetime.fromisoformat(one["expires_at"].replace("Z", "+00:00")) > desk.time.now
    assert (await desk.customer("en")).conversation_id


async def test_the_answer_comes_with_the_request_that_waits_for_it(customer: Customer) -> None:
    response = await customer.say("自動更新を止めたい", name="m1")
    assert response.status_code == 200
    assert response.headers["Preference-Applied"] == "wait=10"
    body = response.json()
    assert body["complete"] is True
    (message,) = body["messages"]
    assert message["plain_text"] == "answer to 自動更新を止めたい\n[はい]\n[いいえ]"
    assert (message["role"], message["reply_to"], message["client_message_id"]) == ("assistant", "m1", None)
    assert [choice["label"] for choice in message["choices"]] == ["はい", "いいえ"]
    assert message["blocks"][1] == {"type": "choices", "items": message["choices"]}


async def test_without_the_wish_to_wait_the_message_is_only_accepted(desk: Desk, customer: Customer) -> None:
    response = await customer.say("こんにちは", name="m1", wait=None)
    assert response.status_code == 202
    assert response.json() == {"client_message_id": "m1", "seq": 1}
    again = await customer.say("こんにちは", name="m1")
    assert [message["seq"] for message in again.json()["messages"]] == [2]


async def test_repeating_a_message_gives_the_same_turn_again(desk: Desk, customer: Customer) -> None:
    first = await customer.say("こんにちは", name="m1")
    second = await customer.say("こんにちは", name="m1")
    assert second.json() == first.json()
    assert (await customer.say("こんにちは", name="m1", wait=None)).json()["seq"] == 1
    assert len(desk.dialogue.answered) == 1
    assert [role for role, _ in await customer.transcript()] == ["customer", "assistant"]


async def test_repeating_a_message_at_the_same_time_makes_one_turn(desk: Desk, customer: Customer) -> None:
    responses = await asyncio.gather(*(customer.say("こんにちは", name="m1") for _ in range(6)))
    assert len({response.json()["messages"][0]["id"] for response in responses}) == 1
    assert len(desk.dialogue.answered) == 1


async def test_an_impatient_request_gets_what_there_is(desk: Desk, customer: Customer) -> None:
    desk.dialogue.pause()
    response = await customer.say("こんにちは", name="m1", wait=0)
    assert response.status_code == 200
    assert (response.json()["complete"], response.json()["messages"]) == (False, [])
    desk.dialogue.resume()
    assert (await customer.say("こんにちは", name="m1")).json()["complete"] is True


async def test_messages_of_one_conversation_are_answered_in_order(desk: Desk, customer: Customer) -> None:
    desk.dialogue.pause()
    for number in range(5):
        await customer.say(f"text {number}", wait=None)
    desk.dialogue.resume()
    await customer.say("last")
    said = [text for role, text in await customer.transcript() if role == "assistant"]
    assert said == [f"answer to text {number}" for number in range(5)] + ["answer to last"]


async def test_a_message_that_comes_just_as_the_last_one_is_answered_is_answered_too(
    desk: Desk, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = desk.front.inbox._outbox
    deliver = outbox.deliver

    async def deliver_and_meet_another(turn: WaitingTurn, reply: TurnReply) -> TurnEnd:
        end = await deliver(turn, reply)
        if turn.text == "first":
            assert not end.more
            await customer.say("second", name="m2", wait=None)
        return end

    monkeypatch.setattr(outbox, "deliver", deliver_and_meet_another)
    with desk.front.feed.watch(customer.conversation_id) as watch:
        await customer.say("first")
        while len(await customer.transcript()) < 4:
            assert await watch.changed(5)


async def test_a_waiting_conversation_does_not_hold_up_another(desk: Desk) -> None:
    slow, quick = await desk.customer(), await desk.customer()
    original = desk.dialogue.turn

    async def turn(request):  # type: ignore[no-untyped-def]
        if request.conversation_id == slow.conversation_id:
            await asyncio.Event().wait()
        return await original(request)

    desk.dialogue.turn = turn  # type: ignore[method-assign]
    await slow.say("a", wait=None)
    assert (await quick.say("b")).json()["complete"] is True


async def test_a_picked_choice_reaches_the_dialogue_as_its_payload(desk: Desk, customer: Customer) -> None:
    choices = (await customer.say("こんにちは")).json()["messages"][0]["choices"]
    response = await customer.pick(choices[1]["id"])
    assert response.status_code == 200
    request = desk.dialogue.answered[-1]
    assert (request.text, request.payload) == (None, '/deny{"a": 1}')
    picked = (await customer.history())["messages"][2]
    assert (picked["plain_text"], picked["choice_id"], picked["role"]) == ("いいえ", choices[1]["id"], "customer")


async def test_an_old_choice_may_be_picked_again(customer: Customer) -> None:
    choices = (await customer.say("こんにちは")).json()["messages"][0]["choices"]
    for _ in range(2):
        assert (await customer.pick(choices[0]["id"])).status_code == 200


async def test_no_payload_ever_leaves_the_server(customer: Customer) -> None:
    response = await customer.say("こんにちは")
    history = await customer.http.get("/api/v1/chat/messages", headers=customer.headers)
    for text in (response.text, history.text):
        assert "affirm" not in text
        assert "payload" not in text


async def test_typed_text_with_a_slash_stays_text(desk: Desk, customer: Customer) -> None:
    await customer.say('/deny{"a": 1}')
    request = desk.dialogue.answered[-1]
    assert (request.text, request.payload) == ('/deny{"a": 1}', None)


async def test_a_choice_of_another_conversation_is_unknown(desk: Desk, customer: Customer) -> None:
    choice = (await customer.say("こんにちは")).json()["messages"][0]["choices"][0]["id"]
    other = await desk.customer()
    await other.say("こんにちは")
    response = await other.pick(choice)
    assert (response.status_code, response.json()["code"]) == (422, "unknown_choice")


async def test_a_choice_expires_with_its_session(desk: Desk, customer: Customer, settings: Settings) -> None:
    choice = (await customer.say("こんにちは")).json()["messages"][0]["choices"][0]["id"]
    desk.time.advance(settings.session_hours * 3600 + 1)
    customer.token = desk.front.sessions.issue(customer.conversation_id)[0]
    assert (await customer.pick(choice)).json()["code"] == "unknown_choice"


async def test_switching_the_language_is_answered_in_it_and_leaves_no_bubble(desk: Desk, customer: Customer) -> None:
    response = await customer.post({"language": "en"}, path="language")
    assert (response.status_code, response.json()) == (202, {"language": "en"})
    await desk.changed(customer.conversation_id, customer.transcript)  # it is answered after it was accepted
    await customer.say("hello")
    request = desk.dialogue.answered[0]
    assert (request.language_switch, request.text, request.payload) == ("en", None, None)
    page = await customer.history()
    assert page["language"] == "en"
    assert [(message["role"], message["language"]) for message in page["messages"]] == [
        ("assistant", "en"),
        ("customer", "en"),
        ("assistant", "en"),
    ]
    assert page["messages"][0]["reply_to"] is None


async def test_the_session_language_is_the_hint(desk: Desk) -> None:
    customer = await desk.customer("en")
    await customer.say("20564778810")
    assert desk.dialogue.answered[-1].language_hint == "en"


async def test_history_goes_on_behind_a_message(customer: Customer) -> None:
    for number in range(3):
        await customer.say(f"text {number}")
    page = await customer.history(after=2, limit=3)
    assert [message["seq"] for message in page["messages"]] == [3, 4, 5]
    assert page["last_seq"] == 5
    assert (await customer.history(after=6))["messages"] == []


async def test_while_an_agent_has_the_conversation_nothing_reaches_the_assistant(
    desk: Desk, customer: Customer
) -> None:
    await desk.front.gate.claim(customer.conversation_id, AGENT)
    response = await customer.say("人と話したい")
    assert (response.json()["complete"], response.json()["messages"]) == (True, [])
    assert desk.dialogue.answered == []
    await desk.front.gate.hand_back(customer.conversation_id, AGENT)
    await customer.say("ありがとう")
    assert [request.text for request in desk.dialogue.answered] == ["ありがとう"]


async def test_an_answer_computed_before_a_claim_does_not_get_out(desk: Desk, customer: Customer) -> None:
    desk.dialogue.pause()
    waiting = asyncio.ensure_future(customer.say("こんにちは"))
    await desk.changed(customer.conversation_id, lambda: _asked(desk))
    await desk.front.gate.claim(customer.conversation_id, AGENT)
    desk.dialogue.resume()
    assert (await waiting).json()["messages"] == []
    assert await customer.transcript() == [
        ("customer", "こんにちは"),
        ("system", "担当の山田が入りました。ここからは山田がお答えします。"),
    ]


async def _asked(desk: Desk) -> bool:
    return bool(desk.dialogue.turns)


@pytest.mark.parametrize(
    "text",
    [
        "カードは 4111 1111 1111 1111 です",
        "４１１１－１１１１－１１１１－１１１１",
        "4111111111111111",
    ],
)
async def test_a_card_number_is_neither_stored_nor_passed_on(
    desk: Desk, customer: Customer, settings: Settings, text: str
) -> None:
    await customer.say(text)
    assert "[カード番号は削除しました]" in (desk.dialogue.answered[-1].text or "")
    desk.store.close()
    kept = b"".join(file.read_bytes() for file in settings.var_dir.glob("koshin.db*")).decode("utf-8", "replace")
    for form in (text, "4111111111111111", "4111 1111 1111 1111", "４１１１－１１１１"):
        assert form not in kept


async def test_an_order_number_is_stored_as_it_was_typed(desk: Desk, customer: Customer) -> None:
    await customer.say("注文番号は20564778810です")
    assert desk.dialogue.answered[-1].text == "注文番号は20564778810です"


async def test_answers_are_not_kept_by_caches_and_show_no_pages(customer: Customer) -> None:
    response = await customer.say("こんにちは")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Security-Policy"] == API_POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Request-ID"]


async def test_the_description_covers_every_operation_and_its_problems(desk: Desk) -> None:
    described = (await desk.http.get("/api/v1/openapi.json")).json()
    assert set(described["paths"]) == {
        "/healthz",
        "/readyz",
        "/api/v1/chat/sessions",
        "/api/v1/chat/messages",
        "/api/v1/chat/language",
        "/api/v1/chat/typing",
        "/api/v1/chat/events",
        "/api/v1/providers/identify",
        "/api/v1/cases",
        "/api/v1/cases/{number}",
        "/api/v1/nlu/parse",
        "/api/v1/assist/suggest",
    }
    schemas = described["components"]["schemas"]
    assert {"WebMessage", "Problem", "NewMessage", "CaseView", "IdentifyAnswer", "ParseAnswer"} <= set(schemas)
    assert "HTTPValidationError" not in schemas
    posting = described["paths"]["/api/v1/chat/messages"]["post"]["responses"]
    assert {"200", "202", "400", "401", "404", "413", "415", "422", "429", "503"} == set(posting)


async def test_a_stopping_front_lets_waiting_requests_go(desk: Desk, customer: Customer) -> None:
    desk.dialogue.pause()
    waiting: asyncio.Future[httpx.Response] = asyncio.ensure_future(customer.say("こんにちは"))
    await desk.changed(customer.conversation_id, lambda: _asked(desk))
    desk.front.inbox.release()
    assert (await waiting).json()["complete"] is False
