"""The suggestions beside a conversation."""

from __future__ import annotations

import pytest

from bot.dialogue.memory import MemoryDialogue
from bot.dialogue.port import DialogueUnavailable
from tests.desk.agents import AtDesk, SignIn, shown
from tests.front.desk import Customer, Desk


def panel(customer: Customer) -> str:
    return f"/desk/conversations/{customer.conversation_id}/suggestions"


async def test_the_panel_suggests_replies_with_their_sources(
    desk: Desk, agent: AtDesk, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand(monkeypatch, "stop_auto_renew")
    desk.store.claim(customer.conversation_id, agent.agent)
    await customer.say("注文番号は20564778810です。自動更新を止めたい")
    response = await agent.get(panel(customer))
    text = shown(response)
    assert response.status_code == 200
    assert "Digital River" in text
    assert "根拠を見る" in text
    assert "お客様の発言" in text
    assert "自動更新をオフにしたい" in text
    assert "<html" not in response.text


async def test_canned_replies_are_filled_in_the_customers_language(
    desk: Desk, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand(monkeypatch, "inform")
    customer = await desk.customer("en")
    await customer.say("My order number is 20564778810")
    agent = sign_in("agent", "Sato", language="ja")
    desk.store.add_canned_reply(
        "確認中", "{order_number} を確認中です", "We are checking {order_number}, {name}.", agent.agent
    )
    text = shown(await agent.get(panel(customer)))
    assert "We are checking 20564778810, {name}." in text
    assert "未記入: お客様の氏名" in text


async def test_without_rasa_the_panel_still_opens(
    desk: Desk, agent: AtDesk, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(self: MemoryDialogue, text: str, conversation_id: str | None = None) -> None:
        raise DialogueUnavailable("unreachable")

    monkeypatch.setattr(MemoryDialogue, "parse", away)
    desk.store.claim(customer.conversation_id, agent.agent)
    await customer.say("Huaweiで買いました")
    assert "読み取れません" in shown(await agent.get(panel(customer)))


async def test_a_conversation_that_is_not_there_is_not_found(agent: AtDesk) -> None:
    assert (await agent.get("/desk/conversations/nobody/suggestions")).status_code == 404
    assert (await agent.send("/desk/conversations/nobody/suggestions/used", kind="canned")).status_code == 404


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [
        ("設定を開きます。", "accepted"),
        ("設定を 開きます。\n", "accepted"),
        ("こんにちは。設定を開きます。ご確認ください。", "edited"),
        ("まったく別の返信を書きました", "rejected"),
        ("", "rejected"),
    ],
)
async def test_what_became_of_a_suggestion_is_kept_without_its_words(
    desk: Desk, agent: AtDesk, customer: Customer, sent: str, outcome: str
) -> None:
    fields = {"kind": "suggestion", "subject": "off_ios", "offered": "設定を開きます。", "sent": sent}
    assert (await agent.send(f"{panel(customer)}/used", **fields)).status_code == 204
    found = desk.store.suggestion_figures(desk.time.now)["off_ios"]
    assert (found.accepted, found.edited, found.rejected) == tuple(
        int(name == outcome) for name in ("accepted", "edited", "rejected")
    )


async def test_a_use_without_the_pages_token_is_refused(agent: AtDesk, customer: Customer) -> None:
    response = await agent.http.post(f"{panel(customer)}/used", data={"kind": "canned"})
    assert response.status_code == 403


def understand(monkeypatch: pytest.MonkeyPatch, intent: str) -> None:
    async def parse(self: MemoryDialogue, text: str, conversation_id: str | None = None) -> dict[str, object]:
        read = {"name": intent, "confidence": 0.9}
        return {"text": text, "intent": read, "entities": [], "intent_ranking": [read]}

    monkeypatch.setattr(MemoryDialogue, "parse", parse)
