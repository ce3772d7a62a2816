"""Replays: past turns as they were, and what another build would have made of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, func, insert, select, update

from bot.store.models import InboxRow
from bot.store.parts import StorePart
from bot.store.quality_models import ReplayChangeRow, ReplayRow
from bot.store.quality_records import PastConversation, PastTurn, Replay, ReplayState, TurnChange

_COLUMNS = (
    ReplayRow.id,
    ReplayRow.state,
    ReplayRow.since,
    ReplayRow.until,
    ReplayRow.model,
    ReplayRow.knowledge,
    ReplayRow.conversations,
    ReplayRow.turns,
    ReplayRow.skipped,
    ReplayRow.done,
    ReplayRow.error,
    ReplayRow.started_by,
    ReplayRow.started_at,
    ReplayRow.ended_at,
)


class Replays(StorePart):
    """The part of the store that holds replays."""

    def past_conversations(self, since: datetime, until: datetime) -> list[PastConversation]:
        """The conversations that began in a period, with all their turns up to now, in order."""
        begun = (
            select(InboxRow.conversation_id)
            .group_by(InboxRow.conversation_id)
            .having(func.min(InboxRow.received_at) >= since, func.min(InboxRow.received_at) < until)
        )
        query = (
            select(
                InboxRow.turn_id,
                InboxRow.conversation_id,
                InboxRow.channel,
                InboxRow.kind,
                InboxRow.text,
                InboxRow.payload,
                InboxRow.language,
                InboxRow.state,
                InboxRow.received_at,
                InboxRow.trace,
                InboxRow.seq,
            )
            .where(InboxRow.conversation_id.in_(begun), InboxRow.state != "waiting")
            .order_by(InboxRow.conversation_id, InboxRow.position)
        )
        turns = self._database.read(lambda connection: [PastTurn(*row) for row in connection.execute(query)])
        return [
            PastConversation(conversation_id, tuple(found))
            for conversation_id, found in groupby(turns, key=lambda turn: turn.conversation_id)
        ]

    def start_replay(self, since: datetime, until: datetime, model: str, knowledge: str, started_by: str) -> str:
        """Note that a replay begins; its id."""
        replay_id = self._new_id()
        query = insert(ReplayRow).values(
            id=replay_id,
            state="running",
            since=since,
            until=until,
            model=model,
            knowledge=knowledge,
            conversations=0,
            turns=0,
            skipped=0,
            done=0,
            started_by=started_by,
            started_at=self._clock(),
        )
        self._database.write(lambda connection: connection.execute(query))
        return replay_id

    def note_replay(self, replay_id: str, *, conversations: int, turns: int, skipped: int, done: int) -> None:
        """Note how far a replay has got."""
        query = (
            update(ReplayRow)
            .where(ReplayRow.id == replay_id)
            .values(conversations=conversations, turns=turns, skipped=skipped, done=done)
        )
        self._database.write(lambda connection: connection.execute(query))

    def end_replay(
        self, replay_id: str, state: ReplayState, changes: Iterable[TurnChange] = (), error: str | None = None
    ) -> bool:
        """Note the end of a replay and what it found, once; false when it had ended."""
        rows = [
            {
                "replay_id": replay_id,
                "conversation_id": change.conversation_id,
                "turn_id": change.turn_id,
                "before": dict(change.before),
                "after": dict(change.after),
                "is_first": change.is_first,
            }
            for change in changes
        ]
        query = (
            update(ReplayRow)
            .where(ReplayRow.id == replay_id, ReplayRow.state == "running")
            .values(state=state, error=error, ended_at=self._clock())
        )

        def work(connection: Connection) -> bool:
            if not connection.execute(query).rowcount:
                return False
            if rows:
                connection.execute(insert(ReplayChangeRow), rows)
            return True

        return self._database.write(work)

    def replay(self, replay_id: str) -> Replay | None:
        """One replay."""
        query = select(*_COLUMNS).where(ReplayRow.id == replay_id)
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else Replay(*row)

    def replays(self, limit: int = 20) -> list[Replay]:
        """The replays, newest first."""
        query = select(*_COLUMNS).order_by(ReplayRow.started_at.desc()).limit(limit)
        return self._database.read(lambda connection: [Replay(*row) for row in connection.execute(query)])

    def changes_of(self, replay_id: str) -> list[TurnChange]:
        """The turns that would have gone otherwise, with their words where they still exist."""
        query = (
            select(
                ReplayChangeRow.conversation_id,
                ReplayChangeRow.turn_id,
                ReplayChangeRow.before,
                ReplayChangeRow.after,
                ReplayChangeRow.is_first,
                InboxRow.seq,
                InboxRow.text,
            )
            .outerjoin(InboxRow, InboxRow.turn_id == ReplayChangeRow.turn_id)
            .where(ReplayChangeRow.replay_id == replay_id)
            .order_by(ReplayChangeRow.id)
        )
        return self._database.read(lambda connection: [TurnChange(*row) for row in connection.execute(query)])
