"""What an agent does with one case."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response

from bot.card_numbers import mask_card_numbers
from bot.channels.customer_text import checked_text
from bot.channels.front import front_of
from bot.desk.access import AgentPerson, Person
from bot.desk.cases.facts import read_case_facts
from bot.desk.cases.view import case_page
from bot.desk.conversation.view import called_in
from bot.desk.live import Call, live_of
from bot.desk.rendering import go
from bot.desk.shell_errors import NotFound
from bot.service_levels import CasePriority
from bot.store import Case, CaseStatus, UnknownCase, UnknownConversation
from bot.store.case_records import EDITABLE, VerifiedHow
from bot.store.errors import CaseChanged, CaseMerged

router = APIRouter(prefix="/desk/cases/{number}")

_MOST_WORDS = 1000
_LONGEST_NOTE = 4000

Version = Annotated[int, Form(ge=1)]
Words = Annotated[str, Form(max_length=_MOST_WORDS)]


@router.post("/facts")
async def edit_facts(request: Request, person: AgentPerson, number: str, version: Version) -> Response:
    """Write on a case what was found out."""
    form = await request.form()
    written: dict[str, str] = {name: value for name in EDITABLE if isinstance(value := form.get(name), str)}
    facts, flaws = read_case_facts(written, front_of(request).knowledge, person.language)
    if flaws:
        return await case_page(request, person, number, status=422, editing=True, written=written, flaws=flaws)
    store = front_of(request).store
    return await changed(
        request,
        person,
        number,
        lambda: store.edit_case(number, facts, person.agent, version),
        "edited",
        editing=True,
        written=written,
    )


@router.post("/status")
async def move(
    request: Request,
    person: AgentPerson,
    number: str,
    version: Version,
    status: Annotated[CaseStatus, Form()],
    words: Words = "",
) -> Response:
    """Say where the work is, and why."""
    store, why = front_of(request).store, mask_card_numbers(words.strip(), person.language)
    return await changed(
        request,
        person,
        number,
        lambda: store.move_case(number, status, person.agent, why, version),
        "status",
        details={"status": status},
    )


@router.post("/priority")
async def prioritise(
    request: Request, person: AgentPerson, number: str, version: Version, priority: Annotated[CasePriority, Form()]
) -> Response:
    """Say how urgent it is."""
    store = front_of(request).store
    return await changed(
        request,
        person,
        number,
        lambda: store.prioritise_case(number, priority, person.agent, version),
        "priority",
        details={"priority": priority},
    )


@router.post("/assignee")
async def assign(
    request: Request,
    person: AgentPerson,
    number: str,
    version: Version,
    assignee: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Give the case to an agent, or to nobody."""
    store = front_of(request).store
    colleague = await asyncio.to_thread(store.person, assignee) if assignee else None
    if assignee and (colleague is None or not colleague.active):
        return await case_page(request, person, number, status=422, trouble="cases.nobody_there")
    to = colleague.agent if colleague else None
    return await changed(
        request,
        person,
        number,
        lambda: store.give_case(number, to, person.agent, version),
        "assigned",
        details={"to": to.name if to else ""},
    )


@router.post("/answered")
async def answered(request: Request, person: AgentPerson, number: str, version: Version, words: Words = "") -> Response:
    """Note that the customer was answered outside of the desk."""
    store, how = front_of(request).store, mask_card_numbers(words.strip(), person.language)
    return await changed(
        request, person, number, lambda: store.answer_case(number, person.agent, how, version), "answered"
    )


@router.post("/verified")
async def verify(
    request: Request,
    person: AgentPerson,
    number: str,
    version: Version,
    how: Annotated[VerifiedHow, Form()],
    words: Words = "",
) -> Response:
    """Vouch for the mail address."""
    store, more = front_of(request).store, mask_card_numbers(words.strip(), person.language)
    return await changed(
        request,
        person,
        number,
        lambda: store.verify_email(number, how, person.agent, more, version),
        "verified",
        details={"how": how},
    )


@router.post("/unverified")
async def unverify(request: Request, person: AgentPerson, number: str, version: Version) -> Response:
    """Take that back."""
    store = front_of(request).store
    return await changed(
        request, person, number, lambda: store.unverify_email(number, person.agent, version), "unverified"
    )


@router.post("/notes")
async def add_note(
    request: Request,
    person: AgentPerson,
    number: str,
    text: Annotated[str, Form(max_length=20_000)] = "",
    key: Annotated[str, Form(min_length=8, max_length=64)] = "00000000",
) -> Response:
    """Keep a note beside the case's conversation, where its page shows it too."""
    store = front_of(request).store
    case = await asyncio.to_thread(store.find_case, number)
    if case is None:
        raise NotFound
    if not text.strip():
        return await case_page(request, person, number, status=422, trouble="cases.note_empty")
    words = mask_card_numbers(checked_text(text.strip(), _LONGEST_NOTE), person.language)

    def keep() -> list[str]:
        if store.conversation(case.conversation_id) is None:
            raise UnknownConversation(case.conversation_id)
        called = called_in(words, [colleague for colleague in store.people() if colleague.active])
        store.add_note(case.conversation_id, person.agent, words, key, called=called)
        return called

    try:
        called = await asyncio.to_thread(keep)
    except UnknownConversation:
        raise NotFound from None
    tell(request, case)
    live_of(request).call_in(called, Call(person.name, case.conversation_id))
    return go(f"/desk/cases/{case.number}", said="cases.note_kept")


Said = Literal[
    "edited", "status", "priority", "assigned", "answered", "verified", "unverified", "merged", "unmerged", "erased"
]


async def changed(
    request: Request,
    person: Person,
    number: str,
    work: Callable[[], Case],
    said: Said,
    *,
    details: dict[str, str] | None = None,
    **kept: Any,
) -> Response:
    """Change a case, remember who did, tell the open pages, and show it.

    Args:
        kept: what the agent had written, shown again when somebody else was faster.

    Raises:
        NotFound: there is no such case.
    """
    store = front_of(request).store
    try:
        case = await asyncio.to_thread(work)
    except UnknownCase:
        raise NotFound from None
    except (CaseChanged, CaseMerged) as error:
        trouble = "cases.changed_meanwhile" if isinstance(error, CaseChanged) else "cases.merged_meanwhile"
        return await case_page(request, person, number, status=409, trouble=trouble, **kept)
    await asyncio.to_thread(store.audit, person.agent, f"case_{said}", case.number, details or {})
    tell(request, case)
    return go(f"/desk/cases/{case.number}", said=f"cases.said_{said}")


def tell(request: Request, *cases: Case) -> None:
    """Let every open page know, the customer's card at the agents' platform too."""
    for case in cases:
        front_of(request).feed.changed(case.conversation_id)
