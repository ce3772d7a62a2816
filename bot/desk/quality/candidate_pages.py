"""The pages of candidate models: training, the comparison, and putting one to use."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.front import Front, front_of
from bot.desk.access import LeadPerson
from bot.desk.quality.activating import CannotActivate, install
from bot.desk.quality.background import is_alive
from bot.desk.quality.comparing import Comparison
from bot.desk.quality.job import candidate_folder
from bot.desk.quality.model_file import newest_model
from bot.desk.quality.naming import name_of
from bot.desk.quality.workshop import WorkshopPart
from bot.desk.rendering import go, language_of, page
from bot.desk.shell_errors import NotFound
from bot.store.quality_records import Candidate

router = APIRouter()

_PAGE = "/desk/quality/models"
_STARTING = timedelta(seconds=20)


@router.get(_PAGE)
async def list_candidates(request: Request, person: LeadPerson, shop: WorkshopPart) -> HTMLResponse:
    """The candidates, newest first, and the model in use."""
    front = front_of(request)
    found = [await _settled(front, each) for each in await asyncio.to_thread(front.store.candidates)]
    return page(
        request,
        person,
        "quality/models.html",
        candidates=found,
        current=await asyncio.to_thread(newest_model, shop.settings.models_dir),
        busy=any(each.state in ("training", "comparing") for each in found),
        approved=len(await asyncio.to_thread(front.store.labels, "approved")),
    )


@router.post(_PAGE)
async def train_candidate(request: Request, person: LeadPerson, shop: WorkshopPart) -> Response:
    """Begin to train a candidate on the files as they are."""
    front = front_of(request)
    found = [await _settled(front, each) for each in await asyncio.to_thread(front.store.candidates)]
    if any(each.state in ("training", "comparing") for each in found):
        return go(_PAGE, said="quality.already_training")
    candidate_id = await asyncio.to_thread(front.store.start_candidate, person.name)
    await asyncio.to_thread(shop.begin_training, candidate_id)
    await asyncio.to_thread(front.store.audit, person.agent, "model_training_started", candidate_id)
    return go(f"{_PAGE}/{candidate_id}")


@router.get(_PAGE + "/{candidate_id}")
async def show_candidate(request: Request, person: LeadPerson, shop: WorkshopPart, candidate_id: str) -> HTMLResponse:
    """One candidate beside the model it was compared with."""
    front = front_of(request)
    candidate = await _candidate(front, candidate_id)
    current = await asyncio.to_thread(newest_model, shop.settings.models_dir)
    return page(
        request,
        person,
        "quality/model.html",
        candidate=candidate,
        comparison=Comparison.model_validate(candidate.comparison) if candidate.comparison else None,
        is_offered=candidate.state == "ready" and current is not None and current.name == candidate.compared_with,
        name=partial(name_of, knowledge=front.knowledge, language=language_of(request, person)),
    )


@router.post(_PAGE + "/{candidate_id}/activate")
async def activate(
    request: Request,
    person: LeadPerson,
    shop: WorkshopPart,
    candidate_id: str,
    compared_with: Annotated[str, Form(max_length=100)],
) -> Response:
    """Put a candidate to use; only with the comparison with the model in use on the screen."""
    front = front_of(request)
    here = f"{_PAGE}/{candidate_id}"
    candidate = await _candidate(front, candidate_id)
    current = await asyncio.to_thread(newest_model, shop.settings.models_dir)
    is_compared = current is not None and current.name == compared_with == candidate.compared_with
    if candidate.state != "ready" or candidate.model is None or not is_compared:
        return go(here, said="quality.not_offered")
    try:
        made = candidate_folder(shop.settings, candidate_id) / candidate.model
        model = await asyncio.to_thread(install, made, shop.settings)
    except CannotActivate:
        return go(here, said="quality.not_installed")
    moved = await asyncio.to_thread(partial(front.store.move_candidate, candidate_id, "activated", expected=("ready",)))
    loaded = await shop.load(model, shop.settings)
    if moved:
        details = {"model": model.name, "loaded": "yes" if loaded else "no"}
        await asyncio.to_thread(front.store.audit, person.agent, "model_activated", candidate_id, details)
    return go(here, said="quality.activated" if loaded else "quality.activated_at_next_start")


@router.post(_PAGE + "/{candidate_id}/dismiss")
async def dismiss(request: Request, person: LeadPerson, candidate_id: str) -> Response:
    """Set a candidate aside."""
    store = front_of(request).store
    await asyncio.to_thread(partial(store.move_candidate, candidate_id, "dismissed", expected=("ready", "failed")))
    await asyncio.to_thread(store.audit, person.agent, "model_dismissed", candidate_id)
    return go(_PAGE, said="base.saved")


async def _candidate(front: Front, candidate_id: str) -> Candidate:
    candidate = await asyncio.to_thread(front.store.candidate, candidate_id)
    if candidate is None:
        raise NotFound
    return await _settled(front, candidate)


async def _settled(front: Front, candidate: Candidate) -> Candidate:
    """The candidate, failed if its process is gone without a word."""
    if candidate.state not in ("training", "comparing") or front.clock() - candidate.started_at < _STARTING:
        return candidate
    if await asyncio.to_thread(is_alive, candidate_folder(front.settings, candidate.id)):
        return candidate
    fail = partial(
        front.store.move_candidate,
        candidate.id,
        "failed",
        expected=("training", "comparing"),
        error="job_gone",
    )
    await asyncio.to_thread(fail)
    return await asyncio.to_thread(front.store.candidate, candidate.id) or candidate
