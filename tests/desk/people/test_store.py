"""What the store remembers about people, on each database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from bot.store import Agent, Store
from bot.store.people import LastAdmin, LoginTaken
from bot.store.people_records import ROLES, AuditFilter, DeskRole, Person
from tests.store.conftest import empty_store, empty_url, postgres_server, postgres_url, store

__all__ = ["empty_store", "empty_url", "postgres_server", "postgres_url", "store"]

HOUR = timedelta(hours=1)


def at_work(store: Store, login: str, role: DeskRole = "agent") -> Person:
    person = store.add_person(login, login.title(), role)
    store.set_password(person.id, "kept")
    return person


def test_somebody_is_found_as_they_were_added(store: Store) -> None:
    added = store.add_person("mori", "森", "lead", "en")
    assert store.person(added.id) == added
    assert added.agent == Agent(f"desk:{added.id}", "森")
    with pytest.raises(LoginTaken):
        store.add_person("mori", "別の森", "agent")
    assert [person.login for person in store.people()] == ["mori"]


def test_two_admins_who_demote_each_other_at_once_leave_one(store: Store) -> None:
    admins = [at_work(store, name, "admin") for name in ("one", "two")]

    def demote(person: Person) -> bool:
        try:
            store.set_role(person.id, "agent")
        except LastAdmin:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(demote, admins))
    assert sorted(done) == [False, True]
    assert sorted(person.role for person in store.people()) == ["admin", "agent"]


def test_one_link_sets_one_password_however_often_it_is_used_at_once(store: Store) -> None:
    person = store.add_person("mori", "森", "agent")
    link = store.make_password_link(person.id, HOUR)
    with ThreadPoolExecutor(4) as pool:
        used = list(pool.map(lambda n: store.use_password_link(link, f"kept {n}"), range(4)))
    assert sum(each is not None for each in used) == 1
    kept = store.credentials(login="mori")
    assert kept is not None
    assert kept.password == f"kept {next(n for n, each in enumerate(used) if each)}"


def test_a_code_counts_once_also_when_given_twice_at_once(store: Store) -> None:
    person = at_work(store, "mori")
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: store.use_totp_step(person.id, 7), range(4))) == 1
    assert not store.use_totp_step(person.id, 6)
    assert store.use_totp_step(person.id, 8)


def test_a_session_is_found_by_its_secret_alone(store: Store) -> None:
    person = at_work(store, "mori")
    secret = store.open_desk_session(person.id, "Firefox · Linux")
    found = store.desk_session(secret, idle=HOUR, longest=HOUR)
    assert found is not None
    assert (found.person.id, found.browser) == (person.id, "Firefox · Linux")
    assert store.desk_session(found.id, idle=HOUR, longest=HOUR) is None
    assert store.desk_session("", idle=HOUR, longest=HOUR) is None
    store.set_active(person.id, False)
    assert store.desk_session(secret, idle=HOUR, longest=HOUR) is None
    store.set_active(person.id, True)
    assert store.desk_session(secret, idle=HOUR, longest=HOUR) is None, "the old session stays closed"


@pytest.mark.parametrize("change", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_nobody_changes_the_audit_log(store: Store, empty_url: str, change: str) -> None:
    store.audit(Agent("desk:mori", "森"), "case_closed", "case:K-1", {})
    engine = create_engine(empty_url)
    with pytest.raises(DBAPIError, match="only grows"), engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()
    assert [line.action for line in store.audit_lines(AuditFilter())] == ["case_closed"]


@given(some.sampled_from(ROLES), some.sampled_from(ROLES))
def test_a_higher_role_may_all_that_a_lower_may(one: DeskRole, other: DeskRole) -> None:
    person = Person("p", "p", "p", one)
    assert person.may(other) == (ROLES.index(one) >= ROLES.index(other))
    assert person.may("agent")
