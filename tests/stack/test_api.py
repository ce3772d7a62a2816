"""The assist API of the running desk."""

from __future__ import annotations

import httpx

from tests.stack.running import Stack


def test_providers_are_identified(stack: Stack) -> None:
    with stack.api() as api:
        found = api.post("/providers/identify", json={"text": "２２１２２８５７", "kind": "order_number"}).json()
        unsure = api.post("/providers/identify", json={"text": "Kaspersky Lab"}).json()
    assert (found["provider"], found["rule"]) == ("2checkout", "2checkout.digits_8")
    assert unsure["provider"] is None
    assert {"allsoft", "digital_river", "2checkout"} <= {miss["provider"] for miss in unsure["near_misses"]}
    assert unsure["settle_by"]


def test_a_text_is_parsed_in_rasas_format(stack: Stack) -> None:
    with stack.api() as api:
        parsed = api.post("/nlu/parse", json={"text": "iPhoneで自動更新を止めたい"}).json()
    assert parsed["intent"]["name"] == "stop_auto_renew"
    assert [(e["entity"], e["value"], e["start"], e["end"]) for e in parsed["entities"]] == [("device", "ios", 0, 6)]
    assert parsed["intent_ranking"][0]["name"] == "stop_auto_renew"
    assert parsed["text"] == "iPhoneで自動更新を止めたい"


def test_without_a_token_nothing_is_told(stack: Stack) -> None:
    for method, path in (("GET", "/cases?conversation_id=x"), ("POST", "/providers/identify"), ("POST", "/nlu/parse")):
        assert httpx.request(method, f"{stack.url}/api/v1{path}", json={"text": "x"}).status_code == 401


def test_rasa_answers_nobody_but_the_front(stack: Stack) -> None:
    turn = {"conversation_id": "c", "message_id": "m", "text": "hi"}
    assert httpx.post(f"{stack.rasa_url}/webhooks/desk/turn", json=turn).status_code == 401
    assert httpx.get(f"{stack.rasa_url}/conversations/c/tracker").status_code == 401
    assert (
        httpx.post(f"{stack.rasa_url}/webhooks/rest/webhook", json={"sender": "c", "message": "hi"}).status_code == 404
    )
