"""A human agent takes over; their words reach LINE under their name, and the assistant is silent."""

from __future__ import annotations

from bot.dialogue.memory import MemoryDialogue
from bot.messages import Message, Paragraph
from bot.store import Agent
from tests.line.desk import LineDesk, user

U = user()
SATO = Agent("slack:T1:U1", "佐藤 美咲")


async def _claimed(desk: LineDesk, agent: Agent = SATO) -> str:
    await desk.account.says(U, "hello")
    await desk.settled()
    link = desk.store.find_link("line", f"user:{U}")
    assert link is not None
    await desk.front.gate.claim(link.conversation_id, agent)
    await desk.settled()
    return link.conversation_id


async def _say(desk: LineDesk, conversation_id: str, text: str, agent: Agent = SATO) -> None:
    message = Message(language="ja", blocks=(Paragraph(text=text),))
    await desk.front.gate.say(conversation_id, agent, message, key=text)
    await desk.settled()


async def test_an_agents_words_come_under_their_name(desk: LineDesk) -> None:
    conversation_id = await _claimed(desk)
    await _say(desk, conversation_id, "確認いたします。")
    shown = desk.phone().shown[-1].message
    assert shown["text"] == "確認いたします。"
    assert shown["sender"] == {"name": "佐藤 美咲"}
    assert desk.platform.refused == []


async def test_an_agents_name_that_line_does_not_take_stands_in_the_text(desk: LineDesk) -> None:
    caroline = Agent("slack:T1:U2", "Caroline LINE-Support of a very long name")
    conversation_id = await _claimed(desk, caroline)
    await _say(desk, conversation_id, "お待ちください。", caroline)
    assert "Caroline" in desk.phone().shown[-2].text
    assert desk.phone().shown[-1].text == "お待ちください。"
    assert desk.platform.refused == []


async def test_what_the_customer_writes_waits_for_the_agent(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    conversation_id = await _claimed(desk)
    await desk.account.says(U, "are you there?")
    await desk.account.shows(U, "image")
    await desk.settled()
    assert [request.text for request in dialogue.answered] == ["hello"]
    assert desk.phone().answers == []
    kept = desk.store.messages_after(conversation_id, 0, 100)
    assert [message.plain_text for message in kept if message.role == "customer"][-2:] == [
        "are you there?",
        "（画像が送られました）",
    ]
