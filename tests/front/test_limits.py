"""What the chat API refuses, and how it says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.problems import STATUSES
from bot.settings import Settings
from tests.front.desk import Customer, Desk


def problem(response: Any) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["type"].endswith(body["code"])
    assert body["title"]
    assert body["detail"]
    return response.status_code, body["code"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"client_message_id": "1", "text": "あ" * 2001}, (422, "text_too_long")),
        ({"client_message_id": "1", "text": ""}, (422, "text_empty")),
        ({"client_message_id": "1", "text": " \u3000\n\u200b"}, (422, "text_empty")),
        ({"client_message_id": "1", "text": "a\0b"}, (422, "text_unreadable")),
        ({"client_message_id": "1", "text": "a\ud800"}, (422, "text_unreadable")),
        ({"client_message_id": "1", "text": None}, (422, "text_or_choice")),
        ({"client_message_id": "1"}, (422, "text_or_choice")),
        ({"client_message_id": "1", "text": "a", "choice": "b"}, (422, "text_or_choice")),
        ({"client_message_id": "1", "choice": "b"}, (422, "unknown_choice")),
        ({"client_message_id": "1", "choice": "1-0.名前"}, (422, "unknown_choice")),
        ({"client_message_id": "1", "text": 5}, (422, "invalid_field")),
        ({"client_message_id": "1", "text": ["a"]}, (422, "invalid_field")),
        ({"client_message_id": 1, "text": "a"}, (422, "invalid_field")),
        ({"client_message_id": "", "text": "a"}, (422, "invalid_field")),
        ({"client_message_id": "a\0", "text": "a"}, (422, "invalid_field")),
        ({"client_message_id": "a" * 129, "text": "a"}, (422, "invalid_field")),
        ({"text": "a"}, (422, "missing_field")),
        ({"client_message_id": "1", "text": "a", "sender": "x"}, (422, "unknown_field")),
        ([], (422, "invalid_body")),
        ("text", (422, "invalid_body")),
        (None, (422, "invalid_body")),
    ],
)
async def test_a_wrong_message_is_refused_and_not_stored(
    desk: Desk, customer: Customer, body: Any, expected: tuple[int, str]
) -> None:
    response = await customer.http.post(
        "/api/v1/chat/messages",
        content=json.dumps(body),
        headers={**customer.headers, "Content-Type": "application/json"},
    )
    assert problem(response) == expected
    assert await customer.transcript() == []
    assert desk.dialogue.answered == []


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        (b'{"client', "application/json", (400, "invalid_json")),
        (b"\xff\xfe\x00", "application/json", (400, "invalid_json")),
        (b"[" * 20_000, "application/json", (400, "invalid_json")),
        (b"{}", "text/plain", (415, "wrong_content_type")),
        (b"a=b", "application/x-www-form-urlencoded", (415, "wrong_content_type")),
        (b'"' + b"x" * 40_000 + b'"', "application/json", (413, "body_too_large")),
        (b"x" * 40_000, "text/plain", (413, "body_too_large")),
    ],
)
async def test_a_wrong_body_is_refused(
    customer: Customer, content: bytes, content_type: str, expected: tuple[int, str]
) -> None:
    headers = {**customer.headers, "Content-Type": content_type}
    assert problem(await customer.http.post("/api/v1/chat/messages", content=content, headers=headers)) == expected


async def test_a_body_that_hides_its_size_is_refused_too(customer: Customer) -> None:
    async def stream():  # type: ignore[no-untyped-def]
        for _ in range(50):
            yield b"x" * 1000

    headers = {**customer.headers, "Content-Type": "application/json"}
    response = await customer.http.post("/api/v1/chat/messages", content=stream(), headers=headers)
    assert problem(response) == (413, "body_too_large")


async def test_the_longest_message_gets_through(customer: Customer) -> None:
    assert (await customer.say("😀" * 2000)).status_code == 200
    assert (await customer.say("\\u0001" * 300 + "あ" * 200)).status_code == 200


async def test_a_problem_speaks_the_language_of_the_conversation(desk: Desk) -> None:
    japanese, english = await desk.customer("ja"), await desk.customer("en")
    for customer, word in ((japanese, "入力"), (english, "write")):
        response = await customer.post({"client_message_id": "1", "text": " "}, **{"Accept-Language": "fr"})
        assert word in response.json()["detail"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en-GB,en;q=0.8,ja;q=0.3", "en"),
        ("fr, ja;q=0.5, en;q=0.1", "ja"),
        ("fr", "ja"),
        ("", "ja"),
        ("en;q=0", "ja"),
        ("x" * 9000, "ja"),
    ],
)
async def test_without_a_conversation_the_browser_decides(desk: Desk, accepted: str, language: str) -> None:
    response = await desk.http.post("/api/v1/chat/messages", json={}, headers={"Accept-Language": accepted})
    assert problem(response) == (401, "session_missing")
    assert response.headers["Content-Language"] == language


async def test_a_problem_repeats_nothing_that_was_sent(customer: Customer) -> None:
    for body in (
        {"client_message_id": "1", "text": "山田花子" * 1000},
        {"client_message_id": ["山田花子"], "text": "a"},
        {"client_message_id": "1", "text": {"name": "山田花子"}},
    ):
        assert "山田花子" not in (await customer.post(body)).text


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ImFiYyI.YWJj.xyz", "é", "名前"])
async def test_a_forged_token_opens_nothing(desk: Desk, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".encode()}
    response = await desk.http.get("/api/v1/chat/messages", headers=headers)  # type: ignore[arg-type]
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_an_expired_token_says_that_it_has_expired(desk: Desk, customer: Customer, settings: Settings) -> None:
    desk.time.advance(settings.session_hours * 3600 - 1)
    assert (await customer.say("a")).status_code == 200
    desk.time.advance(5)
    assert problem(await customer.say("b")) == (401, "session_expired")


async def test_the_token_of_a_conversation_that_is_gone_is_told_so(desk: Desk, customer: Customer) -> None:
    customer.token = desk.front.sessions.issue("gone")[0]
    assert problem(await customer.say("a")) == (404, "unknown_conversation")
    response = await desk.http.get("/api/v1/chat/messages", headers=customer.headers)
    assert problem(response) == (404, "unknown_conversation")


async def test_a_token_in_the_query_opens_nothing(desk: Desk, customer: Customer) -> None:
    response = await desk.http.get("/api/v1/chat/messages", params={"token": customer.token})
    assert problem(response) == (401, "session_missing")


async def test_a_session_may_send_so_many_messages_a_minute(desk: Desk, customer: Customer, settings: Settings) -> None:
    for _ in range(settings.session_rate_per_minute):
        assert (await customer.say("a", wait=None)).status_code == 202
    refused = await customer.say("a", wait=None)
    assert problem(refused) == (429, "too_many_requests")
    assert refused.headers["Retry-After"] in refused.json()["detail"]
    desk.time.advance(int(refused.headers["Retry-After"]))
    assert (await customer.say("a", wait=None)).status_code == 202
    assert (await (await desk.customer()).say("a", wait=None)).status_code == 202


async def test_an_address_may_make_so_many_requests_a_minute(desk: Desk, settings: Settings) -> None:
    for _ in range(settings.address_rate_per_minute):
        assert (await desk.http.post("/api/v1/chat/sessions")).status_code == 201
    assert problem(await desk.http.post("/api/v1/chat/sessions")) == (429, "too_many_requests")
    assert (await desk.http.get("/healthz")).status_code == 200
    desk.time.advance(60)
    assert (await desk.http.post("/api/v1/chat/sessions")).status_code == 201


@pytest.mark.parametrize("params", [{"after": -1}, {"after": "x"}, {"after": 10**30}, {"limit": 0}, {"limit": 501}])
async def test_a_wrong_position_in_the_history_is_refused(customer: Customer, params: dict[str, Any]) -> None:
    response = await customer.http.get("/api/v1/chat/messages", params=params, headers=customer.headers)
    assert problem(response) == (422, "invalid_field")


@pytest.mark.parametrize("body", [{"language": "fr"}, {"language": 1}, {"lang": "ja"}])
async def test_a_session_in_an_unknown_language_is_refused(desk: Desk, body: Any) -> None:
    assert (await desk.http.post("/api/v1/chat/sessions", json=body)).status_code == 422


async def test_unknown_addresses_and_methods_are_problems_too(desk: Desk) -> None:
    assert problem(await desk.http.get("/api/v1/nothing")) == (404, "not_found")
    assert problem(await desk.http.get("/nothing")) == (404, "not_found")
    response = await desk.http.delete("/api/v1/chat/messages")
    assert problem(response) == (405, "method_not_allowed")
    assert problem(await desk.http.get("/api/v1/chat/sessions")) == (405, "method_not_allowed")


async def test_when_the_database_is_away_the_customer_is_told_to_try_again(
    desk: Desk, customer: Customer, settings: Settings
) -> None:
    desk.store.close()
    (settings.var_dir / "koshin.db").rename(settings.var_dir / "elsewhere.db")
    for leftover in settings.var_dir.glob("koshin.db-*"):
        leftover.unlink()
    response = await customer.say("a")
    assert problem(response) == (503, "database_unavailable")
    assert response.headers["Retry-After"]


def test_every_problem_has_its_sentences() -> None:
    from bot.channels.sentences import load_sentences

    assert set(load_sentences().problems) == set(STATUSES)


def test_every_problem_is_in_the_documentation() -> None:
    from bot.settings import ROOT

    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    table = page.partition("| status | codes |")[2].partition("\n\n")[0]
    documented = {
        code.strip("` "): int(row.split("|")[1])
        for row in table.splitlines()
        if row.count("|") == 3 and "---" not in row
        for code in row.split("|")[2].split(",")
    }
    assert documented == dict(STATUSES)
