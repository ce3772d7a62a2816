"""The conversation's state survives a restart, and is never kept in memory only."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new folder' / 'rasa.db'}"


def test_it_makes_its_folder_and_keeps_events(url: str) -> None:
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import UserUttered

    from bot.dialogue.tracker_store import DeskTrackerStore

    async def write() -> None:
        store = DeskTrackerStore(Domain.empty(), host=url)
        tracker = await store.get_or_create_tracker("conversation")
        tracker.update(UserUttered("hello"))
        await store.save(tracker)

    async def read() -> str | None:
        tracker = await DeskTrackerStore(Domain.empty(), host=url).retrieve("conversation")
        return tracker and tracker.latest_message.text

    asyncio.run(write())
    assert asyncio.run(read()) == "hello"


def test_sqlite_is_in_wal_mode_on_every_connection(url: str) -> None:
    from bot.dialogue.tracker_store import DeskTrackerStore

    with DeskTrackerStore(host=url).engine.connect() as connection:
        read = [connection.execute(sa.text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "busy_timeout")]
    assert read == ["wal", 10_000]


def test_a_failing_database_fails_the_turn_instead_of_forgetting_it(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa.core.tracker_store import FailSafeTrackerStore
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.dialogue.tracker_store import DeskTrackerStore
    from bot.launch import rasa_patches

    for name in ("on_tracker_store_error", "on_tracker_store_retrieve_error"):
        monkeypatch.setattr(FailSafeTrackerStore, name, getattr(FailSafeTrackerStore, name))
    rasa_patches.refuse_memory_fallback()
    store = DeskTrackerStore(host=url)
    with store.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE events"))
    safe = FailSafeTrackerStore(store)

    with pytest.raises(sa.exc.OperationalError):
        asyncio.run(safe.retrieve("conversation"))
    with pytest.raises(sa.exc.OperationalError):
        asyncio.run(safe.save(DialogueStateTracker("conversation", [])))


def test_event_types_are_found_without_walking_all_classes() -> None:
    from rasa.shared.core.events import Event, SlotSet

    from bot.launch import rasa_patches

    rasa_patches.remember_event_types()
    rasa_patches.remember_event_types()
    assert Event.resolve_by_type("slot") is SlotSet
    with pytest.raises(ValueError, match="no such event"):
        Event.resolve_by_type("no such event")
