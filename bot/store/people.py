"""The people of the desk: added, found, changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from bot.messages import Language
from bot.store.errors import StoreError
from bot.store.parts import StorePart
from bot.store.people_models import DeskSessionRow, PasswordLinkRow, PersonRow
from bot.store.people_records import Credentials, DeskRole, Person, Theme


class LoginTaken(StoreError):
    """Somebody has this login already."""


class LastAdmin(StoreError):
    """Nobody could manage the desk's people any more."""


class People(StorePart):
    """The part of the store that holds the people of the desk."""

    def add_person(self, login: str, name: str, role: DeskRole, language: Language = "ja") -> Person:
        """Add somebody, who can't sign in before they have set a password.

        Raises:
            LoginTaken: somebody has this login already.
        """
        person = Person(self._new_id(), login, name, role, language, invited=True, created_at=self._clock())

        def work(connection: Connection) -> None:
            if connection.scalar(select(PersonRow.id).where(PersonRow.login == login)) is not None:
                raise LoginTaken(login)
            connection.execute(
                insert(PersonRow).values(
                    id=person.id,
                    login=login,
                    name=name,
                    role=role,
                    language=language,
                    theme=person.theme,
                    shortcuts=person.shortcuts,
                    active=True,
                    totp_step=0,
                    created_at=person.created_at,
                )
            )

        self._database.write(work)
        return person

    def people(self) -> list[Person]:
        """Everybody, also who left; those at work first, by name."""
        query = select_people().order_by(PersonRow.active.desc(), PersonRow.name, PersonRow.id)
        return self._database.read(lambda connection: [person_of(row) for row in connection.execute(query)])

    def person(self, person_id: str) -> Person | None:
        """One of them."""
        query = select_people().where(PersonRow.id == person_id)
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else person_of(row)

    def credentials(self, *, login: str | None = None, person_id: str | None = None) -> Credentials | None:
        """How somebody who works here proves who they are; None for who left."""
        query = select_people().where(
            PersonRow.login == login if login is not None else PersonRow.id == person_id, PersonRow.active.is_(True)
        )
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else Credentials(person_of(row), row.password, row.totp_secret, row.totp_step)

    def prefer(self, person_id: str, *, name: str, language: Language, theme: Theme, shortcuts: bool) -> None:
        """Change what somebody may change about themselves."""
        self._change(person_id, name=name, language=language, theme=theme, shortcuts=shortcuts)

    def rename(self, person_id: str, name: str) -> None:
        """Give somebody another name."""
        self._change(person_id, name=name)

    def set_role(self, person_id: str, role: DeskRole) -> None:
        """Give somebody another role.

        Raises:
            LastAdmin: nobody else who works here is an admin.
        """
        self._database.write(_unless_last_admin(person_id, role == "admin", {"role": role}))

    def set_active(self, person_id: str, active: bool) -> None:
        """Let somebody in again, or end their work here: their sessions and links end at once.

        Raises:
            LastAdmin: nobody else who works here is an admin.
        """
        change = _unless_last_admin(person_id, active, {"active": active})

        def work(connection: Connection) -> None:
            change(connection)
            if not active:
                for table in (DeskSessionRow, PasswordLinkRow):
                    connection.execute(table.__table__.delete().where(table.person_id == person_id))  # type: ignore[attr-defined]

        self._database.write(work)

    def set_totp(self, person_id: str, sealed_secret: str | None, step: int = 0) -> None:
        """Ask somebody for a code at each sign-in, or no longer; ``step`` is the one whose code they showed."""
        self._change(person_id, totp_secret=sealed_secret, totp_step=step)

    def use_totp_step(self, person_id: str, step: int) -> bool:
        """Note that the code of a time step was used; false when it or a later one was used before."""
        query = update(PersonRow).where(PersonRow.id == person_id, PersonRow.totp_step < step).values(totp_step=step)
        return self._database.write(lambda connection: connection.execute(query).rowcount > 0)

    def has_admin(self) -> bool:
        """Whether an admin who works here has set a password."""
        query = select(func.count(PersonRow.id)).where(_admins(), PersonRow.password.is_not(None))
        return bool(self._database.read(lambda connection: connection.scalar(query)))

    def _change(self, person_id: str, **values: Any) -> None:
        query = update(PersonRow).where(PersonRow.id == person_id).values(**values)
        self._database.write(lambda connection: connection.execute(query))


def select_people() -> Select[Any]:
    """All columns that make a person and their credentials."""
    return select(*PersonRow.__table__.columns)


def person_of(row: Row[Any]) -> Person:
    """The person in a row."""
    return Person(
        row.id,
        row.login,
        row.name,
        row.role,
        row.language,
        row.theme,
        row.shortcuts,
        totp=row.totp_secret is not None,
        active=row.active,
        invited=row.password is None,
        created_at=row.created_at,
        seen_at=row.seen_at,
    )


def _admins() -> Any:
    return (PersonRow.role == "admin") & PersonRow.active.is_(True)


def _unless_last_admin(person_id: str, stays: bool, values: dict[str, Any]) -> Callable[[Connection], None]:
    """A change that leaves at least one admin who can sign in."""

    def work(connection: Connection) -> None:
        if not stays:
            # All admins are locked in one order, so that two who demote each other can't both succeed.
            admins = connection.execute(
                select(PersonRow.id, PersonRow.password).where(_admins()).order_by(PersonRow.id).with_for_update()
            ).all()
            others = [row for row in admins if row.id != person_id and row.password is not None]
            if not others and any(row.id == person_id for row in admins):
                raise LastAdmin(person_id)
        connection.execute(update(PersonRow).where(PersonRow.id == person_id).values(**values))

    return work
