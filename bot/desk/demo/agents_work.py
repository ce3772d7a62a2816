"""What agents do in the demo week, through the store's own functions."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from bot.desk.conversation.closing import kept_reason
from bot.desk.conversation.view import called_in
from bot.desk.demo.planning import Plan, Planned
from bot.messages import Message, Paragraph
from bot.service_levels import CasePriority
from bot.store import Case, Claim, Store
from bot.store.agents import Notice
from bot.store.people_records import Person

_CLOSED_INSTEAD = 0.3
_PRIORITIES: tuple[CasePriority, ...] = ("low", "normal", "high")
_LIKENESS = (0.45, 0.95)


class AgentsWork:
    """The agents' side of all conversations.

    Args:
        people: who works at the desk; one of them is a lead.
        joined, left: what a customer reads when somebody comes or goes, by the agent's id.
        later: when what is written now to be said later is due.
    """

    def __init__(
        self,
        store: Store,
        chance: random.Random,
        people: Sequence[Person],
        joined: dict[str, Notice],
        left: dict[str, Notice],
        later: datetime,
    ) -> None:
        self._store = store
        self._chance = chance
        self._people = people
        self._joined = joined
        self._left = left
        self._later = later
        self._in_charge: dict[str, Person] = {}

    def do(self, plan: Plan, planned: Planned, conversation_id: str, number: int) -> bool:
        """Do one step; false when the story can't go on, because nothing was filed or somebody else is there."""
        person = self._in_charge.setdefault(conversation_id, self._somebody(plan))
        cases = self._store.cases_of(conversation_id)
        step = planned.step
        if step.do in ("take_case", "status", "verify_mail", "merge_cases", "settle_case", "answer_case") and not cases:
            return False
        words = self._names(planned.words or "", person)
        if step.do == "take_case":
            self._take(cases[-1], planned, person)
        elif step.do == "status":
            self._store.set_case_status(cases[-1].number, step.to or "in_progress", by=person.agent)
        elif step.do == "verify_mail":
            self._store.verify_email(cases[-1].number, "order_matches", person.agent)
        elif step.do == "merge_cases":
            if len(cases) > 1:
                self._store.merge_case(cases[-1].number, cases[0].number, person.agent)
        elif step.do == "claim":
            return self._claim(conversation_id, person).won
        elif step.do == "reply":
            self._reply(plan, planned, conversation_id, person, words, number)
        elif step.do == "note":
            called = called_in(words, self._people)
            self._store.add_note(conversation_id, person.agent, words, f"note-{number:04d}", called)
        elif step.do == "schedule":
            self._schedule(conversation_id, person, words, number)
        elif step.do == "hand_back":
            self._store.hand_back(conversation_id, person.agent, self._left[person.id])
        else:
            self._end(planned, conversation_id, person, words, cases)
        return True

    def _somebody(self, plan: Plan) -> Person:
        agents = [person for person in self._people if person.language == plan.language and person.role == "agent"]
        leads = [person for person in self._people if person.role == "lead"]
        return self._chance.choice([*agents, *agents, *leads])

    def _other(self, person: Person, whom: str) -> Person:
        others = [each for each in self._people if each.id != person.id]
        leads = [each for each in others if each.role == "lead"]
        return self._chance.choice(leads if whom == "lead" and leads else others)

    def _names(self, words: str, person: Person) -> str:
        for place in ("lead", "colleague"):
            if f"{{{place}}}" in words:
                words = words.replace(f"{{{place}}}", f"@{self._other(person, place).name} ")
        return words

    def _take(self, case: Case, planned: Planned, person: Person) -> None:
        priority = planned.step.priority or self._chance.choices(_PRIORITIES, weights=(1, 5, 2))[0]
        if priority != "normal":
            self._store.prioritise_case(case.number, priority, person.agent)
        self._store.assign_case(case.number, person.agent, by=person.agent)

    def _claim(self, conversation_id: str, person: Person) -> Claim:
        return self._store.claim(conversation_id, person.agent, self._joined[person.id])

    def _reply(
        self, plan: Plan, planned: Planned, conversation_id: str, person: Person, words: str, number: int
    ) -> None:
        message = Message(language=plan.language, blocks=(Paragraph(text=words),))
        self._store.say(conversation_id, message, key=f"reply-{number:04d}", author=person.agent)
        step = planned.step
        if step.suggestion or step.canned:
            outcome = step.suggestion or "accepted"
            likeness = {"accepted": 1.0, "rejected": round(self._chance.uniform(0, 0.3), 3)}.get(
                outcome, round(self._chance.uniform(*_LIKENESS), 3)
            )
            kind = "canned" if step.canned else "suggestion"
            self._store.record_suggestion_use(
                conversation_id,
                person.agent,
                kind,  # type: ignore[arg-type]
                step.subject,
                outcome,
                likeness,
            )

    def _schedule(self, conversation_id: str, person: Person, words: str, number: int) -> None:
        conversation = self._store.conversation(conversation_id)
        assert conversation is not None
        self._store.schedule_reply(
            conversation_id,
            person.agent,
            words,
            key=f"later-{number:04d}",
            due_at=self._later,
            seen=conversation.last_seq,
        )

    def _end(self, planned: Planned, conversation_id: str, person: Person, words: str, cases: Sequence[Case]) -> None:
        step = planned.step
        reason = kept_reason(step.reason or "solved", words)
        if step.do in ("close", "settle"):
            self._store.close_conversation(conversation_id, person.agent, reason, self._left[person.id])
        for case in cases if step.do != "close" else ():
            if self._chance.random() < _CLOSED_INSTEAD:
                self._store.close_case(case.number, words, by=person.agent)
                self._store.audit(person.agent, "case_closed", case.number)
            else:
                self._store.set_case_status(case.number, "resolved", by=person.agent, words=words)
