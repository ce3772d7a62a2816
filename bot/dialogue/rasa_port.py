"""The dialogue as Rasa answers it, over the desk's own channel."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pydantic import ValidationError

from bot.dialogue.port import DialogueRefused, DialogueUnavailable, ParseResult, TurnReply, TurnRequest
from bot.dialogue.wire import Answer, HttpWire, Wire, WireDown, WireTimeout

_CHANNEL = "/webhooks/desk"
_READY_SECONDS = 3.0
_FAULTS_OF_THE_REQUEST = frozenset({400, 413, 415, 422})


class RasaPort:
    """Asks Rasa."""

    def __init__(self, base_url: str, token: str, timeout: float, *, wire: Wire | None = None) -> None:
        """
        Args:
            base_url: Rasa's address.
            token: the secret between the front and Rasa.
            timeout: seconds to wait for an answer.
            wire: carries the requests; a test's own instead of the network.
        """
        self._timeout = timeout
        self._wire = wire or HttpWire(base_url + _CHANNEL, {"Authorization": f"Bearer {token}"})

    async def turn(self, request: TurnRequest) -> TurnReply:
        """Answer one turn."""
        answer = await self._post("/turn", asdict(request))
        try:
            return TurnReply.model_validate_json(answer.content)
        except ValidationError:
            raise DialogueRefused("unreadable_answer") from None

    async def ready(self) -> list[str]:
        """What Rasa says is missing, or that Rasa itself is."""
        try:
            response = await self._wire.send("GET", "/ready", None, _READY_SECONDS)
        except (WireTimeout, WireDown):
            return ["rasa_unreachable"]
        if response.status == 401:
            return ["rasa_token"]
        try:
            answer = json.loads(response.content)
            problems = [str(problem) for problem in answer["problems"]]
            return problems or ([] if answer["ready"] is True else ["rasa_not_ready"])
        except (ValueError, KeyError, TypeError):
            return ["rasa_not_ready"]

    async def forget(self, conversation_id: str, message_id: str) -> None:
        """Let one turn's words vanish."""
        await self._post("/forget", {"conversation_id": conversation_id, "message_id": message_id})

    async def parse(self, text: str, conversation_id: str | None = None) -> ParseResult:
        """How Rasa understands a text."""
        answer = await self._post("/parse", {"text": text, "conversation_id": conversation_id})
        try:
            result = json.loads(answer.content)
        except ValueError:
            raise DialogueUnavailable("unreadable_answer") from None
        if not isinstance(result, dict):
            raise DialogueUnavailable("unreadable_answer")
        return result

    async def close(self) -> None:
        """Close the connections."""
        await self._wire.close()

    async def _post(self, path: str, body: dict[str, Any]) -> Answer:
        try:
            answer = await self._wire.send("POST", path, json.dumps(body).encode(), self._timeout)
        except WireTimeout:
            raise DialogueUnavailable("timeout") from None
        except WireDown:
            raise DialogueUnavailable("unreachable") from None
        if answer.status == 200:
            return answer
        if answer.status in _FAULTS_OF_THE_REQUEST:
            raise DialogueRefused(f"status_{answer.status}")
        raise DialogueUnavailable(_reason(answer))


def _reason(answer: Answer) -> str:
    try:
        return str(json.loads(answer.content)["reason"])[:60]
    except (ValueError, KeyError, TypeError):
        return f"status_{answer.status}"
