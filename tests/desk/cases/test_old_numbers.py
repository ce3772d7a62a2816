"""A customer who knows only the old number of a merged case is told how it is going, and nobody else is."""

from __future__ import annotations

from bot.dialogue.case_status import finish
from bot.dialogue.turn import Memory
from bot.dialogue.wording import word
from bot.messages import Message, Receipt
from bot.store import Agent, NewCase, Store

SATO = Agent("desk:1", "佐藤")


def told(store: Store, number: str, email: str) -> tuple[str | None, str] | None:
    """The number and the status that the customer reads."""
    memory = Memory(language="ja", ticket_number=number, status_email=email, form_outcome="complete")
    for said in finish(memory, store, "Asia/Tokyo").say:
        if isinstance(said, Message):
            for block in said.blocks:
                if isinstance(block, Receipt):
                    return block.number, block.rows[0].value
    return None


def test_the_old_number_and_its_own_address_give_the_other_cases_status(cases: Store) -> None:
    old = cases.file_case(NewCase("a", "c1", email="old@example.jp"))
    middle = cases.file_case(NewCase("b", "c2", email="middle@example.jp"))
    new = cases.file_case(NewCase("c", "c3", email="new@example.jp"))
    cases.merge_case(old.number, middle.number, SATO)
    cases.merge_case(middle.number, new.number, SATO)
    cases.move_case(new.number, "waiting_customer", SATO)
    status = word("statuses.waiting_customer", "ja")
    assert told(cases, old.number, "old@example.jp") == (old.number, status)
    assert told(cases, new.number, "new@example.jp") == (new.number, status)
    assert told(cases, old.number, "new@example.jp") is None
    cases.unmerge_case(middle.number, SATO)
    assert told(cases, old.number, "old@example.jp") == (old.number, word("statuses.open", "ja"))
