"""The inbox and the outbox in the database: what was accepted, and what ended it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, func, select, update

from bot.messages import Language, Message, Paragraph
from bot.store.case_changes import Change, customer_wrote
from bot.store.figures_digest import NOTHING, digest_of
from bot.store.models import InboxRow, MessageRow
from bot.store.parts import StorePart
from bot.store.quality_forgetting import forget_labels
from bot.store.records import Accepted, Incoming, Role, StoredMessage, TurnEnd, TurnState, WaitingTurn
from bot.store.scheduled_holding import hold_scheduled
from bot.store.search_index import forget_message
from bot.store.statements import END_TURN, FIND_TURN, INSERT_INBOX, NEXT_TURN, TURN_STATE, WAITS
from bot.store.transcript import Draft, Held, append, hold


class Turns(StorePart):
    """The part of the store that makes every accepted message end exactly once."""

    def accept(self, incoming: Incoming) -> Accepted:
        """Store what a customer did, and their message in the transcript, in one commit.

        Raises:
            UnknownConversation: there is none.
        """
        turn_id, message_id = self._new_id(), self._new_id()

        def work(connection: Connection) -> Accepted:
            held = hold(connection, incoming.conversation_id)
            before = _find(connection, incoming)
            if before is not None:
                return before
            behind = _waits(connection, held.id)
            now = self._clock()
            language = incoming.language or held.language
            drafts = (_customer_draft(incoming, language),) if incoming.kind in ("text", "choice") else ()
            messages = append(
                connection,
                held,
                drafts,
                turn_id=turn_id,
                ids=(message_id,) * len(drafts),
                now=now,
                language=language,
                waiting_since=held.waiting_since or now if held.handler == "agent" and drafts else "as before",
            )
            if held.handler == "agent" and drafts:
                hold_scheduled(connection, held.id, "customer_wrote", now)
            if drafts:
                customer_wrote(connection, held.id, Change(now, None, self._service))
            message = messages[0] if messages else None
            connection.execute(
                INSERT_INBOX,
                {
                    "turn_id": turn_id,
                    "channel": incoming.channel,
                    "conversation_id": incoming.conversation_id,
                    "client_message_id": incoming.client_message_id,
                    "kind": incoming.kind,
                    "text": incoming.text,
                    "payload": incoming.payload,
                    "language": language,
                    "seq": message.seq if message else None,
                    "state": "waiting",
                    "received_at": now,
                },
            )
            waiting = None if behind else _waiting(incoming, turn_id, language, held)
            return Accepted(turn_id, message.seq if message else None, "waiting", new=True, next_turn=waiting)

        return self._database.write(work)

    def unsend(self, conversation_id: str, client_message_id: str) -> str | None:
        """Let what a customer wrote vanish from inbox and transcript; a turn that still waits is not answered.

        Returns:
            The id of the turn; None when there is no such message.
        """

        def work(connection: Connection) -> str | None:
            hold(connection, conversation_id)
            row = connection.execute(
                select(InboxRow.turn_id, InboxRow.state).where(
                    InboxRow.conversation_id == conversation_id, InboxRow.client_message_id == client_message_id
                )
            ).one_or_none()
            if row is None:
                return None
            gone = update(InboxRow).where(InboxRow.turn_id == row.turn_id)
            gone = gone.values(text=None, payload=None, trace=None, **NOTHING.columns())
            if row.state == "waiting":
                gone = gone.values(state="done", ended_at=self._clock())
            connection.execute(gone)
            forget_message(connection, conversation_id, client_message_id)
            hold_scheduled(connection, conversation_id, "customer_unsent", self._clock())
            forget_labels(connection, [row.turn_id])
            connection.execute(
                update(MessageRow)
                .where(MessageRow.conversation_id == conversation_id, MessageRow.client_message_id == client_message_id)
                .values(blocks=[])
            )
            return str(row.turn_id)

        return self._database.write(work)

    def unfinished_conversations(self) -> list[str]:
        """The conversations that have waiting turns, longest waiting first."""
        query = (
            select(InboxRow.conversation_id)
            .where(InboxRow.state == "waiting")
            .group_by(InboxRow.conversation_id)
            .order_by(func.min(InboxRow.position))
        )
        return self._database.read(lambda connection: list(connection.scalars(query)))

    def next_turn(self, conversation_id: str) -> WaitingTurn | None:
        """The oldest waiting turn of a conversation."""
        find = {"conversation_id": conversation_id}
        row = self._database.read(lambda connection: connection.execute(NEXT_TURN, find).one_or_none())
        return None if row is None else WaitingTurn(*row)

    def finish_turn(
        self,
        turn: WaitingTurn,
        replies: Sequence[Message],
        *,
        language: Language,
        role: Role = "assistant",
        trace: dict[str, Any] | None = None,
    ) -> TurnEnd:
        """Store a turn's replies and end it, in one commit.

        Nothing is stored when the turn has ended before, or when an agent has claimed the conversation meanwhile.
        """
        ids = [self._new_id() for _ in replies]
        drafts = [Draft(role, reply.language, reply.blocks, reply_to=_reply_to(turn)) for reply in replies]

        def work(connection: Connection) -> TurnEnd:
            held = hold(connection, turn.conversation_id)
            state = _state(connection, turn)
            if state != "waiting":
                return TurnEnd(state)
            now = self._clock()
            if held.handler == "agent":
                _end(connection, turn, state="held", ended_at=now)
                return TurnEnd("held", whole=not held.told_to_wait)
            messages = append(
                connection,
                held,
                drafts,
                turn_id=turn.turn_id,
                ids=ids,
                now=now,
                language=language,
                told_to_wait=False,
                after_agent=False,
            )
            _end(connection, turn, state="done", ended_at=now, trace=trace)
            return TurnEnd("done", messages, whole=not held.told_to_wait, more=_waits(connection, held.id))

        return self._database.write(work)

    def hold_turn(self, turn: WaitingTurn) -> TurnEnd:
        """Leave a turn to the agent who has the conversation; it stays waiting when there is none any more."""

        def work(connection: Connection) -> TurnEnd:
            held = hold(connection, turn.conversation_id)
            state = _state(connection, turn)
            if state != "waiting" or held.handler != "agent":
                return TurnEnd(state)
            _end(connection, turn, state="held", ended_at=self._clock())
            return TurnEnd("held")

        return self._database.write(work)

    def tell_to_wait(self, turn: WaitingTurn, notice: Message) -> StoredMessage | None:
        """Store the notice that an answer takes longer, once until the next answer; ``None`` when none is due."""
        message_id = self._new_id()
        draft = Draft("system", notice.language, notice.blocks, reply_to=_reply_to(turn))

        def work(connection: Connection) -> StoredMessage | None:
            held = hold(connection, turn.conversation_id)
            if held.told_to_wait or held.handler == "agent" or _state(connection, turn) != "waiting":
                return None
            (message,) = append(
                connection,
                held,
                [draft],
                turn_id=turn.turn_id,
                ids=[message_id],
                now=self._clock(),
                told_to_wait=True,
            )
            return message

        return self._database.write(work)


def _customer_draft(incoming: Incoming, language: Language) -> Draft:
    return Draft(
        "customer",
        language,
        (Paragraph(text=incoming.text or ""),),
        client_message_id=incoming.client_message_id,
        choice_id=incoming.choice_id,
    )


def _waiting(incoming: Incoming, turn_id: str, language: Language, held: Held) -> WaitingTurn:
    return WaitingTurn(
        turn_id=turn_id,
        conversation_id=incoming.conversation_id,
        channel=incoming.channel,
        kind=incoming.kind,
        text=incoming.text,
        payload=incoming.payload,
        client_message_id=incoming.client_message_id,
        language=language,
        handler=held.handler,
        after_agent=held.after_agent,
    )


def _waits(connection: Connection, conversation_id: str) -> bool:
    return connection.execute(WAITS, {"conversation_id": conversation_id}).first() is not None


def _reply_to(turn: WaitingTurn) -> str | None:
    return turn.client_message_id if turn.kind in ("text", "choice") else None


def _find(connection: Connection, incoming: Incoming) -> Accepted | None:
    find = {
        "channel": incoming.channel,
        "conversation_id": incoming.conversation_id,
        "client_message_id": incoming.client_message_id,
    }
    row = connection.execute(FIND_TURN, find).one_or_none()
    return None if row is None else Accepted(row.turn_id, row.seq, cast(TurnState, row.state), new=False)


def _state(connection: Connection, turn: WaitingTurn) -> TurnState:
    return cast(TurnState, connection.execute(TURN_STATE, {"turn_id": turn.turn_id}).scalar_one())


def _end(
    connection: Connection,
    turn: WaitingTurn,
    *,
    state: TurnState,
    ended_at: datetime,
    trace: dict[str, Any] | None = None,
) -> None:
    values = {"ended_turn": turn.turn_id, "state": state, "ended_at": ended_at, "trace": trace}
    values |= digest_of(trace).columns()
    connection.execute(END_TURN, values)
