"""The platform and the way to it fail; nothing is lost and nothing is said twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from bot.channels.line.rendering import Call, LineRenderer
from bot.dialogue.memory import MemoryDialogue
from bot.fakes.line.delivering import again
from bot.fakes.line.troubles import TROUBLES, Trouble
from bot.messages import Message, Paragraph
from bot.store import StoreUnavailable
from tests.line.desk import LineDesk, later, user

U = user()


@pytest.mark.parametrize("trouble", [kind for kind in TROUBLES if kind != "slow"])
@pytest.mark.parametrize("pushed", [False, True], ids=["reply", "push"])
async def test_a_trouble_of_the_platform_neither_loses_nor_doubles_an_answer(
    desk: LineDesk, dialogue: MemoryDialogue, trouble: Trouble, pushed: bool
) -> None:
    desk.server.troubles.retry_after = 0
    if pushed:
        dialogue.pause()
    await desk.account.says(U, "hello")
    if pushed:
        later(desk.clock, 120)
        dialogue.resume()
    desk.server.order(trouble, 2)
    await desk.settled()
    assert desk.phone().transcript == [("customer", "hello"), ("account", "answer to hello")]
    assert desk.server.troubles.made == 2
    assert desk.platform.pushed == int(pushed)


@pytest.mark.parametrize("then", ["429", "500", "cut"])
@pytest.mark.parametrize("first", ["500_done", "cut_done"])
async def test_what_got_through_unheard_is_not_said_again_after_another_trouble(
    desk: LineDesk, first: Trouble, then: Trouble
) -> None:
    desk.server.troubles.retry_after = 0
    desk.server.order(first)
    desk.server.order(then)
    await desk.account.says(U, "hello")
    await desk.settled()
    assert desk.phone().transcript == [("customer", "hello"), ("account", "answer to hello")]
    assert desk.server.troubles.made == 2


async def test_an_outage_longer_than_the_token_lives_ends_in_a_push(desk: LineDesk) -> None:
    desk.server.order("500", 4)
    await desk.account.says(U, "hello")
    while desk.server.troubles.made < 2:
        await asyncio.sleep(0.01)
    later(desk.clock, 120)
    await desk.settled()
    assert desk.phone().transcript[-1] == ("account", "answer to hello")
    assert desk.platform.calls[-1] == ("push", 200)


async def test_a_customer_whose_messages_fail_does_not_hold_up_others(desk: LineDesk) -> None:
    desk.server.troubles.retry_after = 3600
    desk.server.order("429")
    await desk.account.says(U, "first")
    while desk.server.troubles.made < 1:
        await asyncio.sleep(0.01)
    await desk.account.says(user(2), "second")
    for _ in range(500):
        if len(desk.phone(2).shown) == 2:
            break
        await asyncio.sleep(0.01)
    assert desk.phone(2).transcript[-1] == ("account", "answer to second")
    assert len(desk.phone(1).shown) == 1  # LINE asked for an hour
    later(desk.clock, 3700)


async def test_when_the_months_quota_is_used_up_replies_still_go_out(desk: LineDesk, dialogue: MemoryDialogue) -> None:
    desk.platform.quota = 0
    dialogue.pause()
    await desk.account.says(U, "slow")
    later(desk.clock, 120)
    dialogue.resume()
    await desk.settled()
    assert desk.channel.counters.value("refused") == 1
    await desk.account.says(U, "quick")
    await desk.settled()
    assert desk.phone().transcript[-1] == ("account", "answer to quick")
    await desk.channel.quota.look()
    assert (desk.channel.quota.used, desk.channel.quota.limit) == (0, 0)


@pytest.mark.parametrize("seed", [7, 8])
async def test_a_thousand_deliveries_repeated_shuffled_and_among_faults_lose_and_double_nothing(
    desk: LineDesk, dialogue: MemoryDialogue, seed: int
) -> None:
    chance = random.Random(seed)
    desk.server.troubles.retry_after = 0
    desk.server.troubles.often(0.25, seed=seed)
    texts = {number: [f"customer {number} text {place}" for place in range(5)] for number in range(1, 41)}
    events = [desk.account.text(user(number), text) for number, said in texts.items() for text in said]
    deliveries = [event if copy == 0 else again(event) for event in events for copy in range(5)]
    chance.shuffle(deliveries)
    for start in range(0, len(deliveries), 8):
        if start % 200 == 0:
            dialogue.fail(2)
            dialogue.lose_answers(1)
        await asyncio.gather(*(desk.account.once([event]) for event in deliveries[start : start + 8]))
    await desk.settled()
    assert len(deliveries) == 1000
    assert set(desk.account.statuses) == {200}
    for number, said in texts.items():
        answers = Counter(text for by, text in desk.phone(number).transcript if by == "account")
        assert answers == Counter(f"answer to {text}" for text in said)
    assert desk.platform.refused == []
    assert desk.server.troubles.made > 40


async def test_two_events_at_once_are_both_answered(desk: LineDesk) -> None:
    one, other = desk.account.text(U, "one"), desk.account.text(U, "two")
    await asyncio.gather(desk.account.once([one]), desk.account.once([other]))
    await desk.settled()
    answers = sorted(text for by, text in desk.phone().transcript if by == "account")
    assert answers == ["answer to one", "answer to two"]


async def test_while_the_database_is_away_the_platform_is_asked_to_come_again(
    desk: LineDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("away")

    keep = desk.store.keep_events
    monkeypatch.setattr(desk.store, "keep_events", away)
    event = desk.account.text(U, "hello")
    assert await desk.account.once([event]) == 503
    monkeypatch.setattr(desk.store, "keep_events", keep)
    assert await desk.account.once([again(event)]) == 200
    await desk.settled()
    assert desk.phone().transcript[-1] == ("account", "answer to hello")


async def test_nobody_at_an_address_ends_the_deliveries_there(desk: LineDesk) -> None:
    link = desk.store.customer_link("line", f"user:{user(99)}", "ja")
    desk.store.say(link.conversation_id, Message(language="ja", blocks=(Paragraph(text="x"),)), key="x")
    desk.front.feed.changed(link.conversation_id)
    await desk.settled()
    found = desk.store.link(link.id)
    assert found is not None
    assert not found.reachable


@pytest.mark.parametrize("pushed", [False, True], ids=["reply", "push"])
async def test_a_card_that_the_platform_turns_down_goes_as_text(
    desk: LineDesk, dialogue: MemoryDialogue, monkeypatch: pytest.MonkeyPatch, pushed: bool
) -> None:
    broken = Call(({"type": "text", "text": "x" * 6000},), ({"type": "text", "text": "the same in words"},))
    monkeypatch.setattr(LineRenderer, "render", lambda *_: (broken,))
    dialogue.pause()
    await desk.account.says(U, "hello")
    if pushed:
        later(desk.clock, 120)
    dialogue.resume()
    await desk.settled()
    assert desk.phone().transcript[1:] == [("account", "the same in words")]
    assert [call[1] for call in desk.platform.calls] == [400, 200]


async def test_a_wrong_access_token_loses_nothing(desk: LineDesk) -> None:
    right = desk.server.access_token
    desk.server.access_token = "another"
    await desk.account.says(U, "hello")
    while not desk.server.turned_away:
        await asyncio.sleep(0.01)
    desk.server.access_token = right
    later(desk.clock, 61)
    await desk.settled()
    assert desk.phone().transcript[-1] == ("account", "answer to hello")
