"""POST /api/v1/assist/suggest."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.dialogue.memory import MemoryDialogue
from bot.dialogue.port import DialogueUnavailable, ParseResult
from bot.messages import Message, Paragraph
from bot.store import Agent
from tests.front.conftest import customer, desk, knowledge, settings, store, time
from tests.front.desk import Customer, Desk, answer

__all__ = ["customer", "desk", "knowledge", "settings", "store", "time"]

PATH = "/api/v1/assist/suggest"


class Reader(MemoryDialogue):
    """Understands what the test says it understands."""

    def __init__(self) -> None:
        super().__init__(answer)
        self.intents: list[tuple[str, float]] = [("stop_auto_renew", 0.93), ("cannot_cancel", 0.04)]
        self.away = False

    async def parse(self, text: str, conversation_id: str | None = None) -> ParseResult:
        if self.away:
            raise DialogueUnavailable("unreachable")
        ranking = [{"name": name, "confidence": sure} for name, sure in self.intents]
        return {"text": text, "intent": ranking[0], "entities": [], "intent_ranking": ranking}


@pytest.fixture
def dialogue() -> Reader:
    return Reader()


async def ask(desk: Desk, scope: str = "assist", **body: Any) -> httpx.Response:
    secret = desk.store.create_api_token(desk.front.ids(), [scope])
    return await desk.http.post(PATH, json=body, headers={"Authorization": f"Bearer {secret}"})


async def test_the_answer_has_the_promised_form(desk: Desk) -> None:
    response = await ask(desk, text="自動更新を止めたい。注文番号は20564778810です")
    body = response.json()
    assert response.status_code == 200
    assert set(body) == {"suggestions", "provider", "intent", "confidence"}
    assert (body["provider"], body["intent"], body["confidence"]) == ("digital_river", "stop_auto_renew", 0.93)
    assert 1 <= len(body["suggestions"]) <= 3
    for suggestion in body["suggestions"]:
        assert set(suggestion) == {"text", "sources"}
        assert suggestion["text"] == "\n".join(dict.fromkeys(source["sentence"] for source in suggestion["sources"]))
    kinds = {source["type"] for source in body["suggestions"][0]["sources"]}
    assert kinds == {"knowledge", "transcript"}
    stated = next(s for s in body["suggestions"][0]["sources"] if s["type"] == "knowledge")
    assert stated["page"]
    assert stated["section"]
    assert stated["captured_on"].startswith("20")


async def test_without_a_conversation_the_texts_own_language_is_answered(desk: Desk) -> None:
    body = (await ask(desk, text="How do I stop the auto-renewal? I bought it on the App Store")).json()
    assert "Apple ID" in body["suggestions"][0]["text"]
    assert "開き" not in body["suggestions"][0]["text"].replace("[iTunes StoreとApp Store]", "")


async def test_the_language_can_be_chosen(desk: Desk) -> None:
    body = (await ask(desk, text="stop renewal, app store", language="ja")).json()
    assert "選" in body["suggestions"][0]["text"]


async def test_a_conversation_lends_what_was_said_in_it(desk: Desk, customer: Customer) -> None:
    await customer.say("Huaweiのスマホを使っています")
    body = (await ask(desk, text="自動更新をオフにするには?", conversation_id=customer.conversation_id)).json()
    assert any(source["record"] == "guides/off_huawei" for source in _knowledge(body))


async def test_the_words_of_assistant_and_agents_are_no_facts_of_the_customer(desk: Desk, customer: Customer) -> None:
    await customer.say("こんにちは")
    clerk = Agent("desk:1", "佐藤")
    desk.store.claim(customer.conversation_id, clerk)
    said = Message(language="ja", blocks=(Paragraph(text="注文番号 20564778810 でしょうか?"),))
    desk.store.say(customer.conversation_id, said, key="k", author=clerk)
    body = (await ask(desk, text="止めたいです", conversation_id=customer.conversation_id)).json()
    assert body["provider"] is None


async def test_only_tokens_with_the_scope_get_in(desk: Desk) -> None:
    assert (await desk.http.post(PATH, json={"text": "x"})).json()["code"] == "token_missing"
    assert (await ask(desk, "nlu", text="x")).json()["code"] == "scope_missing"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": ""}, 422, "text_empty"),
        ({"text": "x" * 2001}, 422, "text_too_long"),
        ({}, 422, "missing_field"),
        ({"text": "x", "language": "fr"}, 422, "invalid_field"),
        ({"text": "x", "more": 1}, 422, "unknown_field"),
        ({"text": "x", "conversation_id": "nobody"}, 404, "unknown_conversation"),
    ],
)
async def test_a_wrong_question_is_refused(desk: Desk, body: Any, status: int, code: str) -> None:
    response = await ask(desk, **body)
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_while_nobody_can_understand_it_says_so(desk: Desk, dialogue: Reader) -> None:
    dialogue.away = True
    response = await ask(desk, text="止めたい")
    assert (response.status_code, response.json()["code"]) == (503, "assistant_unavailable")


async def test_not_understood_is_no_intent(desk: Desk, dialogue: Reader) -> None:
    dialogue.intents = [("nlu_fallback", 0.35), ("find_serial_number", 0.33), ("find_purchase_code", 0.3)]
    body = (await ask(desk, text="番号がわからない")).json()
    assert body["intent"] == "find_serial_number"
    assert {"guides/serial_number", "guides/purchase_code"} <= {source["record"] for source in _knowledge(body)}


def _knowledge(body: Any) -> list[dict[str, Any]]:
    return [source for each in body["suggestions"] for source in each["sources"] if source["type"] == "knowledge"]
