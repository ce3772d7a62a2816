"""Setting passwords by one-time links, and how often signing in has failed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.parts import StorePart
from bot.store.people import person_of, select_people
from bot.store.people_models import DeskSessionRow, FailedSignInRow, PasswordLinkRow, PersonRow
from bot.store.people_records import Person
from bot.store.people_sessions import digest

_FREE_TRIES = 5
_FIRST_LOCK = timedelta(seconds=30)
_LONGEST_LOCK = timedelta(minutes=15)
_FORGOTTEN_AFTER = timedelta(hours=24)


class SignIns(StorePart):
    """The part of the store that holds passwords, the links to set them, and failures."""

    def make_password_link(self, person_id: str, lasts: timedelta) -> str:
        """Make the secret of a link that sets a password; earlier links of this person end."""
        secret = self._new_id() + self._new_id()

        def work(connection: Connection) -> None:
            connection.execute(delete(PasswordLinkRow).where(PasswordLinkRow.person_id == person_id))
            connection.execute(
                insert(PasswordLinkRow).values(
                    digest=digest(secret), person_id=person_id, expires_at=self._clock() + lasts
                )
            )

        self._database.write(work)
        return secret

    def person_of_password_link(self, secret: str) -> Person | None:
        """Whose link this is, while it can be used."""
        return self._database.read(lambda connection: self._link(connection, secret))

    def use_password_link(self, secret: str, password: str) -> Person | None:
        """Set a password once, end the person's sessions; None when the link can't be used (any more)."""

        def work(connection: Connection) -> Person | None:
            person = self._link(connection, secret)
            if person is None:
                return None
            removed = connection.execute(delete(PasswordLinkRow).where(PasswordLinkRow.digest == digest(secret)))
            if removed.rowcount == 0:
                return None
            _set_password(connection, person.id, password)
            connection.execute(delete(DeskSessionRow).where(DeskSessionRow.person_id == person.id))
            connection.execute(delete(FailedSignInRow).where(FailedSignInRow.digest == digest(person.login)))
            return person

        return self._database.write(work)

    def set_password(self, person_id: str, password: str) -> None:
        """Keep another password's hash; links that were sent out end."""

        def work(connection: Connection) -> None:
            _set_password(connection, person_id, password)
            connection.execute(delete(PasswordLinkRow).where(PasswordLinkRow.person_id == person_id))

        self._database.write(work)

    def sign_in_locked_until(self, login: str) -> datetime | None:
        """Until when nobody can sign in under a login; None when they can now."""
        query = select(FailedSignInRow.locked_until).where(FailedSignInRow.digest == digest(login))
        until = self._database.read(lambda connection: connection.scalar(query))
        return until if until is not None and until > self._clock() else None

    def sign_in_failed(self, login: str) -> datetime | None:
        """Count a failure; after a few of them each locks the login for twice as long as the one before."""
        now = self._clock()
        key = digest(login)

        def work(connection: Connection) -> datetime | None:
            connection.execute(delete(FailedSignInRow).where(FailedSignInRow.last_at <= now - _FORGOTTEN_AFTER))
            query = select(FailedSignInRow.failures).where(FailedSignInRow.digest == key).with_for_update()
            failures = (connection.scalar(query) or 0) + 1
            beyond = failures - _FREE_TRIES
            until = None if beyond < 0 else now + min(_LONGEST_LOCK, _FIRST_LOCK * 2 ** min(beyond, 10))
            values = {"failures": failures, "last_at": now, "locked_until": until}
            if failures == 1:
                connection.execute(insert(FailedSignInRow).values(digest=key, **values))
            else:
                connection.execute(update(FailedSignInRow).where(FailedSignInRow.digest == key).values(**values))
            return until

        return self._database.write(work)

    def sign_in_succeeded(self, login: str) -> None:
        """Forget the failures."""
        query = delete(FailedSignInRow).where(FailedSignInRow.digest == digest(login))
        self._database.write(lambda connection: connection.execute(query))

    def _link(self, connection: Connection, secret: str) -> Person | None:
        row = connection.execute(
            select_people()
            .join(PasswordLinkRow, PasswordLinkRow.person_id == PersonRow.id)
            .where(
                PasswordLinkRow.digest == digest(secret),
                PasswordLinkRow.expires_at > self._clock(),
                PersonRow.active.is_(True),
            )
        ).one_or_none()
        return None if row is None else person_of(row)


def _set_password(connection: Connection, person_id: str, password: str) -> None:
    connection.execute(update(PersonRow).where(PersonRow.id == person_id).values(password=password))
