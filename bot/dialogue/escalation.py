"""The escalation: collects what an agent needs, takes corrections and questions at any time, and files one case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.dialogue.answers import TROUBLES, facts, is_question
from bot.dialogue.beside_the_answer import goes_without_mail, holds_an_answer, told_why
from bot.dialogue.escalation_asking import (
    CONFIRMATION,
    CORRECTION,
    ask_again,
    ask_before,
    ask_next,
    ask_which,
    missing_fields,
)
from bot.dialogue.escalation_corrections import correct
from bot.dialogue.escalation_exits import leave
from bot.dialogue.escalation_fields import ASKING, is_clear_yes, is_correction, named_without_value, read_field
from bot.dialogue.escalation_taking import accept, asking, refused, refused_by_words, take, unread, without_label
from bot.dialogue.held_codes import other_code
from bot.dialogue.numbers_heard import WHICH, knows_not_which, undecided
from bot.dialogue.phrases import command, field_lacking, named_fields, only_goes_on, says
from bot.dialogue.proposed_problem import proposed_problem
from bot.dialogue.reading import wants_other_language
from bot.dialogue.second_thoughts import second_thought
from bot.dialogue.several_fields import Given, read_all
from bot.dialogue.small_talk import asks_to_wait, asks_what_now, hesitates, small_talk, wants_a_person
from bot.dialogue.turn import FIELDS, Memory, Outcome, Turn, respond
from bot.dialogue.unasked_name import unasked_name
from bot.dialogue.wording import label_of
from bot.knowledge import Knowledge


def take_turn(turn: Turn, memory: Memory, knowledge: Knowledge, today: date, *, asked: str | None) -> Outcome:
    """One turn of the form; ``asked`` is the slot that was asked, or None when the form has just started."""
    if asked is None:
        return _open(turn, memory, knowledge, today)
    if asked == WHICH:
        return _pick_number(turn, memory, knowledge, today)
    aside = _aside(turn, memory, asked)
    if aside is not None:
        return aside
    leaving = leave(turn, memory, asked)
    if leaving is not None:
        return leaving
    if turn.choice and turn.choice.startswith("field:"):
        return ask_again(memory, turn.choice.removeprefix("field:"))
    if (
        turn.choice
        and turn.choice.startswith("send:")
        and not (asked == CONFIRMATION and turn.choice == f"send:{memory.escalation_id}")
    ):
        return Outcome(say=(respond("utter_button_is_of_another_time"),), ask=asked)
    if turn.choice == "fix":
        return ask_which(memory)
    if turn.choice == "skip" and asked in FIELDS:
        return refused(asked, memory)
    found = read_all(turn, memory, today, asked)
    name = None if found.values else unasked_name(turn, memory, asked)
    if name is not None:
        found = Given({"person_name": name})
    settled = second_thought(turn, memory, knowledge, today, asked) if asked in FIELDS else None
    if settled is not None:
        return take({**found.values, asked: settled}, memory, knowledge, turn, asked)
    given = {name: value for name, value in found.values.items() if value != getattr(memory, name)}
    several = undecided(turn) if "order_number" in given and not is_correction(turn) else ()
    if several:
        return _which_number(given, several, memory, knowledge, turn, asked)
    without = found.refused if found.refused != (asked,) else ()
    if asked == "problem" and given and not is_correction(turn) and turn.intent != "inform" and len(turn.text) > 25:
        given.setdefault("problem", turn.text.strip())
    if (
        asked in FIELDS
        and asked != "problem"
        and not given
        and (says("refuse", turn.text) or field_lacking(turn.text) == asked)
        and not says("asks", turn.text)
        and not _asks_something_else(turn, knowledge)
    ):
        return refused_by_words(asked, memory, turn.text)
    correcting = is_correction(turn)
    if wants_other_language(turn):
        return Outcome(say=(respond("utter_language_switched"),), ask=asked)
    if correcting and not given:
        corrected = correct(turn, memory, knowledge, today, asked)
        return corrected or _read(replace(turn, intent="inform"), memory, knowledge, today, asked)
    if "@" in turn.text and "email" not in found.values and not turn.value("email"):
        typed = next((word for word in turn.text.split() if "@" in word or "＠" in word), None)
        return Outcome(say=(respond("utter_email_invalid"),), ask="email").plus(
            failures=memory.failed("email"), identification=typed
        )
    if not given and asked in FIELDS and found.values and asked not in found.values and turn.intent == "inform":
        again = tuple(respond("utter_field_noted", field=label_of(name, memory.language)) for name in found.values)
        return Outcome(say=again, ask=asked)  # said once more: nothing to complain about
    if asked == "email" and goes_without_mail(turn, memory, given):
        return take(given, memory, knowledge, turn, asked, ("email",)) if given else refused(asked, memory)
    if given or without:
        return take(given, memory, knowledge, turn, asked, without)
    if asked in (CONFIRMATION, CORRECTION):
        return _confirm(turn, memory, knowledge, today, asked)
    return _read(turn, memory, knowledge, today, asked)


def _open(turn: Turn, memory: Memory, knowledge: Knowledge, today: date) -> Outcome:
    given: dict[str, Any] = dict(read_all(turn, memory, today, "problem").values)
    again = "escalation_form" in memory.paused and bool(memory.escalation_id)
    if not memory.problem and "problem" not in given:
        proposal = proposed_problem(turn, memory, knowledge)
        if proposal:
            given["problem"] = proposal
    started: dict[str, Any] = {
        "escalation_id": memory.escalation_id if again else turn.message_id or "1",
        "awaiting": None,
        "failures": {},
        "form_outcome": None,
        CORRECTION: None,
        "last_given": (),
        "fallbacks": 0,
        "date_hint": None,
        "identification": None,
    }
    if not again:
        started.update(refused=(), to_correct=())
    several = undecided(turn) if "order_number" in given else ()
    if several:
        del given["order_number"]
    if given.get("problem"):
        given["problem"] = without_label(given["problem"])
    memory = memory.after({**given, **started, "refused": memory.refused if again else ()})
    opening = respond("utter_escalation_resumed" if again else "utter_escalation_started")
    if several:
        started.update(order_number=None, which_number=several)
        return Outcome(say=(opening,), ask=WHICH, remember={**given, **started})
    return asking(memory, {**given, **started}, opening)


def _which_number(
    given: dict[str, str], several: tuple[str, ...], memory: Memory, knowledge: Knowledge, turn: Turn, asked: str
) -> Outcome:
    """Several order numbers at once: take the rest down, and ask which of them it is."""
    rest = {name: value for name, value in given.items() if name != "order_number"}
    taken = take(rest, memory, knowledge, turn, asked) if rest else Outcome()
    return replace(taken, ask=WHICH).plus(which_number=several)


def _pick_number(turn: Turn, memory: Memory, knowledge: Knowledge, today: date) -> Outcome:
    """The answer to which of several numbers it is; who can't say so leaves all of them to the agent."""
    if knows_not_which(turn) or memory.failures.get("order_number", 0) >= 2:
        every = {"order_number": ", ".join(memory.which_number)}
        return take(every, memory, knowledge, turn, WHICH).after(respond("utter_all_numbers_taken"))
    if not turn.is_choice and says("none_of_them", turn.text) and not turn.entities:
        return Outcome(ask="order_number").plus(which_number=())
    outcome = take_turn(turn, memory, knowledge, today, asked="order_number")
    open_still = outcome.ask == "order_number" and outcome.remember.get("order_number") is None
    return replace(outcome, ask=WHICH) if open_still and not outcome.done else outcome


def _aside(turn: Turn, memory: Memory, asked: str) -> Outcome | None:
    """What neither answers nor leaves the form: once more, back, wait, why, no change."""
    if turn.is_choice:
        return None
    said = command(turn.text)
    on = said == "resume" and (
        asked not in (CONFIRMATION, "problem") or (asked == "problem" and only_goes_on(turn.text))
    )
    if (said == "again" or on) and not holds_an_answer(turn, asked):
        return ask_which(memory) if asked == CORRECTION else Outcome(ask=asked)
    if said == "back":
        return ask_before(memory, asked)
    if asks_to_wait(turn):
        return Outcome(say=(respond("utter_take_your_time"),), ask=asked)
    if asked in FIELDS and (hesitates(turn.text) or asks_what_now(turn.text)) and not says("refuse", turn.text):
        return unread(asked, memory)
    if asked in FIELDS and asked != "problem" and says("why", turn.text) and not turn.entities:
        return Outcome(say=(respond(f"utter_explain_{asked}"),), ask=asked, remember=told_why(asked, memory))
    unchanged = says("no_change", turn.text) or (says("yes", turn.text) and not turn.entities and len(turn.text) <= 15)
    looking = says("show_summary", turn.text) and asked != "problem" and len(turn.text) <= 40
    if (asked == CORRECTION or asked == memory.correcting) and (
        unchanged or looking or says("show_summary", turn.text)
    ):
        return asking(memory.after({CORRECTION: None}), {CORRECTION: None})
    if asked != "problem" and wants_a_person(turn.text) and not turn.entities and len(turn.text) <= 40:
        return Outcome(say=(respond("utter_human_is_next"),), ask=asked)
    if asked in FIELDS and asked in named_fields(turn.text) and says("needed", turn.text):
        return Outcome(say=(respond(f"utter_explain_{asked}"),), ask=asked)
    if memory.problem and says("call_me", turn.text) and not turn.entities:
        return _added(turn, memory, asked)
    if asked in FIELDS and asked in named_fields(turn.text) and asked != "problem" and _asks_which(turn):
        return Outcome(say=(respond(f"utter_explain_{asked}"),), ask=asked)
    if says("same", turn.text) and not says("correct", turn.text) and not turn.entities:
        return _said_before(turn, memory, asked)
    if asked == CONFIRMATION and says("fine", turn.text) and turn.intent != "affirm":
        return Outcome(say=(respond("utter_confirm_yes_or_no"),), ask=asked)
    return None


def _said_before(turn: Turn, memory: Memory, asked: str) -> Outcome | None:
    """The customer points at something said before: take it where it is known, else ask for it itself."""
    if asked in (CONFIRMATION, CORRECTION):
        named = named_fields(turn.text)
        if len(named) != 1 or not getattr(memory, named[0]):
            return None
        noted = respond("utter_field_noted", field=label_of(named[0], memory.language))
        return ask_next(memory.after({CORRECTION: None}), noted).plus(correcting=None)
    if asked == "problem":
        known = memory.problem or memory.topic_text or memory.complaint
    else:
        known = getattr(memory, asked) or (memory.identification if asked == "order_number" else None)
    if known is None:
        return Outcome(say=(respond("utter_not_said_before"),), ask=asked).plus(failures=memory.failed(asked))
    remember = {asked: known, CORRECTION: None, "last_given": (asked,)}
    return asking(memory.after(remember), remember)


def _read(turn: Turn, memory: Memory, knowledge: Knowledge, today: date, asked: str) -> Outcome:
    """Read the asked field, or find out what the customer said instead."""
    reading = read_field(asked, turn, memory, knowledge, today)
    other = other_code(turn, knowledge, "order_number") if asked == "order_number" else ()
    if other and memory.failures.get(asked, 0) < 2:
        return Outcome(say=other, ask=asked).plus(failures=memory.failed(asked))
    if asked != "problem" and not says("asks", turn.text) and reading.read:
        return accept(reading, asked, memory, knowledge, turn)
    if asked != "problem" and memory.problem and turn.intent in TROUBLES and _adds_to_the_problem(turn):
        return _added(turn, memory, asked)
    question = is_question(turn.intent, knowledge) and turn.confidence >= 0.55
    if asked == "problem":
        question = question and (turn.is_choice or (turn.intent in ASKING and says("question", turn.text)))
    else:
        question = question and (reading.value is None or turn.confidence > 0.7)
    if question:
        return Outcome(say=facts(turn.intent, memory, knowledge, turn.text), ask=asked)
    if asked != "problem" and turn.intent == "talk_to_human":
        return Outcome(say=(respond("utter_human_is_next"),), ask=asked)
    if asked != "problem" and says("refuse", turn.text):
        return refused_by_words(asked, memory, turn.text)
    talk = small_talk(turn.intent)
    if talk is not None and (turn.confidence >= 0.6 or asked == "problem") and turn.intent != "out_of_scope":
        return Outcome(say=(talk,), ask=asked)
    if reading.read:
        return accept(reading, asked, memory, knowledge, turn)
    if asked != "problem" and memory.problem and _adds_to_the_problem(turn):
        return _added(turn, memory, asked)
    if (turn.intent == "deny" and turn.confidence >= 0.5) or says("refuse", turn.text):
        return refused(asked, memory)
    if talk is not None and (turn.intent != "out_of_scope" or says("question", turn.text)):
        return Outcome(say=(talk,), ask=asked)
    return unread(asked, memory)


def _asks_something_else(turn: Turn, knowledge: Knowledge) -> bool:
    """Whether "I don't know how to renew" speaks of a topic of its own rather than of the field."""
    own = is_question(turn.intent, knowledge) and turn.intent not in ("find_order_number", "change_registered_email")
    return own and turn.confidence >= 0.9 and len(turn.text) > 8 and not named_fields(turn.text)


def _added(turn: Turn, memory: Memory, asked: str) -> Outcome:
    problem = f"{memory.problem} / {turn.text.strip()}"
    return Outcome(say=(respond("utter_added_to_problem"),), ask=asked).plus(problem=problem)


def _asks_which(turn: Turn) -> bool:
    """Whether the customer asks which of several is wanted, such as which of their mail addresses."""
    return (
        not turn.entities and len(turn.text) <= 45 and says("which_of_them", turn.text) and says("question", turn.text)
    )


def _adds_to_the_problem(turn: Turn) -> bool:
    telling = turn.intent in TROUBLES or turn.intent == "problem_not_solved" or says("elapsed", turn.text)
    return telling and not turn.is_choice and len(turn.text) >= 8 and not says("asks", turn.text)


def _confirm(turn: Turn, memory: Memory, knowledge: Knowledge, today: date, asked: str) -> Outcome:
    """The answer to the summary."""
    if asked == CONFIRMATION and is_clear_yes(turn):
        if missing_fields(memory):
            return ask_next(memory)
        return Outcome(done=True).plus(form_outcome="confirmed")
    named = named_without_value(turn)
    if named and (asked == CORRECTION or turn.intent == "deny") and not says("question", turn.text):
        return correct(turn, memory, knowledge, today, asked) or ask_again(memory, *named)
    if asked == CONFIRMATION and turn.intent in ("deny", "problem_not_solved"):
        return ask_which(memory)
    if is_question(turn.intent, knowledge) and turn.confidence >= 0.4:
        return Outcome(say=facts(turn.intent, memory, knowledge, turn.text), ask=CONFIRMATION)
    if turn.intent == "talk_to_human":
        return Outcome(say=(respond("utter_human_is_next"),), ask=CONFIRMATION)
    talk = small_talk(turn.intent)
    if talk is not None:
        return Outcome(say=(talk,), ask=CONFIRMATION)
    if asked == CORRECTION and turn.intent in ("affirm", "deny"):
        return ask_next(memory)
    failures = memory.failed(CONFIRMATION)
    again = "" if failures[CONFIRMATION] == 1 else "_again"
    return Outcome(say=(respond(f"utter_confirm_yes_or_no{again}"),), ask=CONFIRMATION).plus(failures=failures)
