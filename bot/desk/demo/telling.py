"""Tells one conversation of the week to the store, step by step, at the moments when it happened."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.demo.agents_work import AgentsWork
from bot.desk.demo.cast import MARK
from bot.desk.demo.moments import DemoClock, next_moment
from bot.desk.demo.planning import Plan, Planned
from bot.desk.demo.playing import Answered, turn_number
from bot.desk.demo.stories import SPOKEN
from bot.dialogue.context import FALLBACK
from bot.dialogue.port import TurnReply
from bot.opening_hours import OpeningHours
from bot.store import Case, Incoming, NewCase, Store

_ANSWERED_WITHIN = (0.3, 1.4)


@dataclass(frozen=True)
class Learnt:
    """A message that the assistant did not understand, and what it means."""

    turn_id: str
    intent: str


@dataclass
class Telling:
    """One conversation under way.

    Args:
        learnt: takes what the assistant did not understand.
    """

    plan: Plan
    answers: Sequence[Answered]
    store: Store
    clock: DemoClock
    work: AgentsWork
    hours: OpeningHours
    chance: random.Random
    learnt: list[Learnt]
    conversation_id: str = ""
    held: bool = False
    turn_ids: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)

    def moments(self) -> Iterator[datetime]:
        """When the next step happens, before each; the step is told with the clock standing there."""
        at_once = self.plan.story.began is not None
        moment = self.plan.began
        for number, planned in enumerate(self.plan.steps):
            if number:
                moment = next_moment(self.chance, planned.step, moment, self.hours, held=self.held, at_once=at_once)
            yield moment
            if not number:
                self.conversation_id = self._open()
            if not self._tell(planned, number):
                return
            moment = max(moment, self.clock.now)

    def _open(self) -> str:
        plan = self.plan
        if plan.channel == "web":
            return self.store.open_conversation("web", plan.language).id
        address = f"{self.chance.getrandbits(64):016x}{MARK}"
        link = self.store.customer_link(plan.channel, address, plan.language)
        # Nobody is there: what agents say in the conversation must not be sent anywhere.
        self.store.set_reachable(link.id, False)
        self.store.note_link(link.id, display_name=plan.told.customer.nickname)
        return link.conversation_id

    def _tell(self, planned: Planned, number: int) -> bool:
        """Whether the story goes on."""
        if planned.step.do in SPOKEN:
            if planned.played is None:
                return self._held_words(planned, number)
            return planned.played < len(self.answers) and self._turn(planned, self.answers[planned.played])
        goes_on = self.work.do(self.plan, planned, self.conversation_id, number)
        if planned.step.do in ("claim", "hand_back", "close", "settle"):
            self.held = planned.step.do == "claim"
        return goes_on

    def _held_words(self, planned: Planned, number: int) -> bool:
        accepted = self.store.accept(
            Incoming(self.conversation_id, f"held-{number}{MARK}", channel=self.plan.channel, text=planned.words)
        )
        if accepted.next_turn is not None:
            self.store.hold_turn(accepted.next_turn)
        return True

    def _turn(self, planned: Planned, answered: Answered) -> bool:
        kind = "choice" if answered.payload else "text"
        accepted = self.store.accept(
            Incoming(
                self.conversation_id,
                f"{planned.played}{MARK}",
                kind=kind,  # type: ignore[arg-type]
                channel=self.plan.channel,
                text=_renumbered(answered.text, self.numbers),
                payload=answered.payload,
                choice_id=f"{planned.played}{MARK}" if answered.payload else None,
            )
        )
        self.turn_ids.append(accepted.turn_id)
        self.clock.forward(self.chance.uniform(*_ANSWERED_WITHIN))
        for felt in answered.felt:
            shown = self.turn_ids[turn_number(felt)]
            self.store.add_feedback(self.conversation_id, felt.guide, felt.step, felt.helped, shown)
        for case in answered.filed:
            self._file(case, accepted.turn_id)
        reply = TurnReply.model_validate_json(_renumbered(answered.reply.model_dump_json(), self.numbers))
        if accepted.next_turn is not None:
            self.store.finish_turn(
                accepted.next_turn, reply.messages, language=reply.language, trace=reply.trace.model_dump()
            )
        if planned.means is not None and reply.trace.intent == FALLBACK:
            self.learnt.append(Learnt(accepted.turn_id, planned.means))
        return True

    def _file(self, played: Case, turn_id: str) -> None:
        filed = self.store.file_case(
            NewCase(
                idempotency_key=turn_id,
                conversation_id=self.conversation_id,
                kind=played.kind,
                channel=self.plan.channel,
                language=played.language,
                product_line=played.product_line,
                problem=played.problem,
                purchase_date=played.purchase_date,
                name=played.name,
                email=played.email,
                order_number=played.order_number,
                provider=played.provider,
            )
        )
        self.numbers[played.number] = filed.number
        # Agents in Slack must not be called to somebody who does not exist.
        self.store.announce(filed.number, "slack", None)


def _renumbered(text: str, numbers: Mapping[str, str]) -> str:
    """A text in which the played cases' numbers are those that were filed here."""
    for played, filed in numbers.items():
        text = text.replace(played, filed)
    return text
