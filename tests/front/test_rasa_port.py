"""How Rasa's answers, and its silences, come through the port."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest

from bot.dialogue.port import DialogueRefused, DialogueUnavailable, TurnRequest
from bot.dialogue.rasa_port import RasaPort

REQUEST = TurnRequest("c", "t1", text="こんにちは", language_hint="ja")
ANSWER = {
    "language": "ja",
    "messages": [{"language": "ja", "blocks": [{"type": "paragraph", "text": "はい"}]}],
    "trace": {"intent": "greet", "confidence": 0.9, "ranking": [{"name": "greet", "confidence": 0.9}], "actions": []},
}


def port(handler: Callable[[httpx.Request], httpx.Response]) -> RasaPort:
    return RasaPort("http://rasa", "secret", 5, transport=httpx.MockTransport(handler))


async def test_a_turn_goes_out_and_comes_back() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=ANSWER)

    reply = await port(answer).turn(REQUEST)
    assert reply.messages[0].plain_text == "はい"
    assert (reply.language, reply.trace.intent) == ("ja", "greet")
    assert seen[0].headers["authorization"] == "Bearer secret"
    assert seen[0].url == "http://rasa/webhooks/desk/turn"
    assert json.loads(seen[0].content) == {
        "conversation_id": "c",
        "message_id": "t1",
        "text": "こんにちは",
        "payload": None,
        "channel": "web",
        "language_hint": "ja",
        "language_switch": None,
    }


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (httpx.Response(503, json={"reason": "no_model"}), "no_model"),
        (httpx.Response(500, text="oops"), "status_500"),
        (httpx.Response(401), "status_401"),
        (httpx.Response(404), "status_404"),
    ],
)
async def test_what_may_pass_is_unavailable(response: httpx.Response, reason: str) -> None:
    with pytest.raises(DialogueUnavailable) as raised:
        await port(lambda _request: response).turn(REQUEST)
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(422),
        httpx.Response(200, text="not json"),
        httpx.Response(200, json={"language": "fr", "messages": []}),
        httpx.Response(200, json={"language": "ja", "messages": [{"text": "plain Rasa"}]}),
    ],
)
async def test_what_will_not_pass_is_refused(response: httpx.Response) -> None:
    with pytest.raises(DialogueRefused):
        await port(lambda _request: response).turn(REQUEST)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(httpx.ReadTimeout("slow"), "timeout"), (httpx.ConnectError("no"), "unreachable")],
)
async def test_silence_is_unavailable(error: httpx.HTTPError, reason: str) -> None:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(DialogueUnavailable) as raised:
        await port(fail).turn(REQUEST)
    assert raised.value.reason == reason
    assert await port(fail).ready() == ["rasa_unreachable"]


@pytest.mark.parametrize(
    ("response", "problems"),
    [
        (httpx.Response(200, json={"ready": True, "problems": []}), []),
        (httpx.Response(200, json={"ready": False, "problems": ["no_model"]}), ["no_model"]),
        (httpx.Response(200, json={"ready": False, "problems": []}), ["rasa_not_ready"]),
        (httpx.Response(401), ["rasa_token"]),
        (httpx.Response(404, text="nothing"), ["rasa_not_ready"]),
        (httpx.Response(200, json=[]), ["rasa_not_ready"]),
    ],
)
async def test_readiness_is_what_rasa_says(response: httpx.Response, problems: list[str]) -> None:
    assert await port(lambda _request: response).ready() == problems


async def test_parsing_hands_rasas_format_through() -> None:
    parsed = {"text": "a", "intent": {"name": "greet", "confidence": 1.0}, "entities": [], "intent_ranking": []}
    assert await port(lambda _request: httpx.Response(200, json=parsed)).parse("a", "c") == parsed
    with pytest.raises(DialogueUnavailable):
        await port(lambda _request: httpx.Response(200, json=[])).parse("a")
