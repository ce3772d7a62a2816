"""The files and processes that the quality pages work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from bot.channels.front import front_of
from bot.desk.quality.activating import load_in_rasa
from bot.desk.quality.background import start_process
from bot.desk.quality.job import candidate_folder
from bot.evaluation.samples import TRAINING_DATA
from bot.settings import Settings


@dataclass(frozen=True)
class Workshop:
    """Where labels go, and how models are made and put to use."""

    settings: Settings
    training_data: Path
    begin_training: Callable[[str], None]
    load: Callable[[Path, Settings], Awaitable[bool]]


def workshop(request: Request) -> Workshop:
    """The workshop of this front."""
    return workshop_of(front_of(request).settings)


def workshop_of(settings: Settings) -> Workshop:
    """The workshop that these settings make."""

    def begin(candidate_id: str) -> None:
        start_process("bot.desk.quality.job", candidate_id, candidate_folder(settings, candidate_id))

    return Workshop(settings, TRAINING_DATA, begin, load_in_rasa)


WorkshopPart = Annotated[Workshop, Depends(workshop)]
"""The workshop, as routes ask for it."""
