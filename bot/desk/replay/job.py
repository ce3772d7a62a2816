"""Plays a past period through the build in use and through another one: ``python -m bot.desk.replay.job ID``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from bot.desk.replay.outcomes import Outcome
from bot.desk.replay.playing import ReplayFailed, changes, count, play
from bot.desk.replay.sandbox import sandbox
from bot.desk.replay.versions import CURRENT, knowledge_versions, models
from bot.dialogue.port import DialoguePort
from bot.knowledge import KnowledgeError, load_knowledge
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.store.quality_records import PastConversation

Sandbox = Callable[[Path, Path, Path], AbstractAsyncContextManager[DialoguePort]]
_STEP = 10
"""Turns between two notes of how far it has got."""


def replay_folder(settings: Settings, replay_id: str) -> Path:
    """Where a replay works."""
    return settings.var_dir / "replays" / replay_id


async def run(replay_id: str, settings: Settings, store: Store, *, open_sandbox: Sandbox = sandbox) -> None:
    """Play both, compare, and write down every turn that would go otherwise.

    Both builds are played afresh, on the same day and from the first turn on: what differs is due to the builds alone.
    """
    replay = await asyncio.to_thread(store.replay, replay_id)
    if replay is None:
        return
    known_models, known_knowledge = models(settings), knowledge_versions(settings)
    model, knowledge = known_models.get(replay.model), known_knowledge.get(replay.knowledge)
    if model is None or knowledge is None or CURRENT not in known_models:
        await asyncio.to_thread(lambda: store.end_replay(replay_id, "failed", error="version_gone"))
        return
    past = await asyncio.to_thread(store.past_conversations, replay.since, replay.until)
    turns, skipped = count(past)
    done = 0

    def note() -> None:
        store.note_replay(replay_id, conversations=len(past), turns=turns, skipped=skipped, done=done // 2)

    def played() -> None:
        nonlocal done
        done += 1
        if done % _STEP == 0 or done == 2 * turns:
            note()

    note()
    folder = replay_folder(settings, replay_id)
    try:
        outcomes: list[dict[str, Outcome]] = []
        for name, (build, facts) in (
            ("before", (known_models[CURRENT], known_knowledge[CURRENT])),
            ("after", (model, knowledge)),
        ):
            outcomes.append(await _play(past, folder / name, build.path, facts.path, open_sandbox, played))
    except (ReplayFailed, KnowledgeError) as error:
        reason = str(error) if isinstance(error, ReplayFailed) else "knowledge_invalid"
        await asyncio.to_thread(lambda: store.end_replay(replay_id, "failed", error=reason))
        return
    found = changes(past, *outcomes)
    await asyncio.to_thread(lambda: store.end_replay(replay_id, "done", found))


async def _play(
    past: Sequence[PastConversation],
    folder: Path,
    model: Path,
    knowledge: Path,
    open_sandbox: Sandbox,
    played: Callable[[], None],
) -> dict[str, Outcome]:
    facts = load_knowledge(knowledge)
    if not past:
        return {}
    async with open_sandbox(folder, model, knowledge) as dialogue:
        return await play(past, dialogue, facts, played=played)


def main(arguments: Sequence[str]) -> int:
    """Run one replay."""
    (replay_id,) = arguments
    settings = load_settings()
    store = Store(settings.database)
    try:
        asyncio.run(run(replay_id, settings, store))
    except Exception:
        store.end_replay(replay_id, "failed", error="job_failed")
        raise
    finally:
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
