"""The services that actions ask, made once per process at the first call and never at import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.knowledge import Knowledge, load_knowledge
from bot.settings import Settings, settings
from bot.store import Store


@dataclass(frozen=True)
class Services:
    """What the actions work with."""

    settings: Settings
    knowledge: Knowledge
    store: Store

    def today(self) -> date:
        """The customer's day."""
        return datetime.now(ZoneInfo(self.settings.timezone)).date()


@lru_cache(maxsize=1)
def services() -> Services:
    """The services of this process."""
    current = settings()
    return Services(
        current, load_knowledge(current.knowledge_dir), Store(current.database, service=current.service_levels)
    )
