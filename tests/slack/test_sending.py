"""What is said reaches Slack once, in order, at Slack's pace, whatever fails."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

import pytest

from bot.channels.slack.channel_pace import ChannelPace
from bot.fakes.slack import BOT_USER, TEAM, Fault
from bot.messages import Message, Paragraph
from tests.slack.desk import CUSTOMER, SATO, SUPPORT, SlackDesk, SlackTime


@pytest.mark.parametrize(
    "faults",
    [
        [Fault("cut_after")],
        [Fault("cut_after"), Fault("cut_after")],
        [Fault("cut_before")],
        [Fault("server_error"), Fault("server_error")],
        [Fault("ratelimited", "3")],
        [Fault("ratelimited", "120")],
        [Fault("refused", "invalid_auth")],
        [Fault("refused", "internal_error"), Fault("cut_after"), Fault("ratelimited", "1")],
    ],
    ids=lambda faults: "+".join(fault.kind + fault.value for fault in faults),
)
async def test_an_answer_comes_once_whatever_slack_does(desk: SlackDesk, faults: list[Fault]) -> None:
    desk.slack.faults.add("chat.postMessage", *faults)
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "一つ目")
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "二つ目")
    await desk.quiet()
    answers = [text.split("\n")[0] for who, text in desk.dialog(CUSTOMER) if who == "desk"]
    assert answers == ["answer to 一つ目", "answer to 二つ目"]


async def test_a_pause_that_slack_asks_for_is_kept(desk: SlackDesk) -> None:
    desk.slack.faults.add("chat.postMessage", Fault("ratelimited", "45"))
    before = desk.time.now
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "hello")
    await desk.quiet()
    assert desk.time.now - before >= timedelta(seconds=45)
    assert len([call for call, _ in desk.slack.server.calls if call == "chat.postMessage"]) == 2


async def test_what_is_refused_does_not_stop_what_follows(desk: SlackDesk) -> None:
    desk.slack.faults.add("chat.postMessage", Fault("refused", "invalid_blocks"))
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "一つ目")
    await desk.quiet()
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "二つ目")
    await desk.quiet()
    assert [text.split("\n")[0] for who, text in desk.dialog(CUSTOMER) if who == "desk"] == ["answer to 二つ目"]


async def test_nothing_more_is_sent_into_a_channel_that_is_gone(desk: SlackDesk) -> None:
    asked = await desk.slack.says(CUSTOMER, "C0GENERAL1", f"<@{BOT_USER}> 質問です")
    await desk.quiet()
    desk.slack.world.channels["C0GENERAL1"].archived = True
    await desk.slack.says(CUSTOMER, "C0GENERAL1", "まだいますか", thread_ts=asked.ts)
    await desk.quiet()
    link = desk.store.find_link("slack", f"{TEAM}:C0GENERAL1:{asked.ts}")
    assert link is not None
    assert not link.reachable


async def test_the_desk_never_has_to_be_told_to_slow_down(desk: SlackDesk) -> None:
    """The fake enforces one message per second and channel; the desk keeps it by itself."""
    for number in range(8):
        await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), f"質問{number}")
    await desk.quiet()
    posts = [call for call, _ in desk.slack.server.calls if call == "chat.postMessage"]
    assert len(posts) == 8


async def test_channels_do_not_wait_for_each_other() -> None:
    time = SlackTime()
    pace = ChannelPace(time.clock, time.sleep)
    async with pace.turn("C1"), pace.turn("C2"):
        assert time.now == SlackTime().now
    async with pace.turn("C1"):
        assert (time.now - SlackTime().now).total_seconds() > 1


async def test_a_long_message_comes_in_several_parts_each_once(desk: SlackDesk) -> None:
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "hello")
    await desk.quiet()
    conversation = desk.conversation_of(f"{TEAM}:{desk.dm(CUSTOMER)}")
    long = Message(
        language="ja", blocks=tuple(Paragraph(text=f"{n}段落。" + "説明が続きます。" * 300) for n in range(12))
    )
    desk.slack.faults.add("chat.postMessage", Fault("slow", "0"), Fault("cut_after"))
    desk.store.say(conversation, long, key="long")
    desk.front.feed.changed(conversation)
    await desk.quiet()
    told = [m for m in desk.slack.seen_by(CUSTOMER, desk.dm(CUSTOMER)) if "段落" in str(m.blocks)]
    assert len(told) > 2
    everything = "".join(str(message.blocks) for message in told)
    assert [everything.count(f"'{n}段落。") for n in range(12)] == [1] * 12


async def test_a_thousand_deliveries_lose_and_double_nothing(desk: SlackDesk) -> None:
    """Duplicates, any order, faults on the way out: every message is answered once."""
    random_ = random.Random(1122)
    people = [f"U1PERSON{n:02d}" for n in range(20)]
    for person in people:
        desk.slack.world.add_user(person, f"客{person[-2:]}")
    for number in range(200):
        await desk.slack.says(random_.choice(people), desk.dm(random_.choice(people)), f"質問{number}", tell=False)
    said = [message for channel in desk.slack.world.channels.values() for message in channel.messages]
    assert len(said) == 200
    told = []
    recorded = desk.slack.teller.deliver

    async def record(path: str, body: bytes, headers: object) -> int:
        told.append((path, body, headers))
        return 200

    desk.slack.teller.deliver = record  # type: ignore[assignment]
    for message in said:
        event = {"type": "message", "channel": message.channel, "channel_type": "im", **message.as_slack_tells()}
        await desk.slack._event(event)
    desk.slack.teller.deliver = recorded
    storm = told * 5
    random_.shuffle(storm)
    kinds = [
        Fault("cut_after"),
        Fault("cut_before"),
        Fault("server_error"),
        Fault("ratelimited", "2"),
        Fault("slow", "0"),
    ]
    desk.slack.faults.add("chat.postMessage", *random_.choices(kinds, weights=[1, 1, 1, 1, 6], k=150))
    assert recorded is not None
    for start in range(0, len(storm), 50):
        statuses = await asyncio.gather(*(recorded(*request) for request in storm[start : start + 50]))
        assert set(statuses) == {200}
    await desk.quiet()
    assert len(storm) == 1000
    for channel in desk.slack.world.channels.values():
        asked = sorted(m.text for m in channel.messages if m.user != BOT_USER)
        answered = sorted(m.text.split("\n")[0] for m in channel.messages if m.user == BOT_USER)
        assert answered == [f"answer to {text}" for text in asked]


async def test_socket_mode_comes_back_after_slack_hangs_up(socket_desk: SlackDesk) -> None:
    desk = socket_desk
    await desk.slack.teller.hang_up()
    await asyncio.wait_for(_connected(desk), 10)
    await desk.slack.says(CUSTOMER, desk.dm(CUSTOMER), "まだいますか")
    await desk.quiet()
    assert desk.last(CUSTOMER).text.startswith("answer to まだいますか")


async def _connected(desk: SlackDesk) -> None:
    while not desk.slack.teller.connected:
        await asyncio.sleep(0.02)


async def test_a_webhook_is_acknowledged_quickly(desk: SlackDesk) -> None:
    """The answer takes its time; the acknowledgement doesn't wait for it."""
    desk.slack.faults.add("*", *[Fault("slow", "0.3")] * 5)
    clock = asyncio.get_running_loop().time
    begun = clock()
    assert await desk.slack.commands(SATO, SUPPORT, "/assist", "ALLSOFT-22123406") == 200
    assert clock() - begun < 3
    await desk.quiet()
    assert "Allsoft" in desk.whisper(SATO).text
