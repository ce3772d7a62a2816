"""The channel through which the front, and only the front, talks to Rasa."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import httpx
import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.dialogue.rasa_turn import TurnFailed, forget, parse_in_context, plain_text, run_turn, store_problem
from bot.messages import Language
from bot.settings import settings

log = structlog.get_logger()

_Body = TypeVar("_Body", bound=BaseModel)


class TurnBody(BaseModel):
    """A turn as the front asks for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    conversation_id: str = Field(min_length=1, max_length=200)
    message_id: str = Field(min_length=1, max_length=200)
    text: str | None = Field(None, max_length=4000)
    payload: str | None = Field(None, max_length=2000)
    channel: str = Field("web", max_length=20)
    language_hint: Language | None = None
    language_switch: Language | None = None
    after_agent: bool = False


class ForgetBody(BaseModel):
    """A turn whose words are to vanish."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    conversation_id: str = Field(min_length=1, max_length=200)
    message_id: str = Field(min_length=1, max_length=200)


class ParseBody(BaseModel):
    """A text to be understood without a turn."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(max_length=4000)
    conversation_id: str | None = None


class DeskInput(InputChannel):  # type: ignore[misc]
    """Rasa's side of the dialogue port; every request carries the secret of settings.rasa_token."""

    @classmethod
    def name(cls) -> str:
        return "desk"

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> DeskInput:
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        desk = Blueprint("desk_webhook")

        @desk.middleware("request")  # type: ignore[untyped-decorator]
        async def authorise(request: Request) -> HTTPResponse | None:
            given = request.headers.get("authorization", "")
            expected = f"Bearer {settings().rasa_token.get_secret_value()}"
            if not hmac.compare_digest(given.encode(), expected.encode()):
                return response.json({"reason": "unauthorised"}, status=401)
            return None

        @desk.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            try:
                body, agent = _accept(request, TurnBody)
            except _Refused as refused:
                return refused.answer
            try:
                reply = await run_turn(agent, _user_message(body), body.message_id)
            except TurnFailed as error:
                log.warning("turn_failed", reason=error.reason)
                return response.json({"reason": error.reason}, status=503)
            return response.json(reply.model_dump(mode="json"))

        @desk.post("/forget")
        async def forget_turn(request: Request) -> HTTPResponse:
            try:
                body, agent = _accept(request, ForgetBody)
            except _Refused as refused:
                return refused.answer
            try:
                await forget(agent, body.conversation_id, body.message_id)
            except TurnFailed as error:
                log.warning("turn_not_forgotten", reason=error.reason)
                return response.json({"reason": error.reason}, status=503)
            return response.json({"forgotten": True})

        @desk.post("/parse")
        async def parse(request: Request) -> HTTPResponse:
            try:
                body, agent = _accept(request, ParseBody)
            except _Refused as refused:
                return refused.answer
            message = UserMessage(plain_text(body.text), sender_id=body.conversation_id)
            if body.conversation_id:
                tracker = await agent.processor.get_tracker(body.conversation_id)
                parsed = await parse_in_context(agent.processor, message, tracker)
            else:
                parsed = await agent.processor.parse_message(message)
            return response.json({**parsed, "text": body.text})

        @desk.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            problems = await _problems(request.app.ctx.agent)
            return response.json({"ready": not problems, "problems": problems})

        return desk


def _user_message(body: TurnBody) -> UserMessage:
    if body.language_switch:
        text = "/switch_language"
    elif body.payload is not None:
        text = body.payload
    else:
        text = plain_text(body.text or "")
    metadata = {
        "message_id": body.message_id,
        "channel": body.channel,
        "is_choice": body.payload is not None or body.language_switch is not None,
        "language_hint": body.language_hint,
        "language_switch": body.language_switch,
        "after_agent": body.after_agent,
    }
    return UserMessage(
        text, sender_id=body.conversation_id, input_channel="desk", message_id=body.message_id, metadata=metadata
    )


class _Refused(Exception):
    """The request can't be served now, or as it is."""

    def __init__(self, answer: HTTPResponse) -> None:
        super().__init__()
        self.answer = answer


def _accept(request: Request, kind: type[_Body]) -> tuple[_Body, Agent]:
    """The request's body and the agent that serves it.

    Raises:
        _Refused: the body is not of this kind, or there is no model yet.
    """
    try:
        body = kind.model_validate_json(request.body)
    except ValidationError as error:
        fields = [".".join(str(part) for part in item["loc"]) for item in error.errors()]
        raise _Refused(response.json({"reason": "invalid", "fields": fields}, status=422)) from None
    agent: Agent = request.app.ctx.agent
    if not _has_model(agent):
        raise _Refused(response.json({"reason": "no_model"}, status=503))
    return body, agent


def _has_model(agent: Agent | None) -> bool:
    return agent is not None and bool(agent.is_ready())


async def _problems(agent: Agent | None) -> list[str]:
    problems = []
    if agent is None or not _has_model(agent):
        problems.append("no_model")
    elif (problem := await store_problem(agent)) is not None:
        problems.append(problem)
    try:
        async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
            answer = await client.get(f"{settings().actions_url}/health")
            if answer.status_code != 200:
                problems.append("actions_unreachable")
    except httpx.HTTPError:
        problems.append("actions_unreachable")
    return problems
