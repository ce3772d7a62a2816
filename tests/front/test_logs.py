"""What the logs say, and what they must not."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.channels.logs import configure_logs
from bot.dialogue.port import TurnReply, TurnRequest
from tests.front.desk import Customer, Desk


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    output = io.StringIO()
    monkeypatch.setattr("sys.stdout", output)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure_logs("debug")
    yield output
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level
    logging.getLogger("koshin").setLevel(logging.NOTSET)


async def test_no_line_holds_what_a_customer_wrote(
    lines: io.StringIO, desk: Desk, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "山田花子 hanako@example.jp 20564778810"

    def fail(request: TurnRequest) -> TurnReply:
        raise ValueError(f"can't read {request.text}")

    monkeypatch.setattr(desk.dialogue, "_script", fail)
    waiting = asyncio.ensure_future(customer.say(words))
    for pause in (0.2, 0.4, 0.8, 1.6, 3.2):
        await desk.time.sleepers(2)
        desk.time.advance(pause)
    await waiting
    await customer.post({"client_message_id": words, "text": words, words: words})
    await customer.http.get(f"/api/v1/cases/{words}?conversation_id={words}")
    logged = lines.getvalue()
    assert "ValueError" in logged
    assert "memory.py" in logged
    for secret in ("山田", "hanako", "20564778810", customer.token, "can't read"):
        assert secret not in logged


async def test_each_line_is_json_and_carries_a_correlation_id(lines: io.StringIO, customer: Customer) -> None:
    response = await customer.http.get(
        "/api/v1/chat/messages", headers={**customer.headers, "X-Request-ID": "request-of-a-proxy"}
    )
    assert response.headers["X-Request-ID"] == "request-of-a-proxy"
    await customer.say("こんにちは")
    entries = [json.loads(line) for line in lines.getvalue().splitlines()]
    ours = [entry for entry in entries if str(entry["logger"]).startswith("koshin")]
    assert ours
    assert all(entry["correlation_id"] for entry in ours)
    assert any(entry["correlation_id"] == "request-of-a-proxy" for entry in ours)


async def test_an_error_of_ours_is_a_problem_without_details(
    lines: io.StringIO, desk: Desk, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("details of 山田花子")

    monkeypatch.setattr(desk.store, "messages_after", fail)
    response = await customer.http.get("/api/v1/chat/messages", headers=customer.headers)
    assert (response.status_code, response.json()["code"]) == (500, "internal_error")
    assert "RuntimeError" in lines.getvalue()
    assert "山田花子" not in lines.getvalue() + response.text
