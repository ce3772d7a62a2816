"""What the platforms told, kept before it is acknowledged and worked through once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.channel_models import PlatformEventRow
from bot.store.parts import StorePart
from bot.store.records import KeptEvent, NewEvent


class PlatformEventsStore(StorePart):
    """The part of the store that makes a platform's event count once."""

    def keep_events(self, channel: str, events: Sequence[NewEvent]) -> tuple[bool, ...]:
        """Store events in one commit; false for each that was here before."""

        def work(connection: Connection) -> tuple[bool, ...]:
            names = [event.event_id for event in events]
            known = set(
                connection.scalars(
                    select(PlatformEventRow.event_id).where(
                        PlatformEventRow.channel == channel, PlatformEventRow.event_id.in_(names)
                    )
                )
            )
            new: list[bool] = []
            now = self._clock()
            for event in events:
                new.append(event.event_id not in known)
                if new[-1]:
                    known.add(event.event_id)
                    connection.execute(
                        insert(PlatformEventRow).values(
                            channel=channel,
                            event_id=event.event_id,
                            address=event.address,
                            reference=event.reference,
                            payload=event.payload,
                            ticket=event.ticket,
                            state="waiting",
                            happened_at=event.happened_at,
                            received_at=now,
                        )
                    )
            return tuple(new)

        try:
            return self._database.write(work)
        except IntegrityError:
            # The same event reached another process at the same moment.
            return self._database.write(work)

    def next_event(self, channel: str, address: str) -> KeptEvent | None:
        """The oldest waiting event of an address, by the platform's own time."""
        query = (
            select(
                PlatformEventRow.channel,
                PlatformEventRow.event_id,
                PlatformEventRow.address,
                PlatformEventRow.payload,
                PlatformEventRow.happened_at,
                PlatformEventRow.ticket,
                PlatformEventRow.reference,
            )
            .where(
                PlatformEventRow.channel == channel,
                PlatformEventRow.state == "waiting",
                PlatformEventRow.address == address,
            )
            .order_by(PlatformEventRow.happened_at, PlatformEventRow.position)
            .limit(1)
        )
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else KeptEvent(*row)

    def waiting_addresses(self, channel: str, age: timedelta = timedelta()) -> list[str]:
        """The addresses that have events waiting for at least so long, longest waiting first."""
        query = (
            select(PlatformEventRow.address)
            .where(
                PlatformEventRow.channel == channel,
                PlatformEventRow.state == "waiting",
                PlatformEventRow.received_at <= self._clock() - age,
            )
            .group_by(PlatformEventRow.address)
            .order_by(func.min(PlatformEventRow.position))
        )
        return self._database.read(lambda connection: list(connection.scalars(query)))

    def end_event(self, channel: str, event_id: str, *, dropped: bool = False) -> None:
        """Note that an event was worked through, and let its content go."""
        query = (
            update(PlatformEventRow)
            .where(PlatformEventRow.channel == channel, PlatformEventRow.event_id == event_id)
            .values(state="dropped" if dropped else "done", payload=None, ended_at=self._clock())
        )
        self._database.write(lambda connection: connection.execute(query))

    def event_of(self, channel: str, reference: str) -> str | None:
        """The id of the event in which the platform gave this reference."""
        query = select(PlatformEventRow.event_id).where(
            PlatformEventRow.channel == channel, PlatformEventRow.reference == reference
        )
        return self._database.read(lambda connection: connection.scalars(query.limit(1)).first())

    def forget_older_events(self, age: timedelta) -> int:
        """Forget events that ended and were received so long ago; afterwards they would count again."""
        before = self._clock() - age
        query = delete(PlatformEventRow).where(
            PlatformEventRow.received_at < before, PlatformEventRow.state != "waiting"
        )

        def work(connection: Connection) -> int:
            return connection.execute(query).rowcount

        return self._database.write(work)
