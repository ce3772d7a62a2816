"""The pages render in both languages, for everybody who may see them."""

from __future__ import annotations

import re

import pytest

from bot.desk.strings import text
from bot.knowledge import Knowledge
from bot.messages import Language
from bot.store import Incoming, NewCase, Store
from tests.desk.agents import SignIn, shown


def escalated(store: Store) -> str:
    conversation = store.open_conversation("web", "ja")
    store.accept(Incoming(conversation.id, "m1", text="注文番号は20564778810です。自動更新を止めたい"))
    store.file_case(NewCase(idempotency_key=conversation.id, conversation_id=conversation.id, name="高橋 一郎"))
    return conversation.id


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_pages_render(sign_in: SignIn, store: Store, language: Language) -> None:
    agent = sign_in("agent", "佐藤", language=language)
    conversation_id = escalated(store)
    for path in (
        "/desk",
        "/desk?queue=all&q=20564778810",
        "/desk/inbox/list",
        f"/desk/inbox/work?current={conversation_id}",
    ):
        response = await agent.get(path)
        assert response.status_code == 200, path
        assert "高橋 一郎" in shown(response), path
    for path in (f"/desk/conversations/{conversation_id}", f"/desk/conversations/{conversation_id}/live?after=0"):
        response = await agent.get(path)
        assert response.status_code == 200, path
        assert "自動更新を止めたい" in shown(response)
    assert (await agent.get("/desk/conversations/nobody")).status_code == 404


async def test_what_was_said_of_a_guides_steps_stands_in_one_entry(sign_in: SignIn, store: Store) -> None:
    agent = sign_in("agent", "佐藤")
    conversation_id = store.open_conversation("web", "ja").id
    for number in range(1, 4):
        turn = store.accept(Incoming(conversation_id, f"m{number}", text="できた")).turn_id
        store.add_feedback(conversation_id, "off_ios", number, number < 3, turn)
    turn = store.accept(Incoming(conversation_id, "m4", text="はい")).turn_id
    store.add_feedback(conversation_id, "off_android", None, True, turn)
    page = (await agent.get(f"/desk/conversations/{conversation_id}")).text
    verdicts = page.partition('class="verdicts"')[2].partition("</section>")[0]
    assert re.findall(r'href="/desk/knowledge/(\w+)"', verdicts) == ["off_ios", "off_android"]
    said = [text(f"conversation.step_{how}", "ja", n=n) for n, how in ((1, "done"), (2, "done"), (3, "stuck"))]
    places = [verdicts.index(each) for each in (*said, text("conversation.helped", "ja"))]
    assert places == sorted(places)


async def test_what_the_customer_told_is_shown_by_its_name(sign_in: SignIn, store: Store, knowledge: Knowledge) -> None:
    agent = sign_in("agent", "佐藤")
    conversation_id = store.open_conversation("web", "ja").id
    store.accept(Incoming(conversation_id, "m1", text="iPhoneで使っているカスペルスキーの自動更新を止めたい"))
    page = (await agent.get(f"/desk/conversations/{conversation_id}")).text
    told = page.partition('data-part="facts"')[2].partition("</section>")[0]
    assert f"<dd>{knowledge.devices['ios'].name.ja}" in told
