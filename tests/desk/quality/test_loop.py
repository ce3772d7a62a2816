"""From a message that was not understood to a model that understands it."""

from __future__ import annotations

import re

import pytest

from bot.desk.quality.job import run
from bot.dialogue.memory import MemoryDialogue
from bot.dialogue.port import RankedIntent, TurnReply, TurnRequest, TurnTrace
from bot.evaluation.samples import Sample
from bot.messages import Message, Paragraph
from bot.store import Agent
from tests.desk.agents import AtDesk, SignIn, shown
from tests.desk.quality.workshop import Shop, made_from, write_model
from tests.front.desk import Customer, Desk

PUZZLE = "更新のやつ、もういらないので外したい"


def puzzled(request: TurnRequest) -> TurnReply:
    ranking = (
        RankedIntent(name="nlu_fallback", confidence=0.35),
        RankedIntent(name="find_serial_number", confidence=0.3),
        RankedIntent(name="stop_auto_renew", confidence=0.28),
    )
    said = Message(language="ja", blocks=(Paragraph(text="もう一度お願いします。"),))
    return TurnReply(language="ja", messages=(said,), trace=TurnTrace(intent="nlu_fallback", ranking=ranking))


@pytest.fixture
def dialogue() -> MemoryDialogue:
    return MemoryDialogue(puzzled)


def address(page: str) -> str:
    found = re.search(r'action="(/desk/quality/doubts/[^"]+)"', page)
    assert found is not None
    return found[1]


async def label(person: AtDesk, intent: str = "stop_auto_renew", text: str = PUZZLE) -> None:
    page = await person.get("/desk/quality")
    assert (await person.post(address(page.text), intent=intent, text=text)).status_code == 303


async def test_a_message_that_was_not_understood_is_shown_under_what_it_was_taken_for(
    customer: Customer, lead: AtDesk, shop: Shop
) -> None:
    await customer.say(PUZZLE)
    text = shown(await lead.get("/desk/quality"))
    assert PUZZLE in text
    assert "「シリアル番号がわからない」に近いと読み取った発言" in text
    assert "自動更新をオフにしたい" in text


async def test_a_guide_that_did_not_help_brings_its_message_and_an_agents_flag_brings_the_question(
    desk: Desk, lead: AtDesk, shop: Shop
) -> None:
    other = await desk.customer()
    desk.dialogue._script = understood
    await other.say("シリアルって何のこと")
    (turn,) = desk.store.past_conversations(desk.time.now, desk.time.now.replace(year=2027))[0].turns
    desk.store.add_feedback(other.conversation_id, "serial_number", None, False, turn.turn_id)
    desk.store.flag_answer(Agent("slack:1", "高橋"), "ライセンスキーの場所は?", intent="find_serial_number")
    text = shown(await lead.get("/desk/quality"))
    assert "シリアルって何のこと" in text
    assert "ライセンスキーの場所は?" in text
    assert "シリアルって何のこと" not in shown(await lead.get("/desk/quality", kind="called_wrong"))


def understood(request: TurnRequest) -> TurnReply:
    trace = TurnTrace(intent="find_serial_number", confidence=0.8)
    return replace_trace(puzzled(request), trace)


def replace_trace(reply: TurnReply, trace: TurnTrace) -> TurnReply:
    return reply.model_copy(update={"trace": trace})


async def test_one_click_labels_and_what_customers_wrote_alike_is_labelled_with_it(
    desk: Desk, customer: Customer, lead: AtDesk, shop: Shop
) -> None:
    await customer.say(PUZZLE)
    await (await desk.customer()).say(PUZZLE + "。")
    await label(lead)
    assert [each.intent for each in desk.store.labels("approved")] == ["stop_auto_renew", "stop_auto_renew"]
    assert PUZZLE not in shown(await lead.get("/desk/quality"))


async def test_what_is_personal_is_replaced_before_it_is_trained_on(
    customer: Customer, lead: AtDesk, shop: Shop
) -> None:
    await customer.say("山田花子です、hanako@mail.jp で 20564778810 の件")
    page = (await lead.get("/desk/quality")).text
    offered = re.search(r'name="text" value="([^"]*)"', page)
    assert offered is not None
    assert "hanako" not in offered[1]
    assert "20564778810" not in offered[1]
    assert re.search(r"\d{11}", offered[1])


async def test_with_review_on_only_another_person_lets_a_label_through(
    desk: Desk, customer: Customer, lead: AtDesk, sign_in: SignIn, shop: Shop
) -> None:
    second = sign_in("lead", "高橋")
    await lead.post("/desk/quality/labels/review", on="yes")
    await customer.say(PUZZLE)
    await label(lead)
    (proposed,) = desk.store.labels("proposed")
    approve = f"/desk/quality/labels/{proposed.id}/approve"
    await lead.post(approve)
    assert desk.store.labels("approved") == []
    await second.post(approve)
    (approved,) = desk.store.labels("approved")
    assert approved.reviewed_by == second.agent


async def test_a_refused_label_opens_its_message_again(
    desk: Desk, customer: Customer, lead: AtDesk, sign_in: SignIn, shop: Shop
) -> None:
    second = sign_in("lead", "高橋")
    desk.store.set_second_person_reviews(True)
    await customer.say(PUZZLE)
    await label(lead, "greet")
    (proposed,) = desk.store.labels("proposed")
    await second.post(f"/desk/quality/labels/{proposed.id}/refuse")
    await label(second)
    assert [each.intent for each in desk.store.labels("proposed")] == ["stop_auto_renew"]


async def test_export_appends_and_says_nothing_twice(desk: Desk, customer: Customer, lead: AtDesk, shop: Shop) -> None:
    before = shop.training_data.read_text("utf-8")
    await customer.say(PUZZLE)
    await label(lead)
    for _ in range(2):
        await lead.post("/desk/quality/labels/export")
    after = shop.training_data.read_text("utf-8")
    assert after.replace(f"    - {PUZZLE}\n", "") == before
    assert after.count(PUZZLE) == 1
    assert [(each.text, each.intent) for each in made_from(shop.training_data)].count((PUZZLE, "stop_auto_renew")) == 1
    assert len(desk.store.labels("exported")) == 1


async def test_an_export_that_fails_leaves_the_labels_ready(
    desk: Desk, customer: Customer, lead: AtDesk, shop: Shop
) -> None:
    await customer.say(PUZZLE)
    await label(lead)
    shop.training_data.write_text("nlu: []\n", encoding="utf-8")
    response = await lead.post("/desk/quality/labels/export")
    assert "not_exported" in response.headers["location"]
    assert len(desk.store.labels("approved")) == 1


async def test_unsent_words_are_nowhere_to_be_labelled_or_exported(
    desk: Desk, customer: Customer, lead: AtDesk, shop: Shop
) -> None:
    await customer.say(PUZZLE, name="mine")
    await label(lead)
    desk.store.unsend(customer.conversation_id, "mine")
    assert desk.store.labels("approved") == []
    assert PUZZLE not in shown(await lead.get("/desk/quality"))


async def test_a_candidate_is_compared_and_put_to_use_only_after_that(
    desk: Desk, customer: Customer, lead: AtDesk, shop: Shop
) -> None:
    current = write_model(
        shop.settings.models_dir / "desk-aaa.tar.gz", made_from(shop.training_data), desk.front.knowledge
    )
    await customer.say(PUZZLE)
    await label(lead)
    await lead.post("/desk/quality/labels/export")
    begun = await lead.post("/desk/quality/models")
    page = begun.headers["location"]
    (candidate_id,) = shop.begun
    assert (await lead.post(f"{page}/activate", compared_with=current.name)).headers["location"].endswith("not_offered")

    run(
        candidate_id,
        shop.settings,
        desk.store,
        training=lambda settings, folder: write_model(
            _made(folder) / "desk-bbb.tar.gz", made_from(shop.training_data), desk.front.knowledge
        ),
        samples=lambda: [Sample("解約をお願いします", "ja", "stop_auto_renew", hard=False, entities=())],
        data=shop.training_data,
    )
    text = shown(await lead.get(page))
    assert "テスト用の発言" in text
    assert "ラベルを付けた実際の発言" in text
    assert "このモデルを使う" in text

    done = await lead.post(f"{page}/activate", compared_with=current.name)
    assert done.headers["location"].endswith("said=quality.activated")
    assert shop.loaded == [shop.settings.models_dir / "desk-bbb.tar.gz"]
    assert shop.loaded[0].is_file()
    assert "このモデルは使用を開始しました" in shown(await lead.get(page))
    again = await lead.post(f"{page}/activate", compared_with=current.name)
    assert again.headers["location"].endswith("not_offered")


def _made(folder):  # type: ignore[no-untyped-def]
    folder.mkdir(parents=True)
    return folder


async def test_a_process_that_is_gone_is_a_failure_and_not_an_endless_wait(
    desk: Desk, lead: AtDesk, shop: Shop
) -> None:
    page = (await lead.post("/desk/quality/models")).headers["location"]
    assert "学習しています" in shown(await lead.get(page))
    desk.time.now = desk.time.now.replace(hour=10)
    assert "途中で終わりました" in shown(await lead.get(page))


async def test_a_failed_training_says_so(desk: Desk, lead: AtDesk, shop: Shop) -> None:
    page = (await lead.post("/desk/quality/models")).headers["location"]
    run(shop.begun[0], shop.settings, desk.store, training=lambda settings, folder: None)
    assert "学習できませんでした" in shown(await lead.get(page))


async def test_one_candidate_is_trained_at_a_time(lead: AtDesk, shop: Shop) -> None:
    await lead.post("/desk/quality/models")
    assert "already_training" in (await lead.post("/desk/quality/models")).headers["location"]
    assert len(shop.begun) == 1


@pytest.mark.parametrize("path", ["/desk/quality", "/desk/quality/labels", "/desk/quality/models"])
async def test_agents_have_no_business_here(agent: AtDesk, shop: Shop, path: str) -> None:
    assert (await agent.get(path)).status_code == 403
