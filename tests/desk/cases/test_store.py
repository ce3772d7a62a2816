"""Cases as they are kept: their clock, their history, who may overwrite whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, text

from bot.messages import Message, Paragraph
from bot.store import Agent, Case, Incoming, NewCase, Store, UnknownCase
from bot.store.case_records import CASE_SORTS, CaseFilter, CaseSort
from bot.store.errors import CannotErase, CaseChanged, CaseMerged
from tests.desk.cases.conftest import Now

SATO, TANAKA = Agent("desk:1", "佐藤"), Agent("desk:2", "田中")


def file(store: Store, conversation: str = "c", key: str = "k", **facts: object) -> Case:
    return store.file_case(NewCase(idempotency_key=f"{conversation}:{key}", conversation_id=conversation, **facts))  # type: ignore[arg-type]


def talk(store: Store) -> str:
    return store.open_conversation("web", "ja").id


def said(words: str) -> Message:
    return Message(language="ja", blocks=(Paragraph(text=words),))


def clock(case: Case) -> tuple[datetime | None, datetime | None]:
    assert case.clock is not None
    return case.clock.first_response_due_at, case.clock.resolution_due_at


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=timezone.utc)


def test_a_case_is_due_in_opening_hours_by_its_priority(cases: Store) -> None:
    case = file(cases)
    # Thursday at ten: eight hours later the desk is just about to close; forty are a good week.
    assert clock(case) == (utc(26, 9), utc(2, 5, month=12))
    urgent = cases.prioritise_case(case.number, "urgent", SATO)
    assert clock(urgent) == (utc(26, 2), utc(26, 9))
    assert urgent.priority == "urgent"
    assert clock(cases.prioritise_case(case.number, "normal", SATO)) == clock(case)


def test_the_clock_stands_still_while_the_customer_is_waited_for_until_they_write(cases: Store, now: Now) -> None:
    conversation = talk(cases)
    case = file(cases, conversation)
    now.pass_(hours=1)
    waiting = cases.move_case(case.number, "waiting_customer", SATO, "注文番号をお願いしました")
    assert waiting.clock is not None
    assert (waiting.clock.due_at, waiting.clock.first_response_at) == (None, utc(26, 2))
    now.pass_(days=1)
    cases.accept(Incoming(conversation, "m", text="番号です"))
    (again,) = cases.cases_of(conversation)
    assert again.status == "open"
    assert again.clock is not None
    # A night and a day of opening hours: nine of them don't count.
    assert again.clock.paused_seconds == 9 * 3600
    assert again.clock.due_at == utc(3, 5, month=12)
    assert [(event.kind, event.after) for event in cases.case_events(case.number)][-1] == ("status", "open")


def test_an_ended_case_that_is_opened_again_has_the_time_left_that_it_had(cases: Store, now: Now) -> None:
    case = file(cases)
    ended = cases.move_case(case.number, "resolved", SATO, "解約を確認")
    assert ended.clock is not None
    assert (ended.clock.resolved_at, ended.close_reason, ended.closed_at) == (now(), "解約を確認", None)
    now.pass_(hours=2)
    closed = cases.move_case(case.number, "closed", SATO)
    assert closed.clock is not None
    assert (closed.clock.resolved_at, closed.closed_at) == (utc(26, 1), now())
    again = cases.move_case(case.number, "in_progress", SATO)
    assert again.clock is not None
    assert (again.close_reason, again.closed_at, again.clock.resolved_at) == (None, None, None)
    assert again.clock.resolution_due_at == utc(2, 7, month=12)


def test_the_first_line_of_an_agent_is_the_first_answer_also_of_the_case_that_it_went_into(
    cases: Store, now: Now
) -> None:
    one, other = talk(cases), talk(cases)
    first, second = file(cases, one), file(cases, other)
    cases.merge_case(first.number, second.number, SATO)
    cases.claim(one, SATO)
    now.pass_(minutes=5)
    cases.say(one, said("確認します"), key="a", author=SATO)
    found = cases.find_case(second.number)
    assert found is not None
    assert found.clock is not None
    assert found.clock.first_response_at == now()
    now.pass_(minutes=5)
    cases.say(one, said("もう少し"), key="b", author=SATO)
    assert cases.find_case(second.number) == found


def test_who_had_seen_an_older_version_changes_nothing(cases: Store) -> None:
    case = file(cases)
    cases.edit_case(case.number, {"name": "高橋 一郎"}, SATO, case.version)
    before = cases.find_case(case.number)
    for late in (
        lambda: cases.edit_case(case.number, {"name": "別の人"}, TANAKA, case.version),
        lambda: cases.move_case(case.number, "closed", TANAKA, "", case.version),
        lambda: cases.give_case(case.number, TANAKA, TANAKA, case.version),
        lambda: cases.prioritise_case(case.number, "low", TANAKA, case.version),
        lambda: cases.merge_case(case.number, file(cases, "d").number, TANAKA, case.version),
    ):
        with pytest.raises(CaseChanged):
            late()
    assert cases.find_case(case.number) == before
    with pytest.raises(UnknownCase):
        cases.edit_case("KD-00000000", {}, SATO)


def test_the_history_says_who_changed_what_from_what_to_what(cases: Store) -> None:
    case = file(cases, name="高橋", purchase_date=date(2026, 11, 1))
    cases.edit_case(case.number, {"name": "高橋 一郎", "purchase_date": None, "email": None}, SATO)
    cases.give_case(case.number, TANAKA, SATO)
    cases.move_case(case.number, "resolved", TANAKA, "返金済み")
    lines = [
        (each.actor.name if each.actor else None, each.kind, each.field, each.before, each.after, each.words)
        for each in cases.case_events(case.number)
    ]
    assert lines == [
        (None, "filed", None, None, None, None),
        ("佐藤", "changed", "name", "高橋", "高橋 一郎", None),
        ("佐藤", "changed", "purchase_date", "2026-11-01", None, None),
        ("佐藤", "assigned", None, None, "田中", None),
        ("佐藤", "status", None, "open", "in_progress", None),
        ("田中", "status", None, "in_progress", "resolved", "返金済み"),
    ]
    count = len(lines)
    cases.give_case(case.number, TANAKA, SATO)
    cases.move_case(case.number, "resolved", TANAKA)
    assert len(cases.case_events(case.number)) == count


def test_an_address_is_verified_until_it_changes_or_somebody_takes_it_back(cases: Store) -> None:
    case = file(cases, email="a@example.jp")
    verified = cases.verify_email(case.number, "called_back", SATO)
    assert verified.email_verified is not None
    assert (verified.email_verified.by, verified.email_verified.how) == ("佐藤", "called_back")
    assert cases.edit_case(case.number, {"email": "A@example.jp"}, SATO).email_verified == verified.email_verified
    assert cases.edit_case(case.number, {"email": "b@example.jp"}, SATO).email_verified is None
    cases.verify_email(case.number, "other", SATO)
    assert cases.unverify_email(case.number, SATO).email_verified is None
    nobody = file(cases, "d")
    assert cases.verify_email(nobody.number, "other", SATO).email_verified is None


def test_cases_of_the_same_address_or_order_number_are_found_however_they_are_written(cases: Store) -> None:
    first = file(cases, "a", email="Taro@Example.jp", order_number="305-6477 8811")
    mail = file(cases, "b", email="ｔaro@example.jp")
    order = file(cases, "c", order_number="３０５６４７７８８１１")
    file(cases, "d", email="other@example.jp")
    file(cases, "e")
    assert {case.number for case in cases.alike_cases(first.number)} == {mail.number, order.number}
    assert cases.alike_cases(file(cases, "f").number) == []


def shown(store: Store, **wanted: object) -> list[str]:
    pages, after = [], None
    filter_ = CaseFilter(me=SATO.id, **wanted)  # type: ignore[arg-type]
    while True:
        page = store.case_queue(filter_, after, limit=2)
        pages += [case.number for case in page.cases]
        after = page.next
        if after is None:
            assert len(pages) == len(set(pages))
            assert pages == [case.number for case in store.all_cases(filter_)]
            return pages


def test_the_views_hold_what_they_say_and_are_counted(cases: Store) -> None:
    mine, free, waiting, ended, merged = (file(cases, name).number for name in "abcde")
    cases.give_case(mine, SATO, SATO)
    cases.move_case(waiting, "waiting_customer", TANAKA)
    cases.move_case(ended, "closed", TANAKA)
    cases.merge_case(merged, mine, TANAKA)
    found = {view: set(shown(cases, view=view)) for view in ("mine", "unassigned", "open", "waiting", "ended", "all")}
    assert found == {
        "mine": {mine},
        "unassigned": {free, waiting},
        "open": {mine, free, waiting},
        "waiting": {waiting},
        "ended": {ended},
        "all": {mine, free, waiting, ended, merged},
    }
    assert cases.case_counts(SATO.id) == {view: len(numbers) for view, numbers in found.items()}


@pytest.mark.parametrize("sort", CASE_SORTS)
def test_pages_follow_each_other_without_gap_or_repetition(cases: Store, now: Now, sort: CaseSort) -> None:
    numbers = []
    for index in range(9):
        numbers.append(file(cases, f"c{index}").number)
        if index % 2:
            now.pass_(minutes=index)
    for index, number in enumerate(numbers):
        cases.prioritise_case(number, ("urgent", "high", "normal", "low")[index % 4], SATO)
    cases.move_case(numbers[3], "waiting_customer", SATO)
    cases.move_case(numbers[4], "resolved", SATO)
    ordered = shown(cases, view="all", sort=sort)
    assert set(ordered) == set(numbers)
    if sort == "due":
        assert set(ordered[:3]) == {numbers[0], numbers[8], numbers[1]}
        assert set(ordered[-2:]) == {numbers[3], numbers[4]}
    elif sort == "oldest":
        assert ordered[:1] == [min(numbers[:2])]


def test_only_what_is_late_by_now_is_overdue(cases: Store, now: Now) -> None:
    urgent, normal, ended = (file(cases, name).number for name in "abc")
    cases.prioritise_case(urgent, "urgent", SATO)
    cases.prioritise_case(ended, "urgent", SATO)
    cases.move_case(ended, "closed", SATO)
    assert shown(cases, overdue=True) == []
    now.pass_(hours=1, seconds=1)
    assert shown(cases, overdue=True) == [urgent]
    now.pass_(days=30)
    assert shown(cases, overdue=True) == [urgent, normal]


def test_a_case_is_found_by_number_order_number_mail_and_name(cases: Store) -> None:
    case = file(cases, name="髙橋 一郎", email="taro@example.jp", order_number="3056-4778-811", problem="解約したい")
    file(cases, "d", name="別の人")
    for query in (case.number, case.number[3:], "taro@EXAMPLE.jp", "30564778811", "一郎", "解約"):
        assert shown(cases, view="all", text=query) == [case.number], query
    assert shown(cases, view="all", text="100%") == []


def test_closing_a_case_ends_the_wait_where_it_was_merged_from_too(cases: Store) -> None:
    one, other = talk(cases), talk(cases)
    first, second = file(cases, one), file(cases, other)
    cases.merge_case(first.number, second.number, SATO)
    for conversation in (one, other):
        found = cases.conversation(conversation)
        assert found is not None
        assert found.waiting_since is not None
    cases.close_case(second.number, "解決", SATO)
    for conversation in (one, other):
        found = cases.conversation(conversation)
        assert found is not None
        assert found.waiting_since is None


def test_a_case_opened_by_hand_makes_nobody_wait_and_is_answered_already(cases: Store) -> None:
    conversation = talk(cases)
    cases.claim(conversation, SATO)
    cases.say(conversation, said("伺います"), key="a", author=SATO)
    case = file(cases, conversation, opened_by=SATO)
    assert case.opened_by == "佐藤"
    assert case.clock is not None
    assert case.clock.first_response_at == case.created_at
    found = cases.conversation(conversation)
    assert found is not None
    assert found.waiting_since is None


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


def test_a_merged_case_is_worked_on_where_it_went(cases: Store) -> None:
    first, second = file(cases, "a"), file(cases, "b")
    merged = cases.merge_case(first.number, second.number, SATO)
    with pytest.raises(CaseMerged) as refused:
        cases.edit_case(merged.number, {"name": "誰か"}, SATO)
    assert refused.value.into == second.number
    cases.assign_case(first.number, TANAKA)
    assert [case.assignee for case in cases.cases()] == [TANAKA]
    # What the customer corrects in the case that they know is kept there.
    assert cases.amend_case(first.number, "email", "new@example.jp").email == "new@example.jp"


def test_times_in_opening_hours_are_what_the_figures_can_count_on(cases: Store, now: Now) -> None:
    case = file(cases)
    now.pass_(hours=3)
    cases.answer_case(case.number, SATO, "メールで返信")
    now.pass_(days=4)
    cases.move_case(case.number, "closed", SATO)
    engine_row = cases.find_case(case.number)
    assert engine_row is not None
    assert engine_row.clock is not None
    assert engine_row.clock.first_response_at == case.created_at + timedelta(hours=3)
    assert engine_row.clock.resolved_at == now()
