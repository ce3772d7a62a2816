"""Why something in a conversation was not done, told to the agent's script and in the agent's language."""

from __future__ import annotations

from fastapi.responses import JSONResponse

from bot.channels.problems import MEDIA_TYPE
from bot.desk.strings import text
from bot.store.people_records import Person


def refused(person: Person, code: str, *, last_seq: int | None = None, **values: str) -> JSONResponse:
    """A problem of a conversation that has changed meanwhile; nothing was done."""
    problem = {
        "type": f"urn:koshin-desk:problem:{code}",
        "title": text("conversation.refused", person.language),
        "status": 409,
        "detail": text(f"conversation.{code}", person.language, **values),
        "code": code,
    }
    if last_seq is not None:
        problem["last_seq"] = last_seq
    headers = {"Content-Language": person.language, "Cache-Control": "no-store"}
    return JSONResponse(problem, 409, headers, MEDIA_TYPE)
