"""How a filed case is going: told only to who gives its number and the mail address on it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.dialogue.answers import facts, is_question
from bot.dialogue.escalation_fields import is_correction
from bot.dialogue.held_codes import other_code
from bot.dialogue.phrases import command, fold, named_fields, says
from bot.dialogue.reading import wants_other_language
from bot.dialogue.small_talk import asks_to_wait, asks_what_now, gives_up, hesitates, small_talk
from bot.dialogue.turn import FIELDS, Memory, Outcome, Turn, Utterance, respond
from bot.dialogue.wording import button, choices, label_of, word
from bot.knowledge import Knowledge
from bot.messages import Message, Receipt, Row

_BARE_CASE = re.compile(r"(?:受付番号は?)?(?:kd)?-?([0-9]{8})(?:です)?")
"""A case number without its letters; where one is asked, eight digits are one."""

_TIMES = {"ticket_number": 2, "status_email": 3}
"""How often each is asked: without a number the rest is pointless, so that a person is offered early."""


class FiledCase(Protocol):
    """What is shown of a case."""

    @property
    def number(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def created_at(self) -> datetime: ...


class CaseFinder(Protocol):
    """Finds a case by its number."""

    def find_case(self, number: str) -> FiledCase | None: ...


def take_turn(turn: Turn, memory: Memory, knowledge: Knowledge, *, asked: str | None) -> Outcome:
    """One turn of the form; ``asked`` is the slot that was asked, or None when the form has just started."""
    if asked is None and _wants_a_new_case(turn):
        return Outcome(done=True, then="escalation_form").plus(form_outcome="switched")
    if asked is None:
        own_case = turn.value("ticket_number") or memory.ticket_number or memory.case_number
        opened: dict[str, Any] = {
            "ticket_number": own_case,
            "status_email": turn.value("email"),
            "failures": {},
            "form_outcome": None,
        }
        if own_case and own_case == memory.case_number and memory.email:
            opened["status_email"] = memory.email  # filed in this very conversation with that address
        if own_case and own_case == memory.case_number and not memory.email:
            # filed in this very conversation without an address: the conversation is the proof
            return Outcome(done=True).plus(
                form_outcome="complete", fallbacks=0, **{k: opened[k] for k in ("ticket_number", "failures")}
            )
        return _next(memory.after(opened)).plus(fallbacks=0, awaiting=None, **opened)
    aside = _aside(turn, memory, asked)
    if aside is not None:
        return aside
    leaving = _leave(turn, memory, asked)
    if leaving is not None:
        return leaving
    given = {
        key: value
        for key, value in (("ticket_number", turn.value("ticket_number")), ("status_email", turn.value("email")))
        if value
    }
    if not given and says("same", turn.text) and not turn.is_choice:
        known = {"ticket_number": memory.case_number, "status_email": memory.email}[asked]
        if known is None:
            return Outcome(say=(respond("utter_not_said_before"),), ask=asked).plus(failures=memory.failed(asked))
        given = {asked: known}
    digits = _BARE_CASE.fullmatch(fold(turn.text).replace(" ", "")) if asked == "ticket_number" else None
    if digits and not turn.is_choice:
        given = {"ticket_number": f"KD-{digits[1]}"}
    if given:
        return _next(memory.after(given)).plus(**given)
    other = other_code(turn, knowledge, "ticket_number") if asked == "ticket_number" else ()
    if other and not memory.failures.get(asked):
        return Outcome(say=other, ask=asked).plus(failures=memory.failed(asked))
    if wants_other_language(turn):
        return Outcome(say=(respond("utter_language_switched"),), ask=asked)
    if is_correction(turn) and memory.ticket_number and "email" not in named_fields(turn.text):
        return Outcome(say=(_corrected(memory),), ask="ticket_number").plus(ticket_number=None, failures={})
    if is_question(turn.intent, knowledge):
        if asked == "ticket_number" and (memory.failures.get(asked) or gives_up(turn)):
            return Outcome(done=True, then="action_answer_question").plus(form_outcome="switched", failures={})
        return Outcome(say=facts(turn.intent, memory, knowledge, turn.text), ask=asked).plus(
            failures=memory.failed(asked) if asked == "ticket_number" else memory.failures
        )
    talk = small_talk(turn.intent)
    if talk is not None and (turn.intent != "out_of_scope" or says("question", turn.text)):
        return Outcome(say=(talk,), ask=asked)
    failures = memory.failed(asked)
    if says("refuse", turn.text) or turn.intent == "deny" or failures[asked] >= _TIMES[asked]:
        return Outcome(done=True).plus(form_outcome="unknown", ticket_number=None)
    if asked == "status_email" and "@" in fold(turn.text):
        return Outcome(say=(respond("utter_email_invalid"),), ask=asked).plus(failures=failures)
    human = choices(memory.language, button("human", "/talk_to_human", memory.language))
    if failures[asked] == 1:
        person = (human,) if asked == "ticket_number" else ()
        return Outcome(say=(respond(f"utter_explain_{asked}"), *person), ask=asked).plus(failures=failures)
    return Outcome(say=(respond(f"utter_explain_{asked}_again"), human), ask=asked).plus(failures=failures)


def _aside(turn: Turn, memory: Memory, asked: str) -> Outcome | None:
    """What neither answers nor leaves the form: once more, back, wait, why."""
    if turn.is_choice:
        return None
    said = command(turn.text)
    if said == "again":
        return Outcome(ask=asked)
    if said == "back" and asked == "status_email":
        return Outcome(say=(_corrected(memory),), ask="ticket_number").plus(ticket_number=None, failures={})
    if said == "back":
        return Outcome(say=(respond("utter_first_question"),), ask=asked)
    if (hesitates(turn.text) or asks_what_now(turn.text)) and not memory.failures.get(asked):
        return Outcome(say=(respond(f"utter_explain_{asked}"),), ask=asked).plus(failures=memory.failed(asked))
    if asks_to_wait(turn):
        return Outcome(say=(respond("utter_take_your_time"),), ask=asked)
    if says("why", turn.text) and not turn.entities and len(turn.text) <= 40:
        return Outcome(say=(respond("utter_status_needs_both"),), ask=asked)
    return None


def _corrected(memory: Memory) -> Utterance:
    return respond("utter_correct_field", field=label_of("ticket_number", memory.language))


def _leave(turn: Turn, memory: Memory, asked: str) -> Outcome | None:
    """The outcome that leaves the form for something else, or None to stay."""
    paused = memory.paused_with("case_status_form")
    if _goes_on_with_the_handover(turn, memory, asked):
        return Outcome(done=True, then="escalation_form").plus(form_outcome="switched", failures={})
    if turn.intent == "cancel":
        return Outcome(done=True).plus(form_outcome="cancelled", paused=paused)
    if turn.intent == "talk_to_human":
        return Outcome(done=True, then="escalation_form").plus(form_outcome="switched")
    if turn.intent == "stop_auto_renew":
        return Outcome(done=True, then="auto_renew_form").plus(form_outcome="switched", paused=paused)
    if turn.intent == "delete_my_data" and turn.confidence >= 0.8:
        return Outcome(done=True, then="action_request_erasure").plus(form_outcome="switched", paused=paused)
    return None


def _goes_on_with_the_handover(turn: Turn, memory: Memory, asked: str) -> bool:
    """Whether the message gives what the paused handover asks for, or goes on with it, rather than a case's number."""
    if "escalation_form" not in memory.paused or turn.is_choice or turn.value("ticket_number"):
        return False
    if asked == "status_email":
        return turn.value("person_name") is not None
    return command(turn.text) == "resume" or any(turn.value(name) for name in FIELDS)


def _wants_a_new_case(turn: Turn) -> bool:
    if turn.is_choice or turn.value("ticket_number"):
        return False
    return says("new_case", turn.text) or (says("human", turn.text) and not says("asks", turn.text))


def finish(memory: Memory, cases: CaseFinder, timezone: str) -> Outcome:
    """The case's state, if number and address belong together; otherwise only that this pair isn't known."""
    cleared: dict[str, Any] = {"form_outcome": None, "status_email": None, "failures": {}, "ticket_number": None}
    if memory.form_outcome == "cancelled":
        said = respond("utter_cancelled_for_now")
        return Outcome(say=(said,)).plus(form_outcome=None, status_email=None, failures={}, awaiting=None)
    if memory.form_outcome == "unknown":
        return Outcome(say=(respond("utter_status_needs_both"), respond("utter_offer_human"))).plus(
            awaiting="human", **cleared
        )
    found = cases.find_case(memory.ticket_number or "")
    own = found is not None and found.email is None and found.number == memory.case_number
    if found is None or not (own or _same(found.email, memory.status_email)):
        again = choices(
            memory.language,
            button("human", "/talk_to_human", memory.language),
        )
        return Outcome(say=(respond("utter_status_not_found"), again)).plus(awaiting=None, **cleared)
    return Outcome(say=(_report(found, memory, timezone), respond("utter_status_next"))).plus(awaiting=None, **cleared)


def _same(filed: str | None, given: str | None) -> bool:
    return bool(filed) and (filed or "").casefold() == (given or "").casefold()


def _report(found: FiledCase, memory: Memory, timezone: str) -> Message:
    language = memory.language
    filed = found.created_at.astimezone(ZoneInfo(timezone))
    rows = (
        Row(label=word("fields.status", language), value=word(f"statuses.{found.status}", language)),
        Row(label=word("fields.created_at", language), value=f"{filed:%Y-%m-%d %H:%M}"),
    )
    return Message(
        language=language, blocks=(Receipt(title=word("status_title", language), rows=rows, number=found.number),)
    )


def _next(memory: Memory) -> Outcome:
    if not memory.ticket_number:
        return Outcome(ask="ticket_number")
    if not memory.status_email:
        return Outcome(ask="status_email")
    return Outcome(done=True).plus(form_outcome="complete")
