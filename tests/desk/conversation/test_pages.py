"""The pages render in both languages, for everybody who may see them."""

from __future__ import annotations

import pytest

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
