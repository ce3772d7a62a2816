"""Whose conversations stand beside one: those of the same customer for certain, and apart from them the others."""

from __future__ import annotations

import pytest

from bot.store import Agent, Incoming, NewCase, Store
from tests.desk.agents import AtDesk, shown

SATO = Agent("desk:1", "佐藤")


def filed(store: Store, email: str, *, verified: bool) -> tuple[str, str]:
    """A conversation with a case; its id and the case's number."""
    conversation = store.open_conversation("web", "ja")
    store.accept(Incoming(conversation.id, "m1", text=f"{conversation.id}の内緒の話"))
    case = store.file_case(NewCase(idempotency_key=conversation.id, conversation_id=conversation.id, email=email))
    if verified:
        store.verify_email(case.number, "reply", SATO)
    return conversation.id, case.number


@pytest.mark.parametrize("here_verified", [True, False])
@pytest.mark.parametrize("there_verified", [True, False])
def test_only_an_address_that_is_verified_on_both_sides_is_proof(
    store: Store, here_verified: bool, there_verified: bool
) -> None:
    here, _ = filed(store, "taro@example.com", verified=here_verified)
    there, _ = filed(store, "Taro@Example.com", verified=there_verified)
    filed(store, "hanako@example.com", verified=True)
    found = store.related(here)
    certain = here_verified and there_verified
    assert [entry.id for entry in found.verified] == ([there] if certain else [])
    assert [entry.id for entry in found.unverified] == ([] if certain else [there])


def test_one_verified_case_is_enough_and_nobody_is_related_to_themselves(store: Store) -> None:
    here, _ = filed(store, "taro@example.com", verified=True)
    there, _ = filed(store, "taro@example.com", verified=False)
    again = store.file_case(NewCase(idempotency_key="again", conversation_id=there, email="taro@example.com"))
    store.verify_email(again.number, "reply", SATO)
    found = store.related(here)
    assert [entry.id for entry in found.verified] == [there]
    assert found.unverified == ()


def test_a_conversation_without_an_address_is_related_to_none(store: Store) -> None:
    conversation = store.open_conversation("web", "ja")
    for key in ("a", "b"):
        store.file_case(NewCase(idempotency_key=key, conversation_id=conversation.id))
    filed(store, "taro@example.com", verified=True)
    found = store.related(conversation.id)
    assert (found.verified, found.unverified) == ((), ())


async def test_what_may_be_somebody_elses_is_shown_without_its_words(agent: AtDesk, store: Store) -> None:
    here, number = filed(store, "taro@example.com", verified=False)
    there, other = filed(store, "taro@example.com", verified=True)
    response = await agent.get(f"/desk/conversations/{here}")
    page = response.text[response.text.index('data-part="related"') :]
    assert "同じメールアドレス(未確認)" in page
    assert f"/desk/conversations/{there}" in page
    assert f"{there}の内緒の話" not in page
    assert other not in page
    assert f"/desk/cases/{number}" in page

    store.verify_email(number, "reply", SATO)
    verified = shown(await agent.get(f"/desk/conversations/{here}"))
    assert "同じお客様のこれまで" in verified
    assert f"{there}の内緒の話" in verified
    assert other in verified
    assert "未確認" not in verified
