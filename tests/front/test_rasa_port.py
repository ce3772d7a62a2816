"""How Rasa's answers, and its silences, come through the port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.dialogue.port import DialogueRefused, DialogueUnavailable, TurnRequest
from bot.dialogue.rasa_port import RasaPort
from bot.dialogue.wire import Answer, HttpWire, WireDown, WireTimeout

REQUEST = TurnRequest("c", "t1", text="こんにちは", language_hint="ja")
ANSWER = {
    "language": "ja",
    "messages": [{"language": "ja", "blocks": [{"type": "paragraph", "text": "はい"}]}],
    "trace": {"intent": "greet", "confidence": 0.9, "ranking": [{"name": "greet", "confidence": 0.9}], "actions": []},
}


def port(handler: Callable[[httpx.Request], httpx.Response]) -> RasaPort:
    return RasaPort("http://rasa", "secret", 5, wire=FakeWire(handler))


class FakeWire:
    """Answers in place of the network."""

    def __init__(self, handler: Callable[[httpx.Request], httpx.Response]) -> None:
        self._handler = handler

    async def send(self, method: str, path: str, body: bytes | None, seconds: float) -> Answer:
        try:
            response = self._handler(httpx.Request(method, f"http://rasa{path}", content=body))
        except httpx.TimeoutException:
            raise WireTimeout from None
        except httpx.HTTPError:
            raise WireDown from None
        return Answer(response.status_code, response.content)

    async def close(self) -> None:
        """Nothing to close."""


async def test_a_turn_goes_out_and_comes_back() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=ANSWER)

    reply = await port(answer).turn(REQUEST)
    assert reply.messages[0].plain_text == "はい"
    assert (reply.language, reply.trace.intent) == ("ja", "greet")
    assert seen[0].url == "http://rasa/turn"
    assert json.loads(seen[0].content) == {
        "conversation_id": "c",
        "message_id": "t1",
        "text": "こんにちは",
        "payload": None,
        "channel": "web",
        "language_hint": "ja",
        "language_switch": None,
        "after_agent": False,
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


async def test_requests_travel_with_the_secret_and_failures_are_told_apart() -> None:
    seen: list[tuple[str, str | None]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.path, request.headers.get("Authorization")))
        if request.path.endswith("/slow"):
            await asyncio.sleep(5)
        return web.json_response({"ready": True, "problems": []})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as server:
        rasa = RasaPort(str(server.make_url("")).rstrip("/"), "secret", 5)
        assert await rasa.ready() == []
        assert seen == [("/webhooks/desk/ready", "Bearer secret")]
        await rasa.close()
        wire = HttpWire(str(server.make_url("")).rstrip("/"), {})
        with pytest.raises(WireTimeout):
            await wire.send("GET", "/slow", None, 0.05)
        await wire.close()
    gone = HttpWire("http://127.0.0.1:9", {})
    with pytest.raises(WireDown):
        await gone.send("GET", "/", None, 1)
    await gone.close()
