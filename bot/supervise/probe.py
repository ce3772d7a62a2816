"""Asks the running desk a question, as a customer would, to see that it answers."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx

_TEXT = "hello"
_WAIT_SECONDS = 20
_POLL_SECONDS = 0.4


class NotAnswering(Exception):
    """The desk did not get ready or did not answer in time; the message says what was missing."""


def wait_until_ready(client: httpx.Client, limit: float, running: Callable[[], bool]) -> None:
    """Return when the front says that everything it needs is there.

    Raises:
        NotAnswering: ``limit`` seconds have passed, or ``running`` says that the processes are ending.
    """
    end = time.monotonic() + limit
    reason = "the front does not answer"
    while running():
        if time.monotonic() > end:
            raise NotAnswering(f"The desk is not ready after {limit:.0f} s: {reason.rstrip('.')}.")
        try:
            response = client.get("/readyz")
            if response.status_code == httpx.codes.OK:
                return
            reason = _reason(response)
        except httpx.HTTPError:
            pass
        time.sleep(_POLL_SECONDS)
    raise NotAnswering("The processes have ended.")


def ask(client: httpx.Client, limit: float, running: Callable[[], bool]) -> str:
    """Hold a conversation of one message; return its id when the assistant has answered it.

    Raises:
        NotAnswering: no answer came within ``limit`` seconds.
    """
    end = time.monotonic() + limit
    reason = "no answer"
    message = {"client_message_id": str(uuid.uuid4()), "text": _TEXT}
    token = conversation_id = ""
    while running() and time.monotonic() < end:
        try:
            if not token:
                token, conversation_id = _open_session(client)
            headers = {"Authorization": f"Bearer {token}", "Prefer": f"wait={_WAIT_SECONDS}"}
            # The same id again is the same message, so that trying again can't make a second turn.
            response = client.post("/api/v1/chat/messages", json=message, headers=headers, timeout=_WAIT_SECONDS + 5)
            if response.status_code == httpx.codes.OK and _answered(response.json()):
                return conversation_id
            reason = f"the answer was {response.status_code}"
        except (httpx.HTTPError, KeyError, ValueError) as error:
            reason = type(error).__name__
        time.sleep(_POLL_SECONDS)
    raise NotAnswering(f"The desk did not answer a first message ({reason}).")


def _open_session(client: httpx.Client) -> tuple[str, str]:
    response = client.post("/api/v1/chat/sessions", json={"language": "en"})
    response.raise_for_status()
    session = response.json()
    return str(session["token"]), str(session["conversation_id"])


def _answered(body: dict[str, Any]) -> bool:
    return bool(body["complete"]) and any(message["role"] == "assistant" for message in body["messages"])


def _reason(response: httpx.Response) -> str:
    try:
        told = [f"{problem['problem']} {problem['remedy']}" for problem in response.json()["problems"]]
    except (ValueError, KeyError, TypeError):
        return f"/readyz answers {response.status_code}"
    return " ".join(told)
