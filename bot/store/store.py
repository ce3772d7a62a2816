"""The whole store behind one name."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import datetime, timezone

from bot.service_levels import STANDARD, ServiceLevels
from bot.store import schema
from bot.store.agents import Agents
from bot.store.api_tokens import ApiTokens
from bot.store.assist_uses import SuggestionUses
from bot.store.canned import CannedReplies
from bot.store.case_erasure import CaseErasure
from bot.store.case_queue import CaseQueue
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.deliveries import Deliveries
from bot.store.demo_rows import DemoRows
from bot.store.feedback import Feedback
from bot.store.figures import FigureSource
from bot.store.inbox_filters import InboxFilters
from bot.store.inbox_view import InboxView
from bot.store.links import Links
from bot.store.meanwhile import Meanwhile
from bot.store.people import People
from bot.store.people_audit import AuditLog
from bot.store.people_sessions import DeskSessions
from bot.store.people_sign_in import SignIns
from bot.store.platform_events import PlatformEventsStore
from bot.store.quality import Quality
from bot.store.quality_candidates import Candidates
from bot.store.quality_replays import Replays
from bot.store.scheduled import Scheduled
from bot.store.turns import Turns


def utc_now() -> datetime:
    """The time, aware of its zone."""
    return datetime.now(timezone.utc)


def new_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_urlsafe(18)


class Store(
    Conversations,
    Turns,
    Meanwhile,
    CaseErasure,
    CaseQueue,
    Feedback,
    ApiTokens,
    Agents,
    Links,
    PlatformEventsStore,
    Deliveries,
    People,
    DeskSessions,
    SignIns,
    AuditLog,
    InboxView,
    InboxFilters,
    CannedReplies,
    SuggestionUses,
    Quality,
    Candidates,
    Replays,
    Scheduled,
    DemoRows,
    FigureSource,
):
    """Everything the desk remembers. Every call blocks: asyncio code uses ``asyncio.to_thread``.

    Any call may raise ``StoreUnavailable``.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], datetime] = utc_now,
        ids: Callable[[], str] = new_id,
        random_below: Callable[[int], int] = secrets.randbelow,
        pause: Callable[[float], None] = time.sleep,
        service: ServiceLevels = STANDARD,
    ) -> None:
        self._database = Database(url, pause=pause)
        self._clock = clock
        self._new_id = ids
        self._random_below = random_below
        self._service = service

    def upgrade(self) -> None:
        """Bring the database to the newest schema."""
        schema.upgrade(self._database.engine)

    def is_current(self) -> bool:
        """Whether the database has the newest schema."""
        return schema.is_current(self._database.engine)

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()
