"""What the desk itself says on LINE, read from ``wording.yml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from bot.channels.sentences import Sentence


class Wording(BaseModel):
    """Every sentence of the LINE channel."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Sentence
    sticker: Sentence
    image: Sentence
    video: Sentence
    audio: Sentence
    file: Sentence
    location: Sentence
    other: Sentence
    sent: dict[str, Sentence]
    group_hello: Sentence
    group_personal: Sentence
    group_unclear: Sentence
    open_chat: Sentence
    said_by: Sentence


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The sentences of this release."""
    path = Path(__file__).with_name("wording.yml")
    return Wording.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
