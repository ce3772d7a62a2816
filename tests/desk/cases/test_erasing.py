"""An erasure: nothing of the customer stays."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from bot.store import Incoming, Store
from bot.store.errors import CannotErase
from tests.desk.cases.filing import SATO, TANAKA, file, said, talk


def test_an_erasure_leaves_no_word_of_the_customer_anywhere(cases: Store, empty_url: str) -> None:
    secret = "秘密ののぞみ"
    conversation = talk(cases)
    cases.accept(Incoming(conversation, "m", text=f"{secret}です"))
    cases.claim(conversation, SATO)
    cases.say(conversation, said(f"{secret}様"), key="a", author=SATO)
    cases.add_note(conversation, SATO, f"{secret}さんに電話", "note-key", called=(TANAKA.id,))
    cases.hand_back(conversation, SATO)
    facts = {"name": secret, "problem": secret, "order_number": "305647788", "email": "secret@example.jp"}
    case = file(cases, conversation, **facts)
    cases.edit_case(case.number, {"problem": f"{secret}その2"}, SATO)
    cases.move_case(case.number, "closed", SATO, f"{secret}に返金")
    elsewhere = file(cases, "elsewhere", **facts)
    request = file(cases, conversation, "erasure", kind="erasure", **facts)
    with pytest.raises(CannotErase):
        cases.erase_for(elsewhere.number, SATO)
    done = cases.erase_for(request.number, SATO, request.version, [elsewhere.number])
    assert (done.status, done.name, done.email) == ("closed", None, None)
    assert cases.find_case(elsewhere.number) is not None
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        tables = ("cases", "case_events", "messages", "inbox", "notes", "mentions", "search_texts", "conversations")
        everything = "".join(str(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}")))
    engine.dispose()
    for word in (secret, "305647788", "secret@example.jp", "\\u79d8"):
        assert word not in everything
    kinds = [event.kind for event in cases.case_events(case.number)]
    assert kinds == ["filed", "changed", "status", "erased"]
    with pytest.raises(CannotErase):
        cases.erase_for(request.number, SATO)
