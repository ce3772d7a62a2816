"""Whether the front lives, and whether the desk can answer."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from bot.channels.front import Front
from bot.channels.sentences import load_sentences
from bot.channels.speaking import accepted_language
from bot.channels.web_access import FrontPart
from bot.messages import Language
from bot.store import StoreUnavailable

router = APIRouter(tags=["health"])

_DATABASE_SECONDS = 5.0


class Alive(BaseModel):
    """The process answers."""

    alive: bool = True


class PartProblem(BaseModel):
    """A part that isn't ready, and what to do."""

    part: str
    code: str
    problem: str
    remedy: str


class Readiness(BaseModel):
    """Whether customers would be answered now."""

    ready: bool
    problems: list[PartProblem]


@router.get("/healthz")
async def healthz() -> Alive:
    """Alive."""
    return Alive()


@router.get("/readyz", responses={503: {"model": Readiness, "description": "What isn't ready."}})
async def readyz(request: Request, response: Response, front: FrontPart) -> Readiness:
    """Ready, or what is missing."""
    language = accepted_language(request.headers.get("accept-language", "")) or "en"
    database, dialogue = await asyncio.gather(_database_problems(front), front.dialogue.ready())
    problems = [_told(code, language) for code in [*database, *dialogue]]
    response.status_code = 503 if problems else 200
    return Readiness(ready=not problems, problems=problems)


async def _database_problems(front: Front) -> list[str]:
    try:
        current = await asyncio.wait_for(asyncio.to_thread(front.store.is_current), _DATABASE_SECONDS)
    except (StoreUnavailable, asyncio.TimeoutError):
        return ["database_unreachable"]
    return [] if current else ["database_not_migrated"]


def _told(code: str, language: Language) -> PartProblem:
    known = load_sentences().readiness
    said = known.get(code) or known["unknown"]
    return PartProblem(
        part=said.part,
        code=code,
        problem=said.problem.in_(language, problem=code),
        remedy=said.remedy.in_(language),
    )
