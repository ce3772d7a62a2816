"""Why something in a conversation was not done, told to the agent's script and in the agent's language."""

from __future__ import annotations

from fastapi.responses import JSONResponse

from bot.channels.problems import MEDIA_TYPE
from bot.desk.strings import text
from bot.store.people_records import Person


def refused(
    person: Person, code: str, *, last_seq: int | None = None, status: int = 409, **values: str
) -> JSONResponse:
    """A problem of a conversation that has changed meanwhile, or of what was asked; nothing was done."""
    problem = {
        "type": f"urn:koshin-desk:problem:{code}",
        "title": text("conversation.refused" if status == 409 else "conversation.not_possible", person.language),
        "status": status,
        "detail": text(f"conversation.{code}", person.language, **values),
        "code": code,
    }
    if last_seq is not None:
        problem["last_seq"] = last_seq
    headers = {"Content-Language": person.language, "Cache-Control": "no-store"}
    return JSONResponse(problem, status, headers, MEDIA_TYPE)
