"""What the page of a case shows, read from the store in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from bot.channels.front import Front, front_of
from bot.desk.access import Person
from bot.desk.cases.clocks import shown_clock
from bot.desk.rendering import page
from bot.desk.shell_errors import NotFound
from bot.service_levels import PRIORITIES
from bot.store import Case, Note
from bot.store.case_records import EDITABLE, VERIFIED_HOW, CaseEvent
from bot.store.filed_case import ENDED, UNDER_WAY
from bot.store.people_records import Person as Colleague

LANGUAGES = ("ja", "en")
PRODUCT_LINES = ("eset", "kaspersky")


@dataclass(frozen=True)
class CaseView:
    """The page; ``root`` is the case that a merged one's work goes on in."""

    case: Case
    root: Case
    merged: tuple[Case, ...]
    alike: tuple[Case, ...]
    siblings: tuple[Case, ...]
    events: tuple[CaseEvent, ...]
    notes: tuple[Note, ...]
    people: tuple[Colleague, ...]
    has_conversation: bool


def read_case_view(front: Front, number: str) -> CaseView:
    """A case and everything around it.

    Raises:
        NotFound: there is none.
    """
    store = front.store
    case = store.find_case(number)
    if case is None:
        raise NotFound
    root = case
    while root.merged_into is not None:
        root = store.find_case(root.merged_into) or case
    merged = tuple(store.merged_cases(case.number))
    own = {case.number, *(each.number for each in merged)}
    siblings = [each for each in store.cases_of(case.conversation_id) if each.number not in own]
    conversations = dict.fromkeys([case.conversation_id, *(each.conversation_id for each in merged)])
    notes = [note for conversation in conversations for note in store.notes_of(conversation)]
    known = own | {each.number for each in siblings}
    return CaseView(
        case=case,
        root=root,
        merged=merged,
        alike=tuple(each for each in store.alike_cases(case.number) if each.number not in known),
        siblings=tuple(siblings),
        events=tuple(store.case_events(case.number)),
        notes=tuple(sorted(notes, key=lambda note: note.created_at)),
        people=tuple(each for each in store.people() if each.active),
        has_conversation=store.conversation(case.conversation_id) is not None,
    )


async def case_page(
    request: Request,
    person: Person,
    number: str,
    template: str = "cases/case.html",
    *,
    status: int = 200,
    written: Mapping[str, str] | None = None,
    **more: Any,
) -> HTMLResponse:
    """The page of a case, or a part of it.

    Args:
        written: what an agent wrote into the form of its facts and that is not kept yet.
        more: overrides what stands on the page.
    """
    front = front_of(request)
    view = await asyncio.to_thread(read_case_view, front, number)
    context: dict[str, Any] = {
        "view": view,
        "case": view.case,
        "clock": shown_clock(view.case, front.clock(), front.settings.service_levels, person.language),
        "knowledge": front.knowledge,
        "editable": EDITABLE,
        "editing": False,
        "written": {name: getattr(view.case, name) for name in EDITABLE} | dict(written or {}),
        "flaws": {},
        "trouble": None,
        "statuses": statuses_from(view.case),
        "priorities": PRIORITIES,
        "ways": VERIFIED_HOW,
        "languages": LANGUAGES,
        "product_lines": PRODUCT_LINES,
        "key": f"{view.case.number}-{len(view.notes)}-{person.id}"[:64],
    }
    return page(request, person, template, status=status, **{**context, **more})


def statuses_from(case: Case) -> Sequence[str]:
    """Where a case can go from where it is."""
    return [status for status in (*UNDER_WAY, *ENDED) if status != case.status]
