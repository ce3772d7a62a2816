"""The tables of the noise suite, from ``noise.yml`` beside this module."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from bot.messages import Language

_FILE = Path(__file__).with_name("noise.yml")


class Fillers(BaseModel):
    """What speakers say while they think: at the start, and further on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: tuple[str, ...]
    later: tuple[str, ...]


class NoiseTables(BaseModel):
    """Words and phrases by kind of noise; ``okurigana`` maps each spelling to its others, the longest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    homophones: dict[str, tuple[str, ...]]
    okurigana: dict[str, tuple[str, ...]]
    emoji: tuple[str, ...]
    polite: dict[Language, tuple[tuple[str, str], ...]]
    rude: dict[Language, tuple[tuple[str, str], ...]]
    fillers: dict[Language, Fillers]

    @field_validator("okurigana", mode="before")
    @classmethod
    def _by_careful_spelling(cls, rows: list[list[str]]) -> dict[str, list[str]]:
        return {row[0]: row[1:] for row in sorted(rows, key=lambda row: -len(row[0]))}


@lru_cache(maxsize=1)
def noise_tables() -> NoiseTables:
    """The tables, read once."""
    return NoiseTables.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
