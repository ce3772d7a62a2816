"""The same done to several cases of the queue."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Form, Request, Response

from bot.channels.front import front_of
from bot.desk.access import AgentPerson, Person
from bot.desk.cases.queue_pages import PAGE
from bot.desk.rendering import go
from bot.service_levels import PRIORITIES, CasePriority
from bot.store import Case, CaseStatus, Store, UnknownCase
from bot.store.errors import CaseMerged
from bot.store.filed_case import ENDED, UNDER_WAY

router = APIRouter()

_MOST = 200


@router.post(PAGE + "/bulk")
async def change_several(
    request: Request,
    person: AgentPerson,
    act: Annotated[Literal["take", "leave", "status", "priority"], Form()],
    numbers: Annotated[list[str] | None, Form(max_length=_MOST)] = None,
    status: Annotated[str, Form()] = "",
    priority: Annotated[str, Form()] = "",
    back: Annotated[str, Form(max_length=600)] = PAGE,
) -> Response:
    """Take cases, leave them, set their status or priority; merged ones stay as they are."""
    store = front_of(request).store
    target = back if back.split("?")[0] == PAGE else PAGE
    if not numbers or (act == "status" and status not in (*UNDER_WAY, *ENDED)):
        return go(target, said="cases.none_chosen")
    if act == "priority" and priority not in PRIORITIES:
        return go(target, said="cases.none_chosen")

    def work() -> list[Case]:
        done: list[Case] = []
        for number in numbers:
            try:
                done.append(_changed(store, number, person, act, status, priority))
            except (UnknownCase, CaseMerged):
                continue
        return done

    for case in await asyncio.to_thread(work):
        front_of(request).feed.changed(case.conversation_id)
    return go(target, said="cases.several_changed")


def _changed(store: Store, number: str, person: Person, act: str, status: str, priority: str) -> Case:
    by = person.agent
    if act in ("take", "leave"):
        case = store.give_case(number, by if act == "take" else None, by)
    elif act == "status":
        case = store.move_case(number, cast(CaseStatus, status), by)
    else:
        case = store.prioritise_case(number, cast(CasePriority, priority), by)
    store.audit(by, f"case_{'assigned' if act in ('take', 'leave') else act}", case.number)
    return case
