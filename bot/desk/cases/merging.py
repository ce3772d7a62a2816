"""A case goes on in another one, and is set apart again."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.channels.front import front_of
from bot.desk.access import AgentPerson
from bot.desk.cases.changing import Version, tell
from bot.desk.cases.view import case_page
from bot.desk.rendering import go
from bot.desk.shell_errors import NotFound
from bot.store import Case, UnknownCase
from bot.store.errors import CannotMerge, CaseChanged, CaseMerged

router = APIRouter(prefix="/desk/cases/{number}")


@router.post("/merged")
async def merge(
    request: Request,
    person: AgentPerson,
    number: str,
    version: Version,
    into: Annotated[str, Form(max_length=40)] = "",
    other: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Let this case go on in another one: one of those offered, or one whose number was written."""
    store = front_of(request).store
    found = await asyncio.to_thread(store.find_case, number)
    if found is None:
        raise NotFound
    try:
        case = await asyncio.to_thread(store.merge_case, number, other.strip() or into, person.agent, version)
    except UnknownCase:
        return await case_page(request, person, number, status=422, trouble="cases.no_such_case")
    except CannotMerge:
        return await case_page(request, person, number, status=422, trouble="cases.cannot_merge")
    except (CaseChanged, CaseMerged):
        return await case_page(request, person, number, status=409, trouble="cases.changed_meanwhile")
    await asyncio.to_thread(store.audit, person.agent, "case_merged", case.number, {"into": case.merged_into or ""})
    root = await asyncio.to_thread(store.find_case, case.merged_into or "")
    assert root is not None
    tell(request, case, root)
    return go(f"/desk/cases/{root.number}", said="cases.said_merged")


@router.post("/unmerged")
async def unmerge(request: Request, person: AgentPerson, number: str) -> Response:
    """Set this case apart again."""
    store = front_of(request).store

    def work() -> tuple[Case | None, Case]:
        before = store.find_case(number)
        root = store.find_case(before.merged_into) if before and before.merged_into else None
        return root, store.unmerge_case(number, person.agent)

    try:
        root, case = await asyncio.to_thread(work)
    except UnknownCase:
        raise NotFound from None
    if root is not None:
        details = {"from": root.number}
        await asyncio.to_thread(store.audit, person.agent, "case_unmerged", case.number, details)
        tell(request, root)
    tell(request, case)
    return go(f"/desk/cases/{case.number}", said="cases.said_unmerged")
