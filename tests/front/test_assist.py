"""The assist API: tokens with scopes, providers, cases and parsing."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from bot.dialogue.port import DialogueUnavailable
from bot.store import NewCase
from tests.front.desk import Desk

CALLS = [
    ("providers", "POST", "/api/v1/providers/identify", {"text": "20564778810"}),
    ("cases", "GET", "/api/v1/cases?conversation_id=c", None),
    ("cases", "GET", "/api/v1/cases/KD-00000059", None),
    ("nlu", "POST", "/api/v1/nlu/parse", {"text": "こんにちは"}),
]


async def call(desk: Desk, method: str, path: str, body: Any, *scopes: str) -> httpx.Response:
    secret = desk.store.create_api_token(desk.front.ids(), scopes)
    return await desk.http.request(method, path, json=body, headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize(("scope", "method", "path", "body"), CALLS)
async def test_each_call_needs_a_token_with_its_scope(
    desk: Desk, scope: str, method: str, path: str, body: Any
) -> None:
    bare = await desk.http.request(method, path, json=body)
    assert (bare.status_code, bare.json()["code"]) == (401, "token_missing")
    assert bare.headers["WWW-Authenticate"] == "Bearer"
    wrong = await desk.http.request(method, path, json=body, headers={"Authorization": "Bearer kd_x"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "token_invalid")
    others = sorted({"providers", "cases", "nlu"} - {scope})
    lacking = await call(desk, method, path, body, *others)
    assert (lacking.status_code, lacking.json()["code"]) == (403, "scope_missing")
    assert scope in lacking.json()["detail"]
    allowed = await call(desk, method, path, body, scope)
    assert allowed.status_code == (404 if path.endswith("59") else 200)


async def test_a_session_token_is_no_api_token(desk: Desk) -> None:
    customer = await desk.customer()
    response = await desk.http.get("/api/v1/cases?conversation_id=c", headers=customer.headers)
    assert response.json()["code"] == "token_invalid"


async def test_a_revoked_token_stops_at_once(desk: Desk) -> None:
    secret = desk.store.create_api_token("crm", ["cases"])
    headers = {"Authorization": f"Bearer {secret}"}
    assert (await desk.http.get("/api/v1/cases?conversation_id=c", headers=headers)).status_code == 200
    desk.store.revoke_api_token("crm")
    assert (await desk.http.get("/api/v1/cases?conversation_id=c", headers=headers)).status_code == 401


async def test_a_provider_is_identified(desk: Desk) -> None:
    response = await call(
        desk, "POST", "/api/v1/providers/identify", {"text": "２０５６４７７８８１０です"}, "providers"
    )
    body = response.json()
    assert body["provider"] == "digital_river"
    assert body["rule"]


async def test_what_cannot_be_told_comes_with_near_misses_and_what_would_settle_it(desk: Desk) -> None:
    body = {"text": "123456789", "kind": "order_number"}
    answer = (await call(desk, "POST", "/api/v1/providers/identify", body, "providers")).json()
    assert answer["provider"] is None
    assert set(answer["near_misses"][0]) == {"provider", "rule", "reason"}
    assert set(answer["near_misses"][0]["reason"]) == {"ja", "en"}
    assert set(answer["settle_by"][0]) == {"ja", "en"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "1", "kind": "iban"}, 422),
        ({}, 422),
        ({"text": "1" * 2001}, 422),
        ({"text": "1", "x": 1}, 422),
    ],
)
async def test_a_wrong_question_is_refused(desk: Desk, body: Any, status: int) -> None:
    assert (await call(desk, "POST", "/api/v1/providers/identify", body, "providers")).status_code == status


async def test_a_case_is_read_by_number_and_by_conversation(desk: Desk) -> None:
    filed = desk.store.file_case(
        NewCase(
            idempotency_key="k",
            conversation_id="c",
            language="ja",
            product_line="kaspersky",
            problem="解除できない",
            purchase_date=date(2026, 5, 3),
            name="山田 花子",
            email="hanako@example.jp",
            order_number="20564778810",
            provider="digital_river",
        )
    )
    one = (await call(desk, "GET", f"/api/v1/cases/{filed.number.lower()}", None, "cases")).json()
    assert one == {
        "number": filed.number,
        "kind": "escalation",
        "conversation_id": "c",
        "channel": "web",
        "language": "ja",
        "product_line": "kaspersky",
        "problem": "解除できない",
        "purchase_date": "2026-05-03",
        "name": "山田 花子",
        "email": "hanako@example.jp",
        "order_number": "20564778810",
        "provider": "digital_river",
        "status": "open",
        "created_at": "2026-11-22T09:00:00Z",
    }
    listed = await call(desk, "GET", "/api/v1/cases?conversation_id=c", None, "cases")
    assert listed.json() == {"cases": [one]}
    assert (await call(desk, "GET", "/api/v1/cases?conversation_id=d", None, "cases")).json() == {"cases": []}


async def test_cases_are_only_listed_for_a_conversation(desk: Desk) -> None:
    assert (await call(desk, "GET", "/api/v1/cases", None, "cases")).json()["code"] == "missing_field"


async def test_parsing_answers_in_rasas_format_or_that_it_is_away(desk: Desk) -> None:
    body = {"text": "こんにちは", "conversation_id": "c"}
    answer = (await call(desk, "POST", "/api/v1/nlu/parse", body, "nlu")).json()
    assert {"text", "intent", "entities", "intent_ranking"} <= set(answer)

    async def away(*_arguments: object) -> None:
        raise DialogueUnavailable("unreachable")

    desk.dialogue.parse = away  # type: ignore[method-assign, assignment]
    refused = await call(desk, "POST", "/api/v1/nlu/parse", body, "nlu")
    assert (refused.status_code, refused.json()["code"]) == (503, "assistant_unavailable")
