"""What is on its way to the platforms: packed once, tried under the same id until its end is known."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import Connection, insert, select, update

from bot.store.channel_models import DeliveryRow, LinkRow, PlatformEventRow
from bot.store.links import LINK_COLUMNS, link_of
from bot.store.models import ConversationRow, InboxRow, MessageRow
from bot.store.parts import StorePart
from bot.store.records import DeliveryState, Link, Parcel, StoredMessage
from bot.store.statements import MESSAGES_AFTER
from bot.store.transcript import message_of

_NAMESPACE = uuid.UUID("6b1f3c0e-2f5a-4f0e-9c37-5a8d6b8f4e21")
_MOST_MESSAGES = 20
"""So many messages are packed at a time, at most."""


class Deliveries(StorePart):
    """The part of the store that makes every message reach its links once and in order."""

    def links_with_work(self, channels: Sequence[str]) -> list[str]:
        """The ids of the links to which something is on its way or has yet to be packed."""
        behind = (
            select(LinkRow.id)
            .join(ConversationRow, ConversationRow.id == LinkRow.conversation_id)
            .where(
                LinkRow.channel.in_(channels),
                LinkRow.reachable.is_(True),
                LinkRow.delivered_seq < ConversationRow.last_seq,
            )
        )
        open_ones = (
            select(DeliveryRow.link_id)
            .join(LinkRow, LinkRow.id == DeliveryRow.link_id)
            .where(DeliveryRow.state == "waiting", LinkRow.channel.in_(channels))
        )
        return self._database.read(
            lambda connection: sorted({*connection.scalars(behind), *connection.scalars(open_ones)})
        )

    def next_parcel(self, link_id: str, lease: timedelta) -> Parcel | datetime | None:
        """The next delivery of a link, reserved for the caller for a while.

        Returns:
            The parcel; the time when there may be one (another process has it, or a try is due then); None when
            nothing has to be delivered.
        """
        new_id = str(uuid.uuid5(_NAMESPACE, self._new_id()))

        def work(connection: Connection) -> Parcel | datetime | None:
            found = connection.execute(
                select(*LINK_COLUMNS).where(LinkRow.id == link_id).with_for_update()
            ).one_or_none()
            if found is None:
                return None
            link, now = link_of(found), self._clock()
            waiting = connection.execute(_OPEN.where(DeliveryRow.link_id == link_id)).one_or_none()
            if waiting is None:
                return self._pack(connection, link, new_id, now + lease)
            if not link.reachable:
                _end(connection, waiting.id, "dropped", now, "unreachable")
                return None
            due = max(filter(None, (waiting.next_try_at, waiting.lease_until)), default=now)
            if due > now:
                return due
            connection.execute(update(DeliveryRow).where(DeliveryRow.id == waiting.id).values(lease_until=now + lease))
            return Parcel(
                waiting.id,
                link,
                _messages(connection, link.conversation_id, waiting.first_seq, waiting.last_seq),
                waiting.ticket,
                waiting.ticket_at,
                waiting.begun_at,
                waiting.tries,
                waiting.parts_done,
                tuple(waiting.receipts),
            )

        return self._database.write(work)

    def begin_part(self, parcel: Parcel, lease: timedelta) -> None:
        """Note that the next part is about to be sent, so that a successor knows that it may be there already."""
        now = self._clock()
        values = {"begun_at": parcel.begun_at or now, "lease_until": now + lease, "tries": parcel.tries + 1}
        query = update(DeliveryRow).where(DeliveryRow.id == parcel.id).values(**values)
        self._database.write(lambda connection: connection.execute(query))

    def end_part(self, parcel: Parcel, receipts: Sequence[str | None]) -> None:
        """Note that the parts with these receipts are there."""
        query = (
            update(DeliveryRow)
            .where(DeliveryRow.id == parcel.id)
            .values(parts_done=len(receipts), receipts=list(receipts), begun_at=None, tries=0)
        )
        self._database.write(lambda connection: connection.execute(query))

    def postpone(self, parcel: Parcel, until: datetime, error: str, *, certain: bool) -> None:
        """Try again later.

        Args:
            certain: the platform did not take it; otherwise it may have.
        """
        values = {"next_try_at": until, "lease_until": None, "error": error[:200]}
        query = update(DeliveryRow).where(DeliveryRow.id == parcel.id)
        query = query.values(**values, begun_at=None) if certain else query.values(**values)
        self._database.write(lambda connection: connection.execute(query))

    def end_delivery(self, parcel: Parcel, state: DeliveryState, error: str | None = None) -> None:
        """End a delivery."""
        self._database.write(lambda connection: _end(connection, parcel.id, state, self._clock(), error))

    def receipt_of(self, link_id: str, seq: int) -> list[str | None]:
        """What the platform gave back for the delivery that held a message."""
        query = select(DeliveryRow.receipts).where(
            DeliveryRow.link_id == link_id, DeliveryRow.first_seq <= seq, DeliveryRow.last_seq >= seq
        )
        return list(self._database.read(lambda connection: connection.scalars(query.limit(1)).first()) or [])

    def _pack(self, connection: Connection, link: Link, new_id: str, lease_until: datetime) -> Parcel | None:
        now = self._clock()
        rows = connection.execute(
            MESSAGES_AFTER,
            {"conversation_id": link.conversation_id, "after": link.delivered_seq, "most": 5 * _MOST_MESSAGES},
        )
        behind = [message_of(row) for row in rows]
        if not behind:
            return None
        messages = _together(link, behind) if link.reachable else []
        last = messages[-1].seq if messages else behind[-1].seq
        connection.execute(update(LinkRow).where(LinkRow.id == link.id).values(delivered_seq=last))
        if not messages:
            return None
        ticket, ticket_at = _ticket(connection, link, messages[0])
        connection.execute(
            insert(DeliveryRow).values(
                id=new_id,
                link_id=link.id,
                first_seq=messages[0].seq,
                last_seq=last,
                state="waiting",
                ticket=ticket,
                ticket_at=ticket_at,
                parts_done=0,
                receipts=[],
                tries=0,
                lease_until=lease_until,
                created_at=now,
            )
        )
        return Parcel(new_id, link, tuple(messages), ticket, ticket_at)


_OPEN = select(
    DeliveryRow.id,
    DeliveryRow.first_seq,
    DeliveryRow.last_seq,
    DeliveryRow.ticket,
    DeliveryRow.ticket_at,
    DeliveryRow.begun_at,
    DeliveryRow.next_try_at,
    DeliveryRow.lease_until,
    DeliveryRow.tries,
    DeliveryRow.parts_done,
    DeliveryRow.receipts,
).where(DeliveryRow.state == "waiting")


def _together(link: Link, behind: list[StoredMessage]) -> list[StoredMessage]:
    """What goes out at once: agents see everything; customers what answers the same message, not their own words."""
    if link.audience == "agents":
        return behind[:_MOST_MESSAGES]
    said = [message for message in behind if message.role != "customer"]
    if not said:
        return []
    first = said[0]
    following = [message for message in behind if message.seq >= first.seq]
    together = takewhile(
        lambda message: (message.role, message.reply_to, message.author) == (first.role, first.reply_to, first.author),
        following,
    )
    return list(together)[:_MOST_MESSAGES]


def _messages(connection: Connection, conversation_id: str, first: int, last: int) -> tuple[StoredMessage, ...]:
    rows = connection.execute(
        MESSAGES_AFTER, {"conversation_id": conversation_id, "after": first - 1, "most": last - first + 1}
    )
    return tuple(message_of(row) for row in rows)


def _ticket(connection: Connection, link: Link, message: StoredMessage) -> tuple[str | None, datetime | None]:
    """The ticket of the event that the message answers, unless an earlier delivery has it."""
    if link.audience == "agents":
        return None, None
    query = select(PlatformEventRow.ticket, PlatformEventRow.happened_at).where(
        PlatformEventRow.channel == link.channel, PlatformEventRow.ticket.is_not(None)
    )
    if message.reply_to is not None:
        query = query.where(PlatformEventRow.event_id == message.reply_to)
    else:  # the turn had no message of the customer's own, as when they came in
        query = (
            query.join(InboxRow, InboxRow.client_message_id == PlatformEventRow.event_id)
            .join(MessageRow, MessageRow.turn_id == InboxRow.turn_id)
            .where(MessageRow.id == message.id, InboxRow.channel == link.channel)
        )
    row = connection.execute(query.limit(1)).one_or_none()
    if row is None:
        return None, None
    spent = select(DeliveryRow.id).where(DeliveryRow.link_id == link.id, DeliveryRow.ticket == row.ticket).limit(1)
    return (None, None) if connection.scalar(spent) is not None else (row.ticket, row.happened_at)


def _end(
    connection: Connection, delivery_id: str, state: DeliveryState, now: datetime, error: str | None = None
) -> None:
    connection.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery_id)
        .values(state=state, ended_at=now, lease_until=None, next_try_at=None, error=error[:200] if error else None)
    )
