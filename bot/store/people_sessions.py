"""The browsers that are signed in to the desk."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.parts import StorePart
from bot.store.people import person_of
from bot.store.people_models import DeskSessionRow, PersonRow
from bot.store.people_records import DeskSession

_SEEN_EVERY = timedelta(minutes=1)
_PERSON = PersonRow.__table__.columns
_SESSION = (
    DeskSessionRow.digest,
    DeskSessionRow.browser,
    DeskSessionRow.created_at.label("opened_at"),
    DeskSessionRow.seen_at.label("used_at"),
)


class DeskSessions(StorePart):
    """The part of the store that holds who is signed in."""

    def open_desk_session(self, person_id: str, browser: str) -> str:
        """Sign somebody in and return the session's secret."""
        secret = self._new_id() + self._new_id()
        now = self._clock()

        def work(connection: Connection) -> None:
            connection.execute(
                insert(DeskSessionRow).values(
                    digest=digest(secret), person_id=person_id, browser=browser[:200], created_at=now, seen_at=now
                )
            )
            connection.execute(update(PersonRow).where(PersonRow.id == person_id).values(seen_at=now))

        self._database.write(work)
        return secret

    def desk_session(
        self, secret: str, *, idle: timedelta, longest: timedelta, touch: bool = True
    ) -> DeskSession | None:
        """The session with this secret, if it was used within ``idle`` and is not older than ``longest``.

        Args:
            touch: whether this counts as using it.
        """
        now = self._clock()
        query = (
            select(*_PERSON, *_SESSION)
            .join(PersonRow, PersonRow.id == DeskSessionRow.person_id)
            .where(
                DeskSessionRow.digest == digest(secret),
                DeskSessionRow.seen_at > now - idle,
                DeskSessionRow.created_at > now - longest,
                PersonRow.active.is_(True),
            )
        )
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        if row is None:
            return None
        if touch and now - row.used_at > _SEEN_EVERY:
            self._touch(row.digest, row.id, now)
        return DeskSession(row.digest, person_of(row), row.browser, row.opened_at, row.used_at)

    def desk_sessions_of(self, person_id: str, *, idle: timedelta, longest: timedelta) -> list[DeskSession]:
        """Where somebody is signed in, the latest first."""
        now = self._clock()
        query = (
            select(*_PERSON, *_SESSION)
            .join(PersonRow, PersonRow.id == DeskSessionRow.person_id)
            .where(
                PersonRow.id == person_id,
                DeskSessionRow.seen_at > now - idle,
                DeskSessionRow.created_at > now - longest,
            )
            .order_by(DeskSessionRow.seen_at.desc())
        )
        rows = self._database.read(lambda connection: connection.execute(query).all())
        return [DeskSession(row.digest, person_of(row), row.browser, row.opened_at, row.used_at) for row in rows]

    def close_desk_session(self, session_id: str) -> None:
        """Sign one browser out."""
        query = delete(DeskSessionRow).where(DeskSessionRow.digest == session_id)
        self._database.write(lambda connection: connection.execute(query))

    def close_desk_sessions(self, person_id: str, *, keep: str | None = None) -> int:
        """Sign somebody out everywhere, but for the session ``keep``; returns from how many browsers."""
        query = delete(DeskSessionRow).where(DeskSessionRow.person_id == person_id)
        if keep is not None:
            query = query.where(DeskSessionRow.digest != keep)
        return self._database.write(lambda connection: connection.execute(query).rowcount)

    def forget_desk_sessions(self, *, idle: timedelta, longest: timedelta) -> None:
        """Remove the sessions that are over."""
        now = self._clock()
        query = delete(DeskSessionRow).where(
            (DeskSessionRow.seen_at <= now - idle) | (DeskSessionRow.created_at <= now - longest)
        )
        self._database.write(lambda connection: connection.execute(query))

    def _touch(self, session_id: str, person_id: str, now: datetime) -> None:
        def work(connection: Connection) -> None:
            connection.execute(update(DeskSessionRow).where(DeskSessionRow.digest == session_id).values(seen_at=now))
            connection.execute(update(PersonRow).where(PersonRow.id == person_id).values(seen_at=now))

        self._database.write(work)


def digest(secret: str) -> str:
    """What is kept of a secret that is long and random, and so can't be searched for."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
