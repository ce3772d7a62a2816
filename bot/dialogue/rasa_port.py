"""The dialogue as Rasa answers it, over the desk's own channel."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import httpx
from pydantic import ValidationError

from bot.dialogue.port import DialogueRefused, DialogueUnavailable, ParseResult, TurnReply, TurnRequest

_CHANNEL = "/webhooks/desk"
_READY_SECONDS = 3.0
_FAULTS_OF_THE_REQUEST = frozenset({400, 413, 415, 422})


class RasaPort:
    """Asks Rasa over connections that stay open."""

    def __init__(
        self,
        base_url: str,
        token: str,
        timeout: float,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._client = httpx.AsyncClient(
            base_url=base_url + _CHANNEL,
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 2.0)),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=64, keepalive_expiry=60),
            # A proxy set for the machine's web traffic must not see these requests.
            trust_env=False,
            transport=transport,
        )

    async def turn(self, request: TurnRequest) -> TurnReply:
        """Answer one turn."""
        response = await self._post("/turn", asdict(request))
        try:
            return TurnReply.model_validate_json(response.content)
        except ValidationError:
            raise DialogueRefused("unreadable_answer") from None

    async def ready(self) -> list[str]:
        """What Rasa says is missing, or that Rasa itself is."""
        try:
            response = await self._client.get("/ready", timeout=_READY_SECONDS)
        except httpx.HTTPError:
            return ["rasa_unreachable"]
        if response.status_code == 401:
            return ["rasa_token"]
        try:
            answer = response.json()
            problems = [str(problem) for problem in answer["problems"]]
            return problems or ([] if answer["ready"] is True else ["rasa_not_ready"])
        except (ValueError, KeyError, TypeError):
            return ["rasa_not_ready"]

    async def parse(self, text: str, conversation_id: str | None = None) -> ParseResult:
        """How Rasa understands a text."""
        response = await self._post("/parse", {"text": text, "conversation_id": conversation_id})
        try:
            result = response.json()
        except ValueError:
            raise DialogueUnavailable("unreadable_answer") from None
        if not isinstance(result, dict):
            raise DialogueUnavailable("unreadable_answer")
        return result

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        try:
            response = await self._client.post(path, json=body)
        except httpx.TimeoutException:
            raise DialogueUnavailable("timeout") from None
        except httpx.HTTPError:
            raise DialogueUnavailable("unreachable") from None
        if response.status_code == 200:
            return response
        if response.status_code in _FAULTS_OF_THE_REQUEST:
            raise DialogueRefused(f"status_{response.status_code}")
        raise DialogueUnavailable(_reason(response))


def _reason(response: httpx.Response) -> str:
    try:
        return str(response.json()["reason"])[:60]
    except (ValueError, KeyError, TypeError):
        return f"status_{response.status_code}"
