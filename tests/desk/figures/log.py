"""Writes what happened through the store, each thing at its time."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot.messages import Language, Message, Paragraph
from bot.store import Agent, Incoming, NewCase, Store

AGENT = Agent("desk:1", "佐藤")
GUIDES = {"off_ios": 4, "renewal_registration": 4, "serial_number": 0}
PROVIDERS = ("app_store", "digital_river", "allsoft")


@dataclass
class Log:
    """An event log in the making.

    Args:
        set_time: sets the store's clock.
    """

    store: Store
    set_time: Callable[[datetime], None]
    _names: count[int] = field(default_factory=count)

    def conversation(self, at: datetime, channel: str = "web", language: Language = "ja") -> str:
        """Open a chat."""
        self.set_time(at)
        return self.store.open_conversation(channel, language).id

    def turn(
        self,
        conversation_id: str,
        at: datetime,
        intent: str = "renew_registration",
        *,
        text: str | None = "秘密の言葉です",
        guide: str | None = None,
        step: int | None = None,
        provider: str | None = None,
        actions: tuple[str, ...] = (),
    ) -> str:
        """The customer writes (or picks something, without a text) and is answered; the turn's id comes back."""
        self.set_time(at)
        incoming = Incoming(
            conversation_id,
            f"m{next(self._names)}",
            kind="text" if text else "choice",
            text=text or "はい",
            payload=None if text else "/affirm",
        )
        accepted = self.store.accept(incoming)
        turn = self.store.next_turn(conversation_id)
        assert turn is not None
        trace: dict[str, Any] = {"intent": intent, "confidence": 0.9, "actions": list(actions), "guide": guide}
        trace |= {"guide_step": step, "provider": provider}
        said = Message(language="ja", blocks=(Paragraph(text="答えです"),))
        self.store.finish_turn(turn, [said], language=turn.language, trace=trace)
        return accepted.turn_id

    def verdict(
        self, conversation_id: str, at: datetime, guide: str, helped: bool, turn_id: str, step: int | None = None
    ) -> None:
        """The customer says whether a guide, or a step of it, helped."""
        self.set_time(at)
        self.store.add_feedback(conversation_id, guide, step, helped, turn_id)

    def case(self, conversation_id: str, at: datetime, provider: str | None = None, channel: str = "web") -> str:
        """An escalation is filed."""
        self.set_time(at)
        key = f"case{next(self._names)}"
        new = NewCase(
            key, conversation_id, channel=channel, name="高橋 一郎", problem="秘密の悩みです", provider=provider
        )
        return self.store.file_case(new).number

    def line(self, conversation_id: str, at: datetime) -> None:
        """An agent takes the conversation, writes a line and gives it back."""
        self.set_time(at)
        self.store.claim(conversation_id, AGENT)
        said = Message(language="ja", blocks=(Paragraph(text="担当の佐藤です"),))
        self.store.say(conversation_id, said, key=f"line{next(self._names)}", author=AGENT)
        self.store.hand_back(conversation_id, AGENT)

    def resolve(self, number: str, at: datetime) -> None:
        """The case is closed."""
        self.set_time(at)
        self.store.close_case(number, "済みました")

    def use(self, conversation_id: str, at: datetime, outcome: Any, subject: str | None = "off_ios") -> None:
        """An agent does something with a suggestion."""
        self.set_time(at)
        self.store.record_suggestion_use(conversation_id, AGENT, "suggestion", subject, outcome)


def believable(log: Log, until: datetime, days: int, each_day: int, seed: int = 7) -> None:
    """Some days of a desk: channels, languages, guides walked through, cases answered sooner or later."""
    chance = random.Random(seed)
    for day in range(days, 0, -1):
        for _ in range(max(1, round(each_day * chance.uniform(0.5, 1.3)))):
            at = until - timedelta(days=day) + timedelta(minutes=chance.randrange(24 * 60 - 90))
            _talk(log, chance, at, until)


def _talk(log: Log, chance: random.Random, at: datetime, until: datetime) -> None:
    channel = chance.choices(("web", "line", "slack"), (6, 3, 1))[0]
    language: Language = "en" if chance.random() < 0.15 else "ja"
    chat = log.conversation(at, channel, language)
    tick = iter(at + timedelta(seconds=40 * number) for number in range(100))
    guide = chance.choice(list(GUIDES))
    intent = {"off_ios": "stop_auto_renew", "serial_number": "find_serial_number"}.get(guide, "renew_registration")
    provider = chance.choice((None, *PROVIDERS)) if guide == "off_ios" else None
    if chance.random() < 0.15:
        log.turn(chat, next(tick), "nlu_fallback")
    turn_id = log.turn(chat, next(tick), intent, guide=guide, provider=provider)
    step = 0
    if GUIDES[guide] and chance.random() < 0.5:
        while step < GUIDES[guide] and chance.random() < 0.85:
            step += 1
            turn_id = log.turn(chat, next(tick), "affirm", text=None, guide=guide, step=step, provider=provider)
            if chance.random() < 0.8:
                log.verdict(chat, next(tick), guide, chance.random() < 0.9, turn_id, step)
    if chance.random() < 0.5:
        log.verdict(chat, next(tick), guide, chance.random() < 0.75, log.turn(chat, next(tick), "affirm"))
    if chance.random() < 0.22:
        filed = next(tick)
        log.turn(chat, filed, "talk_to_human", actions=("escalation_form",))
        number = log.case(chat, next(tick), provider, channel)
        answered = filed + timedelta(minutes=chance.choice((3, 9, 30, 50, 150, 400, 1500)))
        if answered < until and chance.random() < 0.9:
            log.line(chat, answered)
            log.use(chat, answered, chance.choice(("accepted", "accepted", "edited", "rejected")), guide)
            resolved = answered + timedelta(hours=chance.choice((1, 3, 8, 30)))
            if resolved < until:
                log.resolve(number, resolved)
