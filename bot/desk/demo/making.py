"""Makes a demo week from end to end: plans it, plays it to the trained assistant, writes it down."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.desk.demo.cast import MARK
from bot.desk.demo.filling import Week, fill, planned, scripts_of
from bot.desk.demo.playing import Answered, Script, play
from bot.desk.replay.sandbox import sandbox
from bot.settings import Settings
from bot.store import Store


class RealConversations(Exception):
    """The database holds conversations of real customers; the message is how many."""


def make(
    settings: Settings,
    week: Week,
    model: Path,
    *,
    among_others: bool = False,
    played: Callable[[int, int], None] = lambda done, turns: None,
) -> int:
    """Fill the desk's database; a demo week that is there makes way for the new one.

    Args:
        model: answers the customers.
        among_others: also when there are real conversations.
        played: called after each turn with how many are played, and of how many at most.

    Returns:
        How many conversations the week has.

    Raises:
        RealConversations: there are some, and ``among_others`` is false.
        PersonTaken: as it says.
        ReplayFailed: the assistant doesn't start or doesn't answer.
    """
    service = settings.service_levels
    store = Store(settings.database, service=service)
    try:
        store.upgrade()
        _, real = store.count_marked(MARK)
        if real and not among_others:
            raise RealConversations(str(real))
        plans = planned(week, service)
        answers = asyncio.run(_play(settings, model, scripts_of(plans), played))
        store.remove_marked(MARK)
        try:
            fill(settings.database, week, plans, answers, service)
        except BaseException:
            store.remove_marked(MARK)
            raise
        made = store.count_marked(MARK)[0]
        store.audit(None, "demo_data_filled", "demo-data", {"conversations": str(made)})
        return made
    finally:
        store.close()


def remove(settings: Settings) -> int:
    """Take the demo week away, if there is one; how many conversations it had."""
    store = Store(settings.database)
    try:
        store.upgrade()
        marked, _ = store.count_marked(MARK)
        if marked:
            store.remove_marked(MARK)
            store.audit(None, "demo_data_removed", "demo-data", {"conversations": str(marked)})
        return marked
    finally:
        store.close()


async def _play(
    settings: Settings, model: Path, scripts: set[Script], played: Callable[[int, int], None]
) -> dict[Script, tuple[Answered, ...]]:
    turns, done = sum(len(lines) for _, lines in scripts), 0

    def count() -> None:
        nonlocal done
        done += 1
        played(done, turns)

    with tempfile.TemporaryDirectory(prefix="koshin-demo-") as parent:
        folder = Path(parent) / "desk"
        async with sandbox(folder, model, settings.knowledge_dir) as dialogue:
            store = Store(f"sqlite:///{folder / 'koshin.db'}")
            try:
                return await play(scripts, dialogue, store, played=count)
            finally:
                store.close()
