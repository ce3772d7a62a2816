"""The action server over HTTP: Rasa's protocol, and nothing of what the customer said in errors or logs."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.supervise.conftest import free_port, start  # noqa: F401
from tests.supervise.running import Running, Start, until

SAID = "My order is 48217730"
pytestmark = pytest.mark.slow


@pytest.fixture
def server(start: Start, free_port: int) -> Iterator[tuple[httpx.Client, Running]]:  # noqa: F811
    running = start("-m", "tests.launch.serve_failing_actions", str(free_port))
    with httpx.Client(base_url=f"http://127.0.0.1:{free_port}", trust_env=False) as client:
        assert until(lambda: _healthy(client)), running.text
        yield client, running


def _healthy(client: httpx.Client) -> bool:
    try:
        return client.get("/health").json() == {"status": "ok"}
    except httpx.HTTPError:
        return False


def _call(client: httpx.Client, action: str) -> httpx.Response:
    tracker: dict[str, Any] = {"sender_id": "c", "slots": {}, "events": [], "latest_message": {"text": SAID}}
    return client.post("/webhook", json={"next_action": action, "tracker": tracker, "domain": {}})


def test_it_speaks_rasas_protocol(server: tuple[httpx.Client, Running]) -> None:
    client, _ = server
    assert [action["name"] for action in client.get("/actions").json()] == [
        "action_answers",
        "action_fails",
        "action_rejects",
    ]
    answer = _call(client, "action_answers")
    assert answer.status_code == 200
    assert answer.json()["responses"][0]["text"] == "fine"
    rejected = _call(client, "action_rejects")
    assert rejected.status_code == 400
    assert rejected.json()["action_name"] == "action_rejects"
    assert _call(client, "action_unknown").status_code == 404


def test_a_failing_action_tells_where_and_not_what(server: tuple[httpx.Client, Running]) -> None:
    client, running = server

    answer = _call(client, "action_fails")

    assert (answer.status_code, answer.json()) == (500, {"error": "ValueError"})
    assert running.says("an action failed: builtins.ValueError in ")
    assert "failing_actions/__init__.py:" in running.text
    assert SAID not in running.text


def test_a_web_page_cannot_call_it(server: tuple[httpx.Client, Running]) -> None:
    client, _ = server
    answer = client.post(
        "/webhook", content="{}", headers={"Content-Type": "text/plain", "Origin": "https://a.example"}
    )
    assert answer.status_code == 415
    assert "access-control-allow-origin" not in answer.headers
