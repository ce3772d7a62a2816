"""The pages of cases as agents use them."""

from __future__ import annotations

import csv
import io
import re

import pytest

from bot.store import Agent, Case, Incoming, NewCase, Store
from bot.store.people_records import AuditFilter
from tests.desk.agents import AtDesk, SignIn, shown
from tests.desk.conftest import customer, desk, dialogue, knowledge, settings, store, time
from tests.front.desk import Customer, Desk, FakeTime

__all__ = ["customer", "desk", "dialogue", "knowledge", "settings", "store", "time"]

OTHER = Agent("desk:other", "山本")


def file(store: Store, conversation: str = "c", key: str = "k", **facts: object) -> Case:
    return store.file_case(NewCase(idempotency_key=f"{conversation}:{key}", conversation_id=conversation, **facts))  # type: ignore[arg-type]


def found(store: Store, number: str) -> Case:
    case = store.find_case(number)
    assert case is not None
    return case


def remembered(store: Store) -> set[str]:
    return {line.action for line in store.audit_lines(AuditFilter())}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("role", ["agent", "lead", "admin"])
async def test_every_page_is_there_in_both_languages(
    sign_in: SignIn, store: Store, customer: Customer, language: str, role: str
) -> None:
    who = sign_in(role, "誰か", language)
    case = file(store, customer.conversation_id, name="<b>太郎</b>", email="a@example.jp", problem="解約 & 返金")
    file(store, "d", "erasure", kind="erasure", email="a@example.jp")
    store.merge_case(file(store, "e").number, case.number, who.agent)
    store.verify_email(case.number, "replied_from", who.agent)
    store.move_case(case.number, "waiting_customer", who.agent, "番号を聞いた")
    for path in (
        "/desk/cases",
        "/desk/cases?view=all&sort=priority",
        "/desk/cases?view=ended",
        "/desk/cases/list",
        f"/desk/cases/{case.number}",
        f"/desk/cases/{case.number}?edit=yes",
        f"/desk/cases/{case.number}/live",
        f"/desk/cases/{case.number}/print",
    ):
        page = await who.get(path)
        assert page.status_code == 200, path
        assert "<b>太郎" not in page.text
    assert (await who.get("/desk/cases/KD-00000000")).status_code == 404
    assert (await who.get("/desk/cases/KD-00000000/print")).status_code == 404


async def test_the_queue_shows_the_nearest_deadline_first_and_what_is_late(
    sign_in: SignIn, store: Store, time: FakeTime
) -> None:
    normal, urgent = file(store, "a", name="普通の人"), file(store, "b", name="急ぐ人")
    store.prioritise_case(urgent.number, "urgent", OTHER)
    time.advance(3 * 86400)
    agent = sign_in()
    page = shown(await agent.get("/desk/cases"))
    assert page.index(urgent.number) < page.index(normal.number)
    assert "初回返信 17時間超過" in page
    assert "初回返信 10時間超過" in page
    late = shown(await agent.get("/desk/cases", overdue="yes", priority="urgent"))
    assert urgent.number in late
    assert normal.number not in late


async def test_a_search_finds_a_case_wherever_it_is(agent: AtDesk, store: Store) -> None:
    case = file(store, name="高橋", email="taro@example.jp", order_number="30564778811")
    store.close_case(case.number, "解決")
    for query in ("3056-4778-811", "taro@example.jp", "高橋", case.number):
        assert case.number in shown(await agent.get("/desk/cases", q=query))
    assert "見つかりませんでした" in shown(await agent.get("/desk/cases", q="ありえない"))


async def test_a_mistyped_address_shows_the_nearest_list(agent: AtDesk, store: Store) -> None:
    file(store)
    for query in ("view=x&sort=y&priority=z", "after=nonsense", "sort=priority&after=a~b~c", "q=%00", "channel=zz"):
        assert (await agent.get(f"/desk/cases?{query}")).status_code == 200


async def test_an_export_holds_the_list_and_is_remembered(agent: AtDesk, store: Store) -> None:
    case = file(store, name="=cmd", email="a@example.jp")
    file(store, "d", kind="erasure")
    store.verify_email(case.number, "called_back", agent.agent)
    answer = await agent.get("/desk/cases/export", kind="escalation")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["受付番号"], row["お名前"], row["アドレスの確認"]) for row in rows] == [
        (case.number, "'=cmd", "電話で確かめた")
    ]
    assert "cases_exported" in remembered(store)


async def test_facts_are_written_and_what_cant_be_is_shown_again(agent: AtDesk, store: Store) -> None:
    case = file(store, name="高橋")
    path = f"/desk/cases/{case.number}/facts"
    wrong = await agent.post(
        path, version=str(case.version), name="高橋 一郎", email="no address", purchase_date="昨日"
    )
    assert wrong.status_code == 422
    assert "メールアドレスの形になっていません" in shown(wrong)
    assert 'value="高橋 一郎"' in wrong.text
    assert found(store, case.number).name == "高橋"
    unknown = await agent.post(path, version=str(case.version), provider="nobody", language="ja")
    assert unknown.status_code == 422
    fields = {
        "name": "高橋 一郎",
        "email": "t@example.jp",
        "problem": "カードは4111 1111 1111 1111です",
        "language": "en",
    }
    saved = await agent.post(path, version=str(case.version), **fields)
    assert saved.status_code == 303
    now = found(store, case.number)
    assert (now.name, now.email, now.language) == ("高橋 一郎", "t@example.jp", "en")
    assert "4111 1111" not in (now.problem or "")
    late = await agent.post(path, version=str(case.version), name="遅い人")
    assert late.status_code == 409
    assert "ほかの人がこのケースを変更しました" in shown(late)
    assert 'value="遅い人"' in late.text


async def test_a_case_is_taken_moved_prioritised_and_answered(agent: AtDesk, store: Store, sign_in: SignIn) -> None:
    other = sign_in("agent", "山本")
    number = file(store, email="a@example.jp").number

    async def do(what: str, **fields: str) -> int:
        version = str(found(store, number).version)
        return (await agent.post(f"/desk/cases/{number}/{what}", version=version, **fields)).status_code

    assert await do("assignee", assignee=other.person.id) == 303
    assert found(store, number).assignee == other.agent
    assert await do("assignee", assignee="nobody-here") == 422
    assert await do("assignee") == 303
    assert await do("priority", priority="high") == 303
    assert await do("status", status="resolved", words="解約を確認しました") == 303
    assert await do("status", status="nonsense") == 422
    assert await do("verified", how="called_back") == 303
    case = found(store, number)
    assert (case.assignee, case.priority, case.status, case.close_reason) == (
        None,
        "high",
        "resolved",
        "解約を確認しました",
    )
    page = shown(await agent.get(f"/desk/cases/{number}"))
    for words in ("解約を確認しました", "電話で確かめた", "未着手", "→", "山本"):
        assert words in page
    assert await do("unverified") == 303
    assert found(store, number).email_verified is None
    actions = remembered(store)
    assert {"case_assigned", "case_priority", "case_status", "case_verified", "case_unverified"} <= actions


async def test_a_case_is_merged_asked_for_by_its_old_number_and_set_apart(agent: AtDesk, store: Store) -> None:
    old = file(store, "a", email="a@example.jp")
    new = file(store, "b", email="A@example.jp")
    page = await agent.get(f"/desk/cases/{old.number}")
    assert new.number in page.text
    path = f"/desk/cases/{old.number}"
    for into in ("KD-00000000", "nonsense", old.number):
        assert (await agent.post(f"{path}/merged", version=str(old.version), into=into)).status_code == 422
    merged = await agent.post(f"{path}/merged", version=str(old.version), into=new.number.removeprefix("KD-"))
    assert merged.headers["location"].startswith(f"/desk/cases/{new.number}")
    store.move_case(new.number, "resolved", OTHER)
    assert found(store, old.number).status == "resolved"
    there = await agent.get(path)
    assert "このケースは統合されています" in shown(there)
    assert f"{path}/status" not in there.text
    assert f"{path}/unmerged" in (await agent.get(f"/desk/cases/{new.number}")).text
    assert (await agent.post(f"{path}/unmerged")).status_code == 303
    assert found(store, old.number).status == "open"
    assert (await agent.post(f"{path}/unmerged")).status_code == 303


async def test_notes_of_a_case_stand_beside_its_conversation_too(
    agent: AtDesk, store: Store, customer: Customer, sign_in: SignIn
) -> None:
    colleague = sign_in("agent", "山本")
    case = file(store, customer.conversation_id)
    kept = await agent.post(f"/desk/cases/{case.number}/notes", text="@山本 確認お願いします", key="key-number-1")
    assert kept.status_code == 303
    assert (await agent.post(f"/desk/cases/{case.number}/notes", text=" ", key="key-number-2")).status_code == 422
    assert "確認お願いします" in shown(await agent.get(f"/desk/cases/{case.number}"))
    assert "確認お願いします" in shown(await agent.get(f"/desk/conversations/{customer.conversation_id}"))
    assert store.has_mentions(customer.conversation_id, colleague.agent.id)


async def test_several_cases_are_changed_at_once_and_merged_ones_left_alone(agent: AtDesk, store: Store) -> None:
    one, two, merged = (file(store, name).number for name in "abc")
    store.merge_case(merged, two, OTHER)
    numbers = [one, two, merged, "KD-00000000"]
    assert (await agent.post("/desk/cases/bulk", act="take", numbers=numbers)).status_code == 303
    assert {found(store, number).assignee for number in (one, two)} == {agent.agent}
    await agent.post("/desk/cases/bulk", act="priority", priority="low", numbers=[one])
    await agent.post(
        "/desk/cases/bulk", act="status", status="closed", numbers=[one], back="https://elsewhere.example/"
    )
    assert (found(store, one).priority, found(store, one).status) == ("low", "closed")
    away = await agent.post("/desk/cases/bulk", act="leave", numbers=[two], back="https://elsewhere.example/")
    assert away.headers["location"].startswith("/desk/cases?")
    assert found(store, two).assignee is None
    assert found(store, merged).merged_into == two


async def test_a_case_is_opened_by_hand_with_what_the_customer_told(
    agent: AtDesk, store: Store, customer: Customer
) -> None:
    store.accept(Incoming(customer.conversation_id, "m1", text="注文番号は30564778811、メールは taro@example.jp です"))
    path = f"/desk/conversations/{customer.conversation_id}/cases"
    assert path in (await agent.get(f"/desk/conversations/{customer.conversation_id}")).text
    opened = await agent.post(path)
    (case,) = store.cases_of(customer.conversation_id)
    assert opened.headers["location"].startswith(f"/desk/cases/{case.number}?edit=yes")
    assert (case.email, case.order_number, case.opened_by) == ("taro@example.jp", "30564778811", "佐藤")
    assert case.assignee == agent.agent
    again = await agent.post(path)
    assert again.headers["location"].startswith(f"/desk/cases/{case.number}?said=")
    assert store.cases_of(customer.conversation_id) == [case]
    assert (await agent.post("/desk/conversations/nothing/cases")).status_code == 404


async def test_an_erasure_asks_twice_forgets_everywhere_and_is_remembered(
    agent: AtDesk, desk: Desk, store: Store, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await customer.say("田中一郎です")
    conversation = customer.conversation_id
    request = file(store, conversation, "erasure", kind="erasure", email="a@example.jp")
    twin = file(store, "elsewhere", name="田中一郎", email="a@example.jp")
    stranger = file(store, "stranger", name="鈴木", email="b@example.jp")
    path, version = f"/desk/cases/{request.number}/erased", str(request.version)
    assert (await agent.post(path, version=version)).status_code == 422
    assert (await agent.post(f"/desk/cases/{twin.number}/erased", version="1", sure="yes")).status_code == 409
    forgotten: list[str] = []

    async def forget(conversation_id: str, turn: str) -> None:
        assert conversation_id == conversation
        forgotten.append(turn)

    monkeypatch.setattr(desk.front.dialogue, "forget", forget)
    page = await agent.get(f"/desk/cases/{request.number}")
    assert re.search(rf'name="also"[^>]*value="{twin.number}"', page.text)
    done = await agent.post(path, version=version, sure="yes", also=[twin.number, stranger.number])
    assert done.status_code == 303
    assert forgotten == store.turns_of(conversation)
    assert forgotten
    assert all(not message.blocks for message in store.messages_after(conversation))
    assert (found(store, twin.number).name, found(store, stranger.number).name) == (None, "鈴木")
    assert found(store, request.number).status == "closed"
    for number in (request.number, twin.number):
        assert "個人情報は消去されました" in shown(await agent.get(f"/desk/cases/{number}"))
    transcript = shown(await agent.get(f"/desk/conversations/{conversation}"))
    assert "お客様のご希望により消去しました" in transcript
    assert "お客様が送信を取り消しました" not in transcript
    assert "case_erased" in remembered(store)
    assert (await agent.post(path, version=version, sure="yes")).status_code == 409


async def test_the_print_holds_the_whole_case_and_is_remembered(
    agent: AtDesk, store: Store, customer: Customer
) -> None:
    await customer.say("解約の方法を教えてください")
    case = file(store, customer.conversation_id, name="高橋")
    store.add_note(customer.conversation_id, OTHER, "電話済み", "note-key")
    page = shown(await agent.get(f"/desk/cases/{case.number}/print"))
    for words in (case.number, "高橋", "電話済み", "解約の方法を教えてください", "履歴"):
        assert words in page
    assert "case_printed" in remembered(store)
