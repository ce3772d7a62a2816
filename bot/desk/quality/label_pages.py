"""The page of labels: a second person's review, and the export into the training data."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.front import front_of
from bot.desk.access import LeadPerson
from bot.desk.quality.naming import name_of
from bot.desk.quality.training_file import TrainingFileError, append_examples
from bot.desk.quality.workshop import WorkshopPart
from bot.desk.rendering import go, language_of, page
from bot.store.quality import LabelMoved
from bot.store.quality_records import Label

router = APIRouter()

_PAGE = "/desk/quality/labels"
_EXPORTED_SHOWN = 30


@router.get(_PAGE)
async def show_labels(request: Request, person: LeadPerson) -> HTMLResponse:
    """What waits for a second person, what is ready, what is in the training data."""
    front = front_of(request)
    proposed, approved, exported = await asyncio.gather(
        *(asyncio.to_thread(front.store.labels, state) for state in ("proposed", "approved", "exported"))
    )
    return page(
        request,
        person,
        "quality/labels.html",
        proposed=proposed,
        approved=approved,
        exported=exported[::-1][:_EXPORTED_SHOWN],
        exported_count=len(exported),
        reviews=await asyncio.to_thread(front.store.second_person_reviews),
        name=partial(name_of, knowledge=front.knowledge, language=language_of(request, person)),
    )


@router.post(f"{_PAGE}/review")
async def switch_review(request: Request, person: LeadPerson, on: Annotated[str, Form()] = "") -> Response:
    """Switch the second person's review on or off."""
    store = front_of(request).store
    await asyncio.to_thread(store.set_second_person_reviews, on == "yes")
    await asyncio.to_thread(store.audit, person.agent, "review_switched", "labels", {"on": "yes" if on else "no"})
    return go(_PAGE, said="base.saved")


@router.post(f"{_PAGE}/export")
async def export_labels(request: Request, person: LeadPerson, shop: WorkshopPart) -> Response:
    """Append what is approved to the training data."""
    store = front_of(request).store
    approved = await asyncio.to_thread(store.labels, "approved")

    def write(labels: Sequence[Label]) -> None:
        append_examples(shop.training_data, [(label.text, label.intent) for label in labels if label.intent])

    try:
        await asyncio.to_thread(store.export_labels, approved, write)
    except LabelMoved:
        return go(_PAGE, said="quality.label_moved")
    except TrainingFileError:
        return go(_PAGE, said="quality.not_exported")
    await asyncio.to_thread(store.audit, person.agent, "labels_exported", "nlu", {"count": str(len(approved))})
    return go(_PAGE, said="quality.exported")


@router.post(_PAGE + "/{label_id}/{decision}")
async def decide(
    request: Request,
    person: LeadPerson,
    label_id: int,
    decision: Literal["approve", "refuse", "withdraw"],
) -> Response:
    """Agree with somebody else's label, send it back, or take one back."""
    store = front_of(request).store
    try:
        if decision == "withdraw":
            await asyncio.to_thread(store.withdraw_label, label_id)
        else:
            await asyncio.to_thread(lambda: store.review_label(label_id, person.agent, approve=decision == "approve"))
    except LabelMoved:
        return go(_PAGE, said="quality.label_moved")
    await asyncio.to_thread(store.audit, person.agent, f"label_{decision}", str(label_id))
    return go(_PAGE, said="base.saved")
